"""Which statement stands where: on plane k, beside the k-th statement of each event, its key and the day it was said.

A comparison lists days and not events, and a statement may have a day of its own. The numbers of the days go by their
order, and stand in lists of the events' length that share them, so that those of a bit string are picked out at once.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import compress

from . import bits
from .bits import Planes

Day = tuple[dt.date, dt.date, dt.date, str]  # its place in the list, first and last day, and as it is written


@dataclass(frozen=True)
class Statements:
    """Where an event has no k-th statement, `keys` has 0 and `numbers` anything."""

    all: Planes
    keys: Mapping[int, array[int]]
    numbers: Mapping[int, list[int]]
    dates: Sequence[str]  # as they are written, by number
    number: Mapping[str, int]
    earliest: Sequence[int]  # ordinal days, by number
    latest: Sequence[int]

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

    def outside(
        self, days: Iterable[int], since: dt.date | None, until: dt.date | None, *, certainly: bool
    ) -> set[int]:
        """Of these days those that possibly, or certainly, lie beyond the limits."""
        beyond: set[int] = set()
        if since:
            ends, first = self.earliest if certainly else self.latest, since.toordinal()
            beyond.update(n for n in days if ends[n] < first)
        if until:
            ends, last = self.latest if certainly else self.earliest, until.toordinal()
            beyond.update(n for n in days if ends[n] > last)
        return beyond


@dataclass
class Gathering:
    """Statements while they are read, of events in any order."""

    size: int  # events
    places: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    keys: dict[int, array[int]] = field(default_factory=dict)
    numbers: dict[int, list[int]] = field(default_factory=dict)
    seen: dict[Day, int] = field(default_factory=dict)

    def put(self, k: int, at: int, key: int, day: Day) -> None:
        if k not in self.keys:
            self.keys[k], self.numbers[k] = array("q", bytes(8 * self.size)), [0] * self.size
        self.places[k].append(at)
        self.keys[k][at] = key
        self.numbers[k][at] = self.seen.setdefault(day, len(self.seen))

    def statements(self) -> Statements:
        days = sorted(self.seen)
        place = [0] * len(days)
        for number, day in enumerate(days):
            place[self.seen[day]] = number
        return Statements(
            {k: bits.of(found, self.size) for k, found in self.places.items()},
            self.keys,
            {k: [place[n] for n in numbers] for k, numbers in self.numbers.items()},
            [date for *_bounds, date in days],
            {date: number for number, (*_bounds, date) in enumerate(days)},
            array("i", [earliest.toordinal() for _place, earliest, _latest, _date in days]),
            array("i", [latest.toordinal() for _place, _earliest, latest, _date in days]),
        )
