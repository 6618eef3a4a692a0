"""Events in time, counted one by one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from articles import dates
from articles.dates.periods import Period, number_unit
from timeline.index.histogram import Tally
from timeline.models import Side


@dataclass(frozen=True)
class Dated:
    """When an event was, and who has a part in it."""

    date: dates.Span
    sides: frozenset[Side]


@dataclass(frozen=True)
class Several:
    """Events one by one."""

    events: list[Dated]

    def __len__(self) -> int:
        return len(self.events)

    def between(self, first: dt.date, last: dt.date) -> Several:
        return Several([one for one in self.events if first <= one.date.sort_date <= last])

    def ends(self) -> tuple[dt.date, dt.date]:
        days = [one.date.sort_date for one in self.events]
        return min(days), max(days)

    def tally(self, axis: Period) -> Tally:
        found = Tally()
        for one in self.events:
            unit = number_unit(axis.unit, one.date.sort_date)
            found.totals[unit] += 1
            for side in one.sides:
                found.by_side[side][unit] += 1
            found.unsettled += (
                one.date.open_end or one.date.open_start or number_unit(axis.unit, one.date.latest) != unit
            )
        return found
