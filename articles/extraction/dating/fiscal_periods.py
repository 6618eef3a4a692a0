"""Quarters, and the periods with which figures are compared: “third-quarter profit rose from a year earlier”.

A report gives figures for a quarter and compares them with those of the year before; the meaning of “the quarter” and
“a year earlier” follows from the quarter mentioned last. Quarters of a company's fiscal year are not calendar quarters,
so “fiscal” ones are left out, unless the day on which they ended is given.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _

from . import disambiguation, edtf
from .patterns import DateContext, DateReading, NoDate, build_form
from .vocabulary import DAY, GAP, MONTH, ORDINAL, YEAR, parse_day, parse_month, parse_ordinal

_SHIFTS = {"last": -1, "this": 0, "next": 1}
_FISCAL = re.compile(r"[Ff]iscal[-\s]\Z")
_QUARTER_ENDS = 3  # a quarter may end up to so many days into the next calendar quarter


def read_quarter(match: re.Match[str], context: DateContext) -> DateReading:
    number = parse_ordinal(match["ordinal"].lower())
    written = match["year"] or match["year_of"]
    shift = match["which"] or match["which_of"]
    if _FISCAL.search(context.text, max(0, match.start("ordinal") - 7), match.start("ordinal")):
        raise NoDate
    if written:
        return DateReading(edtf.format_quarter(int(written), number), _("written in full"))
    if match["ago"]:
        year = disambiguation.resolve_year_of_quarter(number, context.today, "past") - 1
        return DateReading(edtf.format_quarter(year, number), _("this quarter, a year earlier"), aside=True)
    if shift:
        year = context.today.year + _SHIFTS[shift.lower()]
        return DateReading(
            edtf.format_quarter(year, number),
            _("the year calculated from the article’s date"),
            aside=year < context.today.year,
        )
    found = disambiguation.resolve_year_of_quarter(number, context.today, context.detect_tense(match))
    how = _("the last such quarter that had begun by the article’s date")
    if found != disambiguation.resolve_year_of_quarter(number, context.today, "past"):
        how = _("the next such quarter, because the sentence is about the future")
    return DateReading(edtf.format_quarter(found, number), how, False)


def read_quarter_ended(match: re.Match[str], context: DateContext) -> DateReading:
    """The quarter ended Sept. 30."""
    month, day = parse_month(match["month"]), parse_day(match["day"])
    if match["year"]:
        ended = dt.date(int(match["year"]), month, day)
    else:
        ended = disambiguation.resolve_day(month, day, context.today, context.detect_tense(match))
    inside = ended - dt.timedelta(days=_QUARTER_ENDS)
    if inside.month == ended.month and inside.month % 3:
        raise NoDate  # not a calendar quarter, such as May to July
    return DateReading(
        edtf.format_quarter(inside.year, (inside.month + 2) // 3), _("the quarter that ended on that day")
    )


def read_current_quarter(match: re.Match[str], context: DateContext) -> DateReading:
    today = context.today
    step = {"last": -1, "next": 1}.get((match["which"] or "").lower(), 0)
    year, month = edtf.add_months(today.year, today.month, 3 * step)
    return DateReading(
        edtf.format_quarter(year, (month + 2) // 3), _("the quarter calculated from the article’s date"), False
    )


def read_that_quarter(match: re.Match[str], context: DateContext) -> DateReading:
    """The latest quarter, the latest period, the 1988 quarter, last year's quarter."""
    year, number = _get_mentioned_quarter(match, context)
    how = _("the quarter mentioned before")
    today = context.today
    if match["year"]:
        year = int(match["year"])
    elif match["which"]:
        year = today.year + _SHIFTS[match["which"].lower()]
    elif match["latest"] and (year, 3 * number) >= (today.year, today.month):
        year, month = edtf.add_months(today.year, today.month, -3)
        number, how = (month + 2) // 3, _("the last quarter that had ended by the article’s date")
    return DateReading(edtf.format_quarter(year, number), how, False, aside=year < today.year)


def read_year_before(match: re.Match[str], context: DateContext) -> DateReading:
    """A year earlier, the year-ago period, the same quarter last year."""
    try:
        year, number = _get_mentioned_quarter(match, context)
    except NoDate:
        if match["earlier"] and context.last[:4].isdigit():
            return DateReading(
                edtf.format_year(int(context.last[:4]) - 1),
                _("calculated from the date mentioned before"),
                False,
                aside=True,
            )
        return DateReading(
            edtf.format_year(context.today.year - 1), _("the year before the article’s"), False, aside=True
        )
    return DateReading(
        edtf.format_quarter(year - 1, number), _("the quarter mentioned before, a year earlier"), False, aside=True
    )


def read_longer_period(match: re.Match[str], context: DateContext) -> DateReading:
    """Figures for nine months or a year are not compared with those of a quarter."""
    context.forget_quarter()
    raise NoDate


def _get_mentioned_quarter(match: re.Match[str], context: DateContext) -> tuple[int, int]:
    context.today  # noqa: B018 - raises NoDate without a date of the article
    found = context.current_quarter(match.start())
    if found is None:
        raise NoDate
    return found


_AGO = r"(?:year[-\s](?:ago|earlier))"
_LAST_YEAR = rf"(?:(?:of{GAP})?(?:last{GAP}year|a{GAP}year{GAP}(?:ago|earlier|before)|the{GAP}previous{GAP}year))"
_QUARTER = rf"{ORDINAL}[-\s](?:fiscal[-\s])?quarter"

FORMS = (
    build_form(
        rf"(?:[Tt]he{GAP}|[Ii]ts{GAP})?(?:(?P<year>{YEAR}){GAP}|(?P<which>[Ll]ast|[Tt]his|[Nn]ext){GAP}year['’]s{GAP}"
        rf"|(?P<ago>[Yy]ear-(?:ago|earlier)){GAP})?(?P<ordinal>(?i:{ORDINAL}))[-\s]quarter"
        rf"(?:,?{GAP}(?:of{GAP})?(?:(?P<year_of>{YEAR})|(?P<which_of>last|this|next){GAP}year))?",
        read_quarter,
    ),
    build_form(
        rf"(?:[Tt]he{GAP}|[Ii]ts{GAP})?(?:[Ff]iscal[-\s])?(?:(?i:{ORDINAL})[-\s])?quarter(?={GAP}(?:that{GAP})?end(?:ed|ing)"
        rf"{GAP}(?:on{GAP})?(?P<month>{MONTH}){GAP}(?P<day>{DAY})(?:,{GAP}(?P<year>{YEAR}))?)",
        read_quarter_ended,
    ),
    build_form(
        rf"(?:[Tt]he{GAP}current|(?<![Tt]he\s)(?P<which>[Tt]his|[Ll]ast|[Nn]ext)){GAP}quarter", read_current_quarter
    ),
    build_form(
        rf"[Tt]he{GAP}(?:(?:(?P<latest>latest|most{GAP}recent)|same|(?P<year>{YEAR})){GAP}(?:quarter|period)|quarter)"
        rf"|(?P<which>[Ll]ast|[Tt]his|[Nn]ext){GAP}year['’]s{GAP}quarter",
        read_that_quarter,
    ),
    build_form(
        rf"(?:[Tt]he{GAP}quarter{GAP})?[Aa]{GAP}year{GAP}(?:ago|(?P<earlier>earlier|before))"
        rf"|(?:[Tt]he{GAP})?(?i:{_AGO})(?:{GAP}(?:period|quarter))?"
        rf"|[Tt]he{GAP}(?:corresponding|comparable|same|like){GAP}(?:period|quarter|{_QUARTER}){GAP}{_LAST_YEAR}",
        read_year_before,
    ),
    build_form(
        rf"(?:six|nine|12|twelve)[-\s]months?|(?:first|second)[-\s]half|full{GAP}year|fiscal{GAP}year|[Ff]or{GAP}the{GAP}year",
        read_longer_period,
    ),
)
