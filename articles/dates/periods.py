"""Periods of decades, years, months or days: in smaller and larger units, and shifted along the calendar."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import dates

Unit = Literal["decade", "year", "month", "day"]
UNITS: tuple[Unit, ...] = ("decade", "year", "month", "day")  # the widest first

# The longest periods shown by days (31 days), by months (3 years) and by years (40 years); longer ones by decades.
LONGEST_IN_DAYS, LONGEST_IN_MONTHS, LONGEST_IN_YEARS = 31, 3, 40


@dataclass(frozen=True)
class Period:
    """From one decade, year, month or day to another, both included, numbered by `number_unit`."""

    unit: Unit
    first: int
    last: int

    @property
    def first_day(self) -> dt.date:
        return _get_days(self.unit, self.first)[0]

    @property
    def last_day(self) -> dt.date:
        return _get_days(self.unit, self.last)[1]

    @property
    def since(self) -> str:
        """As in an address: `2000`, `2007-10` or `2007-10-23`."""
        return self.first_day.isoformat()[: _get_iso_length(self.unit)]

    @property
    def until(self) -> str:
        return self.last_day.isoformat()[: _get_iso_length(self.unit)]

    @property
    def label(self) -> str:
        return _format_label(self, get_language())

    @property
    def units(self) -> list[Period]:
        """Each decade, year, month or day of the period."""
        return [Period(self.unit, number, number) for number in range(self.first, self.last + 1)]

    def days_of_units(self) -> Iterator[tuple[int, int, int]]:
        """The number of each unit, with the ordinals of its first and last day."""
        for number in range(self.first, self.last + 1):
            first, last = _get_days(self.unit, number)
            yield number, first.toordinal(), last.toordinal()

    def in_best_unit(self) -> Period:
        """The same period in the unit that suits a chart best."""
        unit = _choose_unit(self.first_day, self.last_day)
        return Period(unit, number_unit(unit, self.first_day), number_unit(unit, self.last_day))

    def list_enclosing(self) -> list[Period]:
        """The month, year and decade that include the whole period, the shortest first."""
        enclosing = [
            Period(unit, number_unit(unit, self.first_day), number_unit(unit, self.last_day))
            for unit in reversed(UNITS)
        ]
        return [one for one in enclosing if one.first == one.last and one.days > self.days]

    def shift(self, by: int) -> Period | None:
        """A period of the same length, `by` lengths later (or earlier, if negative); None if outside the calendar."""
        step = by * (self.last - self.first + 1)
        moved = Period(self.unit, self.first + step, self.last + step)
        lowest, highest = number_unit(self.unit, dates.FIRST_DAY), number_unit(self.unit, dates.LAST_DAY)
        return moved if lowest <= moved.first and moved.last <= highest else None

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1


def find_period(first: dt.date, last: dt.date) -> Period:
    """The period from one day to another, in the largest unit that begins and ends with them."""
    for unit in UNITS:
        found = Period(unit, number_unit(unit, first), number_unit(unit, last))
        if (found.first_day, found.last_day) == (first, last):
            return found
    raise AssertionError("every period consists of days")  # pragma: no cover


def number_unit(unit: Unit, day: dt.date) -> int:
    """The number of the decade, year, month or day, counted without gaps from the beginning of the calendar."""
    if unit == "day":
        return day.toordinal()
    if unit == "month":
        return day.year * 12 + day.month - 1
    return day.year if unit == "year" else day.year // 10


@lru_cache(maxsize=4096)
def describe_period(period: Period, language: str | None) -> tuple[str, str, str]:
    """`since`, `until` and `label`, which every bar of a chart needs."""
    return period.since, period.until, _format_label(period, language)


def _format_label(period: Period, language: str | None) -> str:
    if period.unit == "decade" and period.first == period.last:
        return _("%(year)ss") % {"year": period.first * 10}
    since, until = period.since, period.until
    return dates.label(since if since == until else f"{since}/{until}", language)


@lru_cache(maxsize=4096)
def _get_days(unit: Unit, n: int) -> tuple[dt.date, dt.date]:
    if unit == "day":
        return dt.date.fromordinal(n), dt.date.fromordinal(n)
    if unit == "month":
        year, month = n // 12, n % 12 + 1
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    first, last = (n, n) if unit == "year" else (n * 10, n * 10 + 9)
    return dt.date(max(first, 1), 1, 1), dt.date(last, 12, 31)  # there is no year 0


def _get_iso_length(unit: Unit) -> int:
    return {"day": 10, "month": 7}.get(unit, 4)


def _choose_unit(first: dt.date, last: dt.date) -> Unit:
    years = last.year - first.year + 1
    if (last - first).days < LONGEST_IN_DAYS:
        return "day"
    if years <= LONGEST_IN_MONTHS:
        return "month"
    return "year" if years <= LONGEST_IN_YEARS else "decade"
