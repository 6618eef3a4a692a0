"""Parses EDTF strings to the days that they may mean."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.utils.translation import gettext as _

Precision = Literal["day", "month", "season", "year", "decade", "century", "interval"]

FIRST_DAY, LAST_DAY = dt.date.min, dt.date.max
LONGEST = 40  # characters, as in the columns that hold dates
PLAIN = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
DOUBTS = ("?", "~", "%")  # uncertain, approximate, both
UNKNOWN, OPEN = "", ".."  # instead of a date at one end of an interval


class InvalidDate(ValueError):
    """The message is for the person who typed the date, in their language: what is wrong, and what to write."""


@dataclass(frozen=True)
class Span:
    """The days a date may mean, first and last included.

    Bounds are strict: `2003~` is the whole of 2003, and the doubt is in `approximate`. An open (`..`) or unknown
    (empty) end is FIRST_DAY or LAST_DAY. An interval is in doubt if either of its ends is.
    """

    edtf: str
    earliest: dt.date
    latest: dt.date
    precision: Precision
    uncertain: bool = False
    approximate: bool = False
    open_start: bool = False
    open_end: bool = False

    @property
    def sort_date(self) -> dt.date:
        """The position in a list: the first day, or the last if the first is unknown."""
        return self.latest if self.open_start else self.earliest

    @property
    def is_day(self) -> bool:
        """Whether this is a single day, possibly in doubt."""
        return self.precision == "day"

    @property
    def years(self) -> range:
        """Calendar years touched, for a density chart; an interval with one open end counts only at the other."""
        if self.open_start or self.open_end:
            return range(self.sort_date.year, self.sort_date.year + 1)
        return range(self.earliest.year, self.latest.year + 1)

    @property
    def ends(self) -> tuple[Span | None, Span | None]:
        """The two ends of an interval, None if open or unknown. Any other date is both of its ends."""
        first, slash, last = self.edtf.partition("/")
        if not slash:
            return self, self
        return None if self.open_start else parse(first), None if self.open_end else parse(last)


@lru_cache(maxsize=8192)
def parse(edtf: str) -> Span:
    """The days an EDTF string may mean. Raises InvalidDate and nothing else."""
    if not edtf:
        raise InvalidDate(
            _("No date is given: write 2007-10-23, 2007-10, 2007, 2007-10-15/2007-10-21, 1998? or ../2018-03-17.")
        )
    if len(edtf) > LONGEST:
        raise InvalidDate(
            _("A date has at most %(longest)s characters: write 2007-10-23, 2007-10, 2007 or 2007-10-15/2007-10-21.")
            % {"longest": LONGEST}
        )
    return _parse_interval(edtf) if edtf.count("/") == 1 else _parse_date(edtf)


def bounds(text: str) -> tuple[dt.date, dt.date]:
    """First and last day, which are stored with the string; an empty string (date unknown) may be any day."""
    if not text:
        return FIRST_DAY, LAST_DAY
    span = parse(text)
    return span.earliest, span.latest


def parse_limit(text: str, end: bool) -> dt.date:
    """A limit of a search, given as a year, month or day: its first day, or its last if `end`.

    Surrounding spaces and full-width characters, as typed on Japanese keyboards, are accepted. Raises InvalidDate.
    """
    tidy = unicodedata.normalize("NFKC", text).strip() if len(text) <= LONGEST else ""
    try:
        span = parse(tidy) if PLAIN.fullmatch(tidy) else None
    except InvalidDate:
        span = None
    if span is None or span.precision not in ("day", "month", "year"):
        raise InvalidDate(
            _("“%(text)s” is not a year, month or day: write 1998, 1998-08 or 1998-08-23.")
            % {"text": _make_printable(text[:LONGEST])}
        )
    return span.latest if end else span.earliest


def _parse_date(edtf: str) -> Span:
    """One date. Plain ones, which nearly all are, are parsed here: the library takes about a hundred times as long."""
    plain = PLAIN.fullmatch(edtf[:-1] if edtf.endswith(DOUBTS) else edtf)
    if plain and int(plain["year"]) and 1 <= int(plain["month"] or 1) <= 12:
        found: tuple[dt.date, dt.date, Precision] | None = _parse_calendar_date(edtf, **plain.groupdict())
    else:
        from . import library  # takes 0.2 s to load, and few processes need it

        found = library.read_rare_date(edtf)
    if found is None:
        raise _build_error(edtf)
    return Span(edtf, *found, uncertain=_has_any(edtf, "?%"), approximate=_has_any(edtf, "~%"))


def _parse_calendar_date(
    edtf: str, year: str, month: str | None, day: str | None
) -> tuple[dt.date, dt.date, Precision]:
    y, m, d = int(year), int(month or 1), int(day or 1)
    if month is None:
        return dt.date(y, 1, 1), dt.date(y, 12, 31), "year"
    days = calendar.monthrange(y, m)[1]
    if day is None:
        return dt.date(y, m, 1), dt.date(y, m, days), "month"
    if d > days:
        raise InvalidDate(
            _("“%(text)s” is not a date, because that month has %(days)s days: write the right day, or only %(month)s.")
            % {"text": edtf, "days": days, "month": f"{year}-{month}"}
        )
    if d == 0:
        raise _build_error(edtf)
    return dt.date(y, m, d), dt.date(y, m, d), "day"


def _parse_interval(edtf: str) -> Span:
    """Parses both ends separately: the library accepts reversed intervals, and extends an unknown end by ten years."""
    first, _slash, last = edtf.partition("/")
    start = None if first in (UNKNOWN, OPEN) else _parse_date(first)
    end = None if last in (UNKNOWN, OPEN) else _parse_date(last)
    if start is None and end is None:
        raise InvalidDate(
            _("“%(text)s” has no date at either end: write one, as in ../2018-03-17 or 2016/..") % {"text": edtf}
        )
    earliest = start.earliest if start else FIRST_DAY
    latest = end.latest if end else LAST_DAY
    if earliest > latest:
        raise InvalidDate(
            _("“%(text)s” ends before it begins: write the earlier date first, as in 2007-10-15/2007-10-21.")
            % {"text": edtf}
        )
    return Span(
        edtf,
        earliest,
        latest,
        "interval",
        uncertain=_has_any(edtf, "?%"),
        approximate=_has_any(edtf, "~%"),
        open_start=start is None,
        open_end=end is None,
    )


def _has_any(text: str, characters: str) -> bool:
    return any(character in text for character in characters)


def _build_error(text: str) -> InvalidDate:
    return InvalidDate(
        _("“%(text)s” is not a date: write 2007-10-23, 2007-10, 2007, 2007-10-15/2007-10-21, 1998? or ../2018-03-17.")
        % {"text": _make_printable(text)}
    )


def _make_printable(text: str) -> str:
    """Replaces characters that cannot be shown or sent, such as half of a surrogate pair."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
