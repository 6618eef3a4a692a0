"""After a save only the events that it changed are read, and the updated snapshot equals one that is read anew."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import random
import threading

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, ArticleText, Outlet
from tests.factories import actor, article, event, outlet, post, quote, topic
from tests.timeline.admin.editor import Editor
from tests.timeline.index.test_index import compare, generate_queries, make_random_events
from timeline.index import bitset, registry
from timeline.index.incremental import update_incrementally
from timeline.index.loader import load_snapshot
from timeline.index.snapshot import Snapshot
from timeline.models import Actor, Citation, Correction, Event, Post, Quote
from timeline.search.query_parser import parse_query
from timeline.serving import change_log, revision, triggers

EDITS = int(os.environ.get("EDITS", "60"))  # one after the other, for each set of random events


def assert_up_to_date(snapshot: Snapshot | None, words: tuple[str, ...] = ()) -> None:
    """Every field equals that of a snapshot that is read anew, and so does what searches for these words find."""
    assert snapshot is not None
    anew = load_snapshot(snapshot.using)
    for field in dataclasses.fields(Snapshot):
        if field.compare:
            assert getattr(snapshot, field.name) == getattr(anew, field.name), field.name
    assert [snapshot.find_mentioning(parse_query(text)) for text in words] == [
        anew.find_mentioning(parse_query(text)) for text in words
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_an_updated_snapshot_equals_one_read_from_the_database(seed):
    choose = random.Random(seed)
    make_random_events(choose, 12)
    editor, snapshot, updates = Editor(choose), load_snapshot("default"), 0
    for _ in range(EDITS):
        snapshot.find_mentioning(parse_query("missile"))
        for edit in choose.choices(editor.edits(), k=choose.choice((1, 1, 1, 2, 4))):
            edit()
        now = update_incrementally(snapshot)
        updates += now is not None
        snapshot = now or load_snapshot("default")
        assert_up_to_date(snapshot)
    assert updates == EDITS


@pytest.mark.django_db
def test_pages_show_the_same_from_an_updated_snapshot():
    choose = random.Random(1855)
    make_random_events(choose, 20)
    editor, snapshot = Editor(choose), load_snapshot("default")
    addresses = generate_queries(choose, snapshot)
    for _ in range(10):
        for edit in choose.choices([editor.edit_date, editor.edit_statement_created, editor.edit_event_created], k=2):
            edit()
        snapshot = update_incrementally(snapshot)
        compare(next(addresses), snapshot)


@pytest.mark.django_db
def test_searches_find_what_has_been_saved_since():
    tokyo, kyoto = event("Talks in Tokyo"), event("Talks in Kyoto")
    snapshot = load_snapshot("default")
    assert snapshot.find_mentioning(parse_query("tokyo")).bit_count() == 1
    kyoto.title = "More talks in Tokyo"
    kyoto.save()
    snapshot = update_incrementally(snapshot)
    assert snapshot.find_mentioning(parse_query("tokyo")).bit_count() == 2
    tokyo.delete()
    snapshot = update_incrementally(snapshot)
    assert snapshot.find_mentioning(parse_query("tokyo")).bit_count() == 1
    with CaptureQueriesContext(connection) as queries:
        assert snapshot.find_mentioning(parse_query("tokyo")).bit_count() == 1
    assert not queries.captured_queries


@pytest.mark.django_db
def test_a_renamed_actor_is_found_by_the_new_name_in_all_their_events():
    speaker = actor("Sergei Lavrov")
    event(actors=[speaker])
    quote(of=event(), by=speaker)
    snapshot = load_snapshot("default")
    assert not snapshot.find_mentioning(parse_query("minister"))
    speaker.name = "The minister"
    speaker.save()
    snapshot = update_incrementally(snapshot)
    assert snapshot.find_mentioning(parse_query("minister")).bit_count() == 2
    assert snapshot.labels["actor"]["sergei-lavrov"] == "The minister"


def find_touched(before: change_log.LogPosition) -> change_log.ChangedEvents | None:
    found = revision.since(before)
    return found[2] if found else None


@pytest.mark.django_db
def test_a_change_of_anything_that_a_card_shows_updates_its_event():
    speaker, hearer, islands = actor("Lavrov"), actor("Rice"), topic("Islands")
    held = post(speaker, "Minister")
    house = outlet("Interfax", slug="interfax")
    source = article(agency=house)
    spoken = event("Talks", actors=[speaker], cites=source)
    said = quote(of=spoken, by=speaker, to=[hearer], topics=[islands], article=article())
    event("Other talks", actors=[actor("Aso")])
    changes = {
        "the title": lambda: Event.objects.filter(pk=spoken.pk).update(title="More talks"),
        "the actors involved": lambda: spoken.actors.clear(),
        "the topic of a statement": lambda: said.topics.clear(),
        "the speaker's name": lambda: Actor.objects.filter(pk=speaker.pk).update(name="S. Lavrov"),
        "the addressee's name": lambda: Actor.objects.filter(pk=hearer.pk).update(name="C. Rice"),
        "the addressees": lambda: said.addressees.clear(),
        "the speaker's office": lambda: Post.objects.filter(pk=held.pk).update(title="Foreign Minister"),
        "the end of the office": lambda: held.delete(),
        "the agency's name": lambda: Outlet.objects.filter(pk=house.pk).update(name="Interfax News"),
        "a citation's article": lambda: Article.objects.filter(pk=source.pk).update(language="ru"),
        "a statement's article": lambda: Article.objects.filter(pk=said.article_id).update(title="Another"),
        "a deleted statement": lambda: Quote.objects.all().delete(),
        "deleted citations": lambda: Citation.objects.filter(event=spoken).delete(),
        "the deleted event": lambda: Event.objects.filter(pk=spoken.pk).delete(),
    }
    for name, change in changes.items():
        before = revision.last()[1]
        change()
        found = find_touched(before)
        assert found is not None, name
        assert found.events == {spoken.pk}, name


@pytest.mark.django_db
def test_a_change_of_what_no_list_shows_updates_no_event():
    source = event().citations.get().article
    before = revision.last()[1]
    ArticleText.objects.create(article=source, body="Nothing new.")
    Correction.objects.create(record=1, title="Talks")
    article(language="fr")
    actor()
    post(actor(), "Minister")
    assert find_touched(before) == change_log.ChangedEvents(frozenset(), names=True)


@pytest.mark.django_db
def test_every_public_table_says_which_events_its_rows_belong_to():
    """A change in any other table updates all events: correct, but slow."""
    assert set(change_log.EVENTS_OF) == set(triggers.list_seen_tables())


@pytest.mark.django_db
def test_after_too_many_changes_all_data_is_read_again(monkeypatch):
    monkeypatch.setattr(change_log, "MOST", 3)
    for _ in range(4):
        event()
    snapshot = load_snapshot("default")
    Event.objects.filter(pk__in=[one.pk for one in Event.objects.all()[:3]]).update(place="Kyoto")
    snapshot = update_incrementally(snapshot)
    assert snapshot is not None
    Event.objects.update(place="Tokyo")
    assert update_incrementally(snapshot) is None
    assert registry.snapshot_at(revision.current()).mark == revision.current().mark


def count_log_rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {change_log.TABLE}")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_log_has_a_limited_length_and_a_snapshot_older_than_it_is_not_updated():
    day = {name: dt.date(2007, 10, 23) for name in ("earliest", "latest", "sort_date")}
    Event.objects.bulk_create([Event(slug=f"e{n}", title="Talks", date="2007-10-23", **day) for n in range(200)])
    behind = load_snapshot("default")
    Event.objects.update(place="Kyoto")
    assert update_incrementally(behind) is not None
    for n in range(change_log.MOST_ROWS // 200):
        Event.objects.update(place=f"Kyoto {n}")
    assert update_incrementally(behind) is None
    assert count_log_rows() <= change_log.MOST_ROWS
    happened, near = event(), load_snapshot("default")
    happened.delete()
    assert_up_to_date(update_incrementally(near))


@pytest.mark.django_db
def test_a_snapshot_of_changes_that_were_rolled_back_is_not_updated():
    event("Talks")
    before = load_snapshot("default")
    with transaction.atomic():
        event("Never")
        inside = update_incrementally(before)
        assert inside.size == 2
        transaction.set_rollback(True)
    event("Other talks")
    event("More talks")
    assert update_incrementally(inside) is None
    after = update_incrementally(before)
    assert_up_to_date(after)
    assert after.size == 3


@pytest.mark.django_db
def test_after_a_backup_is_restored_only_a_snapshot_of_the_same_state_is_updated():
    """A backup contains the change log and the revision too."""
    happened = event("Talks")
    known = load_snapshot("default")
    with transaction.atomic():
        backed_up = transaction.savepoint()
        for n in range(5):
            event(f"After the backup {n}")
        lost = update_incrementally(known)
        transaction.savepoint_rollback(backed_up)
    assert revision.current().mark == known.mark
    assert update_incrementally(known) is known
    assert update_incrementally(lost) is None
    happened.title = "Other talks"
    happened.save()
    for n in range(20):  # as many changes as were lost, and more
        event(f"Another {n}")
    assert update_incrementally(lost) is None
    assert_up_to_date(update_incrementally(known))


@pytest.mark.django_db
def test_workers_that_update_at_different_times_have_equal_snapshots():
    choose = random.Random(5)
    make_random_events(choose, 10)
    editor, often = Editor(choose), load_snapshot("default")
    seldom = often
    for n in range(30):
        choose.choice(editor.edits())()
        often = update_incrementally(often)
        if n % 7 == 6:
            seldom = update_incrementally(seldom)
            assert seldom == often
    assert_up_to_date(often)


@pytest.mark.django_db
def test_an_update_does_not_change_the_old_snapshot():
    happened = event("Talks")
    old = load_snapshot("default")
    old.find_mentioning(parse_query("talks"))
    copy = dataclasses.replace(old, event_searches=dict(old.event_searches))
    happened.delete()
    update_incrementally(old).find_mentioning(parse_query("talks"))
    assert old == copy
    assert old.event_searches == copy.event_searches


@pytest.mark.django_db
def test_an_update_makes_the_same_number_of_queries_for_many_events():
    make_random_events(random.Random(7), 5)

    def count_queries(n: int) -> int:
        snapshot = load_snapshot("default")
        Event.objects.filter(pk__in=list(Event.objects.values_list("pk", flat=True)[:n])).update(place="Kyoto")
        Actor.objects.filter(pk=Actor.objects.first().pk).update(name="Renamed")
        with CaptureQueriesContext(connection) as queries:
            update_incrementally(snapshot)
        return len(queries)

    few = count_queries(1)
    for _ in range(30):
        quote(of=event(actors=[Actor.objects.first()], topics=[topic("Islands")]))
    assert count_queries(30) == few <= 13


@pytest.mark.django_db(transaction=True)
def test_simultaneous_requests_after_a_save_update_the_snapshot_once(monkeypatch):
    happened = event("Talks")
    registry.snapshot_at(revision.current())
    read: list[Snapshot] = []
    monkeypatch.setattr(
        registry,
        "update_incrementally",
        lambda snapshot, most: read.append(update_incrementally(snapshot, most)) or read[-1],
    )
    happened.delete()
    at, found = revision.current(), []

    def reader() -> None:
        try:
            found.append(registry.snapshot_at(at))
        finally:
            connections.close_all()

    readers = [threading.Thread(target=reader) for _ in range(6)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    assert len(read) == 1
    assert all(one is read[0] for one in found)


@given(st.integers(0, 2**70), st.sets(st.integers(0, 69)), st.lists(st.integers(0, 70), max_size=9))
def test_bits_move_with_their_events_when_others_are_removed_and_inserted(found, leaving, arriving):
    """As in a list from which elements are removed and into which others are inserted."""
    size, arriving = 70, sorted(arriving)
    found &= (1 << size) - 1
    standing, runs, start, to = [], [], 0, 0
    for at in range(size + 1):
        new = arriving.count(at)
        if new or at in leaving or at == size:
            if start < at:
                runs.append((start, at, to))
            to += at - start + new
            start = at + (at in leaving)
        standing += [False] * new
        if at < size and at not in leaving:
            standing.append(bool(found >> at & 1))
    expected = bitset.from_positions([at for at, there in enumerate(standing) if there], len(standing))
    assert bitset.BitMover(runs, size)(found) == expected


@pytest.mark.django_db
def test_if_a_snapshot_cannot_be_updated_all_data_is_read_again(monkeypatch, caplog):
    event()
    registry.snapshot_at(revision.current())

    def fail(snapshot: Snapshot, most: int) -> Snapshot:
        raise KeyError(1)

    monkeypatch.setattr(registry, "update_incrementally", fail)
    event()
    snapshot = registry.snapshot_at(revision.current())
    assert snapshot is not None
    assert snapshot.size == 2
    assert "could not be updated" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_new_name_is_saved_only_together_with_its_search_index(monkeypatch):
    """Or the words found by the old name would be copy for the new one's revision."""
    speaker = actor("Sergei Lavrov")
    event(actors=[speaker])
    before = revision.current()

    def fail(*args: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("timeline.search.full_text_index.index_events", fail)
    speaker.name = "The minister"
    with pytest.raises(OSError, match="full"):
        speaker.save()
    assert revision.current() == before
    assert Actor.objects.get().name == "Sergei Lavrov"
