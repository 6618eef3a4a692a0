"""Removing the words from the stored values of shipped data, so that no update loads them again.

The identifier of a record that was removed, or whose identifier contains the words, is replaced by a fingerprint, by
which an update still recognises it (`timeline.maintenance.shipped_data.withheld`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist

from timeline.models import ShippedRecord

from ..shipped_data.comparison import ANCHOR
from ..shipped_data.fixtures import MODELS, Values, find_model
from ..shipped_data.withheld import WHOLE, hide_identifier, is_hidden
from .columns import Model, has_text
from .matching import Matcher
from .plan import RemovalPlan

WITH_ANCHOR = {*ANCHOR, "lead", "tail"}


def withhold_words(plan: RemovalPlan, matcher: Matcher) -> None:
    stored = list_changed_fields(plan)
    for one in load_shipped_records():
        for name, value in plan.changes[ShippedRecord].get(one.pk, {}).items():
            setattr(one, name, value)
        if WHOLE in one.withheld:
            continue
        given = (one.values, one.kept)
        named = {name for values in given for name in values if has_words(one, name, values, matcher)}
        withheld = named | stored[one.model, one.record]
        if not withheld and not matcher.matches(one.identifier, in_slug=True):
            continue
        new: dict[str, Any] = {
            "values": {name: value for name, value in one.values.items() if name not in withheld},
            "kept": {name: value for name, value in one.kept.items() if name not in withheld},
            "withheld": sorted({*one.withheld, *withheld}),
        }
        if matcher.matches(one.identifier, in_slug=True):
            new["identifier"] = hide_identifier(one.model, one.identifier)
        plan.change(ShippedRecord, one.pk, new, max(len(named), 1))


def has_words(one: ShippedRecord, name: str, values: Values, matcher: Matcher) -> bool:
    """In a text, or in the identifier of a related record."""
    field = find_field(one, name)
    if field and not field.is_relation and not has_text(field.model, name):
        return False
    given = values[name] if isinstance(values[name], list) else [values[name]]
    return any(matcher.matches_address(value) for value in given if isinstance(value, str))


def find_field(one: ShippedRecord, name: str) -> Any:
    """None if the model no longer has this field."""
    model: Any = find_model(one.model)
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def list_changed_fields(plan: RemovalPlan) -> dict[tuple[str, int | None], set[str]]:
    """By record, the fields whose words are removed, which a release must not fill again."""
    found: dict[tuple[str, int | None], set[str]] = defaultdict(set)
    for model in MODELS:
        for key, values in plan.changes[model].items():
            fields = {name for name in values if model._meta.get_field(name).editable}
            if WITH_ANCHOR & values.keys():
                fields.add("exact")
            found[model._meta.label_lower, key] |= fields
    return found


def withhold_records(plan: RemovalPlan, removed: dict[Model, set[int]]) -> None:
    """Remove all values of the removed records, and their identifiers from the values of others."""
    records = list(load_shipped_records())
    gone = {(one.model, one.identifier) for one in records if one.record in removed.get(find_model(one.model), ())}
    gone |= {(one.model, one.identifier) for one in records if belongs_to_removed(one, gone)}
    for one in records:
        if (one.model, one.identifier) in gone:
            hidden = one.identifier if is_hidden(one.identifier) else hide_identifier(one.model, one.identifier)
            plan.change(ShippedRecord, one.pk, {"values": {}, "kept": {}, "withheld": [WHOLE], "identifier": hidden}, 1)
            continue
        values, kept = leave_out_removed(one, one.values, gone), leave_out_removed(one, one.kept, gone)
        if (values, kept) != (one.values, one.kept):
            plan.change(ShippedRecord, one.pk, {"values": values, "kept": kept}, 1)


def load_shipped_records() -> Iterator[ShippedRecord]:
    return ShippedRecord.objects.order_by("pk").iterator(1000)


def belongs_to_removed(one: ShippedRecord, gone: set[tuple[str, str]]) -> bool:
    """Whether a record depends on a removed one, whose row an editor may have deleted before."""
    return any(
        not field.many_to_many and (field.related_model._meta.label_lower, one.values[field.name]) in gone
        for field in list_relations(one, one.values)
    )


def leave_out_removed(one: ShippedRecord, values: Values, gone: set[tuple[str, str]]) -> Values:
    found = dict(values)
    for field in list_relations(one, values):
        if field.many_to_many:
            label = field.related_model._meta.label_lower
            found[field.name] = [other for other in values[field.name] if (label, other) not in gone]
    return found


def list_relations(one: ShippedRecord, values: Values) -> list[Any]:
    return [field for name in values if (field := find_field(one, name)) and field.is_relation]
