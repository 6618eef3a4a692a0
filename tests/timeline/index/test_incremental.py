"""After a save only what it touched is read again, and the record is the same as one read anew."""

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
from tests.timeline.index.test_index import compare, filters, made_up
from timeline.index import bitset, registry
from timeline.index.incremental import renewed
from timeline.index.loader import build
from timeline.index.snapshot import Snapshot
from timeline.models import Actor, Citation, Correction, Event, Post, Quote
from timeline.search.query_parser import parse
from timeline.serving import change_log, revision, triggers

EDITS = int(os.environ.get("EDITS", "60"))  # one after the other, of each record made up


def same(record: Snapshot | None, words: tuple[str, ...] = ()) -> None:
    """As if it had been read anew, in every field, and in what words find."""
    assert record is not None
    anew = build(record.using)
    for field in dataclasses.fields(Snapshot):
        if field.compare:
            assert getattr(record, field.name) == getattr(anew, field.name), field.name
    assert [record.mentioning(parse(text)) for text in words] == [anew.mentioning(parse(text)) for text in words]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_a_record_brought_forward_is_the_one_read_anew(seed):
    choose = random.Random(seed)
    made_up(choose, 12)
    editor, record, forward = Editor(choose), build("default"), 0
    for _ in range(EDITS):
        record.mentioning(parse("missile"))
        for edit in choose.choices(editor.edits(), k=choose.choice((1, 1, 1, 2, 4))):
            edit()
        now = renewed(record)
        forward += now is not None
        record = now or build("default")
        same(record)
    assert forward == EDITS


@pytest.mark.django_db
def test_pages_say_the_same_from_a_record_brought_forward():
    choose = random.Random(1855)
    made_up(choose, 20)
    editor, record = Editor(choose), build("default")
    asked = filters(choose, record)
    for _ in range(10):
        for edit in choose.choices([editor.edit_date, editor.edit_statement_made, editor.edit_event_begun], k=2):
            edit()
        record = renewed(record)
        compare(next(asked), record)


@pytest.mark.django_db
def test_what_words_find_follows_the_saves():
    tokyo, kyoto = event("Talks in Tokyo"), event("Talks in Kyoto")
    record = build("default")
    assert record.mentioning(parse("tokyo")).bit_count() == 1
    kyoto.title = "More talks in Tokyo"
    kyoto.save()
    record = renewed(record)
    assert record.mentioning(parse("tokyo")).bit_count() == 2
    tokyo.delete()
    record = renewed(record)
    assert record.mentioning(parse("tokyo")).bit_count() == 1
    with CaptureQueriesContext(connection) as asked:
        assert record.mentioning(parse("tokyo")).bit_count() == 1
    assert not asked.captured_queries


@pytest.mark.django_db
def test_a_new_name_is_found_with_all_that_its_bearer_did():
    speaker = actor("Sergei Lavrov")
    event(actors=[speaker])
    quote(of=event(), by=speaker)
    record = build("default")
    assert not record.mentioning(parse("minister"))
    speaker.name = "The minister"
    speaker.save()
    record = renewed(record)
    assert record.mentioning(parse("minister")).bit_count() == 2
    assert record.labels["actor"]["sergei-lavrov"] == "The minister"


def what_was_touched(before: change_log.LogPosition) -> change_log.ChangedEvents | None:
    found = revision.since(before)
    return found[2] if found else None


@pytest.mark.django_db
def test_an_event_is_touched_by_whatever_its_card_shows():
    speaker, hearer, islands = actor("Lavrov"), actor("Rice"), topic("Islands")
    held = post(speaker, "Minister")
    house = outlet("Interfax", slug="interfax")
    source = article(agency=house)
    spoken = event("Talks", actors=[speaker], cites=source)
    said = quote(of=spoken, by=speaker, to=[hearer], topics=[islands], article=article())
    event("Other talks", actors=[actor("Aso")])
    changes = {
        "its title": lambda: Event.objects.filter(pk=spoken.pk).update(title="More talks"),
        "who takes part": lambda: spoken.actors.clear(),
        "the topic of a statement": lambda: said.topics.clear(),
        "the speaker's name": lambda: Actor.objects.filter(pk=speaker.pk).update(name="S. Lavrov"),
        "the name of who was spoken to": lambda: Actor.objects.filter(pk=hearer.pk).update(name="C. Rice"),
        "whom it was said to": lambda: said.addressees.clear(),
        "the speaker's office": lambda: Post.objects.filter(pk=held.pk).update(title="Foreign Minister"),
        "no office any more": lambda: held.delete(),
        "the agency's name": lambda: Outlet.objects.filter(pk=house.pk).update(name="Interfax News"),
        "a citation's article": lambda: Article.objects.filter(pk=source.pk).update(language="ru"),
        "a statement's article": lambda: Article.objects.filter(pk=said.article_id).update(title="Another"),
        "the statement gone": lambda: Quote.objects.all().delete(),
        "its citations gone": lambda: Citation.objects.filter(event=spoken).delete(),
        "itself gone": lambda: Event.objects.filter(pk=spoken.pk).delete(),
    }
    for told, change in changes.items():
        before = revision.last()[1]
        change()
        found = what_was_touched(before)
        assert found is not None, told
        assert found.events == {spoken.pk}, told


@pytest.mark.django_db
def test_what_no_list_shows_touches_no_event():
    source = event().citations.get().article
    before = revision.last()[1]
    ArticleText.objects.create(article=source, body="Nothing new.")
    Correction.objects.create(record=1, title="Talks")
    article(language="fr")
    actor()
    post(actor(), "Minister")
    assert what_was_touched(before) == change_log.ChangedEvents(frozenset(), names=True)


@pytest.mark.django_db
def test_every_table_of_the_record_says_what_it_touches():
    """A table that does not is taken to touch everything: right, but slow."""
    assert set(change_log.EVENTS_OF) == set(triggers.list_seen_tables())


@pytest.mark.django_db
def test_a_change_of_very_much_is_read_anew(monkeypatch):
    monkeypatch.setattr(change_log, "MOST", 3)
    for _ in range(4):
        event()
    record = build("default")
    Event.objects.filter(pk__in=[one.pk for one in Event.objects.all()[:3]]).update(place="Kyoto")
    record = renewed(record)
    assert record is not None
    Event.objects.update(place="Tokyo")
    assert renewed(record) is None
    assert registry.snapshot_at(revision.current()).mark == revision.current().mark


def logged() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {change_log.TABLE}")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_log_is_kept_short_and_who_is_too_far_behind_reads_anew():
    day = {name: dt.date(2007, 10, 23) for name in ("earliest", "latest", "sort_date")}
    Event.objects.bulk_create([Event(slug=f"e{n}", title="Talks", date="2007-10-23", **day) for n in range(200)])
    behind = build("default")
    Event.objects.update(place="Kyoto")
    assert renewed(behind) is not None
    for n in range(change_log.MOST_ROWS // 200):
        Event.objects.update(place=f"Kyoto {n}")
    assert renewed(behind) is None
    assert logged() <= change_log.MOST_ROWS
    happened, near = event(), build("default")
    happened.delete()
    same(renewed(near))


@pytest.mark.django_db
def test_a_record_of_what_was_thought_better_of_is_not_brought_forward():
    event("Talks")
    before = build("default")
    with transaction.atomic():
        event("Never")
        inside = renewed(before)
        assert inside.size == 2
        transaction.set_rollback(True)
    event("Other talks")
    event("More talks")
    assert renewed(inside) is None
    after = renewed(before)
    same(after)
    assert after.size == 3


@pytest.mark.django_db
def test_a_backup_put_back_is_read_anew_unless_it_was_made_of_what_is_known():
    """The tables as they were, the log and the revision with them."""
    happened = event("Talks")
    known = build("default")
    with transaction.atomic():
        backed_up = transaction.savepoint()
        for n in range(5):
            event(f"After the backup {n}")
        lost = renewed(known)
        transaction.savepoint_rollback(backed_up)
    assert revision.current().mark == known.mark
    assert renewed(known) is known
    assert renewed(lost) is None
    happened.title = "Other talks"
    happened.save()
    for n in range(20):  # as many changes as were lost, and more
        event(f"Another {n}")
    assert renewed(lost) is None
    same(renewed(known))


@pytest.mark.django_db
def test_two_workers_of_different_age_come_to_the_same():
    choose = random.Random(5)
    made_up(choose, 10)
    editor, often = Editor(choose), build("default")
    seldom = often
    for n in range(30):
        choose.choice(editor.edits())()
        often = renewed(often)
        if n % 7 == 6:
            seldom = renewed(seldom)
            assert seldom == often
    same(often)


@pytest.mark.django_db
def test_a_record_is_left_as_it_was_for_who_still_asks_it():
    happened = event("Talks")
    old = build("default")
    old.mentioning(parse("talks"))
    kept = dataclasses.replace(old, searches=dict(old.searches))
    happened.delete()
    renewed(old).mentioning(parse("talks"))
    assert old == kept
    assert old.searches == kept.searches


@pytest.mark.django_db
def test_as_few_questions_are_asked_after_a_save_for_many_events():
    made_up(random.Random(7), 5)

    def questions(n: int) -> int:
        record = build("default")
        Event.objects.filter(pk__in=list(Event.objects.values_list("pk", flat=True)[:n])).update(place="Kyoto")
        Actor.objects.filter(pk=Actor.objects.first().pk).update(name="Renamed")
        with CaptureQueriesContext(connection) as asked:
            renewed(record)
        return len(asked)

    few = questions(1)
    for _ in range(30):
        quote(of=event(actors=[Actor.objects.first()], topics=[topic("Islands")]))
    assert questions(30) == few <= 13


@pytest.mark.django_db(transaction=True)
def test_many_readers_after_a_save_have_it_read_once(monkeypatch):
    happened = event("Talks")
    registry.snapshot_at(revision.current())
    read: list[Snapshot] = []
    monkeypatch.setattr(registry, "renewed", lambda record, most: read.append(renewed(record, most)) or read[-1])
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
def test_bits_keep_their_events_when_others_leave_and_arrive(found, leaving, arriving):
    """As a list would, from which some are taken and among which others are put."""
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
    expected = bitset.of([at for at, there in enumerate(standing) if there], len(standing))
    assert bitset.Move(runs, size)(found) == expected


@pytest.mark.django_db
def test_a_record_that_cannot_be_brought_forward_is_read_anew(monkeypatch, caplog):
    event()
    registry.snapshot_at(revision.current())

    def broken(record: Snapshot, most: int) -> Snapshot:
        raise KeyError(1)

    monkeypatch.setattr(registry, "renewed", broken)
    event()
    record = registry.snapshot_at(revision.current())
    assert record is not None
    assert record.size == 2
    assert "could not be updated" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_name_is_never_stored_without_the_words_it_is_found_by(monkeypatch):
    """Or the words found by the old name would be kept for the new one's revision."""
    speaker = actor("Sergei Lavrov")
    event(actors=[speaker])
    before = revision.current()

    def broken(*args: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("timeline.search.full_text_index.index_events", broken)
    speaker.name = "The minister"
    with pytest.raises(OSError, match="full"):
        speaker.save()
    assert revision.current() == before
    assert Actor.objects.get().name == "Sergei Lavrov"
