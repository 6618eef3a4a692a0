"""Sets of events as Python integers: bit i stands for the i-th event, the oldest first.

Statements are in planes: plane k has the k-th statement of every event. A condition on one and the same statement is
computed plane by plane; an event has such a statement if its bit is set on any plane.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Planes = Mapping[int, int]
BLOCK, WORD = 512, 8  # bytes whose bits are counted together
DAY_BITS = 24  # hold the number of any day up to the year 9999
IS_SET = tuple(bytes(b"01"[octet >> k & 1] for octet in range(256)) for k in range(8))


def from_positions(positions: Iterable[int], size: int) -> int:
    octets = bytearray((size + 7) // 8)
    for position in positions:
        octets[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(octets, "little")


def iter_positions(bits: int, start: int, stop: int) -> Iterator[int]:
    """Of the set bits, the lowest first, those from the `start`-th to before the `stop`-th."""
    data = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    passed = 0
    for offset, block in _split(data, 0, len(data), BLOCK):
        n = block.bit_count()
        if passed + n > start:
            yield from _iter_block(data, offset, passed, start, stop)
        passed += n
        if passed >= stop:
            return


def _iter_block(data: bytes, offset: int, passed: int, start: int, stop: int) -> Iterator[int]:
    """Word by word: only words with a wanted bit are read bit by bit."""
    for word_offset, word in _split(data, offset, min(offset + BLOCK, len(data)), WORD):
        here = word.bit_count()
        if passed + here > start:
            for n, bit in enumerate(_iter_set_bits(word), passed):
                if n >= stop:
                    return
                if n >= start:
                    yield word_offset * 8 + bit
        passed += here


def _split(data: bytes, start: int, stop: int, size: int) -> Iterator[tuple[int, int]]:
    for offset in range(start, stop, size):
        yield offset, int.from_bytes(data[offset : min(offset + size, stop)], "little")


def _iter_set_bits(word: int) -> Iterator[int]:
    while word:
        lowest = word & -word
        yield lowest.bit_length() - 1
        word ^= lowest


def find_lowest(bits: int) -> int:
    """The position of the first set bit; there must be one."""
    return (bits & -bits).bit_length() - 1


def to_flags(bits: int, size: int) -> np.ndarray:
    """True or false for each position."""
    octets = np.frombuffer(bits.to_bytes(-(-size // 8), "little"), dtype=np.uint8)
    return np.unpackbits(octets, count=size, bitorder="little").view(bool)


def from_flags(flags: np.ndarray) -> int:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def unite(sets: Iterable[int]) -> int:
    union = 0
    for one in sets:
        union |= one
    return union


def split_planes(bits: int, size: int) -> Iterator[tuple[int, int]]:
    """The planes that are not empty, of planes of this size that follow each other in one bit string."""
    k, mask = 0, (1 << size) - 1
    while bits:
        if plane := bits & mask:
            yield k, plane
        bits >>= size
        k += 1


def intersect_planes(one: Planes, other: Planes) -> Planes:
    return {k: bits & other[k] for k, bits in one.items() if k in other}


def unite_planes(several: Iterable[Planes]) -> Planes:
    union: dict[int, int] = {}
    for planes in several:
        for k, bits in planes.items():
            union[k] = union.get(k, 0) | bits
    return union


def prefer_planes(planes: Planes, preferred: Planes) -> Planes:
    """Of each event the preferred statements; all statements of an event that has no preferred one."""
    others = ~find_events(preferred)
    return {k: bits & others | preferred.get(k, 0) for k, bits in planes.items()}


def find_events(planes: Planes) -> int:
    """Events with such a statement."""
    return unite(planes.values())


class RangeCounter:
    """Counts set bits of parts of a bit string without copying the rest of it."""

    def __init__(self, bits: int) -> None:
        self.octets = bits.to_bytes((bits.bit_length() + 7) // 8, "little")

    def count(self, start: int, stop: int) -> int:
        """From the `start`-th bit to before the `stop`-th."""
        part = int.from_bytes(self.octets[start >> 3 : (stop + 7) >> 3], "little") >> (start & 7)
        return (part & ((1 << (stop - start)) - 1)).bit_count()


@dataclass(frozen=True)
class BitSlicedDays:
    """A day of each event, bit by bit: the k-th slice has the events whose day's number contains 2**k."""

    slices: tuple[int, ...]
    size: int

    @classmethod
    def from_days(cls, days: Sequence[int]) -> BitSlicedDays:
        slices = []
        for shift in range(0, DAY_BITS, 8):
            octets = b"\0" + bytes([day >> shift & 255 for day in reversed(days)])
            slices += [int(octets.translate(table), 2) for table in IS_SET]
        return cls(tuple(slices), len(days))

    def find_before(self, day: int) -> int:
        """The events whose day is earlier: of two numbers, the highest bit that differs decides."""
        earlier, same = 0, (1 << self.size) - 1
        for k in range(len(self.slices) - 1, -1, -1):
            has = same & self.slices[k]
            if day >> k & 1:
                earlier |= same ^ has
                same = has
            else:
                same ^= has
        return earlier


class BitMover:
    """Moves bits to the new positions of their events, given as runs of (start, stop, new start) in order.

    The runs form a binary tree, so that most bits are shifted only a few times, however many runs there are.
    """

    def __init__(self, runs: Sequence[tuple[int, int, int]], size: int) -> None:
        """`size` is the number of old positions."""
        self.unmoved = next((start for start, _stop, new_start in runs if start != new_start), size)
        self.removed = (1 << size) - 1
        for start, stop, _new_start in runs:
            self.removed ^= (1 << stop) - (1 << start)
        self.tree = _build_tree([run for run in runs if run[0] < run[1]], 0, 0, size)

    def __call__(self, bits: int) -> int:
        if bits.bit_length() <= self.unmoved:
            gone = bits & self.removed
            return bits ^ gone if gone else bits
        return _move_bits(bits, self.tree)


MoveTree = tuple[
    Any, ...
]  # (shift right, mask, shift left), or (old cut, mask below it, new cut, tree below, tree above)


def _build_tree(runs: Sequence[tuple[int, int, int]], start: int, new_start: int, stop: int) -> MoveTree:
    """Positions count from `start` and `new_start`; bits from `stop` on are dropped."""
    if not runs:
        return (0, 0, 0)
    if len(runs) == 1:
        first, last, target = runs[0]
        return (first - start, (1 << (last - first)) - 1 if last < stop else None, target - new_start)
    half = len(runs) // 2
    cut, _stop, target = runs[half]
    below = _build_tree(runs[:half], start, new_start, cut)
    above = _build_tree(runs[half:], cut, target, stop)
    return (cut - start, (1 << (cut - start)) - 1, target - new_start, below, above)


def _move_bits(bits: int, tree: MoveTree) -> int:
    if not bits:
        return 0
    if len(tree) == 3:
        right, mask, left = tree
        bits = bits >> right if right else bits
        bits = bits & mask if mask is not None else bits
        return bits << left if left else bits
    cut, mask, new_cut, below, above = tree
    return _move_bits(bits & mask, below) | _move_bits(bits >> cut, above) << new_cut
