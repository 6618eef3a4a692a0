"""All shipped data as spreadsheets: an export can be imported again, also after deleting records."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models, transaction

from articles.models import Article, Outlet
from articles.spreadsheets import ImportReport, encode_table, import_table, read_table, sheets
from tests import datasets
from timeline.models import Actor, Citation, Event, Post, Quote
from timeline.signals import search_index

KINDS = ["outlets", "articles", "topics", "actors", "posts", "events", "citations", "quotes"]


@pytest.fixture(scope="module")
def whole_record(django_db_setup: None, django_db_blocker: Any) -> Any:
    """All data of the project, loaded once for the tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        datasets.load_all_data()
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_record")]


def export_file(kind: str, file_format: str) -> bytes:
    return encode_table(sheets()[kind]().export_table(), file_format)


def import_file(kind: str, data: bytes) -> ImportReport:
    return import_table(sheets()[kind](), read_table(data))


def read_contents(model: type[models.Model]) -> list[list[str]]:
    """All fields of all records, with slugs instead of keys."""
    fields = [
        field for field in model._meta.get_fields() if field.concrete and not getattr(field, "primary_key", False)
    ]
    records = model._default_manager.select_related(*(field.name for field in fields if field.many_to_one))
    records = records.prefetch_related(*(field.name for field in fields if field.many_to_many))
    return sorted([describe_value(record, field) for field in fields] for record in records)


def describe_value(record: Any, field: Any) -> str:
    if field.name == "articles":
        return ""  # through citations, which are compared separately
    if field.many_to_many:
        return f"{field.name}: {sorted(one.slug for one in getattr(record, field.name).all())}"
    value = getattr(record, field.name)
    return f"{field.name}: {value.natural_key() if isinstance(value, models.Model) else value}"


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", KINDS)
def test_importing_an_export_changes_nothing(kind, file_format):
    model = sheets()[kind]._meta.model
    versions = model.history.count()
    report = import_file(kind, export_file(kind, file_format))
    assert len(report.same) == len(report.answers) == model._default_manager.count() > 0
    assert model.history.count() == versions


def test_deleted_records_can_be_restored_from_an_export():
    files = {kind: export_file(kind, "csv") for kind in KINDS}
    compared = (Outlet, Article, Actor, Post, Event, Citation, Quote)
    before = {model: read_contents(model) for model in compared}
    with search_index.delay_indexing():
        delete_every_sixth_event()
        assert all(0 < model._default_manager.count() < len(before[model]) for model in compared if model != Outlet)
        for kind in ("articles", "actors", "posts", "events", "citations", "quotes"):
            report = import_file(kind, files[kind])
            assert report.is_done, "\n".join(map(str, report.wrong))
    for model in compared:
        assert read_contents(model) == before[model]


def delete_every_sixth_event() -> None:
    """With everything that only these events need: statements, sources and actors."""
    chosen = list(Event.objects.order_by("pk").values_list("pk", flat=True))[::6]
    for model in (Quote, Citation):
        model.objects.filter(event__in=chosen).delete()
    Event.objects.filter(pk__in=chosen).delete()
    unused = Actor.objects.filter(events=None, quotes=None, heard=None)
    Post.objects.filter(actor__in=unused).delete()
    unused.delete()
    Article.objects.filter(citations=None, quotes=None, posts=None).delete()
