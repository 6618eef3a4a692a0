"""How each side’s words on a topic moved: first and latest, and period by period, in the order they were said.

Everything is counted; of a topic on which very much was said, the page shows the first words of each side and period.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from timeline.filters import querystring
from timeline.models import Quote, Side, Topic
from timeline.models.sides import SIDE_OF_COUNTRY

from ..shared.time_axis import Axis, Period
from .chart import cell_id

FEW = 12  # statements that need no folding
MOST = 240  # shown on the page


class Brief(NamedTuple):
    """A statement as far as it is counted."""

    key: int
    day: dt.date


Said = Mapping[Side, Sequence[Brief]]


def said_on(topic: Topic) -> Said:
    """In the order it was said; the three sides always, others where they speak."""
    quotes = Quote.objects.public().filter(topics=topic).order_by("sort_date", "latest", "pk")
    found: dict[Side, list[Brief]] = {side: [] for side in Side}
    for country, key, day in quotes.values_list("speaker__country", "pk", "sort_date"):
        found[SIDE_OF_COUNTRY.get(country, Side.OTHER)].append(Brief(key, day))
    return {side: briefs for side, briefs in found.items() if briefs or side is not Side.OTHER}


@dataclass(frozen=True)
class Ends:
    """A side’s first and latest recorded statement; `latest` is None where there is one only."""

    side: Side
    first: Quote | None
    latest: Quote | None


def ends(said: Said) -> list[Ends]:
    quotes = _fetched(brief.key for briefs in said.values() for brief in (*briefs[:1], *briefs[-1:]))
    return [
        Ends(
            side,
            quotes.get(briefs[0].key) if briefs else None,
            quotes.get(briefs[-1].key) if len(briefs) > 1 else None,
        )
        for side, briefs in said.items()
    ]


@dataclass(frozen=True)
class Cell:
    side: Side
    id: str
    n: int  # statements
    quotes: list[Quote]  # the first of them


@dataclass(frozen=True)
class Row:
    """The statements of a period, side by side, and the events about the topic that certainly lie in it."""

    period: Period
    cells: list[Cell]
    events: int
    query: str
    whole: str  # query of all that was said in it


def rows(topic: str, said: Said, line: Axis, spans: Iterable[tuple[dt.date, dt.date]]) -> list[Row]:
    """Only periods in which somebody is recorded to have spoken. `spans` are the days of the topic’s events."""
    years: dict[int, dict[Side, list[int]]] = defaultdict(lambda: {side: [] for side in said})
    for side, briefs in said.items():
        for brief in briefs:
            years[brief.day.year][side].append(brief.key)
    cells: dict[Period, dict[Side, list[int]]] = defaultdict(lambda: {side: [] for side in said})
    for year in sorted(years):
        for side, theirs in years[year].items():
            cells[line.period(dt.date(year, 1, 1))][side] += theirs
    keys = [found for by_side in cells.values() for found in by_side.values() if found]
    most = MOST // len(keys) or 1 if sum(map(len, keys)) > MOST else MOST
    quotes = _fetched(key for found in keys for key in found[:most])
    happened = Counter((earliest.year, latest.year) for earliest, latest in spans)
    return [
        _row(
            topic,
            period,
            [
                Cell(side, cell_id(period, side), len(found), [quotes[key] for key in found[:most] if key in quotes])
                for side, found in cells[period].items()
            ],
            sum(n for (first, last), n in happened.items() if period.first_year <= first and last <= period.last_year),
        )
        for period in sorted(cells, key=lambda one: one.first_year)
    ]


def _row(topic: str, period: Period, cells: list[Cell], events: int) -> Row:
    within = {"since": period.since, "topic": topic, "until": period.until}
    return Row(
        period,
        cells,
        events,
        querystring.build_query(querystring.build_pairs({"certain": "1", **within})),
        querystring.build_query(querystring.build_pairs({"order": "oldest", **within})),
    )


def _fetched(keys: Iterable[int]) -> dict[int, Quote]:
    return Quote.objects.for_page().in_bulk(list(keys))
