"""Columns that contain words, found in the models, so that new models and fields are included.

Columns whose values are no words are excluded: fixed choices, dates, codes and fingerprints.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext as _

from articles import dates

Model = Any  # a model class: simple-history's have no types

APPS = ("articles", "timeline")
FINGERPRINTS = ("sha256", "digest")
NO_WORDS = {  # by the name of the model and of the field
    ("logentry", "object_id"),
    ("shippedrecord", "model"),
    ("shippedrecord", "version"),
    ("shippedrelease", "version"),
}
# Keys in JSON whose values are codes of the program.
CODES = {("correction", "changes"): ("of", "key", "field")}


class Kind(Enum):
    TEXT = "text"
    SLUG = "slug"
    ADDRESS = "address"
    JSON = "json"


class TextColumn(NamedTuple):
    name: str
    kind: Kind
    longest: int | None  # characters
    may_be_empty: bool
    codes: tuple[str, ...] = ()


def list_models() -> list[Model]:
    """All tables of the two apps, including histories and links between records, and the admin's log."""
    found: list[Model] = [
        model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    return [model for model in [*found, LogEntry] if model._meta.managed and not model._meta.proxy]


def is_history(model: Model) -> bool:
    """Versions of records, or the many-to-many links of a version."""
    return str(model._meta.model_name).startswith("historical")


@cache
def list_columns(model: Model) -> tuple[TextColumn, ...]:
    return tuple(_columns(model))


def _columns(model: Model) -> Iterator[TextColumn]:
    name = model._meta.model_name
    for field in model._meta.local_concrete_fields:
        if (kind := classify_field(field)) and (name, field.name) not in NO_WORDS:
            yield TextColumn(field.attname, kind, field.max_length, field.blank, CODES.get((name, field.name), ()))


def classify_field(field: Any) -> Kind | None:
    if isinstance(field, models.JSONField):
        return Kind.JSON
    if not isinstance(field, (models.CharField, models.TextField)) or field.choices:
        return None
    if isinstance(field, models.SlugField):
        return Kind.SLUG
    if isinstance(field, models.URLField):
        return Kind.ADDRESS
    is_code = any(type(one) is RegexValidator or one is dates.validate for one in field.validators)
    return None if is_code or field.name.endswith(FINGERPRINTS) else Kind.TEXT


def has_text(model: Model, name: str) -> bool:
    return any(column.name == name for column in list_columns(model))


def find_record_key(model: Model) -> str:
    """The column with the record's key, also in a table of versions."""
    return str(model.instance_type._meta.pk.attname if hasattr(model, "instance_type") else model._meta.pk.attname)


def label_model(model: Model) -> str:
    """“events”, “old versions of events”."""
    if not hasattr(model, "instance_type"):
        return _("links between records") if model._meta.auto_created else str(model._meta.verbose_name_plural)
    if model.instance_type._meta.auto_created:
        return _("links between records in old versions")
    return _("old versions of %(records)s") % {"records": model.instance_type._meta.verbose_name_plural}
