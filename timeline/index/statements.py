"""Which statement stands where: on plane k, beside the k-th statement of each event, its key and the day it was said.

A comparison lists days and not events, and a statement may have a day of its own. A day has one number as long as the
program runs, whichever record it stands in: so records can be made from one another, and numbers be counted.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import NamedTuple

import numpy as np

from . import bits
from .bits import Planes

Day = tuple[str, str, str, str]  # its place in the list, first and last day, and as it is written


class Ordered(NamedTuple):
    """By the number of a day: where it stands among all, and the ordinals of the first and last day it may be."""

    rank: np.ndarray
    first: np.ndarray
    last: np.ndarray


class Calendar:
    """Every day that some statement was ever said on, by its number."""

    def __init__(self) -> None:
        self.days: list[Day] = []
        self.numbers: dict[Day, int] = {}
        self.of_date: dict[str, list[int]] = defaultdict(list)  # as it is written
        self.lock = Lock()
        self.kept: Ordered | None = None

    def number(self, day: Day) -> int:
        found = self.numbers.get(day)
        if found is None:
            with self.lock:
                found = self.numbers.get(day)
                if found is None:
                    found = len(self.days)
                    self.days.append(day)
                    self.of_date[day[-1]].append(found)
                    self.numbers[day] = found
        return found

    @property
    def ordered(self) -> Ordered:
        """Of all days that were there when it was asked for."""
        kept, days = self.kept, self.days
        if kept is None or len(kept.rank) < len(days):
            days = list(days)
            rank = np.empty(len(days), dtype=np.int64)
            rank[sorted(range(len(days)), key=days.__getitem__)] = np.arange(len(days))
            first = np.array([dt.date.fromisoformat(day[1]).toordinal() for day in days], dtype=np.int64)
            last = np.array([dt.date.fromisoformat(day[2]).toordinal() for day in days], dtype=np.int64)
            kept = self.kept = Ordered(rank, first, last)
        return kept


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

    @cached_property
    def of_plane(self) -> Mapping[int, np.ndarray]:
        """The numbers of the days, to be counted together."""
        return {k: np.frombuffer(numbers, dtype=np.int32) for k, numbers in self.numbers.items()}

    def days(self, found: Planes) -> np.ndarray:
        """How many of these were said on each day, by its number."""
        counts = np.zeros(len(CALENDAR.ordered.rank), dtype=np.int64)
        for k, some in found.items():
            counts += np.bincount(self.of_plane[k][flags(some, k, self)], minlength=len(counts))
        return counts

    def on(self, found: Planes, days: np.ndarray) -> dict[int, np.ndarray]:
        """By plane the positions of those of these that were said on one of the days: true or false by number."""
        return {k: np.flatnonzero(flags(some, k, self) & days[self.of_plane[k]]) for k, some in found.items()}

    def leaving(self, found: Planes, days: np.ndarray) -> dict[int, int]:
        """These without those that were said on one of the days."""
        return {k: bits.of_flags(flags(some, k, self) & ~days[self.of_plane[k]]) for k, some in found.items()}


def flags(some: int, k: int, said: Statements) -> np.ndarray:
    """True or false for each place of a plane."""
    return bits.flags(some, len(said.numbers[k]))


def in_order(days: np.ndarray, *, newest_first: bool = False) -> np.ndarray:
    """Numbers of days as a list has them."""
    found = days[np.argsort(CALENDAR.ordered.rank[days])]
    return found[::-1] if newest_first else found


def written(day: int) -> str:
    return CALENDAR.days[day][-1]


def outside(since: dt.date | None, until: dt.date | None, *, certainly: bool) -> np.ndarray:
    """Of all days those that possibly, or certainly, lie beyond the limits."""
    days = CALENDAR.ordered
    beyond = np.zeros(len(days.rank), dtype=bool)
    if since:
        beyond |= (days.first if certainly else days.last) < since.toordinal()
    if until:
        beyond |= (days.last if certainly else days.first) > until.toordinal()
    return beyond
