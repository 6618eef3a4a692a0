"""The histogram above a list: the number of matching events over time, in total and for each side.

It has one bar for each decade, year, month or day with events. The upper mark of a bar is all its events; below it each
side has a lane, and an event involving two sides is counted in both. All marks have the same scale. The template draws
it as SVG: heights are in pixels, positions along the axis in percent.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.dates.periods import Period, describe_period, find_period
from timeline.filters import querystring
from timeline.filters.base import label_members
from timeline.filters.filterset import EventFilter
from timeline.index.bitmap_backend import SearchBackend
from timeline.index.histogram import EventDistribution, UnitCounts
from timeline.models import Side

HEIGHT = 116  # pixels, for the marks of all lanes together
LOWEST_LANE, LOWEST_MARK = 13, 2  # room for the letters of a side; a single event stays visible
LANE_GAP = 5
WIDEST_BAR = 7.0  # percent of the axis
LABELS, BASELINE = 20, 15  # pixels below the axis: height of the labels, and their baseline
EDGE = 5.0  # percent: labels this near to an end are aligned with it
# The number of labels for which a phone has room, and the round steps between them.
MOST_TICKS = {"decade": 6, "year": 6, "month": 6, "day": 4}
TICK_STEPS = {"decade": (1, 2, 5, 10, 20, 50, 100, 200), "year": (1, 2, 5, 10), "month": (1, 3, 6), "day": (1, 5, 10)}


class Link(NamedTuple):
    label: str
    query: str


class Mark(NamedTuple):
    lane: str  # a side, or "all"
    y: float
    height: float


class Bar(NamedTuple):
    """The events of one decade, year, month or day."""

    label: str
    n: int
    sides: dict[Side, int]  # every side, also those with no events
    query: str
    x: float
    width: float
    marks: list[Mark]

    @property
    def taking_part(self) -> list[tuple[str, int]]:
        """“Japan 60, Russia 51”, for screen readers."""
        names = label_members(Side, get_language())
        return [(names[side], n) for side, n in self.sides.items() if n]


class Lane(NamedTuple):
    name: str  # a side, or "all"
    base: float  # the baseline of its marks
    middle: float


class Tick(NamedTuple):
    label: str
    x: float
    anchor: str  # SVG’s text-anchor


@dataclass(frozen=True)
class Picture:
    height: float
    most: int  # events in the highest bar
    bars: list[Bar]
    lanes: list[Lane]
    ticks: list[Tick]
    unsettled: int  # events that may also belong to another bar
    elsewhere: int  # listed events whose bar is outside the selected dates

    @property
    def full_height(self) -> int:
        """Including the labels below the axis."""
        return int(self.height) + LABELS

    @property
    def tick_y(self) -> int:
        return int(self.height) + BASELINE


@dataclass(frozen=True)
class Histogram:
    """The picture, if there is more than one unit, and links to other periods."""

    picture: Picture | None
    earlier: Link | None
    later: Link | None
    wider: list[Link]

    def __bool__(self) -> bool:
        return bool(self.picture or self.wider)


def build_histogram(events: EventFilter, answers: SearchBackend) -> Histogram:
    if not events.understood:
        return Histogram(None, None, None, [])
    first, last, parameters = events.dates.first, events.dates.last, events.parameters
    address, language = querystring.AddressBuilder(parameters), get_language()
    selected = find_period(first, last) if first and last else None
    picture = build_picture(answers.find_distribution(), parameters, first, last)
    earlier, later = build_adjacent_links(selected, address, answers) if selected else (None, None)
    wider = [build_link(one, address, language) for one in selected.list_enclosing()] if selected else []
    if first or last:
        everything = querystring.build_query(querystring.replace_values(parameters, since="", until="")) or "?"
        wider.append(Link(_("all years"), everything))
    return Histogram(picture, earlier, later, wider)


def build_link(to: Period, address: querystring.AddressBuilder, language: str | None) -> Link:
    since, until, label = describe_period(to, language)
    return Link(label, address.build_with_dates(since, until))


def build_adjacent_links(
    selected: Period, address: querystring.AddressBuilder, answers: SearchBackend
) -> tuple[Link | None, Link | None]:
    """Links to the periods of the same length before and after, within the range of all events."""
    reach, language = answers.find_date_span(), get_language()
    earlier, later = selected.shift(-1), selected.shift(1)
    if not reach:
        return None, None
    return (
        build_link(earlier, address, language) if earlier and earlier.last_day >= reach[0] else None,
        build_link(later, address, language) if later and later.first_day <= reach[1] else None,
    )


def build_picture(
    events: EventDistribution, parameters: querystring.Pairs, first: dt.date | None = None, last: dt.date | None = None
) -> Picture | None:
    """None if there is nothing to compare: no events, or a single unit.

    The axis covers the selected dates, if both are given; otherwise it runs from the first event to the last. An event
    is counted on its first possible day (its last, if the start is unknown), so that it is always in the same bar.
    Events that match the selected dates but whose bar is outside them are counted in `elsewhere`.
    """
    since, until = first or dt.date.min, last or dt.date.max
    placed = events.narrow(since, until)
    if not len(placed):
        return None
    ends = (first, last) if first and last else placed.find_ends()
    axis = find_period(*ends).in_best_unit()
    if axis.first == axis.last:
        return None
    tally = placed.count_by_unit(axis)
    totals, by_side = tally.totals, tally.by_side
    lanes, scale = lay_out_lanes(totals, by_side)
    step = 100 / (axis.last - axis.first + 1)
    address, language = querystring.AddressBuilder(parameters), get_language()
    bars = [
        build_bar(
            build_link(one, address, language), one.first, tally, lanes, scale, (one.first - axis.first) * step, step
        )
        for one in axis.units
        if totals[one.first]
    ]
    elsewhere = len(events) - len(placed)
    return Picture(
        lanes[-1].base, max(totals.values()), bars, lanes, build_ticks(axis, language), tally.imprecise, elsewhere
    )


def lay_out_lanes(totals: Counter[int], by_side: dict[Side, Counter[int]]) -> tuple[list[Lane], float]:
    """A lane for all events and one for each side that has any, each as high as its highest mark; and the scale."""
    highest = {"all": max(totals.values())}
    highest |= {side.value: max(counts.values()) for side, counts in by_side.items() if counts}
    scale = HEIGHT / sum(highest.values())
    lanes: list[Lane] = []
    base = 0.0
    for name, most in highest.items():
        height = max(most * scale, LOWEST_LANE)
        base += height + (LANE_GAP if lanes else 0)
        lanes.append(Lane(name, round(base, 1), round(base - height / 2, 1)))
    return lanes, scale


def build_bar(
    to: Link, unit: int, tally: UnitCounts, lanes: Iterable[Lane], scale: float, left: float, step: float
) -> Bar:
    n, sides = tally.totals[unit], {side: counts[unit] for side, counts in tally.by_side.items()}
    marks = []
    for name, base, _middle in lanes:
        if of_lane := n if name == "all" else sides[name]:  # type: ignore[index]  # a side is its own name
            height = of_lane * scale
            if height < LOWEST_MARK:
                height = LOWEST_MARK
            marks.append(Mark(name, round(base - height, 1), round(height, 1)))
    width = min(step * 0.8, WIDEST_BAR)
    return Bar(to.label, n, sides, to.query, round(left + (step - width) / 2, 2), round(width, 2), marks)


@lru_cache(maxsize=512)
def build_ticks(axis: Period, _language: str | None) -> list[Tick]:
    """A few round units with short labels; days are counted from the first."""
    step = 100 / (axis.last - axis.first + 1)
    begin = axis.first if axis.unit == "day" else 0
    chosen: list[Period] = []
    for every in TICK_STEPS[axis.unit]:
        chosen = [one for one in axis.units if (one.first - begin) % every == 0]
        if len(chosen) <= MOST_TICKS[axis.unit]:
            break
    places = [(one.first - axis.first + 0.5) * step for one in chosen]
    return [
        Tick(
            _shorten_label(one, first=i == 0),
            round(x, 2),
            "start" if x < EDGE else "end" if x > 100 - EDGE else "middle",
        )
        for i, (one, x) in enumerate(zip(chosen, places, strict=True))
    ]


def _shorten_label(unit: Period, *, first: bool) -> str:
    """The first label and each January include the year."""
    day = unit.first_day
    if unit.unit == "day":
        return date_format(day, "j M Y" if first else "j M")
    if unit.unit == "month":
        return date_format(day, "M Y" if first or day.month == 1 else "M")
    return unit.label
