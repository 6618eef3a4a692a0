"""The changes that a removal makes to each row: computed first, shown in a preview, then executed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple

from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, transaction

from articles.models import ArticleText
from timeline.models import Event, Quote, ShippedRecord
from timeline.models.redirects import Name
from timeline.search import full_text_index
from timeline.serving import change_log

from ..batches import split_into_batches
from ..shipped_data.withheld import note_removed_name
from .columns import Model, label_model, list_models
from .matching import BLOCK

Values = dict[str, Any]


class PreviewRow(NamedTuple):
    """One line of the preview."""

    label: str
    records: int
    places: int = 0


@dataclass
class RemovalPlan:
    changes: dict[Model, dict[int, Values]] = field(default_factory=lambda: defaultdict(dict))
    places: dict[Model, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    deletions: dict[Model, set[int]] = field(default_factory=lambda: defaultdict(set))
    fingerprints: dict[str, str] = field(default_factory=dict)  # of articles' texts, before and after
    sessions: dict[str, str] = field(default_factory=dict)  # with unread messages of editors
    names: list[str] = field(default_factory=list)  # of a person, removed as words
    short_names: list[str] = field(default_factory=list)  # too short to be removed as words
    former_names: set[Name] = field(default_factory=set)  # from which no release will redirect again
    events: dict[int, str] = field(default_factory=dict)  # public events that visibly change, with their new titles

    def change(self, model: Model, key: int, values: Values, places: int = 0) -> None:
        if values and key not in self.deletions[model]:
            self.changes[model].setdefault(key, {}).update(values)
            self.places[model][key] += places

    def delete(self, model: Model, keys: Iterable[int]) -> None:
        for key in keys:
            self.deletions[model].add(key)
            self.changes[model].pop(key, None)
            self.places[model].pop(key, None)

    @property
    def is_empty(self) -> bool:
        return not any([*self.changes.values(), *self.deletions.values(), self.sessions])

    @property
    def redacted(self) -> list[PreviewRow]:
        """Where words are replaced by blocks, by kind of record."""
        return group_rows({model: list(found.elements()) for model, found in self.places.items()})

    @property
    def deleted(self) -> list[PreviewRow]:
        return group_rows({model: list(keys) for model, keys in self.deletions.items()})

    @property
    def numbers(self) -> str:
        """A fingerprint of all numbers in the preview, by which changes since the preview are noticed."""
        numbers = [self.redacted, self.deleted, sorted(self.events), sorted(self.names), len(self.sessions)]
        return hashlib.sha256(json.dumps(numbers).encode()).hexdigest()

    def list_tables(self) -> list[str]:
        """All tables that are written to."""
        found = {model._meta.db_table for part in (self.changes, self.deletions) for model in part if part[model]}
        if self.fingerprints:
            found |= {model._meta.db_table for model, _column in list_fingerprint_columns()}
        if self.sessions:
            found.add(Session._meta.db_table)
        return sorted(found)


def group_rows(keys: dict[Model, list[int]]) -> list[PreviewRow]:
    found: dict[str, list[tuple[Model, int]]] = defaultdict(list)
    for model, those in keys.items():
        found[label_model(model)] += [(model, key) for key in those]
    return [PreviewRow(label, len(set(those)), len(those)) for label, those in found.items() if those]


# ---- events that visibly change


def note_events(plan: RemovalPlan) -> None:
    changed = set()
    for model in {*plan.changes, *plan.deletions}:
        changed |= find_events(model, {*plan.changes[model], *plan.deletions[model]})
    for keys in split_into_batches(changed):
        for key, title in Event.objects.public().filter(pk__in=keys).order_by("pk").values_list("pk", "title"):
            plan.events[key] = plan.changes[Event].get(key, {}).get("title", title)


def find_events(model: Model, keys: Iterable[int]) -> set[int]:
    """The events whose lists or pages show these rows, according to `change_log`."""
    meta = model._meta
    if meta.db_table not in change_log.EVENTS_OF:
        return set()
    column, query = change_log.EVENTS_OF[meta.db_table]
    found = set()
    with connection.cursor() as cursor:
        for some in split_into_batches(keys):
            numbers = ", ".join(str(int(key)) for key in some)
            these = f"SELECT {column} FROM {meta.db_table} WHERE {meta.pk.column} IN ({numbers})"
            cursor.execute(query.format(these=these))
            found |= {event for (event,) in cursor.fetchall() if event}
    return found


# ---- executing the plan


def apply_plan(plan: RemovalPlan) -> None:
    """In a transaction. Bypasses the models' `save`, which would write a version with the old words."""
    events, quotes = find_indexed_records(plan)
    for model, keys in plan.deletions.items():
        for some in split_into_batches(keys):
            model._base_manager.filter(pk__in=some)._raw_delete(DEFAULT_DB_ALIAS)
    for model, rows_of_model in plan.changes.items():
        for key, values in rows_of_model.items():
            update_row(model, key, values)
    for before, after in plan.fingerprints.items():
        for model, column in list_fingerprint_columns():
            model._base_manager.filter(**{column: before}).update(**{column: after})
    for session, data in plan.sessions.items():
        Session.objects.filter(pk=session).update(session_data=data)
    ShippedRecord.objects.bulk_create(map(note_removed_name, plan.former_names), ignore_conflicts=True)
    full_text_index.index_events(events, DEFAULT_DB_ALIAS)
    full_text_index.index_quotes(quotes, DEFAULT_DB_ALIAS)
    full_text_index.purge_deleted_words(connection)


def find_indexed_records(plan: RemovalPlan) -> tuple[set[int], set[int]]:
    """Events and statements whose words in the search index may change."""
    events = {*plan.changes[Event], *plan.deletions[Event]}
    for model in {*plan.changes, *plan.deletions}:
        events |= find_events(model, {*plan.changes[model], *plan.deletions[model]})
    quotes = {*plan.changes[Quote], *plan.deletions[Quote]}
    for some in split_into_batches(events):
        quotes.update(Quote.objects.filter(event__in=some).values_list("pk", flat=True))
    return events, quotes


def update_row(model: Model, key: int, values: Values) -> None:
    """If the blocks would make two rows violate a unique constraint, those of this one end with a number."""
    for number in count(1):
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=key).update(**values)
            return
        except IntegrityError:
            numbered = {name: add_number(value, number + 1) for name, value in values.items()}
            if number > 99 or numbered == values:
                raise
            values = numbered


def add_number(value: Any, number: int) -> Any:
    """The length stays the same."""
    if not isinstance(value, str) or BLOCK not in value:
        return value
    end, digits = value.rindex(BLOCK) + 1, str(number)
    start = max(end - len(digits), 0)
    return value[:start] + digits[: end - start] + value[end:]


def list_fingerprint_columns() -> list[tuple[Model, str]]:
    """Columns that name the text of an anchor, and versions of texts; not the texts themselves."""
    found = []
    for model in list_models():
        for one in model._meta.local_concrete_fields:
            if one.name in ("text_sha256", "sha256") and model is not ArticleText:
                found.append((model, one.name))
    return found
