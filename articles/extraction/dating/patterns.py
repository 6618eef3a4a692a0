"""What a form of a date is, and what is known while a text is read for dates."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from .sentences import find_sentence_places
from .tense import Cues, Tense
from .vocabulary import FIRST_QUARTER

REACH = 2000  # code points after which a date mentioned before is no longer what “a year earlier” goes back from


@dataclass(frozen=True)
class DateReading:
    """What the words of a date mean, and how that was found, told to the editor.

    What is only compared with (`aside`) is not what “that year” or “the quarter” goes back to.
    """

    edtf: str
    how: str
    certain: bool = True
    aside: bool = False


class NoDate(ValueError):
    """The words are a date's, but what they mean cannot be told here."""


@dataclass
class DateContext:
    """The article's date, and what the text has said so far."""

    text: str
    published: dt.date | None
    last: str = ""  # the date mentioned last
    quarter: tuple[int, int] | None = None  # the quarter that figures are given for, and where it was mentioned
    quarter_at: int = 0

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        return list(find_sentence_places(self.text))

    @cached_property
    def cues(self) -> Cues:
        return Cues(self.text)

    @property
    def today(self) -> dt.date:
        """The article's date. Without one nothing relative can be told."""
        if self.published is None:
            raise NoDate
        return self.published

    @property
    def last_year(self) -> int:
        """The year of the date mentioned last: what “that year” is, where the text can be dated at all."""
        if self.published is None or not self.last[:4].isdigit():
            raise NoDate
        return int(self.last[:4])

    def find_sentence(self, place: int) -> tuple[int, int]:
        number = bisect_right(self.sentences, place, key=lambda ends: ends[0]) - 1
        return self.sentences[max(number, 0)] if self.sentences else (0, len(self.text))

    def detect_tense(self, match: re.Match[str]) -> Tense | None:
        return self.cues.detect_tense(match.start(), match.end(), *self.find_sentence(match.start()))

    def current_quarter(self, place: int) -> tuple[int, int] | None:
        """The quarter whose figures the text is giving."""
        return self.quarter if place - self.quarter_at <= REACH else None

    def remember(self, reading: DateReading, place: int) -> None:
        if reading.aside:
            return
        edtf = self.last = reading.edtf
        part = int(edtf[5:7]) if len(edtf) == 7 else 0
        if FIRST_QUARTER <= part < FIRST_QUARTER + 4:
            self.quarter, self.quarter_at = (int(edtf[:4]), part - FIRST_QUARTER + 1), place

    def forget_quarter(self) -> None:
        self.quarter = None


@dataclass(frozen=True)
class DateForm:
    """Words that give a date, and what they mean; `read` raises ValueError where they mean none."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], DateContext], DateReading]


def build_form(pattern: str, read: Callable[[re.Match[str], DateContext], DateReading]) -> DateForm:
    """Of a pattern that begins and ends with a word, its blanks read as any few blanks."""
    return DateForm(re.compile(rf"(?<![\w$£€¥#])(?:{pattern})(?!\w)"), read)
