"""Dates that are written out: days, months, years and parts of a year, with or without the year."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _

from . import disambiguation, edtf
from .patterns import DateContext, DateReading, NoDate, build_form
from .vocabulary import (
    DAY,
    FIRST_HALF,
    GAP,
    HYPHEN,
    MONTH,
    MONTH_NAME,
    PART,
    SEASON,
    SEASONS,
    SHORT_WEEKDAY,
    SPOKEN_YEAR,
    YEAR,
    parse_day,
    parse_month,
    parse_ordinal,
    parse_spoken_year,
)

_SHIFTS = {"last": -1, "this": 0, "next": 1}
_WHEN = rf"(?:{GAP}(?:of{GAP})?(?:(?P<when>last|this|next)|(?P<then>that|(?:that|the){GAP}same)){GAP}year)"
_OF_YEAR = rf"(?:(?:,{GAP}?|{GAP})(?:of{GAP})?(?P<year>{YEAR})|{_WHEN})"
_WEEKDAY_BEFORE = rf"(?:{SHORT_WEEKDAY},?{GAP}(?:the{GAP})?)?"
_MONTH_DAY = rf"(?P<month>{MONTH}){GAP}(?P<day>{DAY})"
_DAY_MONTH = rf"(?P<day>{DAY}){GAP}(?:of{GAP})?(?P<month>{MONTH})"
# “In March” is a month; “March” alone may be a verb, a name or the first word of a sentence. Others are certain.
_IN = re.compile(
    r"\b(?:in|by|of|on|to|for|from|since|until|till|after|before|during|between|through|and|early|late|mid|next|past)"
    r"[\s-]\Z",
    re.IGNORECASE,
)
_SURE = frozenset({"January", "February", "September", "October", "November", "December"})
# Words before or after a number which show that it is not a year.
_NUMBERED = re.compile(
    r"(?:\b(?:[Rr]esolutions?|[Rr]es\.|[Nn]os?\.|[Nn]umbers?|[Pp]ages?|pp?\.|[Aa]rticles?|[Ff]light|[Rr]oom|[Rr]oute"
    r"|nearly|almost|some|least|than|exactly|roughly|approximately|totalling|totaling|Boeing|Airbus)\s*)\Z"
)
_COUNTED = re.compile(
    r"\s+(?:people|troops|soldiers|marines|men|women|children|dollars|yen|rubles|roubles|euros|pounds|feet|met(?:er|re)s"
    r"|miles|kilomet(?:er|re)s|km|kg|kilos|tons|tonnes|hours|minutes|seconds|points?|shares|jobs|megawatts|MW|GMT|hrs?"
    r"|workers|members|delegates|votes|warheads|missiles|tanks|refugees|percent|per\s+cent|million|billion)\b"
)


def read_day(match: re.Match[str], context: DateContext) -> DateReading:
    month, number = parse_month(match["month"]), parse_day(match["day"])
    if match["year"]:
        return DateReading(dt.date(int(match["year"]), month, number).isoformat(), _("written in full"))
    if match["then"]:
        return DateReading(dt.date(context.last_year, month, number).isoformat(), _("the year mentioned before"), False)
    if match["when"]:
        found = dt.date(context.today.year + _SHIFTS[match["when"]], month, number)
        return DateReading(found.isoformat(), _("the year calculated from the article’s date"))
    found = disambiguation.resolve_day(month, number, context.today, context.detect_tense(match))
    return DateReading(found.isoformat(), _("the year in which it is nearest to the article’s date"))


def read_eleventh_of_september(match: re.Match[str], context: DateContext) -> DateReading:
    """The news refers to the attacks of 2001 by the day alone."""
    return DateReading("2001-09-11", _("the attacks of 2001"))


def read_days(match: re.Match[str], context: DateContext) -> DateReading:
    """October 15–21, 30 September to 2 October 2007."""
    month, first, last = parse_month(match["month"]), parse_day(match["day"]), parse_day(match["day2"])
    month2 = parse_month(match["month2"]) if match["month2"] else month
    if match["year"]:
        year, how = int(match["year"]), _("written in full")
    else:
        how = _("the year in which it is nearest to the article’s date")
        year = disambiguation.resolve_day(month2, last, context.today, context.detect_tense(match)).year - (
            month > month2
        )
    return DateReading(
        edtf.format_days(dt.date(year, month, first), dt.date(year + (month > month2), month2, last)), how
    )


def read_month(match: re.Match[str], context: DateContext) -> DateReading:
    number = parse_month(match["month"])
    if match["year"]:
        return DateReading(edtf.format_month(int(match["year"]), number), _("written in full"))
    if match["then"]:
        return DateReading(edtf.format_month(context.last_year, number), _("the year mentioned before"), False)
    today = context.today
    if match["when"]:
        found = edtf.format_month(today.year + _SHIFTS[match["when"]], number)
        return DateReading(found, _("the year calculated from the article’s date"))
    which = (match["which"] or "").lower()
    if which == "last":
        return DateReading(
            edtf.format_month(today.year - (number >= today.month), number),
            _("the last such month before the article’s date"),
        )
    if which in ("next", "this"):
        year = today.year + (which == "next" and number <= today.month)
        return DateReading(edtf.format_month(year, number), _("the month calculated from the article’s date"))
    if not (
        match["part"] or match["month"] in _SURE or _IN.search(context.text, max(0, match.start() - 9), match.start())
    ):
        raise NoDate
    tense = context.detect_tense(match)
    if tense == "future":
        how = _("the next such month, because the sentence is about the future")
    else:
        how = _("the last such month that had begun by the article’s date")
    return DateReading(
        edtf.format_month(disambiguation.resolve_year_of_month(number, today, tense), number), how, tense is not None
    )


def read_numeric(match: re.Match[str], context: DateContext) -> DateReading:
    year, month, number = (int(match[name]) for name in ("year", "month", "day"))
    return DateReading(dt.date(year, month, number).isoformat(), _("written in figures"))


def read_year(match: re.Match[str], context: DateContext) -> DateReading:
    if not match["named"]:
        if _NUMBERED.search(context.text[max(0, match.start() - 30) : match.start()]):
            raise NoDate
        if _COUNTED.match(context.text, match.end(), match.end() + 30):
            raise NoDate
    return DateReading(edtf.format_year(int(match["year"])), _("written in full"), not match["fiscal"])


def read_years(match: re.Match[str], context: DateContext) -> DateReading:
    first, last = int(match["year"]), int(match["year"][: 4 - len(match["last"])] + match["last"])
    if last <= first:
        raise NoDate
    return DateReading(f"{edtf.format_year(first)}/{edtf.format_year(last)}", _("written in full"))


def read_year_in_words(match: re.Match[str], context: DateContext) -> DateReading:
    number = parse_spoken_year(match["spoken"]) if match["spoken"] else 2000
    date = edtf.format_month(number, parse_month(match["month"])) if match["month"] else edtf.format_year(number)
    return DateReading(date, _("written in words"))


def read_decade(match: re.Match[str], context: DateContext) -> DateReading:
    return DateReading(f"{match['decade']}X", _("a decade"))


def read_century(match: re.Match[str], context: DateContext) -> DateReading:
    number = int(match["century"])
    if not 2 <= number <= 30:
        raise NoDate
    return DateReading(f"{number - 1:02}XX", _("a century"))


def read_season(match: re.Match[str], context: DateContext) -> DateReading:
    number = SEASONS[match["season"].lower()]
    if match["year"]:
        return DateReading(edtf.format_part_of_year(int(match["year"]), number), _("written in full"))
    if match["then"]:
        return DateReading(edtf.format_part_of_year(context.last_year, number), _("the year mentioned before"), False)
    which = match["when"] or match["which"]
    if not which:
        raise NoDate
    shift = _SHIFTS[which.lower()]
    return DateReading(
        edtf.format_part_of_year(context.today.year + shift, number),
        _("the year calculated from the article’s date"),
        False,
    )


def read_half(match: re.Match[str], context: DateContext) -> DateReading:
    number = FIRST_HALF + parse_ordinal(match["half"]) - 1
    if match["year"]:
        return DateReading(edtf.format_part_of_year(int(match["year"]), number), _("written in full"))
    if match["then"]:
        return DateReading(edtf.format_part_of_year(context.last_year, number), _("the year mentioned before"), False)
    shift = _SHIFTS[match["when"] or "this"]
    return DateReading(
        edtf.format_part_of_year(context.today.year + shift, number), _("the year calculated from the article’s date")
    )


_YEAR_AFTER = rf"(?:,?{GAP}(?P<year>{YEAR}))?"
_TWO = rf"(?:{HYPHEN}|{GAP}and{GAP})"
_PART_OF_NAME = r"(?<![.,:/–—-])"

_ATTACKS = r"(?:terror(?:ist)?|attacks?|hijackers?|hijackings|victims|conspiracy)"

FORMS = (
    build_form(rf"9/11|Sept(?:\.|ember){GAP}11(?:th)?(?=,?{GAP}{_ATTACKS}\b)", read_eleventh_of_september),
    build_form(rf"{_WEEKDAY_BEFORE}{_MONTH_DAY}{_OF_YEAR}?", read_day),
    build_form(rf"{_WEEKDAY_BEFORE}(?:the{GAP})?{_DAY_MONTH}{_OF_YEAR}?", read_day),
    build_form(rf"{_MONTH_DAY}{_TWO}(?:(?P<month2>{MONTH}){GAP})?(?P<day2>{DAY}){_YEAR_AFTER}", read_days),
    build_form(rf"(?P<day>{DAY}){_TWO}(?P<day2>{DAY}){GAP}(?P<month>{MONTH})(?P<month2>){_YEAR_AFTER}", read_days),
    build_form(rf"{_DAY_MONTH}{HYPHEN}(?P<day2>{DAY}){GAP}(?P<month2>{MONTH}){_YEAR_AFTER}", read_days),
    build_form(
        rf"(?P<part>{PART})?(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext){GAP})?(?P<month>{MONTH})(?:{_OF_YEAR}|(?!{GAP}[0-9]))",
        read_month,
    ),
    build_form(r"(?P<year>[12][0-9]{3})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])", read_numeric),
    build_form(r"(?P<day>[0-3]?[0-9])\.(?P<month>[01]?[0-9])\.(?P<year>[12][0-9]{3})", read_numeric),
    build_form(
        rf"(?:{PART}|(?P<named>[Tt]he{GAP}year{GAP}|(?P<fiscal>[Ff]iscal(?:[-\s]year)?{GAP}|FY\s?))|{_PART_OF_NAME})"
        rf"(?P<year>{YEAR})(?![:/]|-[0-9])",
        read_year,
    ),
    build_form(
        rf"{_PART_OF_NAME}(?P<year>(?:1[5-9]|20)[0-9]{{2}})[-–/](?P<last>[0-9]{{2}}|(?:1[5-9]|20)[0-9]{{2}})(?![-–./])",
        read_years,
    ),
    build_form(
        rf"(?:(?P<month>{MONTH_NAME}){GAP})?(?:(?P<spoken>{SPOKEN_YEAR})|[Tt]he{GAP}year{GAP}two{GAP}thousand)",
        read_year_in_words,
    ),
    build_form(
        rf"(?:{PART}?[Tt]he{GAP}|(?:early|late|mid)[-\s]){PART}?(?P<decade>(?:1[5-9]|20)[0-9])0['’]?s", read_decade
    ),
    build_form(
        rf"[Tt]he{GAP}(?:(?:early|late|mid)[-\s])?(?P<century>[0-9]{{1,2}})(?:th|st|nd|rd){GAP}century", read_century
    ),
    build_form(rf"(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext){GAP})?(?P<season>{SEASON}){_OF_YEAR}?", read_season),
    build_form(rf"(?:[Tt]he{GAP})?(?P<half>first|second)[-\s]half(?:{_OF_YEAR}|{GAP}of{GAP}the{GAP}year)", read_half),
)
