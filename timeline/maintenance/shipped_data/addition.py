"""New shipped records, stored many at once with their relations and the first version of their history."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction

from articles.models import Anchored, Article
from timeline.models import Event, Quote, ShippedRecord
from timeline.signals import search_index

from . import history
from .fixtures import NATURAL_KEYS, Key, Model, Seed
from .stored import Keys, write_values


def find_existing(seed: Seed, keys: Keys) -> Any:
    """A record by an editor that is now also shipped: with the same natural key, or the same address."""
    model = seed.key.model
    names = NATURAL_KEYS.get(model, ("slug",))
    found = find_record(seed, {name: seed.values[name] for name in names}, keys)
    if found is None and model is Article and seed.values["url"]:
        found = Article.objects.filter(url=seed.values["url"]).first()
    taken = found is not None and (model, found.pk) in keys.identifiers
    return None if taken else found


def find_record(seed: Seed, values: dict[str, Any], keys: Keys) -> Any:
    query = {}
    for name, value in values.items():
        one: Any = seed.key.model._meta.get_field(name)
        if one.is_relation:
            if (target := keys.rows.get(Key(one.related_model, value))) is None:
                return None
            query[one.attname] = target
        elif value is None:
            query[f"{name}__isnull"] = True
        else:
            query[name] = value
    return seed.key.model._base_manager.filter(**query).first()


class Addition:
    """The new records of one model."""

    def __init__(self, model: Model, keys: Keys, reason: str, version: str) -> None:
        self.model, self.keys, self.reason, self.version = model, keys, reason, version
        self.records: list[tuple[Seed, Any]] = []
        self.many: dict[int, dict[str, list[int]]] = {}  # by the id() of the record
        self.problems: list[str] = []

    def prepare(self, seed: Seed) -> None:
        record = self.model()
        self.many[id(record)] = write_values(record, seed.values, self.keys)
        for name, value in seed.computed.items():
            one: Any = self.model._meta.get_field(name)
            setattr(record, name, one.to_python(value))
        self.records.append((seed, record))

    def store(self, held: set[int]) -> list[ShippedRecord]:
        """Returns notes of the stored records. `held` are articles whose text is here, in which words must be found."""
        single = [one for one in self.records if isinstance(one[1], Anchored) and one[1].article_id in held]
        bulk = [one for one in self.records if one not in single] if single else self.records
        records = [record for _seed, record in bulk]
        self.model._base_manager.bulk_create(records, batch_size=500)
        bulk += [one for one in single if self.store_in_text(*one)]
        self.store_relations([record for _seed, record in bulk])
        history.add_first_versions([record for _seed, record in bulk], self.reason)
        for seed, record in bulk:
            self.keys.add(seed.key, record.pk)
        self.index([record.pk for _seed, record in bulk])
        return [self.note(seed, record.pk) for seed, record in bulk]

    def store_in_text(self, seed: Seed, record: Any) -> bool:
        record.skip_history_when_saving = True  # its first version is written with the others'
        try:
            with transaction.atomic():
                record.save(force_insert=True)
        except (ValidationError, IntegrityError) as error:
            why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error).split("\n")[0]
            self.problems.append(f"{seed.key}: {why}")
            return False
        return True

    def store_relations(self, records: list[Any]) -> None:
        if not records:
            return
        for one in self.model._meta.many_to_many:
            through: Any = one.remote_field.through
            if not through._meta.auto_created:
                continue
            source, target = f"{one.m2m_field_name()}_id", f"{one.m2m_reverse_field_name()}_id"
            links = [
                through(**{source: record.pk, target: row})
                for record in records
                for row in self.many[id(record)].get(one.name, ())
            ]
            through._base_manager.bulk_create(links, batch_size=500)

    def index(self, rows: list[int]) -> None:
        if self.model is Event:
            search_index.index(DEFAULT_DB_ALIAS, events=rows)
        elif self.model is Quote:
            search_index.index(DEFAULT_DB_ALIAS, quotes=rows)

    def note(self, seed: Seed, row: int | None) -> ShippedRecord:
        return self.make_note(seed, row, self.version)

    @staticmethod
    def make_note(seed: Seed, row: int | None, version: str) -> ShippedRecord:
        return ShippedRecord(
            model=seed.key.model._meta.label_lower,
            identifier=seed.key.identifier,
            record=row,
            values=seed.values,
            version=version,
        )
