"""Resolves incomplete dates: “Thursday”, “Oct. 23”, “in May”."""

from __future__ import annotations

import calendar
import datetime as dt

from .tense import Tense

NEAR = dt.timedelta(days=90)  # a day without a year that is so near is meant, whatever the tense


def resolve_weekday(number: int, today: dt.date, tense: Tense | None) -> dt.date:
    """The nearest such day, in the past unless the tense is future; it may be the article's own day."""
    if tense == "future":
        return today + dt.timedelta(days=(number - today.weekday()) % 7)
    return today - dt.timedelta(days=(today.weekday() - number) % 7)


def resolve_day(month: int, day: int, today: dt.date, tense: Tense | None) -> dt.date:
    """The 23rd of October: the nearest, if it is near enough; otherwise before or after, by the tense."""
    near = min(_list_candidates(month, day, today), key=lambda found: abs(found - today))
    if abs(near - today) <= NEAR or tense is None:
        return near
    return min(
        _list_candidates(month, day, today),
        key=lambda found: ((found > today) != (tense == "future"), abs(found - today)),
    )


def _list_candidates(month: int, day: int, today: dt.date) -> list[dt.date]:
    years = [year for year in range(today.year - 1, today.year + 2) if dt.MINYEAR <= year <= dt.MAXYEAR]
    found = [dt.date(year, month, day) for year in years if day <= calendar.monthrange(year, month)[1]]
    if not found:
        raise ValueError(day)
    return found


def resolve_year_of_month(month: int, today: dt.date, tense: Tense | None) -> int:
    """October: the last that has begun or, in the future tense, the next that has not ended."""
    if tense == "future":
        return today.year if month >= today.month else today.year + 1
    return today.year if month <= today.month else today.year - 1


def resolve_year_of_quarter(quarter: int, today: dt.date, tense: Tense | None) -> int:
    """The last that has begun; in the future tense the next, if it begins within half a year."""
    first = 3 * quarter - 2
    year = resolve_year_of_month(first, today, "past")
    ahead = 12 * (year + 1) + first - 12 * today.year - today.month
    return year + 1 if tense == "future" and ahead <= 6 else year
