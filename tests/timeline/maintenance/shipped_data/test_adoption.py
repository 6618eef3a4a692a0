"""A site from before versions were tracked: its editors' changes are recognised as theirs."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from articles import trash
from articles.models import Outlet
from tests.factories import event
from timeline.maintenance import shipped_data
from timeline.maintenance.shipped_data import adoption
from timeline.maintenance.shipped_data.fixtures import Release
from timeline.maintenance.shipped_data.report import UpdateReport
from timeline.models import Actor, Citation, Event, Post, Quote, ShippedRecord, ShippedRelease, Topic

from .releases import LAVROV_POST, OBSTACLE, TALKS, Next

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_from_before")]

SHIPPED = "As shipped in a version before 0.2.0"


@pytest.fixture
def site_from_before(seeds, monkeypatch) -> None:
    """As `loaddata` left it: no notes, and versions only of what names several others, by nobody and for no reason."""
    ShippedRecord.objects.all().delete()
    ShippedRelease.objects.all().delete()
    for model in shipped_data.MODELS:
        history: Any = model.history.model
        if model in (Event, Quote):
            history.objects.update(history_type="~", history_change_reason=None)
        else:
            history.objects.all().delete()
    release = shipped_data.read_release(shipped_data.ARTICLES)
    monkeypatch.setattr(adoption, "read_earlier", lambda: Release(release.seeds, release.notes))


@pytest.fixture
def coming() -> Next:
    return Next()


def edit(record: Any, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(record, name, value)
    record._history_user = get_user_model().objects.get_or_create(username="ed")[0]
    record.save()
    return record


def delete(record: Any) -> None:
    record._history_user = get_user_model().objects.get_or_create(username="ed")[0]
    record.delete()


def test_a_site_that_nobody_edited_is_adopted_without_a_difference(coming):
    report = coming.load()
    assert report == UpdateReport(report.version, is_new=False, events=20)
    assert ShippedRecord.objects.exclude(record=None).count() == len(coming.rows)


def test_an_untouched_record_receives_the_new_text_and_an_edited_one_keeps_its_own(coming):
    edit(Event.objects.get(slug=TALKS), summary="The editor's.")
    coming.set("timeline.event", TALKS, summary="New.", note="New note.")
    coming.set("timeline.event", "taepodong-1998", summary="New.")
    coming.load()
    talks = Event.objects.get(slug=TALKS)
    assert (talks.summary, talks.note) == ("The editor's.", "New note.")
    assert Event.objects.get(slug="taepodong-1998").summary == "New."


def test_records_whose_names_an_editor_changed_are_found(coming):
    """Nothing in their history says what they were called."""
    edit(Outlet.objects.get(slug="trend-news-agency"), slug="trend", name="Trend")
    edit(Actor.objects.get(slug="sergei-lavrov"), slug="lavrov")
    edit(Event.objects.get(slug=TALKS), slug="october-talks", title="Talks")
    edit(Post.objects.get(actor__slug="lavrov"), start="2004-03-11")
    coming.set("timeline.post", LAVROV_POST, source_note="New.")
    report = coming.load()
    assert not report.added
    assert not report.deleted
    assert Post.objects.get(actor__slug="lavrov").source_note == "New."
    assert Post.objects.get(actor__slug="lavrov").start == "2004-03-11"


def test_a_record_that_an_editor_deleted_stays_deleted(coming):
    delete(Event.objects.get(slug=TALKS))
    delete(Quote.objects.get(slug=OBSTACLE))
    delete(Citation.objects.filter(event__slug="taepodong-1998").first())
    n = Citation.objects.count(), Quote.objects.count(), Event.objects.count()
    report = coming.load()
    assert not report.added
    assert n == (Citation.objects.count(), Quote.objects.count(), Event.objects.count())


def test_a_renamed_and_then_deleted_record_stays_deleted(coming):
    delete(edit(Event.objects.get(slug=TALKS), slug="october-talks"))
    assert not coming.load().added


def test_an_editors_own_event_with_the_slug_of_a_deleted_one_is_left_alone(coming):
    delete(Event.objects.get(slug=TALKS))
    mine = event("Mine", slug=TALKS)
    coming.set("timeline.event", TALKS, title="New title.")
    coming.load()
    assert Event.objects.get(slug=TALKS).pk == mine.pk
    assert Event.objects.get(slug=TALKS).title == "Mine"


def test_a_restored_event_is_still_a_shipped_one(coming):
    delete(Event.objects.get(slug=TALKS))
    trash.restore(trash.get_deletions(Event).get())
    coming.set("timeline.event", TALKS, note="New note.")
    report = coming.load()
    assert Event.objects.get(slug=TALKS).note == "New note."
    assert not report.added


def test_records_that_an_even_older_site_never_had_are_added(coming):
    Quote.objects.filter(slug=OBSTACLE).delete()
    Quote.history.filter(slug=OBSTACLE).delete()
    assert [one for one in coming.load().added if OBSTACLE in one]
    assert Quote.objects.filter(slug=OBSTACLE).exists()


def test_history_begins_as_shipped_and_has_all_earlier_versions(coming):
    outlet = edit(Outlet.objects.get(slug="trend-news-agency"), name="Trend")
    edit(Event.objects.get(slug=TALKS), summary="The editor's.")
    before = {
        model: list(model.history.values("history_id", "history_user", "history_date")) for model in (Event, Outlet)
    }
    coming.load()
    for model, versions in before.items():
        now = list(model.history.values("history_id", "history_user", "history_date"))
        assert all(version in now for version in versions)
    for model in shipped_data.MODELS:
        for record in model._default_manager.all():
            assert record.history.last().history_change_reason == SHIPPED
    assert [row.name for row in outlet.history.all()] == ["Trend", "Trend News Agency"]
    first = Event.objects.get(slug=TALKS).history.last()
    assert first.summary != "The editor's."


def test_the_trash_restores_the_editors_last_version_not_the_shipped_one(coming):
    actor = edit(Actor.objects.get(slug="yury-baluyevsky"), role="The editor's.")
    coming.load()
    actor.posts.all().delete()
    Event.objects.filter(actors=actor).delete()
    delete(actor)
    restored = trash.restore(trash.get_deletions(Actor).get())
    assert restored.role == "The editor's."


def test_two_events_whose_slugs_an_editor_exchanged_are_distinguished(coming):
    first, second = Event.objects.get(slug=TALKS), Event.objects.get(slug="taepodong-1998")
    edit(first, slug="passing")
    edit(second, slug=TALKS)
    edit(first, slug="taepodong-1998")
    report = coming.load()
    assert not report.added
    assert sorted(row.partition(": ")[2] for row in report.edited) == ["slug", "slug"]
    assert ShippedRecord.objects.get(model="timeline.event", identifier=TALKS).record == first.pk


def test_a_record_that_an_editor_changed_almost_completely_is_found(coming):
    topic = Topic.objects.get(slug="missile-defence")
    edit(topic, slug="shield", name="The shield", description="Ours.", name_ja="", name_ru="")
    talks = Event.objects.get(slug=TALKS)
    edit(talks, slug="heavy", title="New", summary="New.", place="Nowhere", date="1999", note="New.")
    report = coming.load()
    assert not report.added
    assert not Topic.objects.filter(slug="missile-defence").exists()
    assert ShippedRecord.objects.get(model="timeline.topic", identifier="missile-defence").record == topic.pk
    assert [row for row in report.edited if "topics" in row] == []
