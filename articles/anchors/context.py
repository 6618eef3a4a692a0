"""How alike the surroundings of two places are."""

from __future__ import annotations

from collections.abc import Sequence

import edlib

from .model import CONTEXT_LENGTH, Anchor

MAX_COMPARED = 1000  # words found more often than that say nothing
MIN_SIMILARITY = 0.5  # surroundings less alike than this decide nothing
MIN_LEAD = 0.1  # and so do two places whose surroundings are about equally alike


def choose_by_context(places: Sequence[Anchor], wanted: Anchor) -> Anchor | None:
    """The only place, or the one whose surroundings are clearly the most like those wanted; None where none is."""
    if len(places) == 1:
        return places[0]
    if not wanted.has_context or not places or len(places) > MAX_COMPARED:
        return None
    ranked = sorted(((_compare_context(place, wanted), n) for n, place in enumerate(places)), reverse=True)
    (best, number), (second, _) = ranked[:2]
    return places[number] if best >= MIN_SIMILARITY and best - second >= MIN_LEAD else None


def _compare_context(place: Anchor, wanted: Anchor) -> float:
    """From 0 to 1, over the sides that the wanted anchor has on record."""
    sides = [(place.prefix, wanted.prefix[-CONTEXT_LENGTH:]), (place.suffix, wanted.suffix[:CONTEXT_LENGTH])]
    known = [(there, here) for there, here in sides if here]
    return sum(_compute_similarity(there, here) for there, here in known) / len(known)


def _compute_similarity(one: str, other: str) -> float:
    if not one or not other:
        return float(one == other)
    edits: int = edlib.align(one, other)["editDistance"]
    return 1 - edits / max(len(one), len(other))
