"""How alike the surroundings of two places are."""

from __future__ import annotations

from collections.abc import Sequence

import edlib

from .model import CONTEXT_LENGTH, Anchor

MAX_COMPARED = 1000  # words found more often than that say nothing
ENOUGH = 0.5  # surroundings less alike than this decide nothing
MARGIN = 0.1  # and so do two places whose surroundings are about equally alike


def best_by_context(places: Sequence[Anchor], wanted: Anchor) -> Anchor | None:
    """The only place, or the one whose surroundings are clearly the most like those wanted; None where none is."""
    if len(places) == 1:
        return places[0]
    if not wanted.has_context or not places or len(places) > MAX_COMPARED:
        return None
    ranked = sorted(((_likeness(place, wanted), n) for n, place in enumerate(places)), reverse=True)
    (best, number), (second, _) = ranked[:2]
    return places[number] if best >= ENOUGH and best - second >= MARGIN else None


def _likeness(place: Anchor, wanted: Anchor) -> float:
    """From 0 to 1, over the sides that the wanted anchor has on record."""
    sides = [(place.prefix, wanted.prefix[-CONTEXT_LENGTH:]), (place.suffix, wanted.suffix[:CONTEXT_LENGTH])]
    known = [(there, here) for there, here in sides if here]
    return sum(_alike(there, here) for there, here in known) / len(known)


def _alike(one: str, other: str) -> float:
    if not one or not other:
        return float(one == other)
    edits: int = edlib.align(one, other)["editDistance"]
    return 1 - edits / max(len(one), len(other))
