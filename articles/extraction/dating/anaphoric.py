"""Dates that refer to the one mentioned before: “that year”, “the next day”, “two months later”."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _

from .patterns import DateContext, DateReading, NoDate, build_form
from .relative import add_units
from .vocabulary import COUNT, GAP, parse_count

_SHIFTS = {"same": 0, "following": 1, "next": 1, "previous": -1, "preceding": -1}
_PLAIN = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?(?:-([0-9]{2}))?")


def read_same_or_next(match: re.Match[str], context: DateContext) -> DateReading:
    shift = _SHIFTS[match["which"].strip() if match["which"] else "same"]
    return _count_from_last(match, context, shift)


def read_later(match: re.Match[str], context: DateContext) -> DateReading:
    shift = parse_count(match["count"].lower())
    return _count_from_last(match, context, -shift if match["back"] else shift)


def _count_from_last(match: re.Match[str], context: DateContext, shift: int) -> DateReading:
    context.today  # noqa: B018 - raises NoDate without a date of the article
    last = _PLAIN.fullmatch(context.last)
    unit = match["unit"]
    exact = {"day": 3, "week": 3, "month": 2, "year": 1}[unit]
    if last is None or last.lastindex is None or last.lastindex < exact:
        raise NoDate
    day = dt.date(*(int(part or 1) for part in last.groups()))
    return DateReading(add_units(day, unit, shift), _("calculated from the date mentioned before"), False)


FORMS = (
    build_form(
        rf"(?:[Tt]hat{GAP}(?:same{GAP})?|[Tt]he{GAP}(?P<which>same|following|previous|preceding|next(?=\sday)){GAP})"
        rf"(?P<unit>day|week|month|year)",
        read_same_or_next,
    ),
    build_form(
        rf"(?P<count>(?i:{COUNT})){GAP}(?P<unit>day|week|month|year)s?{GAP}(?:later|(?P<back>earlier|before))",
        read_later,
    ),
)
