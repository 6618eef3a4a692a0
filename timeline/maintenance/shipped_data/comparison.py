"""Comparing a record field by field: as shipped before, as stored on this site, as shipped now.

A field that nobody changed here is updated. A field that an editor changed stays as it is, and is listed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from articles.models import Anchored
from timeline.models import ShippedRecord

from .fixtures import Model, Seed, Values
from .stored import Keys, read_values

# An anchor is only valid as a whole, so these fields are updated together or not at all.
ANCHOR = ("article", "kind", "exact", "paraphrase", "prefix", "suffix", "start", "end")
FILLED_IN = ("prefix", "suffix", "start", "end")  # by the program, if it finds the words in a text


@dataclass
class RecordComparison:
    """The changes of an update to one stored record."""

    seed: Seed
    record: Any
    applied: Values = field(default_factory=dict)  # from the release
    edited: list[str] = field(default_factory=list)  # changed here, so not updated
    not_applied: Values = field(default_factory=dict)  # the release's newer values of these fields


def compare_record(seed: Seed, record: Any, shipped: ShippedRecord, keys: Keys) -> RecordComparison:
    """`shipped` has the previously shipped values."""
    found = RecordComparison(seed, record)
    if "*" in shipped.withheld:
        return found
    now = read_values(record, seed.values, keys)
    before = {name: shipped.values.get(name, get_default(seed.key.model, name)) for name in seed.values}
    for names in group_fields(seed.key.model, seed.values):
        if set(names) & set(shipped.withheld):
            continue
        edited = [name for name in names if is_edited(name, before, now, names)]
        differing = [name for name in names if seed.values[name] != now[name]]
        if not differing:
            continue
        if not edited:
            changed = [name for name in names if seed.values[name] != before[name]]
            found.applied |= {name: seed.values[name] for name in names} if changed else {}
            continue
        found.edited += edited
        newer = [name for name in edited if seed.values[name] != before[name] or name in shipped.kept]
        found.not_applied |= {name: seed.values[name] for name in newer if name in differing}
    return found


def group_fields(model: Model, values: Values) -> list[tuple[str, ...]]:
    """Fields that change together; most change alone."""
    together = tuple(name for name in ANCHOR if name in values) if issubclass(model, Anchored) else ()
    alone: list[tuple[str, ...]] = [(name,) for name in values if name not in together]
    return [together, *alone] if together else alone


def is_edited(name: str, before: Values, now: Values, unit: tuple[str, ...]) -> bool:
    if now[name] == before[name]:
        return False
    # Without an own place in the shipped data, the program itself fills it in once a text is stored.
    return not (len(unit) > 1 and name in FILLED_IN and before.get("start") is None)


def get_default(model: Model, name: str) -> Any:
    """For a field that the earlier release did not have."""
    one: Any = model._meta.get_field(name)
    if one.many_to_many:
        return []
    return None if one.is_relation else one.get_default()
