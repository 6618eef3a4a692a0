"""The full-text index follows what is saved, deleted and linked."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories import actor, event, quote, topic
from timeline.models import Event, Quote
from timeline.search import full_text_index
from timeline.search.query_parser import parse_query
from timeline.signals import search_index

pytestmark = pytest.mark.django_db


def find_titles(text: str) -> list[str]:
    return sorted(Event.objects.public().mentioning(parse_query(text)).values_list("title", flat=True))


def test_a_renamed_actor_is_found_by_the_new_name_and_not_by_the_old():
    who = actor("Lavrov", name_ja="ラブロフ")
    event("Takes part", actors=[who])
    quote("words", of=event("Speaks"), by=who)
    assert find_titles("Lavrov") == ["Speaks", "Takes part"]
    who.name, who.name_ja = "Ryabkov", "リャブコフ"
    who.save()
    assert find_titles("Lavrov") == find_titles("ラブロフ") == []
    assert find_titles("Ryabkov") == find_titles("リャブコフ") == ["Speaks", "Takes part"]


def test_a_renamed_topic_is_found_by_the_new_name():
    islands = topic("Islands")
    event("Talks", topics=[islands])
    islands.name = "Kurils"
    islands.save()
    assert (find_titles("islands"), find_titles("kurils")) == ([], ["Talks"])


def test_a_statement_that_is_moved_changed_or_deleted_is_no_longer_found_by_the_old_words():
    here, there = event("Here"), event("There")
    said = quote("openness", of=here)
    assert find_titles("openness") == ["Here"]
    said.event = there
    said.save()
    assert find_titles("openness") == ["There"]
    said.exact = "secrecy"
    said.save()
    assert (find_titles("openness"), find_titles("secrecy")) == ([], ["There"])
    said.delete()
    assert find_titles("secrecy") == []


def test_an_event_that_is_changed_or_deleted_is_no_longer_found_by_the_old_words():
    talks = event("Talks")
    quote("openness", of=talks)
    talks.title = "Parley"
    talks.save()
    assert (find_titles("talks"), find_titles("parley")) == ([], ["Parley"])
    talks.delete()
    assert find_titles("parley") == find_titles("openness") == []
    assert not Quote.objects.mentioning(parse_query("openness")).exists()


@pytest.mark.parametrize("make", [actor, topic], ids=["actors", "topics"])
def test_actors_and_topics_added_and_removed_from_either_side_are_found_or_not(make):
    talks, lavrov = event("Talks"), make("Lavrov")
    ours = getattr(talks, "actors" if make is actor else "topics")
    for link, unlink in [
        (lambda: ours.add(lavrov), lambda: ours.remove(lavrov)),
        (lambda: ours.set([lavrov]), ours.clear),
        (lambda: lavrov.events.add(talks), lambda: lavrov.events.remove(talks)),
        (lambda: lavrov.events.set([talks]), lavrov.events.clear),
    ]:
        assert find_titles("Lavrov") == []
        link()
        assert find_titles("Lavrov") == ["Talks"]
        unlink()
    ours.add(lavrov)
    lavrov.delete()
    assert find_titles("Lavrov") == []


def test_a_draft_is_found_once_it_is_published():
    draft = event("Secret talks", status="draft")
    quote("openness", of=draft)
    assert find_titles("secret") == find_titles("openness") == []
    draft.status = "published"
    draft.save()
    assert find_titles("secret") == find_titles("openness") == ["Secret talks"]


def test_records_deleted_by_sql_are_never_found():
    """The index still has their words."""
    gone = quote("openness", of=event("Gone"))
    assert find_titles("openness") == ["Gone"]
    Quote.objects.filter(pk=gone.pk)._raw_delete("default")
    assert find_titles("openness") == []
    assert not Quote.objects.mentioning(parse_query("openness")).exists()


def test_reindex_finds_what_was_changed_by_sql(capsys):
    talks = event("Talks")
    quote("openness", of=talks)
    Event.objects.update(title="Parley")
    assert find_titles("parley") == []
    call_command("reindex")
    assert capsys.readouterr().out == "Indexed 1 events and 1 statements.\n"
    assert (find_titles("talks"), find_titles("parley"), find_titles("openness")) == ([], ["Parley"], ["Parley"])


def test_a_bulk_load_is_indexed_at_its_end():
    with search_index.delay_indexing():
        with search_index.delay_indexing():
            event("Talks")
        assert find_titles("talks") == []
    assert find_titles("talks") == ["Talks"]


def test_the_shipped_data_is_found_after_it_is_loaded(seeds):
    assert find_titles("ラブロフ") == find_titles("Лавров") != []
    assert set(find_titles("Lavrov")) >= set(find_titles("ラブロフ"))
    assert find_titles("missiles") == find_titles("missile") != []


@pytest.mark.django_db(transaction=True)
def test_the_index_can_be_removed_and_created_again():
    event("Talks")
    call_command("migrate", "timeline", "0002", verbosity=0)
    try:
        with connection.cursor() as cursor:
            assert full_text_index.EVENTS not in connection.introspection.table_names(cursor)
    finally:
        call_command("migrate", "timeline", verbosity=0)
    assert find_titles("talks") == ["Talks"]
