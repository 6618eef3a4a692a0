"""Sets of events as Python integers: bit i stands for the i-th event, the oldest first.

Of statements, plane k has the k-th statement of every event: what is asked of one and the same statement is asked
plane by plane, and an event has such a statement if its bit is set in any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Planes = Mapping[int, int]
AT_ONCE, WORD = 512, 8  # bytes looked through together
DAY_BITS = 24  # hold the number of any day up to the year 9999
IS_SET = tuple(bytes(b"01"[octet >> k & 1] for octet in range(256)) for k in range(8))


def of(positions: Iterable[int], size: int) -> int:
    marked = bytearray((size + 7) // 8)
    for at in positions:
        marked[at >> 3] |= 1 << (at & 7)
    return int.from_bytes(marked, "little")


def positions(bits: int, start: int, stop: int) -> Iterator[int]:
    """Of the set bits, the lowest first, those from the `start`-th to before the `stop`-th."""
    data = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    passed = 0
    for offset, words in _parts(data, 0, len(data), AT_ONCE):
        here = words.bit_count()
        if passed + here > start:
            yield from _of_part(data, offset, passed, start, stop)
        passed += here
        if passed >= stop:
            return


def _of_part(data: bytes, offset: int, passed: int, start: int, stop: int) -> Iterator[int]:
    """Word by word: only those bits are looked at one by one that stand in a word with one that is wanted."""
    for at, word in _parts(data, offset, min(offset + AT_ONCE, len(data)), WORD):
        here = word.bit_count()
        if passed + here > start:
            for n, bit in enumerate(_set(word), passed):
                if n >= stop:
                    return
                if n >= start:
                    yield at * 8 + bit
        passed += here


def _parts(data: bytes, start: int, stop: int, size: int) -> Iterator[tuple[int, int]]:
    for offset in range(start, stop, size):
        yield offset, int.from_bytes(data[offset : min(offset + size, stop)], "little")


def _set(part: int) -> Iterator[int]:
    while part:
        lowest = part & -part
        yield lowest.bit_length() - 1
        part ^= lowest


def lowest(bits: int) -> int:
    """Where the first set bit stands, of those that have any."""
    return (bits & -bits).bit_length() - 1


def flags(bits: int, size: int) -> np.ndarray:
    """True or false for each."""
    octets = np.frombuffer(bits.to_bytes(-(-size // 8), "little"), dtype=np.uint8)
    return np.unpackbits(octets, count=size, bitorder="little").view(bool)


def of_flags(flags: np.ndarray) -> int:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def any_of(sets: Iterable[int]) -> int:
    found = 0
    for one in sets:
        found |= one
    return found


def planes(several: int, size: int) -> Iterator[tuple[int, int]]:
    """Those with anything on them, of planes that stand one after the other."""
    k, whole = 0, (1 << size) - 1
    while several:
        if plane := several & whole:
            yield k, plane
        several >>= size
        k += 1


def both(one: Planes, other: Planes) -> Planes:
    return {k: bits & other[k] for k, bits in one.items() if k in other}


def either(several: Iterable[Planes]) -> Planes:
    found: dict[int, int] = {}
    for planes in several:
        for k, bits in planes.items():
            found[k] = found.get(k, 0) | bits
    return found


def preferring(planes: Planes, wanted: Planes) -> Planes:
    """Of each event those that are wanted; all of an event of which no statement is."""
    silent = ~events(wanted)
    return {k: bits & silent | wanted.get(k, 0) for k, bits in planes.items()}


def events(planes: Planes) -> int:
    """Events with such a statement."""
    return any_of(planes.values())


class Windows:
    """Counts parts of a bit string without moving the rest of it about."""

    def __init__(self, bits: int) -> None:
        self.octets = bits.to_bytes((bits.bit_length() + 7) // 8, "little")

    def count(self, start: int, stop: int) -> int:
        """From the `start`-th bit to before the `stop`-th."""
        part = int.from_bytes(self.octets[start >> 3 : (stop + 7) >> 3], "little") >> (start & 7)
        return (part & ((1 << (stop - start)) - 1)).bit_count()


@dataclass(frozen=True)
class Days:
    """A day of each event, bit by bit: in the k-th slice stand the events whose day's number has 2**k."""

    slices: tuple[int, ...]
    size: int

    @classmethod
    def of(cls, days: Sequence[int]) -> Days:
        slices = []
        for shift in range(0, DAY_BITS, 8):
            octets = b"\0" + bytes([day >> shift & 255 for day in reversed(days)])
            slices += [int(octets.translate(table), 2) for table in IS_SET]
        return cls(tuple(slices), len(days))

    def before(self, day: int) -> int:
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


class Move:
    """From the places of some events to their places among others: runs of (start, stop, to), in both in order.

    Halved again and again, so that bits are shifted a few times for each event that leaves or arrives among them.
    """

    def __init__(self, runs: Sequence[tuple[int, int, int]], size: int) -> None:
        """`size` is how many places there were."""
        self.unmoved = next((start for start, _stop, to in runs if start != to), size)
        self.left = (1 << size) - 1
        for start, stop, _to in runs:
            self.left ^= (1 << stop) - (1 << start)
        self.parts = _halved([run for run in runs if run[0] < run[1]], 0, 0, size)

    def __call__(self, found: int) -> int:
        if found.bit_length() <= self.unmoved:
            gone = found & self.left
            return found ^ gone if gone else found
        return _moved(found, self.parts)


Part = tuple[Any, ...]  # (shift, mask, to), or (old cut, mask below it, new cut, part below, part above)


def _halved(runs: Sequence[tuple[int, int, int]], start: int, to: int, stop: int) -> Part:
    """Counted from `start` and `to`; nothing is left of what stands from `stop` on."""
    if not runs:
        return (0, 0, 0)
    if len(runs) == 1:
        first, last, goes = runs[0]
        return (first - start, (1 << (last - first)) - 1 if last < stop else None, goes - to)
    half = len(runs) // 2
    cut, _stop, goes = runs[half]
    below = _halved(runs[:half], start, to, cut)
    return (cut - start, (1 << (cut - start)) - 1, goes - to, below, _halved(runs[half:], cut, goes, stop))


def _moved(found: int, part: Part) -> int:
    if not found:
        return 0
    if len(part) == 3:
        shift, mask, to = part
        found = found >> shift if shift else found
        found = found & mask if mask is not None else found
        return found << to if to else found
    cut, mask, goes, below, above = part
    return _moved(found & mask, below) | _moved(found >> cut, above) << goes
