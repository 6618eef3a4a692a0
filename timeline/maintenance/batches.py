"""Keys in batches, because a query can have a limited number of parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

BATCH_SIZE = 500


def split_into_batches(keys: Iterable[int]) -> Iterator[list[int]]:
    """In ascending order."""
    wanted = sorted(keys)
    for start in range(0, len(wanted), BATCH_SIZE):
        yield wanted[start : start + BATCH_SIZE]
