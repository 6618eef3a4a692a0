"""Formats dates for readers, in the format and words of their language, and for machines."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language, gettext, gettext_noop, override, pgettext, to_locale

from .spans import OPEN, PLAIN, Precision, Span, parse

ENGLISH = Locale("en", "GB")  # day, month, year
SKELETONS: dict[Precision, str] = {"day": "yMMMd", "month": "yMMMM", "year": "y"}
SHORT_MONTH = re.compile(r"(?<!M)MMM(?!M)")
PLAIN_BLANKS = str.maketrans("\u2009\u202f\u00a0", "   ")

PARTS_OF_YEAR = {
    21: gettext_noop("spring %(year)s"),
    22: gettext_noop("summer %(year)s"),
    23: gettext_noop("autumn %(year)s"),
    24: gettext_noop("winter %(years)s"),
    40: gettext_noop("first half of %(year)s"),
    41: gettext_noop("second half of %(year)s"),
}

# How exactly a date is known, by the unit it is given in.
EXACTNESS: dict[Precision, str] = {
    "day": gettext_noop("exact day"),
    "month": gettext_noop("month only"),
    "season": gettext_noop("part of the year only"),
    "year": gettext_noop("year only"),
    "decade": gettext_noop("decade only"),
    "century": gettext_noop("century only"),
}
WITHIN: dict[Precision, str] = {
    "day": gettext_noop("within these days"),
    "month": gettext_noop("within these months"),
    "season": gettext_noop("within these parts of the year"),
    "year": gettext_noop("within these years"),
    "decade": gettext_noop("within these decades"),
    "century": gettext_noop("within these centuries"),
}
NOT_AFTER: dict[Precision, str] = {
    "day": gettext_noop("on or before this day"),
    "month": gettext_noop("in or before this month"),
    "season": gettext_noop("in or before this part of the year"),
    "year": gettext_noop("in or before this year"),
    "decade": gettext_noop("in or before this decade"),
    "century": gettext_noop("in or before this century"),
}
NOT_BEFORE: dict[Precision, str] = {
    "day": gettext_noop("on or after this day"),
    "month": gettext_noop("in or after this month"),
    "season": gettext_noop("in or after this part of the year"),
    "year": gettext_noop("in or after this year"),
    "decade": gettext_noop("in or after this decade"),
    "century": gettext_noop("in or after this century"),
}


def label(edtf: str, language: str | None = None) -> str:
    """A date for readers, in the active language or the one given (a tag such as `ja`); empty is “undated”.

    Never more exact than the string, and including its doubts. Spaces are plain ones, so that a search for a label as
    typed finds it. Raises InvalidDate.
    """
    return _format_cached(edtf, language or get_language() or "en-gb")


@lru_cache(maxsize=8192)
def _format_cached(edtf: str, language: str) -> str:
    with override(language):
        return _format_span(parse(edtf), _get_locale(language)).translate(PLAIN_BLANKS) if edtf else gettext("undated")


def precision_label(span: Span) -> str:
    """How exactly a date is known, in a few words of the active language, for tooltips and screen readers."""
    start, end = span.ends
    if start and end:
        table = WITHIN if span.precision == "interval" else EXACTNESS
        unit = max(start, end, key=lambda date: date.latest - date.earliest).precision
    elif end:
        table, unit = NOT_AFTER, end.precision
    else:
        table, unit = NOT_BEFORE, (start or span).precision
    in_doubt = span.approximate or span.uncertain
    words = gettext("single day") if in_doubt and table is EXACTNESS and unit == "day" else gettext(table[unit])
    if span.approximate:
        words = gettext("%(precision)s, approximate") % {"precision": words}
    if span.uncertain:
        words = gettext("%(precision)s, uncertain") % {"precision": words}
    return words


def machine(edtf: str) -> str | None:
    """The `datetime` attribute of <time>: a year, month or day without doubts; None for what HTML cannot express."""
    if not edtf or parse(edtf).precision not in SKELETONS:
        return None
    bare = re.sub(r"[?~%]", "", edtf)
    return bare if PLAIN.fullmatch(bare) else None


@lru_cache(maxsize=64)
def _get_locale(language: str) -> Locale:
    """British for every kind of English. Languages unknown to Babel get English, like texts without a translation."""
    if language.partition("-")[0] == "en":
        return ENGLISH
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return ENGLISH


def _format_span(span: Span, locale: Locale) -> str:
    start, end = span.ends
    if start and end:
        if span.precision != "interval":
            return _add_doubts(_format_date(span, locale), span)
        if (start.uncertain, start.approximate) == (end.uncertain, end.approximate):
            return _add_doubts(_format_interval(start, end, locale), start)
        return _join_dates(_format_span(start, locale), _format_span(end, locale), locale)
    date = {"date": _format_span(end or start or span, locale)}
    if end:
        return (
            gettext("by %(date)s") if span.edtf.startswith(OPEN) else gettext("until %(date)s, start unknown")
        ) % date
    return (
        pgettext("date", "from %(date)s") if span.edtf.endswith(OPEN) else gettext("from %(date)s, end unknown")
    ) % date


def _add_doubts(words: str, span: Span) -> str:
    if span.approximate:
        words = pgettext("date", "about %(date)s") % {"date": words}
    if span.uncertain:
        words = pgettext("date", "%(date)s (uncertain)") % {"date": words}
    return words


def _format_date(span: Span, locale: Locale) -> str:
    """One date without its doubts."""
    day = span.earliest
    if span.precision == "day":
        return format_date(day, "long", locale=locale)
    if span.precision in SKELETONS:
        return format_skeleton(SKELETONS[span.precision], day, locale=locale)
    if span.precision == "decade":
        # Translators: 1990s, for the decade
        return gettext("%(year)ss") % {"year": day.year}
    if span.precision == "century":
        number = day.year // 100 + 1
        # Translators: 19th century; %(number)s is the bare 19, for languages that do not use the English ordinal
        return gettext("%(ordinal)s century") % {"ordinal": _format_ordinal(number), "number": number}
    part = int(span.edtf[5:7])
    if part not in PARTS_OF_YEAR:
        return format_skeleton("yQQQQ", day, locale=locale)
    year = format_skeleton("y", day, locale=locale)
    years = _format_by_pattern(span.earliest, span.latest, "y", "y", locale) or year
    return gettext(PARTS_OF_YEAR[part]) % {"year": year, "years": years}


def _format_interval(start: Span, end: Span, locale: Locale) -> str:
    """Two dates without repeating common parts, if they have the same unit: 15–21 October 2007."""
    words = _format_date(start, locale), _format_date(end, locale)
    if words[0] == words[1]:
        return words[0]
    together = None
    if start.precision == end.precision and start.precision in SKELETONS:
        first, last = start.earliest, end.earliest
        field = "y" if first.year != last.year else "M" if first.month != last.month else "d"
        together = _format_by_pattern(first, last, SKELETONS[start.precision], field, locale)
    return together or _join_dates(*words, locale)


def _format_by_pattern(first: dt.date, last: dt.date, skeleton: str, field: str, locale: Locale) -> str | None:
    """Formatted with the locale's pattern for two dates that first differ in `field`, if it has one.

    CLDR's patterns for days have short months, which are replaced by long ones, as in ICU. Babel's own
    `format_interval` would return “Oct”.
    """
    patterns = locale.interval_formats.get(skeleton, {}).get(field, ())
    if len(patterns) != 2:  # Persian has one, by mistake
        return None
    first_pattern, last_pattern = (SHORT_MONTH.sub("MMMM", pattern) for pattern in patterns)
    return format_date(first, first_pattern, locale=locale) + format_date(last, last_pattern, locale=locale)


def _join_dates(first: str, last: str, locale: Locale) -> str:
    return locale.interval_formats[None].format(first, last)


def _format_ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
