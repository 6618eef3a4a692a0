"""Dates relative to the article's own: “Thursday”, “last week”, “two years ago”, “at year-end”."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.dates import WEEKDAYS as WEEKDAY_LABELS
from django.utils.translation import gettext as _

from . import disambiguation, edtf
from .patterns import DateContext, DateReading, NoDate, build_form
from .vocabulary import COUNT, GAP, PART, PART_OF_DAY, WEEKDAY, parse_count, parse_weekday

SATURDAY = 5
_SHIFTS = {"last": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_NAMED = re.compile(r"\b(?:Good|Black|Bloody|Easter|Ash|Palm|Super|[Ee]very|[Ee]ach|[Oo]ne|[Aa])\s\Z")
_UNIT = "(?P<unit>day|week|month|year)"


def read_near_day(match: re.Match[str], context: DateContext) -> DateReading:
    step = _DAYS[match["day"].lower()] if match["day"] else -1 if match["night"] else 0
    if match["twice"]:
        if (match["twice"] == "before") != (step < 0):
            raise NoDate
        step *= 2
    how = {
        -1: _("the day before the article’s date"),
        0: _("the article’s date"),
        1: _("the day after the article’s date"),
    }.get(step, _("two days from the article’s date"))
    return DateReading((context.today + dt.timedelta(days=step)).isoformat(), how)


def read_weekday(match: re.Match[str], context: DateContext) -> DateReading:
    number, today = parse_weekday(match["weekday"]), context.today
    if _NAMED.search(context.text[max(0, match.start() - 8) : match.start()]):
        raise NoDate
    values = {"weekday": WEEKDAY_LABELS[number]}
    which = (match["which"] or "").lower()
    if match["week"] or which in ("next", "coming"):
        step = _SHIFTS[(match["week"] or "next").lower()]
        found = edtf.get_monday(today) + dt.timedelta(days=7 * step + number)
        return DateReading(found.isoformat(), _("the %(weekday)s of that week") % values)
    if which in ("last", "past"):
        found = disambiguation.resolve_weekday(number, today - dt.timedelta(days=1), "past")
        return DateReading(found.isoformat(), _("the last %(weekday)s before the article’s date") % values)
    tense = context.detect_tense(match)
    if tense is None and which == "this":
        tense = "future"
    found = disambiguation.resolve_weekday(number, today, tense)
    if found == today:
        how = _("the article’s date, a %(weekday)s")
    elif tense == "future":
        how = _("the %(weekday)s after the article’s date, because the sentence is about the future")
    else:
        how = _("the last %(weekday)s before the article’s date")
    return DateReading(found.isoformat(), how % values, tense is not None)


def read_near_span(match: re.Match[str], context: DateContext) -> DateReading:
    """Last week, earlier this month, next year."""
    step, today = _SHIFTS[(match["which"] or match["the"]).lower()], context.today
    if match["unit"].startswith("week"):
        day = today + dt.timedelta(days=7 * step)
        if match["unit"] == "weekend":
            if step == 0 and today.weekday() < SATURDAY and context.detect_tense(match) == "past":
                day -= dt.timedelta(days=7)
            return DateReading(edtf.format_weekend(day), _("the weekend calculated from the article’s date"))
        how = {
            -1: _("the week before the article’s, Monday to Sunday"),
            0: _("the week of the article’s date, Monday to Sunday"),
            1: _("the week after the article’s, Monday to Sunday"),
        }
        return DateReading(edtf.format_week(day), how[step])
    if match["unit"] == "month":
        how = {
            -1: _("the month before the article’s"),
            0: _("the month of the article’s date"),
            1: _("the month after the article’s"),
        }
        return DateReading(edtf.format_month(*edtf.add_months(today.year, today.month, step)), how[step])
    how = {
        -1: _("the year before the article’s"),
        0: _("the year of the article’s date"),
        1: _("the year after the article’s"),
    }
    return DateReading(edtf.format_year(today.year + step), how[step], not match["fiscal"])


def read_end_of_span(match: re.Match[str], context: DateContext) -> DateReading:
    """By the end of the month, earlier in the year, at year-end."""
    unit = match["unit"] or "year"
    today = context.today
    if unit == "week":
        return DateReading(edtf.format_week(today), _("the week of the article’s date, Monday to Sunday"), False)
    if unit == "month":
        return DateReading(edtf.format_month(today.year, today.month), _("the month of the article’s date"), False)
    return DateReading(edtf.format_year(today.year), _("the year of the article’s date"), False)


def read_weekend(match: re.Match[str], context: DateContext) -> DateReading:
    ahead = context.detect_tense(match) == "future" or context.today.weekday() >= SATURDAY
    day = context.today - dt.timedelta(days=0 if ahead else 7)
    return DateReading(edtf.format_weekend(day), _("the weekend calculated from the article’s date"), False)


def read_ago(match: re.Match[str], context: DateContext) -> DateReading:
    found = add_units(context.today, match["unit"], -_get_count(match))
    return DateReading(found, _("counted back from the article’s date"), match["unit"] == "day")


def read_ahead(match: re.Match[str], context: DateContext) -> DateReading:
    """In five years; not “the first time in five years”."""
    if not match["from_now"] and not (match["in"] and context.detect_tense(match) == "future"):
        raise NoDate
    found = add_units(context.today, match["unit"], _get_count(match))
    return DateReading(found, _("counted forward from the article’s date"), match["unit"] == "day")


def add_units(day: dt.date, unit: str, number: int) -> str:
    """The date `number` units later, or earlier if negative, as exact as the unit."""
    if unit == "day":
        return (day + dt.timedelta(days=number)).isoformat()
    if unit == "week":
        return edtf.format_week(day + dt.timedelta(days=7 * number))
    if unit == "month":
        return edtf.format_month(*edtf.add_months(day.year, day.month, number))
    return edtf.format_year(day.year + number)


def _get_count(match: re.Match[str]) -> int:
    return 2 if match["couple"] else parse_count(match["count"].lower())


_SEVERAL = rf"(?:(?P<couple>[Aa]{GAP}couple{GAP}of)|(?P<count>(?i:{COUNT})))"
# “The last week” and “the next year” are periods, not dates.
_NOT_THE = r"(?<![Tt]he\s)"
_LATE = rf"(?:(?:[Ll]ater?|[Ee]arl(?:y|ier)){GAP})"

FORMS = (
    build_form(
        rf"(?:{_LATE}|[Tt]he{GAP}day{GAP}(?P<twice>before|after){GAP})?"
        rf"(?P<day>[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow)(?:{GAP}{PART_OF_DAY})?"
        rf"|{_LATE}?(?:[Tt]his{GAP}(?:morning|afternoon|evening)|(?P<night>[Ll]ast{GAP}(?:night|evening)))",
        read_near_day,
    ),
    build_form(
        rf"(?:{_LATE}|(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|[Cc]oming){GAP})?(?P<weekday>{WEEKDAY})"
        rf"(?:{GAP}{PART_OF_DAY})?(?:{GAP}(?:of{GAP})?(?P<week>last|this|next){GAP}week)?"
        rf"(?!{GAP}(?:Times|Telegraph|Express|Mirror|Herald|Mail|Post|Night{GAP}Football))",
        read_weekday,
    ),
    build_form(
        rf"(?:{PART}|{_LATE}in{GAP}|{_LATE})?(?:{_NOT_THE}(?P<which>[Ll]ast|[Tt]his|[Nn]ext)"
        rf"|[Tt]he{GAP}(?P<the>current|coming))(?P<fiscal>{GAP}fiscal)?{GAP}(?P<unit>weekend|week|month|year)",
        read_near_span,
    ),
    build_form(
        rf"(?:[Tt]he{GAP}end{GAP}of{GAP}the|(?:[Ee]arlier|[Ll]ater|[Ll]ate|[Ee]arly){GAP}in{GAP}the){GAP}"
        rf"(?P<unit>week|month|year)(?!{GAP}(?:end|of))|[Tt]he{GAP}full{GAP}year|(?:the{GAP})?[Yy]ear(?:['’]s)?[-\s]end",
        read_end_of_span,
    ),
    build_form(rf"(?:[Oo]ver|[Aa]t|[Dd]uring){GAP}the{GAP}weekend", read_weekend),
    build_form(rf"{_SEVERAL}{GAP}{_UNIT}s?{GAP}ago", read_ago),
    build_form(rf"(?P<in>[Ii]n{GAP})?{_SEVERAL}{GAP}{_UNIT}s?(?P<from_now>{GAP}from{GAP}now|{GAP}hence)?", read_ahead),
)
