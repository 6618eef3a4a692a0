"""The distribution of events over time, counted one by one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from articles import dates
from articles.dates.periods import Period, number_unit
from timeline.index.histogram import UnitCounts
from timeline.models import Side


@dataclass(frozen=True)
class DatedEvent:
    """The date of an event, and the sides involved."""

    date: dates.Span
    sides: frozenset[Side]


@dataclass(frozen=True)
class QueryDistribution:
    """Events one by one."""

    events: list[DatedEvent]

    def __len__(self) -> int:
        return len(self.events)

    def narrow(self, first: dt.date, last: dt.date) -> QueryDistribution:
        return QueryDistribution([one for one in self.events if first <= one.date.sort_date <= last])

    def find_ends(self) -> tuple[dt.date, dt.date]:
        days = [one.date.sort_date for one in self.events]
        return min(days), max(days)

    def count_by_unit(self, axis: Period) -> UnitCounts:
        found = UnitCounts()
        for one in self.events:
            unit = number_unit(axis.unit, one.date.sort_date)
            found.totals[unit] += 1
            for side in one.sides:
                found.by_side[side][unit] += 1
            found.imprecise += (
                one.date.open_end or one.date.open_start or number_unit(axis.unit, one.date.latest) != unit
            )
        return found
