"""Who said what on which date, a column for each side: what the side-by-side page shows, in order for its template."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .cards import Column
from .filters import OLDEST_FIRST, EventFilter
from .models import Event, Quote, Side
from .queries import LIST_ORDER
from .search.query import Query, parse

THE_THREE = (Side.JP, Side.RU, Side.US)
DAY = ("sort_date", "earliest", "latest", "date")  # a date in the list's order, and as it is written
Day = tuple[dt.date, dt.date, dt.date, str]


@dataclass(frozen=True)
class Row:
    """What was said on one date at one event."""

    date: str
    year: int
    event: Event
    cells: list[Column]
    repeats: bool  # the date of the row above: told to who cannot see it


@dataclass(frozen=True)
class Year:
    year: int
    apart: int  # years from the one above it on the page
    rows: list[Row]


@dataclass(frozen=True)
class Comparison:
    """A page of rows. Each of the three sides has its column; others have one where they speak on the page."""

    sides: list[Side]
    years: list[Year]
    words: Query  # asked for, to be marked


def backwards(events: EventFilter) -> bool:
    """The newest first, as on the list."""
    return bool(events.values.get("order") != OLDEST_FIRST)


def days(events: EventFilter) -> QuerySet[Quote, Day]:
    """Each date on which something was said, once, as exact as it is known, in the order asked for."""
    order = [f"-{name}" if backwards(events) else name for name in DAY]
    return events.statements_shown().order_by(*order).values_list(*DAY).distinct()


def comparison(events: EventFilter, shown: Iterable[Day]) -> Comparison:
    """The rows of these days; no day is ever parted between two pages."""
    listed = list(shown)
    quotes: list[Quote] = []
    if listed:
        quotes = list(events.statements_shown().filter(date__in=[date for *_bounds, date in listed]).for_page())
    speaking = {quote.speaker.side for quote in quotes}
    sides = [side for side in Side if side in THE_THREE or side in speaking]
    return Comparison(sides, _years(_rows(listed, quotes, sides, events)), parse(events.values.get("q") or ""))


def _rows(listed: list[Day], quotes: list[Quote], sides: list[Side], events: EventFilter) -> list[Row]:
    """Of events of one date, the one that the list shows first is first; its statements stay in reading order."""
    said: dict[str, dict[Event, list[Quote]]] = defaultdict(lambda: defaultdict(list))
    for quote in quotes:
        said[quote.date][quote.event].append(quote)
    rows = []
    for first, _earliest, _latest, date in listed:
        happened = sorted(said[date], key=_place, reverse=backwards(events))
        for n, event in enumerate(happened):
            cells = [Column(side, [one for one in said[date][event] if one.speaker.side == side]) for side in sides]
            rows.append(Row(date, first.year, event, cells, repeats=n > 0))
    return rows


def _place(event: Event) -> tuple[object, ...]:
    return tuple(getattr(event, name) for name in LIST_ORDER)


def _years(rows: list[Row]) -> list[Year]:
    years: list[Year] = []
    for year, its_rows in groupby(rows, key=lambda row: row.year):
        years.append(Year(year, abs(year - years[-1].year) if years else 0, list(its_rows)))
    return years


def told(events: EventFilter, total: int) -> str:
    """How many statements there are of the events asked for, and by what rule they were chosen."""
    found = events.statements_shown().order_by().aggregate(n=Count("pk"), events=Count("event", distinct=True))
    counted = ngettext("%(n)s statement", "%(n)s statements", found["n"]) % {"n": f"{found['n']:,}"}
    happened = ngettext("%(n)s event", "%(n)s events", found["events"]) % {"n": f"{found['events']:,}"}
    text = _("%(statements)s at %(events)s, each on the date on which it was said.")
    return " ".join([text % {"statements": counted, "events": happened}, *_rules(events, total - found["events"])])


def _rules(events: EventFilter, silent: int) -> list[str]:
    values, rules = events.values, []
    if values.get("topic"):
        rules.append(_("Only what was said on the chosen topic itself is shown."))
    if values.get("actor"):
        rules.append(_("Of an event at which nobody chosen speaks, all that was said is shown."))
    if values.get("q"):
        rules.append(_("Where only an event’s own telling has the words, no statement is left out for lack of them."))
    if silent:
        rest = ngettext(
            "%(n)s more event has no such statement; the list shows it.",
            "%(n)s more events have no such statement; the list shows them.",
            silent,
        )
        rules.append(rest % {"n": f"{silent:,}"})
    return rules
