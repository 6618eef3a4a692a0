"""The band of an actor’s page: a lane for each post, and when the events stand in which the actor has a part."""

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
from timeline.pages.shared.time_axis import Axis, Bar, Period, axis

MOST_MARKS = 40  # each is a stop for the keyboard
EVENTS_HEIGHT = 44  # pixels
LOOSE_HEIGHT = 12
EXACT = dt.timedelta(days=31)  # an end known to the month is drawn as an edge
NARROWEST, NARROWEST_LOOSE = 0.6, 2.0  # of a hundred, so that a single day can be seen


class Happening(NamedTuple):
    """An event in which the actor takes part or speaks, and how many statements of theirs it has."""

    title: str
    slug: str
    date: str
    earliest: dt.date
    latest: dt.date
    sort_date: dt.date
    said: int = 0

    @property
    def address(self) -> str:
        return reverse("timeline:event", args=[self.slug])

    @property
    def label(self) -> str:
        return dates.label(self.date)


@dataclass(frozen=True)
class Stretch:
    """Part of a lane: held then, or perhaps."""

    x: float
    width: float
    certain: bool


@dataclass(frozen=True)
class Lane:
    post: Post
    stretches: list[Stretch]
    edges: list[float]  # ends known to the month or better

    @property
    def held(self) -> str:
        return held(self.post)


@dataclass(frozen=True)
class Mark:
    """The events certainly within a period; its query gives these and no others."""

    period: Period
    n: int
    spoken: int  # of them with a statement by the actor
    said: int  # their statements in these events
    query: str
    bar: Bar
    spoken_bar: Bar | None


@dataclass(frozen=True)
class Loose:
    """Events that may lie in more than one period: they stand at the place they have in the list."""

    happenings: list[Happening]
    x: float
    width: float
    y: int  # a line each: they may overlap
    label: str
    address: str


@dataclass(frozen=True)
class Band:
    axis: Axis
    lanes: list[Lane]
    marks: list[Mark]
    loose: list[Loose]
    undated: int  # posts without dates, told in the list only
    distant: int = 0  # events beyond the axis
    height: int = EVENTS_HEIGHT

    @property
    def loose_height(self) -> int:
        return LOOSE_HEIGHT * len(self.loose)

    @property
    def spoken(self) -> bool:
        return any(mark.spoken for mark in self.marks)

    @property
    def certainties(self) -> set[bool]:
        """Whether something is drawn as held, and whether something is drawn as perhaps."""
        return {stretch.certain for lane in self.lanes for stretch in lane.stretches}


def band(actor: str, posts: Sequence[Post], happenings: Sequence[Happening], table: str) -> Band | None:
    """None where a picture would show one thing. `table` is where marks lead that no filter tells exactly."""
    dated = [post for post in posts if post.start or post.end]
    line = axis([*_known_days(dated), *(one.sort_date for one in happenings)], MOST_MARKS)
    if line is None:
        return None
    near = [one for one in happenings if line.covers(one.sort_date)]
    marks, loose = _marks(actor, near, line), _loose(near, line, table)
    if len(dated) + len(marks) + len(loose) < 2:
        return None
    lanes = [_lane(post, line) for post in dated]
    return Band(line, lanes, marks, loose, len(posts) - len(dated), len(happenings) - len(near))


def held(post: Post) -> str:
    """The time of a post in words, as exact as it is known."""
    if not (post.start or post.end):
        return _("dates unknown")
    start = dates.label(post.start) if post.start else _("start unknown")
    return f"{start} – {dates.label(post.end)}" if post.end else _("%(start)s – end not recorded") % {"start": start}


def _known_days(posts: Iterable[Post]) -> Iterable[dt.date]:
    for post in posts:
        for text in (post.start, post.end):
            if text:
                yield from (day for day in dates.bounds(text) if day not in (dates.FIRST_DAY, dates.LAST_DAY))


def _lane(post: Post, line: Axis) -> Lane:
    start = dates.parse(post.start) if post.start else None
    end = dates.parse(post.end) if post.end else None
    edges = []
    if start and _is_exact(start):
        edges.append(line.at(start.earliest))
    if end and _is_exact(end):
        edges.append(line.at(end.latest, end=True))
    return Lane(post, stretches(start, end, line), edges)


def _is_exact(span: dates.Span) -> bool:
    return span.latest - span.earliest < EXACT and not (span.uncertain or span.approximate)


def stretches(start: dates.Span | None, end: dates.Span | None, line: Axis) -> list[Stretch]:
    """Certain between the latest start and the earliest end; perhaps before and after, to the axis’s edge if open."""
    began = (start.earliest, start.latest) if start else (line.first, dates.LAST_DAY)
    ended = (end.earliest, end.latest) if end else (dates.FIRST_DAY, line.last)
    if began[1] > ended[0]:  # no day on which it was certainly held
        return [_stretch(began[0], ended[1], line, certain=False)]
    found = [_stretch(began[1], ended[0], line, certain=True)]
    if began[0] < began[1]:
        found.insert(0, _stretch(began[0], began[1] - dt.timedelta(days=1), line, certain=False))
    if ended[0] < ended[1]:
        found.append(_stretch(ended[0] + dt.timedelta(days=1), ended[1], line, certain=False))
    return found


def _stretch(first: dt.date, last: dt.date, line: Axis, *, certain: bool, least: float = NARROWEST) -> Stretch:
    x, end = line.at(first), line.at(last, end=True)
    width = max(end - x, least)
    return Stretch(round(min(x, 100 - width), 2), round(width, 2), certain)


def _marks(actor: str, happenings: Iterable[Happening], line: Axis) -> list[Mark]:
    within: dict[Period, list[Happening]] = defaultdict(list)
    for one in happenings:
        period = line.period(one.sort_date)
        if period.holds(one.earliest, one.latest):
            within[period].append(one)
    most = max((len(found) for found in within.values()), default=0)
    return [_mark(actor, period, found, most, line) for period, found in sorted(within.items(), key=_by_period)]


def _by_period(item: tuple[Period, list[Happening]]) -> int:
    return item[0].first_year


def _mark(actor: str, period: Period, found: list[Happening], most: int, line: Axis) -> Mark:
    parameters = {"actor": actor, "certain": "1", "since": period.since, "until": period.until}
    spoken = sum(1 for one in found if one.said)
    return Mark(
        period,
        n=len(found),
        spoken=spoken,
        said=sum(one.said for one in found),
        query=querystring.query(querystring.pairs(parameters)),
        bar=line.bar(period, len(found), most, EVENTS_HEIGHT),
        spoken_bar=line.bar(period, spoken, most, EVENTS_HEIGHT) if spoken else None,
    )


def _loose(happenings: Iterable[Happening], line: Axis, table: str) -> list[Loose]:
    """Gathered where they begin at the same period and end at the same, so that there are not hundreds."""
    gathered: dict[tuple[Period, Period], list[Happening]] = defaultdict(list)
    for one in happenings:
        ends = (line.period(max(one.earliest, line.first)), line.period(min(one.latest, line.last)))
        if not line.period(one.sort_date).holds(one.earliest, one.latest):
            gathered[ends].append(one)
    return [_loose_mark(found, line, table, i * LOOSE_HEIGHT) for i, found in enumerate(gathered.values())]


def _loose_mark(found: list[Happening], line: Axis, table: str, y: int) -> Loose:
    first, last = min(h.earliest for h in found), max(h.latest for h in found)
    one = _stretch(first, last, line, certain=False, least=NARROWEST_LOOSE)
    labels = dict.fromkeys(h.label for h in found)
    single = found[0] if len(found) == 1 else None
    return Loose(found, one.x, one.width, y, "; ".join(labels), single.address if single else f"#{table}")
