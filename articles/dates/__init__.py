"""Dates as exact as their source and no more: EDTF (ISO 8601-2:2019) read, bounded and told to readers.

What is read: level 0 and 1 for the years 0001 to 9999, without times of day (a day here is the day at the event's own
place, and a time zone would move it); of level 2, doubt about one part (`2004-06~-11`), quarters (`1998-33`) and
half-years (`1998-40`).
"""

from __future__ import annotations

from django.core.exceptions import ValidationError

from .labels import label, machine, precision_label
from .spans import FIRST_DAY, LAST_DAY, InvalidDate, Precision, Span, bounds, parse, parse_limit

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "InvalidDate",
    "Precision",
    "Span",
    "bounds",
    "label",
    "machine",
    "parse",
    "parse_limit",
    "precision_label",
    "validate",
]


# Here and not in a module of its own: migrations write down where a validator is defined.
def validate(text: str) -> None:
    """Django validator: its ValidationError tells what is wrong and what to write. Empty passes; `blank` decides."""
    if text:
        try:
            parse(text)
        except InvalidDate as error:
            raise ValidationError(str(error), code="invalid") from error
