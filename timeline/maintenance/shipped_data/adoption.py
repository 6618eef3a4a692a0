"""Matching rows to shipped records on sites that were filled before releases were recorded.

They have the data of commit 8508be2, with changes by their editors. The history of a loaded row does not begin with a
creation; that of a row made by an editor does. If no row is missing, deleted ones found in their histories, they are
matched by their order; otherwise by their natural keys and, where an editor changed those, by their similarity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from math import ceil
from typing import Any

from django.db.models import Min

from articles import trash
from timeline.models import ShippedRecord

from . import history
from .addition import Addition
from .fixtures import MODELS, NATURAL_KEYS, UNKNOWN_VERSION, Key, Model, Seed, Values, read_earlier
from .stored import Keys, find_missing_relations, is_stored_with_record, read_values, write_values

SIMILARITY = 0.5  # the share of the values, without empty ones, that must be the same
EMPTY = ("", None)

RowsByValue = dict[tuple[str, Any], list[int]]


def adopt_site() -> dict[Key, ShippedRecord]:
    """Store the shipped records of this site, as they were shipped, including those whose rows were deleted."""
    seeds, keys = read_earlier().seeds, Keys()
    for model in MODELS:
        found = match_rows(model, [seed for seed in seeds.values() if seed.key.model is model], keys)
        here = set(model._base_manager.values_list("pk", flat=True))
        live = {key: record for key, record in found.items() if record.pk in here}
        bases = {record.pk: build_base_version(seeds[key], record.pk, keys) for key, record in live.items()}
        history.adopt_histories(model, bases, history.make_reason(UNKNOWN_VERSION))
    made = {key: Addition.make_note(seeds[key], row, UNKNOWN_VERSION) for key, row in keys.rows.items()}
    ShippedRecord.objects.bulk_create(made.values(), batch_size=500)
    return made


def match_rows(model: Model, seeds: list[Seed], keys: Keys) -> dict[Key, Any]:
    """For each seed its record, stored or deleted, whose key is added to `keys`."""
    names = [one.name for one in model._meta.get_fields() if seeds and one.name in seeds[0].values]
    names = [name for name in names if is_single(model, name)]
    rows = {record.pk: (record, read_values(record, names, keys)) for record in find_loaded_rows(model)}
    found: dict[Key, Any] = {}

    def take(seed: Seed, row: int) -> None:
        found[seed.key] = rows.pop(row)[0]
        keys.add(seed.key, row)

    parts = NATURAL_KEYS.get(model, ("slug",))
    if are_in_order(seeds, rows, parts):
        for seed, row in zip(seeds, sorted(rows), strict=True):
            take(seed, row)
        return found
    naturals = {tuple(values[name] for name in parts): row for row, (_record, values) in reversed(rows.items())}
    for seed in seeds:
        if (row := naturals.get(tuple(seed.values[name] for name in parts))) is not None:
            take(seed, row)
    unmatched = [seed for seed in seeds if seed.key not in found]
    shared = index_by_value(names, rows) if unmatched else {}
    for seed in unmatched:
        if (row := find_most_alike(seed.values, names, rows, shared)) is not None:
            take(seed, row)
    return found


def are_in_order(seeds: list[Seed], rows: dict[int, tuple[Any, Values]], parts: tuple[str, ...]) -> bool:
    """Whether no row is missing, so that rows and seeds have the same order, whatever editors changed.

    Rows were loaded in the order of the files. Most must still have the natural keys of their seeds.
    """
    if len(seeds) != len(rows):
        return False
    pairs = zip(seeds, sorted(rows), strict=True)
    same = sum(all(rows[row][1][name] == seed.values[name] for name in parts) for seed, row in pairs)
    return same * 2 > len(seeds)


def is_single(model: Model, name: str) -> bool:
    return not model._meta.get_field(name).many_to_many


def is_relation(model: Model, name: str) -> bool:
    return bool(model._meta.get_field(name).is_relation)


def find_loaded_rows(model: Any) -> Iterator[Any]:
    """Records that no editor created: stored ones, then the last versions of deleted ones."""
    table = model.history.model
    firsts = table.objects.values("id").annotate(first=Min("history_id")).values("first")
    created = set(table.objects.filter(history_id__in=firsts, history_type="+").values_list("id", flat=True))
    many = [one.name for one in model._meta.many_to_many if is_stored_with_record(one)]
    for record in model._base_manager.prefetch_related(*many):
        if record.pk not in created:
            yield record
    for version in trash.get_deletions(model):
        if version.id not in created:
            yield version.instance


def find_most_alike(
    values: Values, names: list[str], rows: dict[int, tuple[Any, Values]], shared: RowsByValue
) -> int | None:
    """The row that has most of these values, if it has enough of them and no other has as many."""
    given = [name for name in names if values[name] not in EMPTY]
    enough = ceil(SIMILARITY * len(given))
    # A row with enough of the values has at least one of any `len(given) - enough + 1`: of the rarest ones, too.
    rarest = sorted((shared.get((name, values[name]), []) for name in given), key=len)[: len(given) - enough + 1]
    scores = {
        row: sum(values[name] == rows[row][1][name] for name in given)
        for row in chain.from_iterable(rarest)
        if row in rows
    }
    best = max(scores.values(), default=0)
    rows_with_best = [row for row, score in scores.items() if score == best]
    return rows_with_best[0] if len(rows_with_best) == 1 and best >= enough else None


def index_by_value(names: list[str], rows: dict[int, tuple[Any, Values]]) -> RowsByValue:
    shared = defaultdict(list)
    for row, (_record, values) in rows.items():
        for name in names:
            if values[name] not in EMPTY:
                shared[name, values[name]].append(row)
    return shared


def build_base_version(seed: Seed, row: int, keys: Keys) -> tuple[Any, Values]:
    """The record as it was shipped, and its columns to compare versions with."""
    model: Any = seed.key.model
    record = model(pk=row)
    lacking = {key.identifier for key in find_missing_relations(seed, seed.values, keys)}
    single = {name: value for name, value in seed.values.items() if is_single(model, name)}
    single = {name: value for name, value in single.items() if not is_relation(model, name) or value not in lacking}
    write_values(record, single, keys)
    for name, value in seed.computed.items():
        setattr(record, name, model._meta.get_field(name).to_python(value))
    columns = [model._meta.get_field(name).attname for name in [*single, *seed.computed]]
    return record, {column: getattr(record, column) for column in columns}
