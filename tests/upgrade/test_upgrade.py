"""Sites of commit 8508be2 with editors' work are upgraded to this code, and none of that work is lost.

`make_databases` created them and recorded what must still be there. Tests upgrade the database of their own engine.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model, Q
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from articles import anchors, trash
from articles.models import Anchored, Article
from timeline.maintenance.shipped_data.fixtures import Release, read_earlier, read_release
from timeline.maintenance.shipped_data.update import update_site
from timeline.models import Actor, Citation, Correction, Event, Proposal, Quote, ShippedRecord
from timeline.serving import revision, triggers

from . import databases, rows

Expected = dict[str, Any]


def upgrade() -> None:
    call_command("load_data", stdout=StringIO())  # migrates first


@pytest.fixture(scope="module", autouse=True)
def expected(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """What the upgraded database must contain; all tests of this file use that database."""
    with django_db_blocker.unblock():
        with databases.use_old_database(connection, tmp_path_factory.mktemp("old")):
            ContentType.objects.clear_cache()
            upgrade()
            yield json.loads(databases.EXPECTED.read_text(encoding="utf-8"))[connection.vendor]
        ContentType.objects.clear_cache()


def get_model(noted: Expected) -> Any:
    return apps.get_model(noted["model"])


def find_record(noted: Expected) -> Any:
    return get_model(noted)._default_manager.get(pk=noted["pk"])


def find_noted(expected: Expected, what: str) -> Any:
    """The first record with this description."""
    return find_record(next(one for one in expected["changed"] if one["what"] == what))


def list_events(record: Model) -> set[int]:
    """The events whose cards depend on the record, as far as this test knows."""
    if isinstance(record, Event):
        return {record.pk}
    return {record.event_id} if isinstance(record, Quote | Citation) else set()


# ---- what is stored


def test_every_edit_is_still_there(expected: Expected) -> None:
    lost = []
    for noted in expected["changed"]:
        stored = rows.read_values(find_record(noted), noted["fields"])
        changed = [name for name, value in noted["fields"].items() if stored[name] != value]
        lost += [f"{noted['what']}: {name} is {stored[name]!r}" for name in changed]
    assert lost == []


def test_what_was_deleted_stays_deleted(expected: Expected) -> None:
    """Neither its primary key nor its slug (or the key of a citation) is there again."""
    back = []
    for noted in expected["deleted"]:
        same_key = Q() if noted["taken"] else Q(**noted["key"])
        back += [noted for _one in get_model(noted)._default_manager.filter(Q(pk=noted["pk"]) | same_key)]
    assert back == []


def test_an_editors_event_with_the_slug_of_a_deleted_one_is_not_replaced(expected: Expected) -> None:
    event = find_noted(expected, "an editor's event with the slug of the deleted one")
    assert Event.objects.get(slug="denver-summit-1997") == event
    assert event.title == "Seven leaders and a guest"
    assert event.citations.count() == 1
    assert event.quotes.count() == 0


def test_no_table_has_fewer_rows_than_before(expected: Expected) -> None:
    fewer = {label: n for label, n in expected["counts"].items() if apps.get_model(label)._default_manager.count() < n}
    assert fewer == {}


@pytest.mark.parametrize("label", ["articles.Article", "timeline.Event", "timeline.Quote"])
def test_history_has_rows_to_compare(expected: Expected, label: str) -> None:
    assert len(expected["history"][label]["rows"]) > 3


def test_every_row_of_history_is_there_as_it_was(expected: Expected) -> None:
    """Compared by the columns of that commit; a row without user and reason may have got a reason since."""
    lost = {}
    for label, noted in expected["history"].items():
        unnamed = {key for key, digest in noted["rows"].items() if digest.startswith(rows.UNNAMED)}
        now = rows.compute_history_digests(apps.get_model(label), noted["columns"], unnamed)
        lost[label] = [key for key, digest in noted["rows"].items() if now.get(key) != digest]
    assert {label: keys for label, keys in lost.items() if keys} == {}


def test_every_correction_is_unchanged(expected: Expected) -> None:
    for noted in expected["corrections"]:
        stored = Correction.objects.get(pk=noted["pk"])
        assert {"pk": stored.pk, **rows.read_values(stored, noted.keys() - {"pk"})} == noted


def test_the_words_of_editors_still_stand_in_the_texts_they_hold(expected: Expected) -> None:
    words = [find_record(one) for one in expected["changed"] if issubclass(get_model(one), Anchored)]
    held = [one for one in words if one.anchor_state == "verified"]
    assert {type(one) for one in held} == {Citation, Proposal, Quote}
    assert [one for one in held if one.find_in_text().state is not anchors.MatchState.VERIFIED] == []


def test_proposals_are_as_they_were_decided(expected: Expected) -> None:
    """Their words are compared with the other edits."""
    assert Counter(Proposal.objects.values_list("state", flat=True)) == {"open": 4, "accepted": 3, "rejected": 1}
    assert sum(get_model(one) is Proposal for one in expected["changed"]) == 8


# ---- what readers and editors see


def test_drafts_are_still_drafts_that_readers_do_not_see(expected: Expected, client: Client) -> None:
    for what in ("a draft", "a shipped event that was returned to draft"):
        event = find_noted(expected, what)
        assert event.status == "draft"
        assert client.get(event.get_absolute_url()).status_code == 404


def test_readers_find_the_editors_words_by_searching(expected: Expected, client: Client) -> None:
    event = find_noted(expected, "an editor's own published event")
    page = client.get("/", {"q": "survey ships"}).content.decode()
    assert event.get_absolute_url() in page


def test_every_page_opens(expected: Expected, client: Client) -> None:
    events = [find_record(one) for one in expected["changed"] if get_model(one) is Event]
    actors = [find_record(one) for one in expected["changed"] if get_model(one) is Actor]
    public = [one for one in events if one.status == "published"]
    sources = Article.objects.filter(events__in=public)
    pages = [
        *("/", "/compare/", "/network/", "/feed.atom", "/actors/", "/topics/", "/sources/", "/about/", "/sitemap.xml"),
        *("/corrections/", "/corrections.atom"),
        *(one.get_absolute_url() for one in [*public, *Actor.objects.public().filter(pk__in=[a.pk for a in actors])]),
        *(reverse("timeline:source", args=[one.slug]) for one in sources),
        *(reverse("timeline:correction", args=[one.pk]) for one in Correction.objects.all()),
    ]
    assert {page: status for page in pages if (status := client.get(page).status_code) != 200} == {}


def test_the_editor_signs_in_and_sees_the_pages_of_each_record(expected: Expected, client: Client) -> None:
    client.force_login(User.objects.get(username="ed"))
    pages = [reverse("admin:index")]
    for noted in expected["changed"]:
        meta = get_model(noted)._meta
        if meta.label in ("timeline.Event", "timeline.Quote", "timeline.Actor", "articles.Article", "timeline.Post"):
            name = f"admin:{meta.app_label}_{meta.model_name}"
            pages += [reverse(f"{name}_{page}", args=[noted["pk"]]) for page in ("change", "history")]
    assert {page: status for page in pages if (status := client.get(page).status_code) != 200} == {}


def test_the_former_address_of_a_record_renamed_by_an_editor_redirects(expected: Expected, client: Client) -> None:
    """The old version did not store former addresses: this one is known from the shipped data."""
    renamed = 0
    for seed_key, seed in read_earlier().seeds.items():
        shipped = ShippedRecord.objects.get(model=seed_key.model._meta.label_lower, identifier=seed_key.identifier)
        event = Event.objects.public().filter(pk=shipped.record).first() if seed_key.model is Event else None
        if event and event.slug != seed.values["slug"]:
            assertRedirects(client.get(f"/events/{seed.values['slug']}/"), event.get_absolute_url(), 301)
            renamed += 1
    assert renamed


def test_a_new_version_updates_only_what_nobody_has_changed(expected: Expected) -> None:
    """The next release has another summary for every event."""
    edited = {one["pk"] for one in expected["changed"] if get_model(one) is Event and "summary" in one["fields"]}
    shipped = ShippedRecord.objects.filter(model="timeline.event").values_list("record", flat=True)
    own = set(Event.objects.exclude(pk__in=shipped).values_list("pk", flat=True))
    release = read_release()
    seeds = {
        key: replace(seed, values={**seed.values, "summary": "New."}) if key.model is Event else seed
        for key, seed in release.seeds.items()
    }
    before = set(Event.objects.values_list("pk", flat=True))
    with transaction.atomic():
        report = update_site(Release(seeds, release.notes, "next"))
        now = dict(Event.objects.values_list("pk", "summary"))
        transaction.set_rollback(True)
    assert len(own) == 3
    assert now.keys() == before
    assert {pk for pk, summary in now.items() if summary != "New."} == edited | own
    assert [row for row in report.not_applied if "summary" in row]


def test_records_deleted_before_the_upgrade_can_be_restored_from_the_trash(expected: Expected) -> None:
    (noted,) = [one for one in expected["deleted"] if one["what"] == "a shipped statement"]
    version = Quote.history.filter(id=noted["pk"], history_type="-").latest()
    with transaction.atomic():
        back = trash.restore(version)
        assert (back.pk, back.slug) == (noted["pk"], noted["key"]["slug"])
        transaction.set_rollback(True)


# ---- saving after the upgrade


def list_records_to_save(expected: Expected) -> list[Any]:
    """One record of each model, and each that an editor changed."""
    some = [model._default_manager.order_by("pk").first() for model in rows.list_models()]
    return [*some, *map(find_record, expected["changed"])]


def test_every_model_has_a_record_to_save() -> None:
    assert [model for model in rows.list_models() if not model._default_manager.exists()] == []


def test_saving_a_record_again_changes_nothing_but_adds_a_version(expected: Expected) -> None:
    corrections = Correction.objects.count()
    for record in list_records_to_save(expected):
        before = rows.read_values(record, rows.list_field_names(type(record)))
        versions = record.history.count() if hasattr(record, "history") else 0
        record.save()
        stored = type(record)._default_manager.get(pk=record.pk)
        assert rows.read_values(stored, before) == before
        assert not hasattr(record, "history") or record.history.count() == versions + 1
    assert Correction.objects.count() == corrections


def test_each_save_changes_the_revision_and_logs_its_event(expected: Expected) -> None:
    for record in list_records_to_save(expected):
        if record._meta.label_lower in triggers.UNSEEN:
            continue
        before, place = revision.last()
        record.save()
        found = revision.since(place)
        assert found, record
        now, _place, touched = found
        assert now.number > before.number, record
        assert now.mark != before.mark, record
        assert list_events(record) <= touched.events, record
