"""What was removed for legal or privacy reasons, and which no release brings back.

The note of such a record says which fields are withheld, or "*" for all of them. Where its identifier has the removed
words, a fingerprint stands in its place. The fixtures still have the identifier, so an update finds the note. Former
names are remembered by fingerprints too.
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
    """The notes by the identifiers that the release has; `known` are its keys."""
    if not any(is_hidden(key.identifier) for key in shipped):
        return shipped
    shown = {Key(key.model, hide_identifier(key.model._meta.label_lower, key.identifier)): key for key in known}
    return {shown.get(key, key): one for key, one in shipped.items()}


def note_removed_name(name: Name) -> ShippedRecord:
    """Of a former slug or filter value with the removed words: no redirect from it is made again."""
    return ShippedRecord(model=REDIRECT, identifier=hide_identifier(*name), withheld=[WHOLE])


def load_removed_names() -> set[str]:
    return set(ShippedRecord.objects.filter(model=REDIRECT).values_list("identifier", flat=True))


def find_removed_records(shipped: dict[Key, ShippedRecord]) -> set[Key]:
    return {key for key, one in shipped.items() if WHOLE in one.withheld}


def drop_removed_relations(seed: Seed, removed: set[Key]) -> Seed:
    """A shipped record without the removed ones among the many that it names."""
    values: dict[str, Any] = {}
    for name, value in seed.values.items():
        one: Any = seed.key.model._meta.get_field(name)
        if one.many_to_many:
            value = [other for other in value if Key(one.related_model, other) not in removed]
        values[name] = value
    return replace(seed, values=values)


def note_removed(seed: Seed, version: str) -> ShippedRecord:
    """Of a new shipped record that belongs to a removed one, such as a statement by a removed person."""
    label = seed.key.model._meta.label_lower
    hidden = hide_identifier(label, seed.key.identifier)
    return ShippedRecord(model=label, identifier=hidden, values={}, withheld=[WHOLE], version=version)
