"""How many events when: a small picture, drawn here as SVG, each bar a link that narrows the dates to it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles import dates

from . import addresses
from .filters import EventFilter

WIDTH, HEIGHT, GAP = 640, 56, 2  # units of the picture's own; the page scales it
LONGEST_IN_MONTHS, LONGEST_IN_YEARS = 3, 40  # years; a longer range is drawn coarser


@dataclass(frozen=True)
class Bar:
    label: str
    n: int
    query: str
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True)
class Density:
    """The picture, and its ends in words."""

    bars: list[Bar]
    first: str
    last: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Bin:
    since: str
    until: str
    label: str


def _bins(first: dt.date, last: dt.date) -> list[tuple[int, Bin]]:
    """Every decade, year or month from the first day to the last, keyed as `_key` keys a day."""
    years = last.year - first.year + 1
    if years <= LONGEST_IN_MONTHS:
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        texts = [(m, f"{m // 12:04d}-{m % 12 + 1:02d}") for m in months]
        return [(m, Bin(text, text, dates.label(text))) for m, text in texts]
    if years <= LONGEST_IN_YEARS:
        return [(y, Bin(f"{y:04d}", f"{y:04d}", str(y))) for y in range(first.year, last.year + 1)]
    decades = range(first.year // 10, last.year // 10 + 1)
    return [(d, Bin(f"{d * 10:04d}", f"{d * 10 + 9:04d}", _("%(decade)ss") % {"decade": d * 10})) for d in decades]


def _key(day: dt.date, first: dt.date, last: dt.date) -> int:
    years = last.year - first.year + 1
    if years <= LONGEST_IN_MONTHS:
        return day.year * 12 + day.month - 1
    return day.year if years <= LONGEST_IN_YEARS else day.year // 10


def density(events: EventFilter) -> Density | None:
    """None where there is nothing to draw. An event stands at its first possible day, an open beginning at its last."""
    days = Counter(events.matching().order_by().values_list("sort_date", flat=True))
    if not days:
        return None
    first, last = min(days), max(days)
    counts: Counter[int] = Counter()
    for day, n in days.items():
        counts[_key(day, first, last)] += n
    bins, most = _bins(first, last), max(counts.values())
    if len(bins) < 2:
        return None
    parameters = addresses.pairs(events.values)
    step = WIDTH / len(bins)
    bars = []
    for i, (key, one) in enumerate(bins):
        if not (n := counts[key]):
            continue
        height = max(4.0, HEIGHT * n / most)
        query = addresses.query(addresses.replacing(parameters, since=one.since, until=one.until))
        width = max(1.0, min(step - GAP, 48))
        bars.append(
            Bar(
                one.label,
                n,
                query,
                round(i * step + (step - width) / 2, 1),
                round(width, 1),
                round(HEIGHT - height, 1),
                round(height, 1),
            )
        )
    return Density(bars, bins[0][1].label, bins[-1][1].label)
