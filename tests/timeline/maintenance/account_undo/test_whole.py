"""An undoing as a whole: looked at first, done once, told to readers, and never in the way of anybody else's work."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from articles.models import ArticleText
from tests import factories as make
from timeline.corrections import recording, values
from timeline.maintenance.account_undo import UndoOutcome, UndoReport, parse_since, undo
from timeline.models import Actor, Correction, Event, Quote, Topic
from timeline.serving import revision

from .accounts import People, Saving, outcomes, people, save, saving, talks, work_of

__all__ = ["people", "saving"]  # the fixtures
pytestmark = pytest.mark.django_db


def test_readers_see_a_correction_for_published_records(people: People, saving: Saving) -> None:
    event = talks(people)
    with saving(), work_of(people.ed):
        save(event, title="Nonsense")
    Correction.objects.all().delete()
    with saving():
        people.undo()
    correction = Correction.objects.get()
    assert correction.reason == "Changes of an account that was misused were undone."
    assert [(one["field"], one["before"], one["after"]) for one in correction.changes] == [
        ("title", "Nonsense", "Talks in Tokyo")
    ]


def test_readers_see_that_a_withdrawn_event_is_published_again(people: People, saving: Saving) -> None:
    event = talks(people)
    with saving(), work_of(people.ed):
        save(event, status="draft")
    with saving():
        people.undo()
    assert [one.kind for one in Correction.objects.all()] == ["again", "withdrawn"]


def test_a_preview_changes_nothing(people: People, saving: Saving) -> None:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense")
        Quote.objects.get().delete()
        make.topic("Nonsense")
    before = [model.history.count() for model in (Event, Quote, Topic)], revision.current().number
    with saving():
        report = people.undo(dry_run=True)
    assert [outcome for outcome, _kind in outcomes(report)] == [
        UndoOutcome.RESTORED,
        UndoOutcome.CHANGED,
        UndoOutcome.DELETED,
    ]
    assert not report.is_done
    assert ([model.history.count() for model in (Event, Quote, Topic)], revision.current().number) == before
    event.refresh_from_db()
    assert event.title == "Nonsense"
    assert not Correction.objects.exists()


def test_the_undo_does_what_the_preview_showed(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense")
        Quote.objects.get().delete()
        make.quote("Nonsense", of=event, by=Actor.objects.get(), kind="paraphrase")
    looked_at = people.undo(dry_run=True).fingerprint
    report = people.undo(looked_at=looked_at)
    assert report.is_done
    assert report.fingerprint == looked_at


def test_nothing_is_done_if_somebody_has_saved_since_the_preview(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense")
    looked_at = people.undo(dry_run=True).fingerprint
    with work_of(people.anna):
        save(event, title="Talks in Kyoto")
    report = people.undo(looked_at=looked_at)
    assert (report.is_done, report.is_other) == (False, True)


def test_the_second_time_there_is_nothing_to_undo(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense")
        event.topics.clear()
        Quote.objects.get().delete()
        make.event("A false one")
        save(ArticleText.objects.first(), body="Nothing of the kind.")
    assert people.undo().has_work
    assert people.undo().entries == []


def test_an_account_that_undoes_its_own_changes_does_not_undo_the_undo(people: People) -> None:
    event = talks(people)
    with work_of(people.root):
        save(event, title="Nonsense")
        Quote.objects.get().delete()
        make.topic("Nonsense")
        assert undo(people.root, people.since, people.root).has_work
        assert undo(people.root, people.since, people.root).entries == []
    event.refresh_from_db()
    assert (event.title, event.quotes.count(), Topic.objects.count()) == ("Talks in Tokyo", 1, 1)


def test_an_undo_is_not_undone_with_the_changes_of_its_author(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense")
    people.undo()
    assert undo(people.root, people.since, people.anna).entries == []
    event.refresh_from_db()
    assert event.title == "Talks in Tokyo"


@pytest.mark.parametrize("reason", ["[undo] Typed.", "[UNDO] [undo] Typed.", " [undo]Typed."])
def test_nobody_protects_a_change_by_typing_the_mark(people: People, reason: str) -> None:
    event = talks(people)
    with work_of(people.ed), recording.give_reason(reason):
        save(event, title="Nonsense")
    assert event.history.first().history_change_reason == "Typed."
    people.undo()
    event.refresh_from_db()
    assert event.title == "Talks in Tokyo"


def test_one_obstacle_does_not_stop_the_rest(people: People) -> None:
    event = talks(people)
    other = make.event("Other talks")
    people.begin()
    slug = event.slug
    with work_of(people.ed):
        save(event, slug="hidden")
        save(other, title="Nonsense")
    with work_of(people.anna):
        make.event("Another", slug=slug)
    report = people.undo()
    other.refresh_from_db()
    assert other.title == "Other talks"
    assert sorted(outcome for outcome, _kind in outcomes(report)) == [UndoOutcome.CHANGED, UndoOutcome.LEFT]


def test_changes_to_other_accounts_are_listed(people: People) -> None:
    talks(people)
    LogEntry.objects.log_actions(people.ed.pk, [people.anna], CHANGE, "Changed groups.", single_object=True)
    LogEntry.objects.log_actions(people.ed.pk, [Event.objects.get()], CHANGE, "Changed title.", single_object=True)
    report = people.undo()
    assert [line.partition(": ")[2] for line in report.outside] == ["User “anna”: Changed groups."]


def test_long_values_are_shortened_to_the_difference(people: People) -> None:
    event = talks(people, summary=f"{'They met. ' * 50}They parted.{' Nothing followed.' * 50}")
    with work_of(people.ed):
        save(event, summary=event.summary.replace("They parted", "They fought"))
    (change,) = people.undo().entries[0].changes
    now, then = change.shortened
    assert now.startswith("… ")
    assert "They fought. Nothing followed." in now
    assert "They parted. Nothing followed." in then
    assert max(len(now), len(then)) < 200


def test_the_work_of_others_does_not_change(people: People) -> None:
    event = talks(people)
    with work_of(people.anna):
        save(event, title="Talks in Kyoto")
        make.topic("Missiles")
    assert people.undo().entries == []
    event.refresh_from_db()
    assert event.title == "Talks in Kyoto"


def test_the_shipped_data_is_as_it_was(people: People, seeds: None) -> None:
    event = Event.objects.get(slug="lavrov-tokyo-visit-2007")

    def seen() -> Any:
        return values.read_event(event.pk)

    before, names = seen(), set(Actor.objects.values_list("slug", "name"))
    people.begin()
    with work_of(people.ed):
        save(Actor.objects.get(slug="sergei-lavrov"), name="Nonsense", slug="nonsense")
        event.citations.first().delete()
        save(event, title="Nonsense", date="1999")
        event.actors.clear()
        for quote in event.quotes.all()[:2]:
            quote.topics.clear()
        event.quotes.last().delete()
        make.quote("Nonsense", of=event, by=Actor.objects.first(), kind="paraphrase")
    assert seen() != before
    report = people.undo()
    assert seen() == before
    assert set(Actor.objects.values_list("slug", "name")) == names
    assert UndoOutcome.LEFT not in {entry.outcome for entry in report.entries}


# ---- the moment


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-01-02", dt.datetime(2026, 1, 2, tzinfo=dt.UTC)),
        (" 2026-01-02T10:00 ", dt.datetime(2026, 1, 2, 10, tzinfo=dt.UTC)),
        ("2026-01-02 10:00:30.5", dt.datetime(2026, 1, 2, 10, 0, 30, 500_000, tzinfo=dt.UTC)),
        ("2026-01-02T10:00+09:00", dt.datetime(2026, 1, 2, 1, tzinfo=dt.UTC)),
    ],
)
def test_a_date_and_a_time_are_understood(typed: str, moment: dt.datetime) -> None:
    assert parse_since(typed) == moment


def test_a_time_is_in_the_time_zone_of_the_site() -> None:
    with timezone.override("Asia/Tokyo"):
        assert parse_since("2026-01-02T10:00") == dt.datetime(2026, 1, 2, 1, tzinfo=dt.UTC)


BAD_DATES = [
    "",
    "yesterday",
    "2026-01-02\0",
    "２０２６-０１-０２",
    "99999-01-01",
    "2026-02-30",
    "2026-01-02T25:00",
    "0001-01-01T00:00+09:00",
    "20260102",
    "9" * 10_000,
]


@pytest.mark.parametrize("typed", BAD_DATES)
def test_an_invalid_date_gets_a_message(typed: str) -> None:
    with pytest.raises(ValueError, match="2026-11-29T10:00"):
        parse_since(typed)


def test_a_time_in_the_future_gets_a_message() -> None:
    with pytest.raises(ValueError, match="in the future"):
        parse_since("9998-01-01")


# ---- two at once


@pytest.mark.django_db(transaction=True)
def test_a_second_undo_after_the_first_finds_nothing_to_do() -> None:
    people = People()
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense")
    other = User.objects.create_superuser("other")
    first, second = people.undo(dry_run=True), undo(people.ed, people.since, other, dry_run=True)
    assert people.undo(looked_at=first.fingerprint).is_done
    report = undo(people.ed, people.since, other, looked_at=second.fingerprint)
    assert (report.is_done, report.is_other, report.has_work) == (False, True, False)


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_undos_one_does_everything() -> None:
    people = People()
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense")
        make.topic("Nonsense")
    reports: list[UndoReport] = []

    def undo_in_a_thread() -> None:
        reports.append(people.undo())
        connection.close()

    threads = [threading.Thread(target=undo_in_a_thread) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(report.entries) for report in reports) == [0, 2]
    event.refresh_from_db()
    assert event.title == "Talks in Tokyo"


@pytest.mark.django_db(transaction=True)
def test_an_undo_and_its_correction_are_stored_together() -> None:
    people = People()
    with transaction.atomic():
        event = talks(people)
    with work_of(people.ed), transaction.atomic():
        save(event, title="Nonsense")
        Quote.objects.get().delete()
    people.undo()
    event.refresh_from_db()
    assert (event.title, event.quotes.count()) == ("Talks in Tokyo", 1)
    assert Correction.objects.first().reason == "Changes of an account that was misused were undone."
