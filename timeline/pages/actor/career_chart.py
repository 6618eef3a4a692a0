"""The chart of an actor’s page: a lane for each post, and the events involving the actor over time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from articles import dates
from timeline.filters import querystring
from timeline.models import Post
from timeline.pages.shared.time_axis import Axis, Bar, Period, build_axis

MOST_MARKS = 40  # each is a tab stop
EVENTS_HEIGHT = 44  # pixels
LOOSE_HEIGHT = 12
EXACT = dt.timedelta(days=31)  # an end known to the month is shown as an edge
NARROWEST, NARROWEST_LOOSE = 0.6, 2.0  # percent, so that a single day is visible


class ActorEvent(NamedTuple):
    """An event in which the actor takes part or speaks, with the number of the actor’s statements."""

    title: str
    slug: str
    date: str
    earliest: dt.date
    latest: dt.date
    sort_date: dt.date
    n_statements: int = 0

    @property
    def address(self) -> str:
        return reverse("timeline:event", args=[self.slug])

    @property
    def label(self) -> str:
        return dates.label(self.date)


@dataclass(frozen=True)
class Segment:
    """Part of a lane in which the actor was definitely, or possibly, in office."""

    x: float
    width: float
    certain: bool


@dataclass(frozen=True)
class Lane:
    post: Post
    segments: list[Segment]
    edges: list[float]  # ends known to the month or better

    @property
    def tenure(self) -> str:
        return describe_tenure(self.post)


@dataclass(frozen=True)
class Mark:
    """The events definitely within a period, and the query that lists exactly these."""

    period: Period
    n: int
    with_statement: int  # of them with a statement by the actor
    n_statements: int  # their statements in these events
    query: str
    bar: Bar
    statement_bar: Bar | None


@dataclass(frozen=True)
class LooseMark:
    """Events that could fall in more than one period."""

    events: list[ActorEvent]
    x: float
    width: float
    y: int  # each has its own line, since they may overlap
    label: str
    address: str


@dataclass(frozen=True)
class CareerChart:
    axis: Axis
    lanes: list[Lane]
    marks: list[Mark]
    loose: list[LooseMark]
    undated: int  # posts without dates, which are only in the list
    distant: int = 0  # events beyond the axis
    height: int = EVENTS_HEIGHT

    @property
    def loose_height(self) -> int:
        return LOOSE_HEIGHT * len(self.loose)

    @property
    def has_statements(self) -> bool:
        return any(mark.with_statement for mark in self.marks)

    @property
    def certainties(self) -> set[bool]:
        """The kinds of segment that the legend must explain."""
        return {segment.certain for lane in self.lanes for segment in lane.segments}


def build_career_chart(
    actor: str, posts: Sequence[Post], events: Sequence[ActorEvent], table: str
) -> CareerChart | None:
    """None if there is only one thing to show. `table` is the id to which marks link that no filter describes."""
    dated = [post for post in posts if post.start or post.end]
    line = build_axis([*_list_known_days(dated), *(one.sort_date for one in events)], MOST_MARKS)
    if line is None:
        return None
    near = [one for one in events if line.covers(one.sort_date)]
    marks, loose = _build_marks(actor, near, line), _build_loose_marks(near, line, table)
    if len(dated) + len(marks) + len(loose) < 2:
        return None
    lanes = [_build_lane(post, line) for post in dated]
    return CareerChart(line, lanes, marks, loose, len(posts) - len(dated), len(events) - len(near))


def describe_tenure(post: Post) -> str:
    """The dates of a post, as far as they are known."""
    if not (post.start or post.end):
        return _("dates unknown")
    start = dates.label(post.start) if post.start else _("start unknown")
    return f"{start} – {dates.label(post.end)}" if post.end else _("%(start)s – end not recorded") % {"start": start}


def _list_known_days(posts: Iterable[Post]) -> Iterable[dt.date]:
    for post in posts:
        for text in (post.start, post.end):
            if text:
                yield from (day for day in dates.bounds(text) if day not in (dates.FIRST_DAY, dates.LAST_DAY))


def _build_lane(post: Post, line: Axis) -> Lane:
    start = dates.parse(post.start) if post.start else None
    end = dates.parse(post.end) if post.end else None
    edges = []
    if start and _is_exact(start):
        edges.append(line.locate(start.earliest))
    if end and _is_exact(end):
        edges.append(line.locate(end.latest, end=True))
    return Lane(post, build_segments(start, end, line), edges)


def _is_exact(span: dates.Span) -> bool:
    return span.latest - span.earliest < EXACT and not (span.uncertain or span.approximate)


def build_segments(start: dates.Span | None, end: dates.Span | None, line: Axis) -> list[Segment]:
    """Definite between the latest start and the earliest end; possible before and after, to the axis’s edge if open."""
    began = (start.earliest, start.latest) if start else (line.first, dates.LAST_DAY)
    ended = (end.earliest, end.latest) if end else (dates.FIRST_DAY, line.last)
    if began[1] > ended[0]:  # it was not definitely held on any day
        return [_build_segment(began[0], ended[1], line, certain=False)]
    found = [_build_segment(began[1], ended[0], line, certain=True)]
    if began[0] < began[1]:
        found.insert(0, _build_segment(began[0], began[1] - dt.timedelta(days=1), line, certain=False))
    if ended[0] < ended[1]:
        found.append(_build_segment(ended[0] + dt.timedelta(days=1), ended[1], line, certain=False))
    return found


def _build_segment(first: dt.date, last: dt.date, line: Axis, *, certain: bool, least: float = NARROWEST) -> Segment:
    x, end = line.locate(first), line.locate(last, end=True)
    width = max(end - x, least)
    return Segment(round(min(x, 100 - width), 2), round(width, 2), certain)


def _build_marks(actor: str, events: Iterable[ActorEvent], line: Axis) -> list[Mark]:
    within: dict[Period, list[ActorEvent]] = defaultdict(list)
    for one in events:
        period = line.find_period(one.sort_date)
        if period.contains(one.earliest, one.latest):
            within[period].append(one)
    most = max((len(found) for found in within.values()), default=0)
    return [
        _build_mark(actor, period, found, most, line) for period, found in sorted(within.items(), key=_get_first_year)
    ]


def _get_first_year(item: tuple[Period, list[ActorEvent]]) -> int:
    return item[0].first_year


def _build_mark(actor: str, period: Period, found: list[ActorEvent], most: int, line: Axis) -> Mark:
    parameters = {"actor": actor, "certain": "1", "since": period.since, "until": period.until}
    with_statement = sum(1 for one in found if one.n_statements)
    return Mark(
        period,
        n=len(found),
        with_statement=with_statement,
        n_statements=sum(one.n_statements for one in found),
        query=querystring.build_query(querystring.build_pairs(parameters)),
        bar=line.build_bar(period, len(found), most, EVENTS_HEIGHT),
        statement_bar=line.build_bar(period, with_statement, most, EVENTS_HEIGHT) if with_statement else None,
    )


def _build_loose_marks(events: Iterable[ActorEvent], line: Axis, table: str) -> list[LooseMark]:
    """Events with the same first and last period share a mark, to limit their number."""
    gathered: dict[tuple[Period, Period], list[ActorEvent]] = defaultdict(list)
    for one in events:
        ends = (line.find_period(max(one.earliest, line.first)), line.find_period(min(one.latest, line.last)))
        if not line.find_period(one.sort_date).contains(one.earliest, one.latest):
            gathered[ends].append(one)
    return [_build_loose_mark(found, line, table, i * LOOSE_HEIGHT) for i, found in enumerate(gathered.values())]


def _build_loose_mark(found: list[ActorEvent], line: Axis, table: str, y: int) -> LooseMark:
    first, last = min(h.earliest for h in found), max(h.latest for h in found)
    one = _build_segment(first, last, line, certain=False, least=NARROWEST_LOOSE)
    labels = dict.fromkeys(h.label for h in found)
    single = found[0] if len(found) == 1 else None
    return LooseMark(found, one.x, one.width, y, "; ".join(labels), single.address if single else f"#{table}")
