"""Single cells: prevents or reverses what spreadsheet programs do to them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.utils.translation import gettext as _

# Some spreadsheet programs evaluate a cell that begins like this as a formula.
FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
GUARDED = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff\ud800-\udfff\ufffe\uffff]")
DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def guard_cell(text: str) -> str:
    """Add an apostrophe before what would be evaluated as a formula; `unguard_cell` removes it."""
    return f"'{text}" if FORMULA.match(text) else text


def unguard_cell(cell: str) -> str:
    return cell[1:] if GUARDED.match(cell) else cell


def clean_text(text: str) -> str:
    """Remove invisible characters and use Unix line ends."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def read_excel_value(value: Any) -> str:
    """A cell as it was typed: Excel converts 1998 to a number and 2007-10-23 to a date."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)


def parse_excel_date(text: str) -> str:
    """EDTF for a date as written by a spreadsheet program. ValueError if day and month are ambiguous."""
    if found := DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := SLASHED.fullmatch(text):
        one, other, year = map(int, found.groups())
        if one <= 12 and other <= 12 and one != other:
            raise ValueError(
                _("“%(text)s” is ambiguous: day and month could be either way round. Write the date as 2007-10-23.")
                % {"text": text}
            )
        day, month = (one, other) if one > 12 else (other, one)
    else:
        return text
    return f"{year:04}-{month:02}-{day:02}"
