"""Dates that are as exact as their source: parses EDTF (ISO 8601-2:2019), computes bounds and formats labels.

Supported are levels 0 and 1 for the years 0001 to 9999, without times of day (a date is the day at the event's own
place, which a time zone could change); of level 2, doubt about one part (`2004-06~-11`), quarters (`1998-33`) and
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


# Not in a separate module, because migrations name the module of a validator.
def validate(text: str) -> None:
    """Django validator: the ValidationError says what is wrong and what to write. Empty is valid; `blank` decides."""
    if text:
        try:
            parse(text)
        except InvalidDate as error:
            raise ValidationError(str(error), code="invalid") from error
