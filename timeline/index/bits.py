"""Sets of events as Python integers: bit i stands for the i-th event, the oldest first.

Of statements, plane k has the k-th statement of every event: what is asked of one and the same statement is asked
plane by plane, and an event has such a statement if its bit is set in any of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isqrt

Planes = Mapping[int, int]
AT_ONCE = 512  # bytes looked through together
FLAGS = bytes.maketrans(b"01", b"\0\1")


def of(positions: Iterable[int], size: int) -> int:
    marked = bytearray((size + 7) // 8)
    for at in positions:
        marked[at >> 3] |= 1 << (at & 7)
    return int.from_bytes(marked, "little")


def positions(bits: int, start: int, stop: int) -> Iterator[int]:
    """Of the set bits, the lowest first, those from the `start`-th to before the `stop`-th."""
    data = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    passed = 0
    for offset in range(0, len(data), AT_ONCE):
        part = int.from_bytes(data[offset : offset + AT_ONCE], "little")
        here = part.bit_count()
        if passed + here > start:
            for n, at in enumerate(_set(part), passed):
                if n >= stop:
                    return
                if n >= start:
                    yield offset * 8 + at
        passed += here


def _set(part: int) -> Iterator[int]:
    while part:
        lowest = part & -part
        yield lowest.bit_length() - 1
        part ^= lowest


def flags(bits: int) -> bytes:
    """A byte for each bit up to the highest: 0 or 1."""
    return bin(bits)[:1:-1].encode().translate(FLAGS)


def any_of(sets: Iterable[int]) -> int:
    found = 0
    for one in sets:
        found |= one
    return found


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


@dataclass(frozen=True)
class Ladder:
    """Events by a day of theirs: those before any day, without looking at all of them."""

    days: list[int]  # in order
    positions: list[int]  # the events with these days
    rungs: list[int]  # the first 0, step, 2 × step … events
    step: int
    size: int

    @classmethod
    def of(cls, days: list[int]) -> Ladder:
        size = len(days)
        step = max(64, 4 * isqrt(size))
        order = sorted(range(size), key=days.__getitem__)
        rungs, so_far = [0], 0
        for n in range(0, size, step):
            so_far |= of(order[n : n + step], size)
            rungs.append(so_far)
        return cls([days[at] for at in order], order, rungs, step, size)

    def before(self, day: int) -> int:
        n = bisect_left(self.days, day)
        rung = n // self.step
        return self.rungs[rung] | of(self.positions[rung * self.step : n], self.size)
