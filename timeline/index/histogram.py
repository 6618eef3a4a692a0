"""How events lie in time, counted by decade, year, month or day and by side."""

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
class Tally:
    """By the number of the unit."""

    totals: Counter[int] = field(default_factory=Counter)
    by_side: dict[Side, Counter[int]] = field(default_factory=lambda: {side: Counter() for side in Side})
    unsettled: int = 0  # events whose possible days reach beyond their unit


@dataclass(frozen=True)
class Spread:
    """Events in time: those of a decade, year, month or day stand side by side in the list's order."""

    record: Snapshot
    found: int

    def __len__(self) -> int:
        return self.found.bit_count()

    def between(self, first: dt.date, last: dt.date) -> Spread:
        """Those within these days, as the list sorts them."""
        start, stop = self.places(first.toordinal(), last.toordinal())
        return Spread(self.record, self.found & ((1 << stop) - (1 << start)))

    def places(self, first: int, last: int) -> tuple[int, int]:
        """Of the events from one day to the other, both by their ordinals."""
        return bisect_left(self.record.days, first), bisect_right(self.record.days, last)

    def ends(self) -> tuple[dt.date, dt.date]:
        """Of at least one event."""
        places = bitset.lowest(self.found), self.found.bit_length() - 1
        first, last = (dt.date.fromordinal(self.record.days[at]) for at in places)
        return first, last

    def tally(self, axis: Period) -> Tally:
        """In each unit of the axis, which has a place for all of them."""
        tally = Tally(unsettled=(self.found & self.record.unsettled[axis.unit]).bit_count())
        everybody = bitset.Windows(self.found)
        of_side = {side: bitset.Windows(self.found & self.record.of_events["side"].get(side.value, 0)) for side in Side}
        for unit, first, last in axis.days_of_units():
            start, stop = self.places(first, last)
            if start < stop and (n := everybody.count(start, stop)):
                tally.totals[unit] = n
                for side, found in of_side.items():
                    if theirs := found.count(start, stop):
                        tally.by_side[side][unit] = theirs
        return tally
