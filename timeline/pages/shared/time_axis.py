"""A time axis divided into periods of whole years: the positions of days, bars and labels on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LENGTHS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)  # years; the last is longer than all time
MOST_TICKS = 6  # labels for which a phone has room
WIDEST_BAR = 3.0  # percent: bars stay narrow where periods are few
NEAR_THE_EDGE = 4.0
FARTHEST = 250  # years from the median; a mistyped year would squeeze everything else


@dataclass(frozen=True)
class Period:
    """Whole years, both included."""

    first_year: int
    last_year: int

    @property
    def since(self) -> str:
        return f"{self.first_year:04d}"

    @property
    def until(self) -> str:
        return f"{self.last_year:04d}"

    @property
    def label(self) -> str:
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}–{self.last_year}"

    def contains(self, earliest: dt.date, latest: dt.date) -> bool:
        """Whether the span lies definitely within: the rule of a filter by these years with `certain=1`."""
        return self.first_year <= earliest.year and latest.year <= self.last_year


@dataclass(frozen=True)
class Tick:
    x: float
    label: str
    anchor: str  # SVG’s text-anchor: no label runs over the edge


@dataclass(frozen=True)
class Bar:
    """The bar of a period. `hit_x` and `hit_width` span the whole period, which is easier to click."""

    x: float
    width: float
    y: float
    height: float
    hit_x: float
    hit_width: float


@dataclass(frozen=True)
class Axis:
    first_year: int  # a multiple of the length
    last_year: int
    length: int  # years of a period

    @property
    def first(self) -> dt.date:
        return dt.date(self.first_year, 1, 1)

    @property
    def last(self) -> dt.date:
        return dt.date(self.last_year, 12, 31)

    @property
    def periods(self) -> int:
        return -(-(self.last_year - self.first_year + 1) // self.length)

    def locate(self, day: dt.date, *, end: bool = False) -> float:
        """The start of the day, or its end, in percent of the axis. Days outside are placed at the edge."""
        days = self.last.toordinal() - self.first.toordinal() + 1
        passed = day.toordinal() - self.first.toordinal() + end
        return round(min(100.0, max(0.0, 100 * passed / days)), 2)

    def covers(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def find_period(self, day: dt.date) -> Period:
        first = day.year - day.year % self.length
        return Period(max(first, 1), min(first + self.length - 1, dt.MAXYEAR))

    def build_bar(self, period: Period, n: int, most: int, height: int) -> Bar:
        """Its height is to the height of the lane as `n` to `most`."""
        left = self.locate(dt.date(period.first_year, 1, 1))
        across = self.locate(dt.date(period.last_year, 12, 31), end=True) - left
        width = min(across * 0.8, WIDEST_BAR)
        tall = max(4.0, height * n / most)
        return Bar(
            x=round(left + (across - width) / 2, 2),
            width=round(width, 2),
            y=round(height - tall, 1),
            height=round(tall, 1),
            hit_x=left,
            hit_width=round(across, 2),
        )

    @property
    def ticks(self) -> list[Tick]:
        years = self.last_year - self.first_year + 1
        step = next(length for length in LENGTHS if years // length < MOST_TICKS)
        start = max(-(-self.first_year // step) * step, 1)
        return [self._build_tick(year) for year in range(start, self.last_year + 1, step)]

    def _build_tick(self, year: int) -> Tick:
        x = self.locate(dt.date(year, 1, 1))
        anchor = "start" if x < NEAR_THE_EDGE else "end" if x > 100 - NEAR_THE_EDGE else "middle"
        return Tick(x, str(year), anchor)


def build_axis(days: Iterable[dt.date], most: int, lengths: Sequence[int] = LENGTHS) -> Axis | None:
    """From the first to the last of the days, in the shortest periods that make at most `most`.

    Days more than `FARTHEST` years from the median are left out.
    """
    years = sorted(day.year for day in days)
    if not years:
        return None
    median = years[(len(years) - 1) // 2]
    years = [year for year in years if abs(year - median) <= FARTHEST]
    for length in lengths:
        first = years[0] - years[0] % length
        found = Axis(max(first, 1), min(years[-1] - years[-1] % length + length - 1, dt.MAXYEAR), length)
        if found.periods <= most:
            break
    return found
