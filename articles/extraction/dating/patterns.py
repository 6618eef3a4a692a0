"""Forms of dates, and the state while a text is searched for dates."""

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

REACH = 2000  # code points after which “a year earlier” no longer refers to a quarter


@dataclass(frozen=True)
class DateReading:
    """The date that words give, and an explanation for the editor.

    “That year” and “the quarter” never refer to a date that is only used for comparison (`aside`).
    """

    edtf: str
    how: str
    certain: bool = True
    aside: bool = False


class NoDate(ValueError):
    """The words look like a date, but are none or cannot be resolved."""


@dataclass
class DateContext:
    """The article's date, and the dates that the text has mentioned so far."""

    text: str
    published: dt.date | None
    last: str = ""  # the last date mentioned
    quarter: tuple[int, int] | None = None  # the quarter for which figures are given
    quarter_at: int = 0  # where it was mentioned

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        return list(find_sentence_places(self.text))

    @cached_property
    def cues(self) -> Cues:
        return Cues(self.text)

    @property
    def today(self) -> dt.date:
        """The article's date. Raises NoDate if it has none, since relative dates need it."""
        if self.published is None:
            raise NoDate
        return self.published

    @property
    def last_year(self) -> int:
        """The year of the last date mentioned, for “that year”. Raises NoDate if there is none."""
        if self.published is None or not self.last[:4].isdigit():
            raise NoDate
        return int(self.last[:4])

    def find_sentence(self, place: int) -> tuple[int, int]:
        number = bisect_right(self.sentences, place, key=lambda ends: ends[0]) - 1
        return self.sentences[max(number, 0)] if self.sentences else (0, len(self.text))

    def detect_tense(self, match: re.Match[str]) -> Tense | None:
        return self.cues.detect_tense(match.start(), match.end(), *self.find_sentence(match.start()))

    def current_quarter(self, place: int) -> tuple[int, int] | None:
        """The quarter for which the text gives figures here."""
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
    """A pattern for a date; `read` computes the date, or raises ValueError if the words are not one."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], DateContext], DateReading]


def build_form(pattern: str, read: Callable[[re.Match[str], DateContext], DateReading]) -> DateForm:
    """Compiles a pattern that begins and ends with a word."""
    return DateForm(re.compile(rf"(?<![\w$£€¥#])(?:{pattern})(?!\w)"), read)
