"""Dates for other programs: ISO 8601, or nothing if ISO 8601 would need a day that is not known."""

from __future__ import annotations

from articles import dates


def format_iso(edtf: str) -> str | None:
    """A day, month or year that is known for certain: 2007-10-23, 2007-10, 2007."""
    if not edtf:
        return None
    span = dates.parse(edtf)
    return None if span.uncertain or span.approximate else dates.machine(edtf)


def split_interval(edtf: str) -> tuple[str | None, str | None]:
    """The first and the last day, month or year of an interval; a single date has only a first one.

    Nothing for what ISO 8601 cannot express: a doubt (1998?), an open or unknown end (../2018-03-17 is “by then”,
    neither the first nor the last day), a season, a decade.
    """
    first, slash, last = edtf.partition("/")
    start, end = format_end(first), format_end(last)
    if not slash:
        return start, None
    return (start, end) if start and end else (None, None)


def format_end(end: str) -> str | None:
    return None if end == ".." else format_iso(end)


def format_interval(edtf: str) -> str | None:
    """The same as one string (2007-10-15/2007-10-21), for schema.org's temporalCoverage."""
    start, end = split_interval(edtf)
    return f"{start}/{end}" if end else start
