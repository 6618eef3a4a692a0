"""Compares the context of two places."""

from __future__ import annotations

from collections.abc import Sequence

import edlib

from .model import CONTEXT_LENGTH, Anchor

MAX_COMPARED = 1000  # for words found more often, context is not compared
MIN_SIMILARITY = 0.5  # context less similar than this is ignored
MIN_LEAD = 0.1  # the best place must be better than the second by this much


def choose_by_context(places: Sequence[Anchor], wanted: Anchor) -> Anchor | None:
    """The only place, or the one whose context is clearly the most similar; otherwise None."""
    if len(places) == 1:
        return places[0]
    if not wanted.has_context or not places or len(places) > MAX_COMPARED:
        return None
    ranked = sorted(((_compare_context(place, wanted), n) for n, place in enumerate(places)), reverse=True)
    (best, number), (second, _) = ranked[:2]
    return places[number] if best >= MIN_SIMILARITY and best - second >= MIN_LEAD else None


def _compare_context(place: Anchor, wanted: Anchor) -> float:
    """From 0 to 1, comparing those sides of the context that the wanted anchor has."""
    sides = [(place.prefix, wanted.prefix[-CONTEXT_LENGTH:]), (place.suffix, wanted.suffix[:CONTEXT_LENGTH])]
    known = [(there, here) for there, here in sides if here]
    return sum(_compute_similarity(there, here) for there, here in known) / len(known)


def _compute_similarity(one: str, other: str) -> float:
    if not one or not other:
        return float(one == other)
    edits: int = edlib.align(one, other)["editDistance"]
    return 1 - edits / max(len(one), len(other))
