"""The statements of each side on a topic: the first and the latest, and period by period, in order of date.

All are counted; of a topic with very many statements, the page shows the first ones of each side and period.
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
from .chart import build_cell_id

FEW = 12  # statements up to which no period is collapsed
MOST = 240  # shown on the page


class StatementDay(NamedTuple):
    """The key and the date of a statement, which are enough to count it."""

    key: int
    day: dt.date


StatementsBySide = Mapping[Side, Sequence[StatementDay]]


def load_statements(topic: Topic) -> StatementsBySide:
    """In order of date; always for the three sides, for others only if they speak."""
    quotes = Quote.objects.public().filter(topics=topic).order_by("sort_date", "latest", "pk")
    found: dict[Side, list[StatementDay]] = {side: [] for side in Side}
    for country, key, day in quotes.values_list("speaker__country", "pk", "sort_date"):
        found[SIDE_OF_COUNTRY.get(country, Side.OTHER)].append(StatementDay(key, day))
    return {side: days for side, days in found.items() if days or side is not Side.OTHER}


@dataclass(frozen=True)
class Ends:
    """A side’s first and latest recorded statement; `latest` is None if there is only one."""

    side: Side
    first: Quote | None
    latest: Quote | None


def find_ends(statements: StatementsBySide) -> list[Ends]:
    quotes = _fetch_quotes(one.key for days in statements.values() for one in (*days[:1], *days[-1:]))
    return [
        Ends(
            side,
            quotes.get(days[0].key) if days else None,
            quotes.get(days[-1].key) if len(days) > 1 else None,
        )
        for side, days in statements.items()
    ]


@dataclass(frozen=True)
class Cell:
    side: Side
    id: str
    n: int  # statements
    quotes: list[Quote]  # the first of them


@dataclass(frozen=True)
class Row:
    """The statements of a period, side by side, and the events on the topic that are definitely within it."""

    period: Period
    cells: list[Cell]
    events: int
    query: str
    whole: str  # query of all statements of the period


def build_rows(
    topic: str, statements: StatementsBySide, line: Axis, spans: Iterable[tuple[dt.date, dt.date]]
) -> list[Row]:
    """Only periods with statements. `spans` are the first and the last day of each event on the topic."""
    years: dict[int, dict[Side, list[int]]] = defaultdict(lambda: {side: [] for side in statements})
    for side, days in statements.items():
        for one in days:
            years[one.day.year][side].append(one.key)
    cells: dict[Period, dict[Side, list[int]]] = defaultdict(lambda: {side: [] for side in statements})
    for year in sorted(years):
        for side, theirs in years[year].items():
            cells[line.find_period(dt.date(year, 1, 1))][side] += theirs
    keys = [found for by_side in cells.values() for found in by_side.values() if found]
    most = MOST // len(keys) or 1 if sum(map(len, keys)) > MOST else MOST
    quotes = _fetch_quotes(key for found in keys for key in found[:most])
    happened = Counter((earliest.year, latest.year) for earliest, latest in spans)
    return [
        _build_row(
            topic,
            period,
            [
                Cell(
                    side,
                    build_cell_id(period, side),
                    len(found),
                    [quotes[key] for key in found[:most] if key in quotes],
                )
                for side, found in cells[period].items()
            ],
            sum(n for (first, last), n in happened.items() if period.first_year <= first and last <= period.last_year),
        )
        for period in sorted(cells, key=lambda one: one.first_year)
    ]


def _build_row(topic: str, period: Period, cells: list[Cell], events: int) -> Row:
    within = {"since": period.since, "topic": topic, "until": period.until}
    return Row(
        period,
        cells,
        events,
        querystring.build_query(querystring.build_pairs({"certain": "1", **within})),
        querystring.build_query(querystring.build_pairs({"order": "oldest", **within})),
    )


def _fetch_quotes(keys: Iterable[int]) -> dict[int, Quote]:
    return Quote.objects.for_page().in_bulk(list(keys))
