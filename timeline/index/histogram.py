"""How events are distributed over time, counted by decade, year, month or day and by side."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field

from articles.dates.periods import Period

from ..models import Side
from . import bitset
from .snapshot import Snapshot


@dataclass
class UnitCounts:
    """By the number of the unit: a decade, a year, a month or a day."""

    totals: Counter[int] = field(default_factory=Counter)
    by_side: dict[Side, Counter[int]] = field(default_factory=lambda: {side: Counter() for side in Side})
    imprecise: int = 0  # events whose possible days reach beyond their unit


@dataclass(frozen=True)
class EventDistribution:
    """Some events in the order of their days: those of one decade, year, month or day follow each other."""

    snapshot: Snapshot
    events: int  # bits

    def __len__(self) -> int:
        return self.events.bit_count()

    def narrow(self, first: dt.date, last: dt.date) -> EventDistribution:
        """The events of these days, as the list sorts them."""
        start, stop = self.find_positions(first.toordinal(), last.toordinal())
        return EventDistribution(self.snapshot, self.events & ((1 << stop) - (1 << start)))

    def find_positions(self, first: int, last: int) -> tuple[int, int]:
        """Of the events from one day to the other, both as ordinals."""
        return bisect_left(self.snapshot.days, first), bisect_right(self.snapshot.days, last)

    def find_ends(self) -> tuple[dt.date, dt.date]:
        """The first and the last day. There must be an event."""
        positions = bitset.find_lowest(self.events), self.events.bit_length() - 1
        first, last = (dt.date.fromordinal(self.snapshot.days[position]) for position in positions)
        return first, last

    def count_by_unit(self, axis: Period) -> UnitCounts:
        """For each unit of the axis, which includes the days of all these events."""
        snapshot = self.snapshot
        counts = UnitCounts(imprecise=(self.events & snapshot.imprecise[axis.unit]).bit_count())
        total = bitset.RangeCounter(self.events)
        of_side = {
            side: bitset.RangeCounter(self.events & snapshot.of_events["side"].get(side.value, 0)) for side in Side
        }
        for unit, first, last in axis.days_of_units():
            start, stop = self.find_positions(first, last)
            if start < stop and (n := total.count(start, stop)):
                counts.totals[unit] = n
                for side, counter in of_side.items():
                    if with_side := counter.count(start, stop):
                        counts.by_side[side][unit] = with_side
        return counts
