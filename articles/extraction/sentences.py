"""Splits a text into sentences with their quotations, the input of both engines.

A line break ends a sentence; a full stop inside quotation marks does not, so `"We are ready. We have been for years,"
he said.` is one sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from articles.anchors.marks import QuotationSpan, find_quotations
from articles.anchors.sentences import find_sentence_ends

from .language.cue_words import SAYING
from .language.verb_forms import split_words
from .model import Range

LONGEST_LINE = 20_000  # a longer line is not a paragraph of an article, and is cut
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_DATELINE = re.compile(
    r"""(?: (?:[A-Z][\w.’'-]*[ ,]+){0,3}? [A-Z][\w.’'-]*? (?:,\ [A-Z][\w.]*){0,2}  # SAINT PETERSBURG, Russia
            (?:,?\ \w{3,9}\.?\ \d{1,2})? (?:\ ?\(\ ?[^()\n]{2,30}\))?          # , March 16 (Jiji)
            \ ?(?: (?<=[ )])[-–] | -- | — | -(?=\ [A-Z]) ) \s+ (?=[\w“"‘«])
          | \(\ ?[A-Z][\w /]{1,30}\)\ ?(?:--|[-–—])\s* )                         # ( AFP ) -
    """,
    re.VERBOSE,
)
LONGEST_DATELINE = 80
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CLOSING = "\"”»'’"
_DASHES = ("―", "—", "–")
_AFTER_A_VERB = split_words("to at on in during of after before when as while from with by")
_SINGLE_MARKS = "'‘’‚‹"


@dataclass(frozen=True)
class Sentence:
    """A sentence of a text, without surrounding spaces, and its quotations including their marks."""

    text: str
    start: int
    end: int
    paragraph: int
    quotes: tuple[QuotationSpan, ...]

    def __str__(self) -> str:
        return self.text[self.start : self.end]


def split_sentences(text: str) -> list[Sentence]:
    quotes = [span for span in find_quotations(text) if not _is_single(text, span) or _is_utterance(text, span)]
    starts = [span.start for span in quotes]
    found: list[Sentence] = []
    for paragraph, line in enumerate(_iter_lines(text)):
        for start, end in _iter_sentences(text, line):
            inside = quotes[max(0, bisect_right(starts, start) - 1) : bisect_right(starts, end)]
            found.append(Sentence(text, start, end, paragraph, tuple(_clip_to(inside, start, end))))
    return found


def _is_utterance(text: str, span: QuotationSpan) -> bool:
    """Whether words in single marks are an utterance, as in British print: ‘We will not go,’ he said."""
    words = text[span.start + 1 : span.end - 1]
    return span.closed and words[:1].isupper() and words.endswith((",", ".", "?", "!")) and len(words.split()) > 2


def _is_single(text: str, span: QuotationSpan) -> bool:
    return text[span.start] in _SINGLE_MARKS and not text.startswith("''", span.start)


def _iter_lines(text: str) -> Iterator[Range]:
    for match in _LINE.finditer(text):
        for start in range(match.start(), match.end(), LONGEST_LINE):
            yield Range(start, min(match.end(), start + LONGEST_LINE))


def _iter_sentences(text: str, line: Range) -> Iterator[Range]:
    """The sentences of a line; one that only names the speaker belongs to the one before: “Why?” Mr. Smith asked."""
    start, last = line.start + _measure_dateline(text[line.start : line.end]), None
    for end in [*(line.start + end for end in find_sentence_ends(text[line.start : line.end])), line.end]:
        words = text[start:end]
        if not words.strip():
            continue
        cut = Range(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))
        if last is not None and _names_speaker(text[last.start : last.end], text[cut.start : cut.end]):
            last = Range(last.start, cut.end)
        else:
            if last is not None:
                yield last
            last = cut
        start = end
    if last is not None:
        yield last


def _measure_dateline(line: str) -> int:
    """The length of “MOSCOW, March 16 (Jiji) -- ” at the beginning of a line."""
    match = _DATELINE.match(line[:LONGEST_DATELINE])
    return match.end() if match else 0


def _names_speaker(before: str, after: str) -> bool:
    if before[-1:] not in _CLOSING:
        return False
    if after[:1] in _DASHES:
        return True
    if before.rstrip(_CLOSING)[-1:] not in "!?":
        return False
    words = [(match[0], match.end()) for match in _WORDS.finditer(after[:200])][:14]
    for number, (word, end) in enumerate(words):
        if word in SAYING and number:
            following = words[number + 1][0] if number + 1 < len(words) else ""
            return not following or following in _AFTER_A_VERB or after[end : end + 1] in ",."
    return False


def _clip_to(quotes: list[QuotationSpan], start: int, end: int) -> Iterator[QuotationSpan]:
    for span in quotes:
        if span.start < end and span.end > start:
            yield QuotationSpan(
                max(span.start, start),
                min(span.end, end),
                span.opened and span.start >= start,
                span.closed and span.end <= end,
            )
