"""What was removed does not come back with the data of a release, and everything else is updated as before."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from tests.timeline.maintenance.shipped_data.releases import Next, in_lines
from timeline.maintenance import shipped_data
from timeline.maintenance.shipped_data.withheld import hide_identifier
from timeline.models import Actor, Citation, Event, Post, Quote, Redirect, ShippedRecord

from .scene import found_in_tables, remove_person, remove_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeds")]
EVENT = "lavrov-tokyo-visit-2007"
NAMES = ("Sergei Lavrov", "sergei-lavrov", "Сергей Лавров", "セルゲイ・ラブロフ")


def lavrov() -> Actor:
    return Actor.objects.get(slug="sergei-lavrov")


def nothing_is_there(*words: str) -> bool:
    return found_in_tables(*words) == []


def test_loading_the_same_data_again_brings_no_words_back() -> None:
    assert found_in_tables("lavrov")
    remove_words("Lavrov", "Lavrovs")
    shipped_data.load(shipped_data.ARTICLES)
    assert nothing_is_there("lavrov")
    assert Event.objects.filter(title__contains="██████").exists()


def test_loading_after_a_removal_has_nothing_to_do() -> None:
    n = Event.objects.count(), Quote.objects.count(), Citation.objects.count()
    remove_words("Lavrov")
    report = shipped_data.update_site(shipped_data.read_release(shipped_data.ARTICLES))
    assert (report.added, report.changed, report.not_applied, report.problems) == ([], [], [], [])
    assert (Event.objects.count(), Quote.objects.count(), Citation.objects.count()) == n


def test_a_release_does_not_change_a_field_that_had_the_words() -> None:
    remove_words("Lavrov")
    release = Next()
    release.set("timeline.event", EVENT, title="Sergei Lavrov visits Tokyo again", place="Tokyo, Japan")
    assert "place" in in_lines(release.load())
    event = Event.objects.get(pk=ShippedRecord.objects.get(identifier=hide_identifier("timeline.event", EVENT)).record)
    assert (event.place, "██████" in event.title) == ("Tokyo, Japan", True)
    assert nothing_is_there("lavrov")


def test_a_release_cannot_bring_back_the_sentence_around_a_statement() -> None:
    quote = Quote.objects.exclude(exact="").exclude(lead="").first()
    assert quote is not None
    words = " ".join(quote.lead.split()[-3:])
    identifier = ShippedRecord.objects.get(model="timeline.quote", record=quote.pk).identifier
    remove_words(words)
    release = Next()
    release.set("timeline.quote", identifier, exact=f"{quote.exact} changed", start=None, end=None)
    release.load()
    quote.refresh_from_db()
    assert words not in quote.lead
    assert "changed" not in quote.exact


def test_records_that_an_editor_had_deleted_lose_the_words_too() -> None:
    Event.objects.get(slug=EVENT).delete()
    remove_words("Lavrov")
    shipped_data.load(shipped_data.ARTICLES)
    assert nothing_is_there("lavrov")
    assert not Event.objects.filter(title__contains="visits Tokyo and objects").exists()


def test_no_redirect_from_a_former_slug_with_the_words_is_made_again() -> None:
    release = Next()
    release.rename("timeline.event", EVENT, "minister-in-tokyo-2007")
    release.load()
    assert Redirect.objects.filter(old=EVENT).exists()
    remove_words("Lavrov")
    assert Event.objects.filter(slug="minister-in-tokyo-2007").exists()
    release.load()
    assert not Redirect.objects.exists()
    assert nothing_is_there("lavrov")


def test_newer_values_that_were_not_applied_lose_the_words() -> None:
    Event.objects.filter(slug=EVENT).update(title="As an editor wrote it")
    release = Next()
    release.set("timeline.event", EVENT, title="Zabelin came to Tokyo")
    release.load()
    assert found_in_tables("Zabelin") == ["timeline_shippedrecord"]
    remove_words("Zabelin")
    release.load()
    assert nothing_is_there("Zabelin")
    assert Event.objects.get(slug=EVENT).title == "As an editor wrote it"


def test_a_filter_s_former_value_with_the_words_does_not_come_back() -> None:
    release = Next()
    release.notes["renamed_values"] = {"office": {"aide-to-zabelin": "aide"}}
    release.load()
    assert Redirect.objects.filter(old="aide-to-zabelin").exists()
    remove_words("Zabelin")
    release.load()
    assert nothing_is_there("zabelin")


def test_the_list_of_shipped_records_shows_those_without_identifiers(admin_client: Client) -> None:
    remove_words("Lavrov")
    remove_person("taro-kono")
    page = admin_client.get("/admin/timeline/shippedrecord/?q=removed")
    assertContains(page, "removed/")
    shipped = ShippedRecord.objects.filter(identifier__startswith="removed/", model="timeline.redirect").first()
    assert shipped is not None
    assert admin_client.get(f"/admin/timeline/shippedrecord/{shipped.pk}/change/").status_code == 200


def test_a_record_without_its_identifier_is_withdrawn_with_the_release() -> None:
    remove_words("Lavrov")
    shipped = ShippedRecord.objects.get(identifier=hide_identifier("timeline.event", EVENT))
    release = Next()
    release.withdraw("timeline.event", EVENT)
    release.load()
    assert not Event.objects.filter(pk=shipped.record).exists()


def test_a_removed_person_does_not_come_back_with_any_release() -> None:
    said, held = lavrov().quotes.count(), lavrov().posts.count()
    n = Quote.objects.count(), Post.objects.count()
    remove_person("sergei-lavrov")
    report = shipped_data.update_site(shipped_data.read_release(shipped_data.ARTICLES))
    assert (report.added, report.changed, report.edited, report.deleted, report.problems) == ([], [], [], [], [])
    assert (Quote.objects.count(), Post.objects.count()) == (n[0] - said, n[1] - held)
    assert nothing_is_there(*NAMES)


def test_a_new_statement_by_a_removed_person_is_not_added() -> None:
    like = ShippedRecord.objects.filter(model="timeline.quote", record__in=lavrov().quotes.values("pk")).first()
    assert like is not None
    identifier = like.identifier
    remove_person("sergei-lavrov")
    release = Next()
    fields = {"slug": "newly-said", "exact": "Newly said words", "start": None, "end": None}
    release.add("timeline.quote", "newly-said", identifier, **fields)
    report = release.load()
    assert not Quote.objects.filter(slug="newly-said").exists()
    assert report.deleted == []
    assert nothing_is_there(*NAMES, "Newly said words", "newly-said")


def test_an_event_that_a_removed_person_took_part_in_is_still_updated() -> None:
    event = Event.objects.get(slug=EVENT)
    remove_person("sergei-lavrov")
    release = Next()
    release.set("timeline.event", EVENT, place="Tokyo, Japan", actors=[["sergei-lavrov"], ["japan"]])
    report = release.load()
    event.refresh_from_db()
    assert event.place == "Tokyo, Japan"
    assert [actor.slug for actor in event.actors.all()] == ["japan"]
    assert report.problems == []
    assert nothing_is_there(*NAMES)


def test_only_a_mark_remains_of_a_removed_person_s_shipped_data() -> None:
    remove_person("sergei-lavrov")
    marks = ShippedRecord.objects.filter(withheld=["*"])
    assert {(tuple(one.values), tuple(one.kept)) for one in marks} == {((), ())}
    assert {one.model for one in marks} == {
        "timeline.actor",
        "timeline.post",
        "timeline.quote",
        "timeline.redirect",
    }
    assert all(one.identifier.startswith("removed/") for one in marks)
