"""Which statement stands where: on plane k, beside the k-th statement of each event, its key and the day it was said.

A comparison lists days and not events, and a statement may have a day of its own. A day has one number as long as the
program runs, whichever record it stands in: so records can be made from one another, and numbers be counted.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import compress
from threading import Lock

from . import bits
from .bits import Planes

Day = tuple[str, str, str, str]  # its place in the list, first and last day, and as it is written


class Calendar:
    """Every day that some statement was ever said on, by its number."""

    def __init__(self) -> None:
        self.days: list[Day] = []
        self.numbers: dict[Day, int] = {}
        self.lock = Lock()

    def number(self, day: Day) -> int:
        found = self.numbers.get(day)
        if found is None:
            with self.lock:
                found = self.numbers.get(day)
                if found is None:
                    self.days.append(day)
                    found = self.numbers[day] = len(self.days) - 1
        return found


CALENDAR = Calendar()


@dataclass(frozen=True)
class Statements:
    """By plane and, there, by the event's position; 0 where an event has no k-th statement."""

    keys: Mapping[int, array[int]]
    numbers: Mapping[int, array[int]]

    @classmethod
    def of(cls, places: list[int], keys: Iterable[int], days: Iterable[Day], size: int) -> Statements:
        """Of planes that stand one after the other, each of that size."""
        planes = max(places, default=-1) // size + 1 if size else 0
        all_keys, all_numbers = array("q", bytes(8 * planes * size)), array("i", bytes(4 * planes * size))
        for at, key, day in zip(places, keys, days, strict=True):
            all_keys[at], all_numbers[at] = key, CALENDAR.number(day)
        cut = [(k, slice(k * size, (k + 1) * size)) for k in range(planes)]
        return cls({k: all_keys[part] for k, part in cut}, {k: all_numbers[part] for k, part in cut})

    def plane(self, at: int, key: int) -> int | None:
        return next((k for k, keys in self.keys.items() if keys[at] == key), None)

    def days(self, found: Planes) -> Counter[int]:
        """How many of these were said on each day, by its number."""
        counts: Counter[int] = Counter()
        for k, some in found.items():
            counts.update(compress(self.numbers[k], bits.flags(some)))
        return counts

    def places(self, found: Planes, days: Set[int]) -> Iterator[tuple[int, int]]:
        """(plane, position) of those of these that were said on one of the days."""
        for k, some in found.items():
            flags, numbers = bits.flags(some), self.numbers[k]
            on_one = map(days.__contains__, compress(numbers, flags))
            for at in compress(compress(range(len(numbers)), flags), on_one):
                yield k, at


def in_order(days: Iterable[int], *, newest_first: bool = False) -> list[int]:
    return sorted(days, key=CALENDAR.days.__getitem__, reverse=newest_first)


def written(day: int) -> str:
    return CALENDAR.days[day][-1]


def outside(days: Iterable[int], since: dt.date | None, until: dt.date | None, *, certainly: bool) -> set[int]:
    """Of these days those that possibly, or certainly, lie beyond the limits."""
    first, last = since.isoformat() if since else "", until.isoformat() if until else ""
    beyond = set()
    for number in days:
        _place, earliest, latest, _date = CALENDAR.days[number]
        if (first and (earliest if certainly else latest) < first) or (
            last and (latest if certainly else earliest) > last
        ):
            beyond.add(number)
    return beyond
