"""The rows of the comparison: the statements of each side on one date at one event.

Rows are cached as fragments with the snapshot, like cards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from django.template import loader
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import dates
from timeline.filters.filterset import EventFilter
from timeline.index.backend import StatementDays, StatementRef
from timeline.index.bitmap_backend import SearchBackend
from timeline.index.lru_cache import LruCache
from timeline.models import Quote, Side
from timeline.pages.shared.cards import Column
from timeline.search.query_parser import Query

THE_THREE = (Side.JP, Side.RU, Side.US)
DAYS_PER_PAGE = 40
STATEMENTS_PER_PAGE = 80


@dataclass(frozen=True)
class DatesOnPage:
    """The dates of one page, or part of a date with more statements than fit on a page."""

    dates: list[str]
    part: int = 1
    parts: int = 1


@dataclass(frozen=True)
class Row:
    """The statements on one date at one event, by key, in the order of the index."""

    date: str
    event: int
    said: tuple[int, ...]
    repeats: bool  # the row above has the same date: it is shown to screen readers only

    @property
    def year(self) -> int:
        return dates.parse(self.date).sort_date.year


@dataclass(frozen=True)
class Year:
    year: int
    apart: int  # difference to the year above it
    rows: list[SafeString]


@dataclass(frozen=True)
class Comparison:
    """A page of rows. Each of the three sides has a column; others have one if they speak on the page."""

    sides: list[Side]
    years: list[Year]
    summary: str


def split_into_pages(said: StatementDays) -> list[DatesOnPage]:
    """As many whole dates on a page as fit; only a date that alone is more than a page is split."""
    pages: list[DatesOnPage] = []
    days: list[str] = []
    room = STATEMENTS_PER_PAGE
    for date, n in said.days:
        if days and (n > room or len(days) == DAYS_PER_PAGE):
            pages.append(DatesOnPage(days))
            days, room = [], STATEMENTS_PER_PAGE
        if n > STATEMENTS_PER_PAGE:
            parts = ceil(n / STATEMENTS_PER_PAGE)
            pages += [DatesOnPage([date], part, parts) for part in range(1, parts + 1)]
        else:
            days.append(date)
            room -= n
    return [*pages, DatesOnPage(days)] if days else pages


def load_comparison(
    events: EventFilter, answers: SearchBackend, said: StatementDays, on_page: DatesOnPage
) -> Comparison:
    first = (on_page.part - 1) * STATEMENTS_PER_PAGE
    statements = answers.list_statements(on_page.dates, first, first + STATEMENTS_PER_PAGE) if on_page.dates else []
    speaking = {one.side for one in statements}
    sides = [side for side in Side if side in THE_THREE or side.value in speaking]
    rows = _group_rows(statements)
    rendered = _load_rows(rows, sides, events.words, answers.fragments)
    return Comparison(sides, _group_by_year(rows, rendered), summarize_statements(events, said, on_page, answers.total))


def _group_rows(said: Iterable[StatementRef]) -> list[Row]:
    rows: list[Row] = []
    for (date, event), theirs in groupby(said, key=lambda one: (one.date, one.event)):
        repeats = bool(rows) and rows[-1].date == date
        rows.append(Row(date, event, tuple(one.statement for one in theirs), repeats))
    return rows


def _load_rows(rows: list[Row], sides: list[Side], words: Query, fragments: LruCache[SafeString]) -> list[SafeString]:
    manner = ("side by side", translation.get_language(), words, *sides)
    found = {row: html for row in rows if (html := fragments.get(row.event, (*manner, row)))}
    if missing := [row for row in rows if row not in found]:
        quotes = list(Quote.objects.filter(pk__in=[key for row in missing for key in row.said]).for_page())
        for row in missing:
            of_row = [quote for quote in quotes if quote.pk in row.said]  # in reading order
            found[row] = _render_row(row, of_row, sides, words)
            fragments.set(row.event, (*manner, row), found[row])
    return [found[row] for row in rows]


def _render_row(row: Row, quotes: list[Quote], sides: list[Side], words: Query) -> SafeString:
    if not quotes:  # deleted just now
        return SafeString()
    columns = [Column(side, [quote for quote in quotes if quote.speaker.side == side]) for side in sides]
    context = {"row": row, "event": quotes[0].event, "columns": columns, "words": words}
    return mark_safe(loader.render_to_string("compare/row.html", context, using="jinja2"))  # escaped by the template


def _group_by_year(rows: list[Row], rendered: list[SafeString]) -> list[Year]:
    years: list[Year] = []
    for year, its_rows in groupby(zip(rows, rendered, strict=True), key=lambda pair: pair[0].year):
        apart = abs(year - years[-1].year) if years else 0
        years.append(Year(year, apart, [html for _row, html in its_rows]))
    return years


def summarize_statements(events: EventFilter, said: StatementDays, on_page: DatesOnPage, total: int) -> str:
    """The number of statements at the selected events, and how they were selected."""
    statements = ngettext("%(n)s statement", "%(n)s statements", said.statements) % {"n": f"{said.statements:,}"}
    at = ngettext("%(n)s event", "%(n)s events", said.events) % {"n": f"{said.events:,}"}
    text = _("%(statements)s at %(events)s, listed by the date of the statement.")
    return " ".join(
        [text % {"statements": statements, "events": at}, *_describe_rules(events, on_page, total - said.events)]
    )


def _describe_rules(events: EventFilter, on_page: DatesOnPage, silent: int) -> list[str]:
    rules = events.statement_notes
    if silent:
        rest = ngettext(
            "%(n)s more event has no matching statement and appears only in the list.",
            "%(n)s more events have no matching statements and appear only in the list.",
            silent,
        )
        rules.append(rest % {"n": f"{silent:,}"})
    if on_page.parts > 1:
        part = _("%(date)s: there are more statements than fit on one page; this is part %(part)s of %(parts)s.")
        rules.append(part % {"date": dates.label(on_page.dates[0]), "part": on_page.part, "parts": on_page.parts})
    return rules
