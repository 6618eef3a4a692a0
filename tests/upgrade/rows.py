"""The contents of a database as JSON values, for comparison with the same database after an upgrade.

This also runs with the code of the old commit. Records are identified by model and primary key, values by the names
of the fields.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model

APPS = ("articles", "timeline")
UNNAMED = "~"  # prefix of the digest of a row without user and reason, which does not include the reason


def list_models() -> list[type[Model]]:
    """The models of both apps, without histories and many-to-many tables."""
    found = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return [model for model in found if not is_history(model)]


def list_models_with_history() -> list[type[Model]]:
    return [model for model in list_models() if hasattr(model, "history")]


def is_history(model: type[Model]) -> bool:
    return str(model._meta.model_name).startswith("historical")


# ---- records


def read_values(record: Model, names: Iterable[str]) -> dict[str, Any]:
    """A many-to-many field becomes a sorted list of keys, a foreign key becomes the key."""
    return {name: read_value(record, name) for name in names}


def read_value(record: Model, name: str) -> Any:
    field = record._meta.get_field(name)
    if field.many_to_many:
        return sorted(getattr(record, name).values_list("pk", flat=True))
    return to_json_value(getattr(record, field.attname))


def to_json_value(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | list | dict | None) else str(value)


def list_field_names(model: type[Model]) -> list[str]:
    """A record's own fields, without its key, automatic times, and many-to-many fields with their own model."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    own = [field.name for field in fields if not getattr(field, "auto_now", False)]
    links = [field.name for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]
    return own + links


def count_rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in list_models()}


# ---- histories


def read_history(model: type[Model], columns: list[str]) -> Iterator[tuple[int, tuple[Any, ...], dict[str, list[int]]]]:
    """Each row of the model's history: its key, its values, and the keys in its many-to-many fields."""
    history: Any = model.history.model  # type: ignore[attr-defined]
    linked = {field.name: read_links(field) for field in history._history_m2m_fields}
    for key, *values in history.objects.order_by("history_id").values_list("history_id", *columns):
        yield key, tuple(values), {name: sorted(keys.get(key, [])) for name, keys in linked.items()}


def read_links(field: Any) -> dict[int, list[int]]:
    """For each row of history, by key, the keys in this many-to-many field."""
    through = field.remote_field.through._meta
    rows = apps.get_model(through.app_label, f"historical{through.model_name}").objects
    found: dict[int, list[int]] = defaultdict(list)
    for key, named in rows.values_list("history_id", f"{field.m2m_reverse_field_name()}_id"):
        found[key].append(named)
    return found


def list_history_columns(model: type[Model]) -> list[str]:
    fields = model.history.model._meta.concrete_fields  # type: ignore[attr-defined]
    return [field.attname for field in fields if field.attname != "history_id"]


def compute_digest(columns: list[str], values: Iterable[Any], links: dict[str, list[int]], *, unnamed: bool) -> str:
    """Twelve hexadecimal digits for one row of history."""
    named = dict(zip(columns, values, strict=True))
    if unnamed:
        del named["history_change_reason"]
    text = json.dumps([named, links], sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def compute_history_digests(model: type[Model], columns: list[str], unnamed: set[str] | None = None) -> dict[str, str]:
    """The digest of each row of history, by key.

    `unnamed` are the keys of rows whose reason is not compared; by default, those that have neither user nor reason.
    """
    found = {}
    for key, values, links in read_history(model, columns):
        row = dict(zip(columns, values, strict=True))
        nobody = not row["history_user_id"] and not row["history_change_reason"]
        alone = nobody if unnamed is None else str(key) in unnamed
        found[str(key)] = (UNNAMED if alone else "") + compute_digest(columns, values, links, unnamed=alone)
    return found
