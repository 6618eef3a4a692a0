"""Who said what on which date, a column for each side: what the side-by-side page shows, in order for its template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import dates

from .cards import Column
from .filters import EventFilter
from .index.answers import Answers, Said
from .models import Event, Quote, Side
from .queries import LIST_ORDER
from .search.query import Query, parse

THE_THREE = (Side.JP, Side.RU, Side.US)
DAYS_PER_PAGE = 40
STATEMENTS_PER_PAGE = 80


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
class Leaf:
    """The days of one page, or a part of a day on which more was said than a page can hold."""

    dates: list[str]
    part: int = 1
    parts: int = 1


@dataclass(frozen=True)
class Comparison:
    """A page of rows. Each of the three sides has its column; others have one where they speak on the page."""

    sides: list[Side]
    years: list[Year]
    words: Query  # asked for, to be marked


def leaves(said: Said) -> list[Leaf]:
    """As many whole days on a page as there is room for; a day is parted only where one alone is more than a page."""
    pages: list[Leaf] = []
    dates: list[str] = []
    room = STATEMENTS_PER_PAGE
    for date, n in said.days:
        if dates and (n > room or len(dates) == DAYS_PER_PAGE):
            pages.append(Leaf(dates))
            dates, room = [], STATEMENTS_PER_PAGE
        if n > STATEMENTS_PER_PAGE:
            parts = ceil(n / STATEMENTS_PER_PAGE)
            pages += [Leaf([date], part, parts) for part in range(1, parts + 1)]
        else:
            dates.append(date)
            room -= n
    return [*pages, Leaf(dates)] if dates else pages


def comparison(events: EventFilter, answers: Answers, leaf: Leaf) -> Comparison:
    said = answers.said_on(leaf.dates) if leaf.dates else []
    if leaf.parts > 1:
        in_order = said[::-1] if events.newest_first else said
        said = in_order[(leaf.part - 1) * STATEMENTS_PER_PAGE : leaf.part * STATEMENTS_PER_PAGE]
    quotes = list(Quote.objects.filter(pk__in=[statement for _event, statement in said]).for_page())
    speaking = {quote.speaker.side for quote in quotes}
    sides = [side for side in Side if side in THE_THREE or side in speaking]
    rows = _rows(leaf.dates, quotes, sides, events.newest_first)
    return Comparison(sides, _years(rows), parse(events.values.get("q") or ""))


def _rows(listed: Sequence[str], quotes: list[Quote], sides: list[Side], newest_first: bool) -> list[Row]:
    """Of events of one date, the one that the list shows first is first; its statements stay in reading order."""
    said: dict[str, dict[Event, list[Quote]]] = defaultdict(lambda: defaultdict(list))
    for quote in quotes:
        said[quote.date][quote.event].append(quote)
    rows = []
    for date in listed:
        year = dates.parse(date).sort_date.year
        happened = sorted(said[date], key=_place, reverse=newest_first)
        for n, event in enumerate(happened):
            cells = [Column(side, [one for one in said[date][event] if one.speaker.side == side]) for side in sides]
            rows.append(Row(date, year, event, cells, repeats=n > 0))
    return rows


def _place(event: Event) -> tuple[object, ...]:
    return tuple(getattr(event, name) for name in LIST_ORDER)


def _years(rows: list[Row]) -> list[Year]:
    years: list[Year] = []
    for year, its_rows in groupby(rows, key=lambda row: row.year):
        years.append(Year(year, abs(year - years[-1].year) if years else 0, list(its_rows)))
    return years


def told(events: EventFilter, said: Said, leaf: Leaf, total: int) -> str:
    """How many statements there are of the events asked for, and by what rule they were chosen."""
    counted = ngettext("%(n)s statement", "%(n)s statements", said.statements) % {"n": f"{said.statements:,}"}
    happened = ngettext("%(n)s event", "%(n)s events", said.events) % {"n": f"{said.events:,}"}
    text = _("%(statements)s at %(events)s, each on the date on which it was said.")
    return " ".join([text % {"statements": counted, "events": happened}, *_rules(events, leaf, total - said.events)])


def _rules(events: EventFilter, leaf: Leaf, silent: int) -> list[str]:
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
    if leaf.parts > 1:
        part = _("%(date)s: more was said than one page holds; this is part %(part)s of %(parts)s.")
        rules.append(part % {"date": dates.label(leaf.dates[0]), "part": leaf.part, "parts": leaf.parts})
    return rules
