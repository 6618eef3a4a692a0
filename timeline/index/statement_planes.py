"""Which statement stands where: on plane k, beside the k-th statement of each event, its key, the day it was said and
its audience.

A comparison lists days and not events, and a statement may have a day of its own. Days and audiences have numbers.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from . import bitset
from .bitset import Planes
from .interning import Numbered

Day = tuple[str, str, str, str]  # its place in the list, first and last day, and as it is written
Audience = tuple[int, tuple[int, ...]]  # a speaker and those spoken to, by their keys


class Ordered(NamedTuple):
    """By the number of a day: where it stands among all, and the ordinals of the first and last day it may be."""

    rank: np.ndarray
    first: np.ndarray
    last: np.ndarray


class Calendar(Numbered[Day]):
    """Every day that some statement was ever said on."""

    def __init__(self) -> None:
        super().__init__()
        self.of_date: dict[str, list[int]] = defaultdict(list)  # as it is written
        self.kept: Ordered | None = None

    def arrived(self, one: Day, number: int) -> None:
        self.of_date[one[-1]].append(number)

    @property
    def ordered(self) -> Ordered:
        """Of all days that were there when it was asked for."""
        kept, days = self.kept, self.all
        if kept is None or len(kept.rank) < len(days):
            days = list(days)
            rank = np.empty(len(days), dtype=np.int64)
            rank[sorted(range(len(days)), key=days.__getitem__)] = np.arange(len(days))
            first = np.array([dt.date.fromisoformat(day[1]).toordinal() for day in days], dtype=np.int64)
            last = np.array([dt.date.fromisoformat(day[2]).toordinal() for day in days], dtype=np.int64)
            kept = self.kept = Ordered(rank, first, last)
        return kept


CALENDAR = Calendar()
AUDIENCES: Numbered[Audience] = Numbered()
TO_NOBODY: Audience = (0, ())  # where no words to somebody else are recorded
NOBODY = AUDIENCES.number(TO_NOBODY)


def audience(speaker: int, hearers: Iterable[int]) -> Audience:
    """Nobody speaks to themselves."""
    others = tuple(sorted({*hearers} - {speaker}))
    return (speaker, others) if others else TO_NOBODY


class Addressed(NamedTuple):
    """Statements side by side: their keys, and the numbers of their days and audiences."""

    keys: np.ndarray
    days: np.ndarray
    audiences: np.ndarray


@dataclass(frozen=True)
class Statements:
    """By plane and, there, by the event's position; 0 where an event has no k-th statement."""

    keys: Mapping[int, array[int]]
    numbers: Mapping[int, array[int]]  # of the days
    audiences: Mapping[int, array[int]]  # their numbers

    @classmethod
    def of(
        cls, places: list[int], keys: Iterable[int], days: Iterable[Day], audiences: Iterable[Audience], size: int
    ) -> Statements:
        """Of planes that stand one after the other, each of that size."""
        planes = max(places, default=-1) // size + 1 if size else 0
        all_keys, all_numbers, all_audiences = (array(kind, [0]) * (planes * size) for kind in "qii")
        for at, key, day, heard in zip(places, keys, days, audiences, strict=True):
            all_keys[at], all_numbers[at], all_audiences[at] = key, CALENDAR.number(day), AUDIENCES.number(heard)
        cut = [(k, slice(k * size, (k + 1) * size)) for k in range(planes)]
        return cls(*({k: one[part] for k, part in cut} for one in (all_keys, all_numbers, all_audiences)))

    def plane(self, at: int, key: int) -> int | None:
        return next((k for k, keys in self.keys.items() if keys[at] == key), None)

    @cached_property
    def of_plane(self) -> Mapping[int, np.ndarray]:
        """The numbers of the days, to be counted together."""
        return {k: np.frombuffer(numbers, dtype=np.int32) for k, numbers in self.numbers.items()}

    @cached_property
    def audience_of_plane(self) -> Mapping[int, np.ndarray]:
        """Their numbers, likewise."""
        return {k: np.frombuffer(numbers, dtype=np.int32) for k, numbers in self.audiences.items()}

    def addressed(self, found: Planes) -> Addressed:
        """Of these, those that were said to somebody, the earliest first."""
        none = np.empty(0, dtype=np.int64)
        parts = [Addressed(none, none, none)]
        for k, some in found.items():
            days, audiences = self.of_plane[k], self.audience_of_plane[k]
            at = np.flatnonzero(flags(some, k, self) & (audiences != NOBODY))
            parts.append(Addressed(np.frombuffer(self.keys[k], dtype=np.int64)[at], days[at], audiences[at]))
        keys, days, audiences = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.lexsort((keys, CALENDAR.ordered.rank[days]))
        return Addressed(keys[order], days[order], audiences[order])

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
        return {k: bitset.of_flags(flags(some, k, self) & ~days[self.of_plane[k]]) for k, some in found.items()}


def flags(some: int, k: int, said: Statements) -> np.ndarray:
    """True or false for each place of a plane."""
    return bitset.flags(some, len(said.numbers[k]))


def in_order(days: np.ndarray, *, newest_first: bool = False) -> np.ndarray:
    """Numbers of days as a list has them."""
    found = days[np.argsort(CALENDAR.ordered.rank[days])]
    return found[::-1] if newest_first else found


def written(day: int) -> str:
    return CALENDAR.all[day][-1]


def outside(since: dt.date | None, until: dt.date | None, *, certainly: bool) -> np.ndarray:
    """Of all days those that possibly, or certainly, lie beyond the limits."""
    days = CALENDAR.ordered
    beyond = np.zeros(len(days.rank), dtype=bool)
    if since:
        beyond |= (days.first if certainly else days.last) < since.toordinal()
    if until:
        beyond |= (days.last if certainly else days.first) > until.toordinal()
    return beyond
