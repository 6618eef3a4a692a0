"""Finds the dates in an English news text, written out or relative to the article's own date, as EDTF.

Rules, not a model: each form of a date (`dating/`) is a pattern and a function that computes the date. Where matches
overlap, the one that begins first and is longest is read; if it is not a date here, the next.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from .dating import absolute, anaphoric, fiscal_periods, relative
from .dating.patterns import DateContext

QUARTER = re.compile(r"([0-9]{4})-(3[3-6])")
FORMS = (*absolute.FORMS, *fiscal_periods.FORMS, *anaphoric.FORMS, *relative.FORMS)


@dataclass(frozen=True)
class ProposedDate:
    """Words of a text that give a date: `text[start:end]`, the date, and how it was found.

    `how` is an explanation for the editor, in the active language. `certain` is False if the date depends on a
    convention: “in March” is the last March unless the sentence is about the future.
    """

    start: int
    end: int
    text: str
    edtf: str
    certain: bool
    how: str

    @property
    def timex(self) -> str:
        """The value in TimeML's TIMEX3 notation, used in annotated corpora: a quarter is 1989-Q3, not 1989-35."""
        quarter = QUARTER.fullmatch(self.edtf)
        return f"{quarter[1]}-Q{int(quarter[2]) - 32}" if quarter else self.edtf


def propose_dates(text: str, published: dt.date | None) -> list[ProposedDate]:
    """In the order of the text, without overlaps. Without the article's date, only dates written in full."""
    context = DateContext(text, published)
    found: list[ProposedDate] = []
    matches = [(match, form) for form in FORMS for match in form.pattern.finditer(text)]
    matches.sort(key=lambda pair: (pair[0].start(), -pair[0].end()))
    end = 0
    for match, form in matches:
        if match.start() < end:
            continue
        try:
            reading = form.read(match, context)
        except (ValueError, OverflowError):  # there is no such day, or it cannot be determined
            continue
        end = match.end()
        found.append(ProposedDate(match.start(), end, match[0], reading.edtf, reading.certain, reading.how))
        context.remember(reading, match.start())
    return found
