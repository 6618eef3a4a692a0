"""The chart of a topic’s page: the number of statements of each side over time, on the same scale."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from timeline.models import Side

from ..shared.time_axis import Axis, Bar, Period, build_axis

MOST_PERIODS = 20
LENGTHS = (1, 5, 10, 20, 50, 100)  # years
LANE_HEIGHT = 36  # pixels


@dataclass(frozen=True)
class Mark:
    period: Period
    n: int
    address: str  # of the statements themselves, on the same page
    bar: Bar


@dataclass(frozen=True)
class Lane:
    side: Side
    marks: list[Mark]

    @property
    def total(self) -> int:
        return sum(mark.n for mark in self.marks)


@dataclass(frozen=True)
class TopicChart:
    axis: Axis
    lanes: list[Lane]
    height: int = LANE_HEIGHT


def build_chart(days: Mapping[Side, Iterable[dt.date]], line: Axis) -> TopicChart | None:
    """None if there would be only one mark. A statement dated “by” a day is counted on that day."""
    counts = {side: _count_by_period(theirs, line) for side, theirs in days.items()}
    if sum(len(found) for found in counts.values()) < 2:
        return None
    most = max(n for found in counts.values() for n in found.values())
    return TopicChart(line, [Lane(side, _build_marks(side, found, most, line)) for side, found in counts.items()])


def _count_by_period(days: Iterable[dt.date], line: Axis) -> Counter[Period]:
    counts: Counter[Period] = Counter()
    for year, n in Counter(day.year for day in days if line.covers(day)).items():
        counts[line.find_period(dt.date(year, 1, 1))] += n
    return counts


def _build_marks(side: Side, counts: Counter[Period], most: int, line: Axis) -> list[Mark]:
    return [
        Mark(period, n, f"#{build_cell_id(period, side)}", line.build_bar(period, n, most, LANE_HEIGHT))
        for period, n in sorted(counts.items(), key=lambda item: item[0].first_year)
    ]


def build_cell_id(period: Period, side: Side) -> str:
    """The id of a side’s statements of a period on the page."""
    return f"said-{period.since}-{side.value}"


def build_topic_axis(days: Iterable[dt.date]) -> Axis | None:
    return build_axis(days, MOST_PERIODS, LENGTHS)
