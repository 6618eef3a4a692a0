"""How many of some events each choice has, of all choices together: their bit strings one under the other.

Python's integers count one after the other, which at a million statements takes longer than all the rest of a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np

from . import bitset

WORD = 64  # bits
AT_ONCE = 65_536  # words looked through together: as much as stays close to a processor


def words(mask: int, size: int) -> np.ndarray:
    octets = mask.to_bytes(-(-size // WORD) * 8, "little")
    return np.frombuffer(octets, dtype="<u8")


@dataclass(frozen=True)
class Table:
    """A row for each choice; those of one group stand together."""

    choices: Mapping[str, tuple[str, ...]]  # of each group
    rows: np.ndarray
    size: int  # of a bit string

    @classmethod
    def of(cls, groups: Mapping[str, Mapping[str, int]], size: int) -> Table:
        sets = [found for group in groups.values() for found in group.values()]
        rows = np.zeros((len(sets), -(-size // WORD)), dtype="<u8")
        for at, found in enumerate(sets):
            rows[at] = words(found, size)
        return cls({name: tuple(group) for name, group in groups.items()}, rows, size)

    @cached_property
    def places(self) -> Mapping[str, slice]:
        """Where the rows of each group are."""
        ends = list(accumulate(map(len, self.choices.values())))
        return {name: slice(end - len(self.choices[name]), end) for name, end in zip(self.choices, ends, strict=True)}

    def counted(self, among: int, only: str = "") -> Mapping[str, list[int]]:
        """How many of these events each choice has, by group; of one group, if others are not wanted."""
        if among == (1 << self.size) - 1:
            return self.totals
        if not among:
            return {name: [0] * len(choices) for name, choices in self.choices.items()}
        first, last = bitset.lowest(among) // WORD, -(-among.bit_length() // WORD)
        part = self.places[only] if only else slice(None)
        found = _counted(self.rows[part, first:last], words(among, self.size)[first:last])
        return {only: found} if only else self.parted(found)

    @cached_property
    def totals(self) -> Mapping[str, list[int]]:
        return self.parted(_counted(self.rows, words((1 << self.size) - 1, self.size)))

    def parted(self, found: list[int]) -> Mapping[str, list[int]]:
        return {name: found[place] for name, place in self.places.items()}


def _counted(rows: np.ndarray, among: np.ndarray) -> list[int]:
    found = np.empty(len(rows), dtype=np.int64)
    step = max(AT_ONCE // max(len(among), 1), 1)
    for start in range(0, len(rows), step):
        part = slice(start, start + step)
        np.bitwise_count(rows[part] & among).sum(axis=1, dtype=np.int64, out=found[part])
    return found.tolist()
