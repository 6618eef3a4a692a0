"""The rarer forms of EDTF, read by the edtf package."""

from __future__ import annotations

import datetime as dt
import re
import warnings

from .spans import DOUBTS, Precision

# The package's grammar triggers warnings of pyparsing, which are errors under `python -W error`.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from edtf import parse_edtf

# Only dates that have a label are passed to the package, which accepts more (199X-10, 1950S2, a time of day) and fails
# on some of it (2007-1X).
MARK = "[?~%]"
FORMS = re.compile(
    rf"(?P<year>[0-9]{{3}}X|[0-9]{{2}}XX)"
    rf"|{MARK}?[0-9]{{4}}{MARK}?"
    rf"(?:-XX(?:-XX)?|-{MARK}?(?P<part>[0-9]{{2}}){MARK}?(?:-XX|-{MARK}?(?P<day>[0-9]{{2}}))?)?"
)
WINTER = 24
# Seasons, quarters and halves of the year; seasons of one hemisphere (25 to 32) and thirds of the year are not needed.
PARTS_OF_YEAR = frozenset([21, 22, 23, WINTER, 33, 34, 35, 36, 40, 41])


def read_rare_date(edtf: str) -> tuple[dt.date, dt.date, Precision] | None:
    """First day, last day and precision of one date, or None if it is not a supported date.

    Seasons are those of the northern hemisphere. Winter is December to February, in the year in which it begins.
    """
    body = edtf[:-1] if edtf.endswith(DOUBTS) else edtf  # the package does not support doubtful seasons
    form = FORMS.fullmatch(body)
    if form is None or body.endswith(DOUBTS):
        return None
    part = int(form["part"] or 0)
    if part > 12 and (form["day"] or part not in PARTS_OF_YEAR):
        return None
    try:
        found = parse_edtf(body)
        earliest, latest = dt.date(*found.lower_strict()[:3]), dt.date(*found.upper_strict()[:3])
        if part == WINTER:  # the package ends it with the calendar year
            latest = dt.date(earliest.year + 1, 3, 1) - dt.timedelta(days=1)
    except Exception:  # the package also raises ValueError, TypeError and AttributeError
        return None
    if form["year"]:
        return earliest, latest, "decade" if form["year"].count("X") == 1 else "century"
    if form["day"]:
        return earliest, latest, "day"
    if part:
        return earliest, latest, "season" if part > 12 else "month"
    return earliest, latest, "year"
