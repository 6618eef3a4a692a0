"""The whole record as spreadsheets: out and in again without change, and back from nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models, transaction

from articles.models import Article, Outlet
from articles.spreadsheets import Report, encode_table, import_table, read_table, sheets
from tests import kept
from timeline.models import Actor, Citation, Event, Post, Quote
from timeline.signals import search_index

KINDS = ["outlets", "articles", "topics", "actors", "posts", "events", "citations", "quotes"]


@pytest.fixture(scope="module")
def whole_record(django_db_setup: None, django_db_blocker: Any) -> Any:
    """All data of the project, loaded once for the tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        kept.whole_record()
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_record")]


def exported(kind: str, file_format: str) -> bytes:
    return encode_table(sheets()[kind]().export_table(), file_format)


def brought_in(kind: str, data: bytes) -> Report:
    return import_table(sheets()[kind](), read_table(data))


def contents(model: type[models.Model]) -> list[list[str]]:
    """All fields of all records, with names in place of numbers."""
    fields = [
        field for field in model._meta.get_fields() if field.concrete and not getattr(field, "primary_key", False)
    ]
    records = model._default_manager.select_related(*(field.name for field in fields if field.many_to_one))
    records = records.prefetch_related(*(field.name for field in fields if field.many_to_many))
    return sorted([told(record, field) for field in fields] for record in records)


def told(record: Any, field: Any) -> str:
    if field.name == "articles":
        return ""  # through citations, which are compared themselves
    if field.many_to_many:
        return f"{field.name}: {sorted(one.slug for one in getattr(record, field.name).all())}"
    value = getattr(record, field.name)
    return f"{field.name}: {value.natural_key() if isinstance(value, models.Model) else value}"


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_exported_imports_back_without_change(kind, file_format):
    model = sheets()[kind]._meta.model
    versions = model.history.count()
    report = brought_in(kind, exported(kind, file_format))
    assert len(report.same) == len(report.answers) == model._default_manager.count() > 0
    assert model.history.count() == versions


def test_what_was_deleted_comes_back_as_it_was():
    files = {kind: exported(kind, "csv") for kind in KINDS}
    compared = (Outlet, Article, Actor, Post, Event, Citation, Quote)
    before = {model: contents(model) for model in compared}
    with search_index.put_off():
        delete_every_sixth_event()
        assert all(0 < model._default_manager.count() < len(before[model]) for model in compared if model != Outlet)
        for kind in ("articles", "actors", "posts", "events", "citations", "quotes"):
            report = brought_in(kind, files[kind])
            assert report.is_done, "\n".join(map(str, report.wrong))
    for model in compared:
        assert contents(model) == before[model]


def delete_every_sixth_event() -> None:
    """With what only these events need: their statements, their sources, and whoever appears nowhere else."""
    chosen = list(Event.objects.order_by("pk").values_list("pk", flat=True))[::6]
    for model in (Quote, Citation):
        model.objects.filter(event__in=chosen).delete()
    Event.objects.filter(pk__in=chosen).delete()
    unused = Actor.objects.filter(events=None, quotes=None, heard=None)
    Post.objects.filter(actor__in=unused).delete()
    unused.delete()
    Article.objects.filter(citations=None, quotes=None, posts=None).delete()
