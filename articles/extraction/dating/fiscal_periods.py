"""Quarters, and what figures are compared with: “third-quarter profit rose from a year earlier”.

A report gives figures for a quarter and compares them with those of the year before; which quarter “the quarter” and
“a year earlier” are follows from the one mentioned last. Quarters of a company's own fiscal year are no calendar's, so
“fiscal” ones are left out, unless the day they ended on stands beside them.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _

from . import disambiguation, edtf
from .patterns import NoDate, Reading, Scene, form
from .vocabulary import DAY, GAP, MONTH, ORDINAL, YEAR, day_number, month_number, ordinal

_SHIFTS = {"last": -1, "this": 0, "next": 1}
_FISCAL = re.compile(r"[Ff]iscal[-\s]\Z")
_QUARTER_ENDS = 3  # a quarter that ended up to so many days into the next is still that quarter


def quarter(match: re.Match[str], scene: Scene) -> Reading:
    number = ordinal(match["ordinal"].lower())
    written = match["year"] or match["year_of"]
    shift = match["which"] or match["which_of"]
    if _FISCAL.search(scene.text, max(0, match.start("ordinal") - 7), match.start("ordinal")):
        raise NoDate
    if written:
        return Reading(edtf.quarter(int(written), number), _("written in full"))
    if match["ago"]:
        year = disambiguation.year_of_quarter(number, scene.today, "past") - 1
        return Reading(edtf.quarter(year, number), _("such a quarter, a year earlier"), aside=True)
    if shift:
        year = scene.today.year + _SHIFTS[shift.lower()]
        return Reading(
            edtf.quarter(year, number), _("the year reckoned from the article’s date"), aside=year < scene.today.year
        )
    found = disambiguation.year_of_quarter(number, scene.today, scene.tense(match))
    how = _("the last such quarter that had begun on the article’s date")
    if found != disambiguation.year_of_quarter(number, scene.today, "past"):
        how = _("the next such quarter, for the words look ahead")
    return Reading(edtf.quarter(found, number), how, False)


def quarter_ended(match: re.Match[str], scene: Scene) -> Reading:
    """The quarter ended Sept. 30."""
    month, day = month_number(match["month"]), day_number(match["day"])
    if match["year"]:
        ended = dt.date(int(match["year"]), month, day)
    else:
        ended = disambiguation.day_of_year(month, day, scene.today, scene.tense(match))
    inside = ended - dt.timedelta(days=_QUARTER_ENDS)
    if inside.month == ended.month and inside.month % 3:
        raise NoDate  # a quarter of its own making, such as May to July
    return Reading(edtf.quarter(inside.year, (inside.month + 2) // 3), _("the quarter that ended on that day"))


def current_quarter(match: re.Match[str], scene: Scene) -> Reading:
    today = scene.today
    step = {"last": -1, "next": 1}.get((match["which"] or "").lower(), 0)
    year, month = edtf.months_on(today.year, today.month, 3 * step)
    return Reading(edtf.quarter(year, (month + 2) // 3), _("the quarter reckoned from the article’s date"), False)


def that_quarter(match: re.Match[str], scene: Scene) -> Reading:
    """The latest quarter, the latest period, the 1988 quarter, last year's quarter."""
    year, number = _mentioned(match, scene)
    how = _("the quarter mentioned before it")
    today = scene.today
    if match["year"]:
        year = int(match["year"])
    elif match["which"]:
        year = today.year + _SHIFTS[match["which"].lower()]
    elif match["latest"] and (year, 3 * number) >= (today.year, today.month):
        year, month = edtf.months_on(today.year, today.month, -3)
        number, how = (month + 2) // 3, _("the last quarter that had ended on the article’s date")
    return Reading(edtf.quarter(year, number), how, False, aside=year < today.year)


def year_before(match: re.Match[str], scene: Scene) -> Reading:
    """A year earlier, the year-ago period, the same quarter last year."""
    try:
        year, number = _mentioned(match, scene)
    except NoDate:
        if match["earlier"] and scene.last[:4].isdigit():
            return Reading(edtf.year(int(scene.last[:4]) - 1), _("reckoned from the date before it"), False, aside=True)
        return Reading(
            edtf.year(scene.today.year - 1), _("the year before that of the article’s date"), False, aside=True
        )
    return Reading(
        edtf.quarter(year - 1, number), _("the quarter mentioned before it, a year earlier"), False, aside=True
    )


def longer_period(match: re.Match[str], scene: Scene) -> Reading:
    """Figures for nine months or a year: what they are compared with is no quarter."""
    scene.forget_quarter()
    raise NoDate


def _mentioned(match: re.Match[str], scene: Scene) -> tuple[int, int]:
    scene.today  # noqa: B018 - raises where nothing relative can be told
    found = scene.current_quarter(match.start())
    if found is None:
        raise NoDate
    return found


_AGO = r"(?:year[-\s](?:ago|earlier))"
_LAST_YEAR = rf"(?:(?:of{GAP})?(?:last{GAP}year|a{GAP}year{GAP}(?:ago|earlier|before)|the{GAP}previous{GAP}year))"
_QUARTER = rf"{ORDINAL}[-\s](?:fiscal[-\s])?quarter"

FORMS = (
    form(
        rf"(?:[Tt]he{GAP}|[Ii]ts{GAP})?(?:(?P<year>{YEAR}){GAP}|(?P<which>[Ll]ast|[Tt]his|[Nn]ext){GAP}year['’]s{GAP}"
        rf"|(?P<ago>[Yy]ear-(?:ago|earlier)){GAP})?(?P<ordinal>(?i:{ORDINAL}))[-\s]quarter"
        rf"(?:,?{GAP}(?:of{GAP})?(?:(?P<year_of>{YEAR})|(?P<which_of>last|this|next){GAP}year))?",
        quarter,
    ),
    form(
        rf"(?:[Tt]he{GAP}|[Ii]ts{GAP})?(?:[Ff]iscal[-\s])?(?:(?i:{ORDINAL})[-\s])?quarter(?={GAP}(?:that{GAP})?end(?:ed|ing)"
        rf"{GAP}(?:on{GAP})?(?P<month>{MONTH}){GAP}(?P<day>{DAY})(?:,{GAP}(?P<year>{YEAR}))?)",
        quarter_ended,
    ),
    form(rf"(?:[Tt]he{GAP}current|(?<![Tt]he\s)(?P<which>[Tt]his|[Ll]ast|[Nn]ext)){GAP}quarter", current_quarter),
    form(
        rf"[Tt]he{GAP}(?:(?:(?P<latest>latest|most{GAP}recent)|same|(?P<year>{YEAR})){GAP}(?:quarter|period)|quarter)"
        rf"|(?P<which>[Ll]ast|[Tt]his|[Nn]ext){GAP}year['’]s{GAP}quarter",
        that_quarter,
    ),
    form(
        rf"(?:[Tt]he{GAP}quarter{GAP})?[Aa]{GAP}year{GAP}(?:ago|(?P<earlier>earlier|before))"
        rf"|(?:[Tt]he{GAP})?(?i:{_AGO})(?:{GAP}(?:period|quarter))?"
        rf"|[Tt]he{GAP}(?:corresponding|comparable|same|like){GAP}(?:period|quarter|{_QUARTER}){GAP}{_LAST_YEAR}",
        year_before,
    ),
    form(
        rf"(?:six|nine|12|twelve)[-\s]months?|(?:first|second)[-\s]half|full{GAP}year|fiscal{GAP}year|[Ff]or{GAP}the{GAP}year",
        longer_period,
    ),
)
