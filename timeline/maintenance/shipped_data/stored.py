"""Stored records in the format of shipped ones, so that the two can be compared."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models

from timeline.models import ShippedRecord

from ..batches import split_into_batches
from .fixtures import MODELS, Key, Model, Seed, Values


class Keys:
    """Shipped records and their rows on this site, in both directions, without deleted rows."""

    def __init__(self) -> None:
        self.rows: dict[Key, int] = {}
        self.identifiers: dict[tuple[Model, int], str] = {}

    def add(self, key: Key, row: int) -> None:
        self.rows[key] = row
        self.identifiers[key.model, row] = key.identifier

    def remove(self, key: Key) -> None:
        self.identifiers.pop((key.model, self.rows.pop(key)), None)

    def name(self, model: Model, row: int) -> str:
        """The identifier of a row, or “#” and its key if it was not shipped."""
        return self.identifiers.get((model, row)) or f"#{row}"


def read_shipped() -> dict[Key, ShippedRecord]:
    labels = {model._meta.label_lower: model for model in MODELS}
    return {Key(labels[one.model], one.identifier): one for one in ShippedRecord.objects.all() if one.model in labels}


def read_records(rows: dict[Model, set[int]]) -> dict[tuple[Model, int], Any]:
    """The stored records with these keys, with their many-to-many relations."""
    found = {}
    for model, wanted in rows.items():
        many = [one.name for one in model._meta.many_to_many if is_stored_with_record(one)]
        for part in split_into_batches(wanted):
            for record in model._base_manager.filter(pk__in=part).prefetch_related(*many):
                found[model, record.pk] = record
    return found


def is_stored_with_record(relation: Any) -> bool:
    """Whether a relation has no model of its own, unlike an event's articles, whose links are citations."""
    return bool(relation.remote_field.through._meta.auto_created)


def read_values(record: Any, names: Iterable[str], keys: Keys) -> Values:
    return {name: read_value(record, name, keys) for name in names}


def read_value(record: Any, name: str, keys: Keys) -> Any:
    one = type(record)._meta.get_field(name)
    if one.many_to_many:
        return sorted(keys.name(one.related_model, other.pk) for other in getattr(record, name).all())
    value = getattr(record, one.attname)
    if one.is_relation:
        return None if value is None else keys.name(one.related_model, value)
    return value.isoformat() if isinstance(value, dt.date) else value


def find_missing_relations(seed: Seed, values: Values, keys: Keys) -> list[Key]:
    """Records that it refers to by foreign keys and that do not exist on this site."""
    found = []
    for name, value in values.items():
        one: Any = seed.key.model._meta.get_field(name)
        if one.is_relation and not one.many_to_many and value is not None:
            target = Key(one.related_model, value)
            if target not in keys.rows:
                found.append(target)
    return found


def write_values(record: Any, values: Values, keys: Keys) -> dict[str, list[int]]:
    """Set the record's fields. Returns the keys for its many-to-many relations, to be stored after it."""
    many = {}
    for name, value in values.items():
        one: Any = type(record)._meta.get_field(name)
        if one.many_to_many:
            many[name] = [keys.rows[key] for other in value if (key := Key(one.related_model, other)) in keys.rows]
        elif one.is_relation:
            setattr(record, one.attname, None if value is None else keys.rows[Key(one.related_model, value)])
        else:
            setattr(record, name, one.to_python(value))
    return many


def group_by_model(keys: Iterable[Key], rows: Keys) -> dict[Model, set[int]]:
    found: dict[Model, set[int]] = defaultdict(set)
    for key in keys:
        found[key.model].add(rows.rows[key])
    return found


def label_record(record: models.Model) -> str:
    """“event “Talks in Tokyo””."""
    name = str(getattr(record, "title", "") or getattr(record, "name", "") or record)
    return f"{record._meta.verbose_name} “{name}”"
