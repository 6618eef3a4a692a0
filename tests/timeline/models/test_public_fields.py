"""Public fields: what a model declares is complete, and reaches every place that shows it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import RequestFactory

from articles.admin.form_fields import is_editable, list_editable, list_named
from articles.models import Article, Outlet
from articles.public_fields import ValueType, fields_in_sheet
from articles.spreadsheets import sheets
from articles.spreadsheets.columns import COLUMN_FOR
from timeline import spreadsheets
from timeline.corrections.values import FORMAT_VALUE
from timeline.corrections.wording import label_field
from timeline.models import Actor, Citation, Event, Post, Quote, Topic
from timeline.serving import change_log
from timeline.sharing.jsonld import VALUE_FOR

__all__ = ["spreadsheets"]  # its sheets register themselves
MODELS: list[Any] = [Outlet, Article, Topic, Actor, Post, Event, Citation, Quote]


@pytest.mark.parametrize("model", MODELS)
def test_every_field_that_an_editor_fills_in_is_declared(model: Any) -> None:
    """A new field appears in corrections, spreadsheets and the rest only if it is declared."""
    declared = {field.name for field in model.public_fields}
    own = {field.name for field in [*model._meta.fields, *model._meta.many_to_many] if field.editable}
    assert own - declared == {"id"}


@pytest.mark.parametrize("model", MODELS)
def test_every_declared_field_can_be_read(model: Any) -> None:
    assert [field.name for field in model.public_fields if not hasattr(model, field.name)] == []


@pytest.mark.parametrize("model", MODELS)
def test_no_field_is_declared_twice(model: Any) -> None:
    names = [field.name for field in model.public_fields]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("model", MODELS)
def test_the_declared_type_is_the_one_of_the_column(model: Any) -> None:
    types: list[tuple[Any, ValueType]] = [
        (models.BooleanField, ValueType.FLAG),
        (models.ForeignKey, ValueType.RECORD),
        (models.ManyToManyField, ValueType.RECORDS),
        (models.URLField, ValueType.URL),
    ]
    for declared in fields_in_sheet(model):
        field = model._meta.get_field(declared.name)
        expected = next((value for column, value in types if isinstance(field, column)), None)
        assert expected in (None, declared.type), declared.name


def test_every_type_of_value_has_a_column_a_wording_and_json_ld() -> None:
    types = set(ValueType)
    assert set(COLUMN_FOR) == types - {ValueType.PAGE}  # a record's address is no column: its slug is
    assert set(FORMAT_VALUE) == types
    assert set(VALUE_FOR) == types


def test_every_model_with_public_fields_has_a_sheet() -> None:
    assert {sheet._meta.model for sheet in sheets().values()} == set(MODELS)


def test_a_change_of_a_record_with_public_fields_updates_only_the_events_it_concerns() -> None:
    assert {model._meta.db_table for model in MODELS} <= set(change_log.EVENTS_OF)


@pytest.mark.parametrize("model", MODELS)
def test_the_form_of_the_admin_has_every_public_field(model: Any, admin_user: Any) -> None:
    request = RequestFactory().get("/")
    request.user = admin_user
    fieldsets = admin.site.get_model_admin(model).get_fieldsets(request)
    assert set(list_editable(model)) <= list_named(fieldsets)


def test_a_field_that_the_program_computes_is_not_editable() -> None:
    assert not is_editable(Event, "sort_date")
    assert not is_editable(Event, "get_absolute_url")


@pytest.mark.parametrize(
    ("part", "key", "label"),
    [
        ("event", "kind", "Kind of event"),
        ("statements", "manner", "How the words are reported"),
        ("statements", "named", "Speaker, as named in the article"),
        ("statements", "said", "Said on"),
        ("citations", "passage", "Passage of the source"),
        ("event", "a_field_of_long_ago", "a_field_of_long_ago"),
    ],
)
def test_stored_corrections_keep_their_labels(part: str, key: str, label: str) -> None:
    assert label_field(part, key) == label
