"""How each side’s words on a topic moved: first and latest, and period by period, in the order they were said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import addresses
from .cards import Column
from .models import Quote, Side
from .pictures.axis import Axis, Period
from .pictures.lanes import cell_id

FEW = 12  # statements that need no folding


@dataclass(frozen=True)
class Ends:
    """A side’s first and latest recorded statement; `latest` is None where there is one only."""

    side: Side
    first: Quote | None
    latest: Quote | None


def ends(columns: Iterable[Column]) -> list[Ends]:
    return [
        Ends(
            column.side,
            column.quotes[0] if column.quotes else None,
            column.quotes[-1] if len(column.quotes) > 1 else None,
        )
        for column in columns
    ]


@dataclass(frozen=True)
class Cell:
    side: Side
    id: str
    quotes: list[Quote]


@dataclass(frozen=True)
class Row:
    """The statements of a period, side by side, and the events about the topic that certainly lie in it."""

    period: Period
    cells: list[Cell]
    events: int
    query: str


def rows(topic: str, columns: Sequence[Column], line: Axis, spans: Sequence[tuple[dt.date, dt.date]]) -> list[Row]:
    """Only periods in which somebody is recorded to have spoken. `spans` are the days of the topic’s events."""
    periods = {line.period(quote.sort_date) for column in columns for quote in column.quotes}
    return [_row(topic, period, columns, line, spans) for period in sorted(periods, key=lambda one: one.first_year)]


def _row(
    topic: str, period: Period, columns: Sequence[Column], line: Axis, spans: Sequence[tuple[dt.date, dt.date]]
) -> Row:
    cells = [
        Cell(
            column.side,
            cell_id(period, column.side),
            [quote for quote in column.quotes if line.period(quote.sort_date) == period],
        )
        for column in columns
    ]
    parameters = {"certain": "1", "since": period.since, "topic": topic, "until": period.until}
    return Row(
        period,
        cells,
        sum(1 for earliest, latest in spans if period.holds(earliest, latest)),
        addresses.query(addresses.pairs(parameters)),
    )
