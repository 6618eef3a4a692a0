"""A removed person is nowhere; what they took part in stays; where the surname alone stands is listed."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from tests import factories as make
from timeline.maintenance.removal.person import list_surnames
from timeline.maintenance.removal.request import CannotRemove
from timeline.models import Actor, Correction, Event, Post, Proposal, Quote, Redirect

from .scene import (
    NAME,
    NAME_JA,
    NAME_RU,
    change,
    fill,
    found_in_files,
    found_in_tables,
    names_of_tables,
    remove_person,
    remove_words,
)

pytestmark = pytest.mark.django_db
EVERYWHERE = (NAME, NAME_JA, NAME_RU, "grigori-zabelin")


def numbers_in_links(key: int) -> int:
    """Rows of any table in which a column `actor_id` or `speaker_id` has this number."""
    found = 0
    with connection.cursor() as cursor:
        for table in names_of_tables(cursor):
            cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
            for column in {"actor_id", "speaker_id"} & {one[0] for one in cursor.description}:
                cursor.execute(f'SELECT count(*) FROM "{table}" WHERE {column} = %s', [key])
                found += cursor.fetchone()[0]
    return found


@pytest.mark.django_db(transaction=True)
def test_a_removed_person_is_in_no_table_and_in_no_file_of_the_database() -> None:
    fill()
    key = Actor.objects.get(slug="grigori-zabelin").pk
    assert numbers_in_links(key) > 10
    done = remove_person("grigori-zabelin")
    assert done.problems == []
    assert numbers_in_links(key) == 0
    assert found_in_tables(*EVERYWHERE) == []
    assert found_in_files(*EVERYWHERE) == []


def test_the_person_s_posts_and_statements_are_removed_and_events_and_others_statements_stay(client: Client) -> None:
    event = fill()
    person = Actor.objects.get(slug="grigori-zabelin")
    remove_person("grigori-zabelin")
    assert not Actor.objects.filter(pk=person.pk).exists()
    assert not Post.objects.filter(actor=person.pk).exists()
    assert [quote.speaker.name for quote in event.quotes.all()] == ["Taro Kono"]
    assert [actor.name for actor in event.actors.all()] == ["Taro Kono"]
    assert not event.quotes.get().addressees.exists()
    page = client.get(Event.objects.get(pk=event.pk).get_absolute_url())
    assert page.status_code == 200
    assertNotContains(page, "We will not yield")
    assert client.get("/actors/grigori-zabelin/").status_code == 404


def test_an_event_with_nothing_but_the_person_s_statements_stays(client: Client) -> None:
    event = make.event("A speech")
    make.quote("We will not yield", of=event, by=make.actor(NAME))
    remove_person("grigori-zabelin")
    assertContains(client.get(event.get_absolute_url()), "A speech")


def test_old_versions_of_remaining_records_no_longer_name_the_person() -> None:
    person, other = make.actor(NAME), make.actor("Taro Kono")
    event = make.event("Talks", actors=[person, other])
    quote = make.quote("We will see", of=event, by=person)
    quote.speaker = other
    quote.save()
    remove_person("grigori-zabelin")
    assert Quote.objects.get().speaker == other
    assert numbers_in_links(person.pk) == 0
    assert Quote.history.filter(speaker=other).exists()  # type: ignore[attr-defined]
    assert Event.history.filter(id=event.pk).exists()


def test_statements_in_the_trash_are_removed_too() -> None:
    person = make.actor(NAME)
    quote = make.quote("We will not yield", by=person)
    quote.delete()
    remove_person("grigori-zabelin")
    assert found_in_tables("We will not yield", NAME) == []


def test_a_person_in_the_trash_is_removed_by_the_slug() -> None:
    fill()
    person = Actor.objects.get(slug="grigori-zabelin")
    person.quotes.all().delete()
    person.delete()
    remove_person("grigori-zabelin")
    assert found_in_tables(*EVERYWHERE) == []


def test_earlier_names_of_the_person_are_removed_as_well() -> None:
    person = make.actor("Gregory Zabelin", slug="z")
    make.event("Gregory Zabelin meets Grigori Zabelin")
    person.name = NAME
    person.save()
    remove_person("z")
    assert Event.objects.get().title == "███████████████ meets ███████████████"


def test_a_proposal_that_only_names_the_person_stays_and_one_that_became_a_statement_is_removed() -> None:
    person = make.actor(NAME)
    article = make.article("He said we will see. He said we will not yield.")
    quote = make.quote("we will not yield", of=make.event(cites=article), by=person)
    Proposal.objects.create(article=article, exact="we will see", speaker=person)
    Proposal.objects.create(article=article, exact="we will not yield", speaker=person, quote=quote, state="accepted")
    remove_person("grigori-zabelin")
    left = Proposal.objects.get()
    assert (left.exact, left.speaker) == ("we will see", None)
    assert numbers_in_links(person.pk) == 0


def test_corrections_lose_the_words_of_the_person_s_statements() -> None:
    person = make.actor(NAME)
    quote = make.quote("We will not yield to anybody", by=person)
    said = {"of": "statements", "key": quote.pk, "name": f"{NAME}, 2007", "field": "words"}
    earlier = said | {"before": "We shall not yield", "after": "We will not yield to anybody"}
    about = change("summary", f"{NAME} spoke", "He said: we will not yield to anybody.")
    told = Correction.objects.create(record=quote.event_id, title="Talks", changes=[earlier, about])
    remove_person("grigori-zabelin")
    told.refresh_from_db()
    assert found_in_tables(NAME, "not yield") == []
    assert told.changes[1]["before"] == "███████████████ spoke"
    assert [one["field"] for one in told.changes] == ["words", "summary"]


def test_the_log_no_longer_names_the_person_or_their_statements() -> None:
    boss = make.editors().user_set.create(username="boss")
    words = "We will not yield to anybody in these talks, whatever the others may say or do."
    quote = make.quote(words, by=make.actor(NAME))
    LogEntry.objects.create(
        user=boss,
        content_type=ContentType.objects.get_for_model(Quote),
        object_id=str(quote.pk),
        object_repr=str(quote),
        action_flag=2,
        change_message="[]",
    )
    LogEntry.objects.create(
        user=boss,
        content_type=ContentType.objects.get_for_model(Event),
        object_id=str(quote.event_id),
        object_repr="Talks",
        action_flag=2,
        change_message=f'[{{"added": {{"name": "statement", "object": "{quote}"}}}}]',
    )
    remove_person("grigori-zabelin")
    assert found_in_tables(NAME, "We will not yield") == []
    assert LogEntry.objects.filter(object_repr="(removed)").count() == 1


def test_redirects_from_and_to_the_person_and_the_statements_are_removed() -> None:
    person = make.actor(NAME)
    quote = make.quote(by=person)
    Redirect.objects.create(old_type="actor", old="zabelin-g", new=person.slug)
    Redirect.objects.create(old_type="statement", old="what-he-said", new=quote.slug)
    Redirect.objects.create(old_type="event", old="talks", new=quote.event.slug)
    remove_person("grigori-zabelin")
    assert [one.old for one in Redirect.objects.all()] == ["talks"]
    assert set(Redirect.history.values_list("old", flat=True)) == {"talks"}


def test_public_events_involving_the_person_get_a_correction(client: Client) -> None:
    person = make.actor(NAME)
    there = make.event("Talks in Kyoto", actors=[person])
    said = make.quote(of=make.event("A speech"), by=person).event
    heard = make.quote("We told him", of=make.event("A letter"), to=[person]).event
    make.event("Something else")
    make.event("A draft", status="draft", actors=[person])
    remove_person("grigori-zabelin")
    told = Correction.objects.filter(kind="removed")
    assert {one.title for one in told} == {"Talks in Kyoto", "A speech", "A letter"}
    assert {one.record for one in told} == {there.pk, said.pk, heard.pk}
    assert not Correction.objects.exclude(kind="removed").exists()
    assertContains(client.get("/corrections/"), "Words were removed from this record")


def test_places_with_only_the_surname_are_listed_with_a_command_to_remove_it() -> None:
    fill()
    make.event("Zabelin’s brother speaks", note="О Забелине; Забелина")
    done = remove_person("grigori-zabelin")
    left = {(one.label, one.name): one.places for one in done.remains.left}
    assert left["events", "Zabelin’s brother speaks"] == 3
    assert left["outlets", "Zabelin Herald"] == 2  # its slug has it too
    assert set(done.remains.forms) == {"Zabelin", "Забелина", "Забелине"}
    remove_words(*done.remains.forms)
    assert found_in_tables("zabelin", "забелин", "ザベリン") == []


@pytest.mark.parametrize(
    ("names", "country", "found"),
    [
        (["Grigori Zabelin", "Григорий Забелин", "グリゴリー・ザベリン"], "RU", ["Zabelin", "Забелин", "ザベリン"]),
        (["Taro Kono", "河野太郎", "Таро Коно"], "JP", ["Kono", "Коно"]),
        (["Taro Kono", "河野　太郎"], "JP", ["Kono", "河野"]),
        (["Xi Jinping"], "CN", []),
        (["Забелин, Григорий"], "RU", ["Забелин"]),
        (["Zabelin"], "RU", []),
    ],
)
def test_the_surname_of_a_name(names: list[str], country: str, found: list[str]) -> None:
    assert list_surnames(names, country) == sorted(found)


@pytest.mark.parametrize("kind", ["state", "organization"])
def test_a_state_or_an_organisation_is_refused(kind: str) -> None:
    make.actor("Harbour Office", kind=kind)
    with pytest.raises(CannotRemove, match="not a person"):
        remove_person("harbour-office")
    assert Actor.objects.exists()


def test_an_unknown_person_is_refused_and_a_renamed_one_is_named() -> None:
    with pytest.raises(CannotRemove, match="There is no person “nobody”"):
        remove_person("nobody")
    person = make.actor(NAME)
    person.slug = "zabelin"
    person.save()
    with pytest.raises(CannotRemove, match="“zabelin”: use that"):
        remove_person("grigori-zabelin")


def test_a_reason_with_the_name_or_the_surname_is_refused() -> None:
    make.actor(NAME)
    for reason in (f"Asked by {NAME}.", "Mr Zabelin asked."):
        with pytest.raises(CannotRemove, match="readers see the reason"):
            remove_person("grigori-zabelin", reason)
    assert Actor.objects.exists()
