"""By plane and event: the key of each statement, the day it was made and its audience.

A side-by-side page lists days and not events, and a statement may have a day of its own. Days and audiences have
numbers, which numpy can count.
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
from .interning import Interner

StatementDay = tuple[str, str, str, str]  # the sort date, the first and the last day, and the date as it is written
Audience = tuple[int, tuple[int, ...]]  # the keys of a speaker and of those spoken to


class CalendarOrder(NamedTuple):
    """By the number of a day: its rank among all days, and the ordinals of the first and last day that it may be."""

    rank: np.ndarray
    first: np.ndarray
    last: np.ndarray


class Calendar(Interner[StatementDay]):
    """Every day on which a statement was ever made."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers_by_date: dict[str, list[int]] = defaultdict(list)  # by the date as it is written
        self._order: CalendarOrder | None = None

    def on_added(self, value: StatementDay, number: int) -> None:
        self.numbers_by_date[value[-1]].append(number)

    @property
    def order(self) -> CalendarOrder:
        """Of all days that are known now."""
        order, days = self._order, self.values
        if order is None or len(order.rank) < len(days):
            days = list(days)
            rank = np.empty(len(days), dtype=np.int64)
            rank[sorted(range(len(days)), key=days.__getitem__)] = np.arange(len(days))
            first = np.array(
                [dt.date.fromisoformat(earliest).toordinal() for _, earliest, _, _ in days], dtype=np.int64
            )
            last = np.array([dt.date.fromisoformat(latest).toordinal() for _, _, latest, _ in days], dtype=np.int64)
            order = self._order = CalendarOrder(rank, first, last)
        return order


CALENDAR = Calendar()
AUDIENCES: Interner[Audience] = Interner()
NO_AUDIENCE: Audience = (0, ())  # of statements that are not recorded as said to anybody else
NOBODY = AUDIENCES.intern(NO_AUDIENCE)


def make_audience(speaker: int, addressees: Iterable[int]) -> Audience:
    """Without the speaker: nobody speaks to themselves."""
    others = tuple(sorted({*addressees} - {speaker}))
    return (speaker, others) if others else NO_AUDIENCE


class AddressedStatements(NamedTuple):
    """Columns of statements: their keys, and the numbers of their days and audiences."""

    keys: np.ndarray
    days: np.ndarray
    audiences: np.ndarray


@dataclass(frozen=True)
class StatementPlanes:
    """By plane, an array by the event's position; 0 where an event has no k-th statement."""

    keys: Mapping[int, array[int]]
    days: Mapping[int, array[int]]  # their numbers
    audiences: Mapping[int, array[int]]  # their numbers

    @classmethod
    def build(
        cls,
        positions: list[int],
        keys: Iterable[int],
        days: Iterable[StatementDay],
        audiences: Iterable[Audience],
        size: int,
    ) -> StatementPlanes:
        """`positions` count through planes of this size that follow each other."""
        planes = max(positions, default=-1) // size + 1 if size else 0
        all_keys, all_days, all_audiences = (array(kind, [0]) * (planes * size) for kind in "qii")
        for position, key, day, audience in zip(positions, keys, days, audiences, strict=True):
            all_keys[position], all_days[position] = key, CALENDAR.intern(day)
            all_audiences[position] = AUDIENCES.intern(audience)
        slices = [(k, slice(k * size, (k + 1) * size)) for k in range(planes)]
        return cls(*({k: column[part] for k, part in slices} for column in (all_keys, all_days, all_audiences)))

    def find_plane(self, position: int, key: int) -> int | None:
        return next((k for k, keys in self.keys.items() if keys[position] == key), None)

    @cached_property
    def day_arrays(self) -> Mapping[int, np.ndarray]:
        """`days` for numpy."""
        return {k: np.frombuffer(numbers, dtype=np.int32) for k, numbers in self.days.items()}

    @cached_property
    def audience_arrays(self) -> Mapping[int, np.ndarray]:
        """`audiences` for numpy."""
        return {k: np.frombuffer(numbers, dtype=np.int32) for k, numbers in self.audiences.items()}

    def find_addressed(self, statements: Planes) -> AddressedStatements:
        """Those of these statements that were said to somebody, the earliest first."""
        none = np.empty(0, dtype=np.int64)
        parts = [AddressedStatements(none, none, none)]
        for k, bits in statements.items():
            days, audiences = self.day_arrays[k], self.audience_arrays[k]
            at = np.flatnonzero(self.to_flags(bits, k) & (audiences != NOBODY))
            parts.append(AddressedStatements(np.frombuffer(self.keys[k], dtype=np.int64)[at], days[at], audiences[at]))
        keys, days, audiences = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.lexsort((keys, CALENDAR.order.rank[days]))
        return AddressedStatements(keys[order], days[order], audiences[order])

    def count_by_day(self, statements: Planes) -> np.ndarray:
        """How many of these statements were made on each day, by the number of the day."""
        counts = np.zeros(len(CALENDAR.order.rank), dtype=np.int64)
        for k, bits in statements.items():
            counts += np.bincount(self.day_arrays[k][self.to_flags(bits, k)], minlength=len(counts))
        return counts

    def find_on_days(self, statements: Planes, days: np.ndarray) -> dict[int, np.ndarray]:
        """By plane, the positions of those that were made on one of the days (true or false by number)."""
        return {k: np.flatnonzero(self.to_flags(bits, k) & days[self.day_arrays[k]]) for k, bits in statements.items()}

    def exclude_days(self, statements: Planes, days: np.ndarray) -> dict[int, int]:
        """Without those that were made on one of the days."""
        return {
            k: bitset.from_flags(self.to_flags(bits, k) & ~days[self.day_arrays[k]]) for k, bits in statements.items()
        }

    def to_flags(self, bits: int, k: int) -> np.ndarray:
        """True or false for each position of a plane."""
        return bitset.to_flags(bits, len(self.days[k]))


def sort_days(days: np.ndarray, *, newest_first: bool = False) -> np.ndarray:
    """Numbers of days in the order of a list."""
    found = days[np.argsort(CALENDAR.order.rank[days])]
    return found[::-1] if newest_first else found


def get_date(day: int) -> str:
    """As it is written."""
    return CALENDAR.values[day][-1]


def get_dates(days: Iterable[int]) -> list[str]:
    """For thousands of days at once: a call for each would take longer than the rest of a page's query."""
    values = CALENDAR.values
    return [values[day][-1] for day in days]


def find_days_outside(first: dt.date | None, last: dt.date | None, *, definitely: bool) -> np.ndarray:
    """True for each day that cannot be within these dates; with `definitely`, that is not definitely within them."""
    days = CALENDAR.order
    outside = np.zeros(len(days.rank), dtype=bool)
    if first:
        outside |= (days.first if definitely else days.last) < first.toordinal()
    if last:
        outside |= (days.last if definitely else days.first) > last.toordinal()
    return outside
