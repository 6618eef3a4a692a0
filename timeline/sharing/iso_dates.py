"""A date for machines: ISO 8601, or nothing where that could only be said with a day that nobody knows."""

from __future__ import annotations

from articles import dates


def iso(edtf: str) -> str | None:
    """A day, month or year that is known for certain: 2007-10-23, 2007-10, 2007."""
    if not edtf:
        return None
    span = dates.parse(edtf)
    return None if span.uncertain or span.approximate else dates.machine(edtf)


def start_and_end(edtf: str) -> tuple[str | None, str | None]:
    """The first and the last day, month or year of an interval; a single date begins and nothing is said of its end.

    Nothing at all for what ISO 8601 cannot tell: a doubt (1998?), an open or unknown end (../2018-03-17 is “by then”,
    neither the day it began nor the day it ended), a season, a decade.
    """
    first, slash, last = edtf.partition("/")
    start, end = iso_end(first), iso_end(last)
    if not slash:
        return start, None
    return (start, end) if start and end else (None, None)


def iso_end(end: str) -> str | None:
    return None if end == ".." else iso(end)


def interval(edtf: str) -> str | None:
    """The same as one string (2007-10-15/2007-10-21), as schema.org's temporalCoverage takes it."""
    start, end = start_and_end(edtf)
    return f"{start}/{end}" if end else start
