"""Data that was removed for legal or privacy reasons, and that no release loads again.

The note of such a record lists the withheld fields, or "*" for all of them. An identifier with the removed words is
replaced by a fingerprint. The fixtures still have the identifier, so an update finds the note. Former names are also
stored as fingerprints.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from timeline.models import Redirect, ShippedRecord
from timeline.models.redirects import Name

from .fixtures import Key, Seed

WHOLE = "*"
HIDDEN = "removed/"
REDIRECT = Redirect._meta.label_lower


def hide_identifier(label: str, identifier: str) -> str:
    return HIDDEN + hashlib.sha256(f"{label}:{identifier}".encode()).hexdigest()


def is_hidden(identifier: str) -> bool:
    return identifier.startswith(HIDDEN)


def find_hidden(shipped: dict[Key, ShippedRecord], known: Iterable[Key]) -> dict[Key, ShippedRecord]:
    """The notes by the release's identifiers; `known` are its keys."""
    if not any(is_hidden(key.identifier) for key in shipped):
        return shipped
    shown = {Key(key.model, hide_identifier(key.model._meta.label_lower, key.identifier)): key for key in known}
    return {shown.get(key, key): one for key, one in shipped.items()}


def note_removed_name(name: Name) -> ShippedRecord:
    """For a former slug or filter value with removed words, from which no redirect is made again."""
    return ShippedRecord(model=REDIRECT, identifier=hide_identifier(*name), withheld=[WHOLE])


def load_removed_names() -> set[str]:
    return set(ShippedRecord.objects.filter(model=REDIRECT).values_list("identifier", flat=True))


def find_removed_records(shipped: dict[Key, ShippedRecord]) -> set[Key]:
    return {key for key, one in shipped.items() if WHOLE in one.withheld}


def drop_removed_relations(seed: Seed, removed: set[Key]) -> Seed:
    """Remove removed records from the many-to-many relations of a shipped record."""
    values: dict[str, Any] = {}
    for name, value in seed.values.items():
        one: Any = seed.key.model._meta.get_field(name)
        if one.many_to_many:
            value = [other for other in value if Key(one.related_model, other) not in removed]
        values[name] = value
    return replace(seed, values=values)


def note_removed(seed: Seed, version: str) -> ShippedRecord:
    """For a new shipped record that belongs to a removed one, such as a statement by a removed person."""
    label = seed.key.model._meta.label_lower
    hidden = hide_identifier(label, seed.key.identifier)
    return ShippedRecord(model=label, identifier=hidden, values={}, withheld=[WHOLE], version=version)
