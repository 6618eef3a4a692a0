"""Finds the date of a statement if its own sentence gives one without doubt."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import dataclass

from articles import dates
from articles.extraction import ProposedStatement
from articles.extraction.dates import ProposedDate, propose_dates
from articles.extraction.dating.sentences import find_sentence_places

MAX_DISTANCE = 60  # code points between the verb that reports and its date
# “said after talks that were set for Wednesday”: the date belongs to something between verb and date.
OTHERWISE = re.compile(
    r"[,;:.–—“”\"()]"
    r"|\b(?:about|after|ahead|before|for|from|of|planned|scheduled|set|since|that|until|who|which)\b",
    re.I,
)
BEFORE_ALL = re.compile(r"(?:(?:late |early |earlier )?(?:on|in) )?(?:the )?", re.I)  # “On Thursday, Lavrov said”
BEHIND_FRONT = re.compile(r",? [A-Za-z]")  # not a dateline’s bracket or dash


@dataclass(frozen=True)
class DatedText:
    """A text with the offsets of its sentences and its dates."""

    text: str
    published: dt.date | None
    sentences: list[tuple[int, int]]
    dates: list[ProposedDate]

    @classmethod
    def parse(cls, text: str, published: dt.date | None) -> DatedText:
        return cls(text, published, list(find_sentence_places(text)), propose_dates(text, published))

    def find_statement_date(self, found: ProposedStatement) -> str:
        """EDTF of the only certain date that belongs to the verb; empty if there is none or more than one."""
        if not found.cue_spans:
            return ""
        start, end = found.cue_spans[0]
        sentence = self.find_sentence(start)
        candidates = [
            date
            for date in self.dates
            if sentence[0] <= date.start < sentence[1]
            and not any(first <= date.start < last for first, last in found.spans)
            and (self.follows_verb(date, end) or self.is_in_front(date, sentence[0], start))
        ]
        return (
            candidates[0].edtf if len(candidates) == 1 and candidates[0].certain and self.is_past(candidates[0]) else ""
        )

    def find_sentence(self, place: int) -> tuple[int, int]:
        index = bisect_right(self.sentences, place, key=lambda sentence: sentence[0]) - 1
        return self.sentences[index] if index >= 0 else (0, 0)

    def follows_verb(self, date: ProposedDate, verb_ends: int) -> bool:
        """Lavrov said in Moscow on Thursday"""
        between = self.text[verb_ends : date.start]
        return verb_ends <= date.start <= verb_ends + MAX_DISTANCE and not OTHERWISE.search(between)

    def is_in_front(self, date: ProposedDate, start: int, verb: int) -> bool:
        """On Thursday, Lavrov said"""
        return bool(
            date.end <= verb <= date.end + MAX_DISTANCE
            and BEFORE_ALL.fullmatch(self.text, start, date.start)
            and BEHIND_FRONT.match(self.text, date.end)
        )

    def is_past(self, date: ProposedDate) -> bool:
        return self.published is None or dates.parse(date.edtf).earliest <= self.published
