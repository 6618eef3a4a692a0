"""Formats dates as EDTF. Every function raises ValueError for dates that do not exist."""

from __future__ import annotations

import datetime as dt

from .vocabulary import FIRST_QUARTER


def format_year(number: int) -> str:
    if not dt.MINYEAR <= number <= dt.MAXYEAR:
        raise ValueError(number)
    return f"{number:04}"


def format_month(of_year: int, number: int) -> str:
    return dt.date(of_year, number, 1).isoformat()[:7]


def format_part_of_year(of_year: int, number: int) -> str:
    return f"{format_year(of_year)}-{number}"


def format_quarter(of_year: int, number: int) -> str:
    return format_part_of_year(of_year, FIRST_QUARTER + number - 1)


def format_days(first: dt.date, last: dt.date) -> str:
    if last < first:
        raise ValueError(last)
    return f"{first}/{last}"


def get_monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def format_week(day: dt.date) -> str:
    """Monday to Sunday, as ISO counts weeks."""
    first = get_monday(day)
    return format_days(first, first + dt.timedelta(days=6))


def format_weekend(day: dt.date) -> str:
    """Of that day's week."""
    first = get_monday(day) + dt.timedelta(days=5)
    return format_days(first, first + dt.timedelta(days=1))


def add_months(of_year: int, number: int, step: int) -> tuple[int, int]:
    """The month `step` months later, or earlier if negative."""
    index = of_year * 12 + number - 1 + step
    return index // 12, index % 12 + 1
