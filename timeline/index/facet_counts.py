"""Counts how many of some events each choice has, for all choices at once: their bit strings are the rows of an array.

Counting one Python integer after another would take longer, at a million statements, than the rest of a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np

from . import bitset

WORD = 64  # bits
WORDS_AT_ONCE = 65_536  # as many as fit into a processor's cache


def to_words(events: int, size: int) -> np.ndarray:
    octets = events.to_bytes(-(-size // WORD) * 8, "little")
    return np.frombuffer(octets, dtype="<u8")


@dataclass(frozen=True)
class FacetTable:
    """A row for each choice; the rows of one facet follow each other."""

    choices: Mapping[str, tuple[str, ...]]  # of each facet
    rows: np.ndarray
    size: int  # of a bit string

    @classmethod
    def build(cls, facets: Mapping[str, Mapping[str, int]], size: int) -> FacetTable:
        sets = [events for facet in facets.values() for events in facet.values()]
        rows = np.zeros((len(sets), -(-size // WORD)), dtype="<u8")
        for number, events in enumerate(sets):
            rows[number] = to_words(events, size)
        return cls({name: tuple(facet) for name, facet in facets.items()}, rows, size)

    @cached_property
    def slices(self) -> Mapping[str, slice]:
        """The rows of each facet."""
        ends = list(accumulate(map(len, self.choices.values())))
        return {name: slice(end - len(self.choices[name]), end) for name, end in zip(self.choices, ends, strict=True)}

    def count(self, events: int, only: str = "") -> Mapping[str, list[int]]:
        """By facet, how many of these events each choice has; `only` of one facet, if the others are not needed."""
        if events == (1 << self.size) - 1:
            return self.totals
        if not events:
            return {name: [0] * len(choices) for name, choices in self.choices.items()}
        first, last = bitset.find_lowest(events) // WORD, -(-events.bit_length() // WORD)
        rows = self.slices[only] if only else slice(None)
        counts = _count_rows(self.rows[rows, first:last], to_words(events, self.size)[first:last])
        return {only: counts} if only else self.split(counts)

    @cached_property
    def totals(self) -> Mapping[str, list[int]]:
        return self.split(_count_rows(self.rows, to_words((1 << self.size) - 1, self.size)))

    def split(self, counts: list[int]) -> Mapping[str, list[int]]:
        return {name: counts[rows] for name, rows in self.slices.items()}


def _count_rows(rows: np.ndarray, words: np.ndarray) -> list[int]:
    counts = np.empty(len(rows), dtype=np.int64)
    step = max(WORDS_AT_ONCE // max(len(words), 1), 1)
    for start in range(0, len(rows), step):
        part = slice(start, start + step)
        np.bitwise_count(rows[part] & words).sum(axis=1, dtype=np.int64, out=counts[part])
    return counts.tolist()
