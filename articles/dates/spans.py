"""From an EDTF string to the days it may mean."""

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
UNKNOWN, OPEN = "", ".."  # what may stand for one end of an interval


class InvalidDate(ValueError):
    """Its text is for the person who typed the date, in their language: what is wrong, and what to write."""


@dataclass(frozen=True)
class Span:
    """The days a date may mean, first and last included.

    Bounds are strict: `2003~` is 2003 from end to end, and the doubt stands in `approximate`. An end that is open
    (`..`) or unknown (nothing written) is FIRST_DAY or LAST_DAY. An interval is in doubt if either of its ends is.
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
        """The place in a list: the first day, or the last where nobody knows the first."""
        return self.latest if self.open_start else self.earliest

    @property
    def is_day(self) -> bool:
        """One day is named, however surely."""
        return self.precision == "day"

    @property
    def years(self) -> range:
        """Calendar years touched, for a picture of density; an interval without an end counts at its other one only."""
        if self.open_start or self.open_end:
            return range(self.sort_date.year, self.sort_date.year + 1)
        return range(self.earliest.year, self.latest.year + 1)

    @property
    def ends(self) -> tuple[Span | None, Span | None]:
        """What an interval goes from and to, None where open or unknown. Any other date is both of its ends."""
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
    """First and last day, as stored beside the string; an empty string, a date nobody knows, may be any day."""
    if not text:
        return FIRST_DAY, LAST_DAY
    span = parse(text)
    return span.earliest, span.latest


def parse_limit(text: str, end: bool) -> dt.date:
    """A reader's limit of a search, given as a year, month or day: its first day, or its last where `end`.

    Blanks around and full-width characters, as Japanese keyboards write them, are forgiven. Raises InvalidDate.
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
    """One date. Plain ones, which nearly all are, are read here: the library takes some hundred times as long."""
    plain = PLAIN.fullmatch(edtf[:-1] if edtf.endswith(DOUBTS) else edtf)
    if plain and int(plain["year"]) and 1 <= int(plain["month"] or 1) <= 12:
        found: tuple[dt.date, dt.date, Precision] | None = _parse_calendar_date(edtf, **plain.groupdict())
    else:
        from . import library  # here, because it takes 0.2 s to load and few processes ever need it

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
    """Both ends by themselves: the library lets an interval run backwards, and gives an unknown end ten years."""
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
    """Whatever was typed, fit for a page: half of a surrogate pair, for one, could not be sent."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
