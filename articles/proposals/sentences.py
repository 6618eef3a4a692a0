"""Sentences and the quotations in them: the pieces both engines work on.

A line break ends a sentence; nothing inside quotation marks does, so `"We are ready. We have been for years," he said.`
is one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from articles.anchors.marks import Span, quotations
from articles.anchors.sentences import sentence_ends

from .model import Range

LONGEST_LINE = 20_000  # a longer line is no paragraph of an article; it is cut
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_SINGLE_MARKS = "'‘’‚‹"


@dataclass(frozen=True)
class Sentence:
    """A sentence of a text, without the blanks around it, and the quotations in it, marks included."""

    text: str
    start: int
    end: int
    paragraph: int
    quotes: tuple[Span, ...]

    def __str__(self) -> str:
        return self.text[self.start : self.end]


def sentences(text: str) -> list[Sentence]:
    quotes = [span for span in quotations(text) if not _is_single(text, span)]
    starts = [span.start for span in quotes]
    found: list[Sentence] = []
    for paragraph, line in enumerate(_lines(text)):
        for start, end in _cuts(text, line):
            inside = quotes[max(0, bisect_right(starts, start) - 1) : bisect_right(starts, end)]
            found.append(Sentence(text, start, end, paragraph, tuple(_within(inside, start, end))))
    return found


def _is_single(text: str, span: Span) -> bool:
    return text[span.start] in _SINGLE_MARKS and not text.startswith("''", span.start)


def _lines(text: str) -> Iterator[Range]:
    for match in _LINE.finditer(text):
        for start in range(match.start(), match.end(), LONGEST_LINE):
            yield Range(start, min(match.end(), start + LONGEST_LINE))


def _cuts(text: str, line: Range) -> Iterator[Range]:
    start = line.start
    for end in [*(line.start + end for end in sentence_ends(text[line.start : line.end])), line.end]:
        words = text[start:end]
        if words.strip():
            yield Range(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))
        start = end


def _within(quotes: list[Span], start: int, end: int) -> Iterator[Span]:
    for span in quotes:
        if span.start < end and span.end > start:
            yield Span(
                max(span.start, start),
                min(span.end, end),
                span.opened and span.start >= start,
                span.closed and span.end <= end,
            )
