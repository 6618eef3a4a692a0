"""Direct, mixed or indirect: how much of a statement is in quotation marks."""

from __future__ import annotations

from typing import Literal

from .marks import QuotationSpan, find_quotations
from .model import Anchor

Kind = Literal["direct", "mixed", "indirect"]

REACH = 10_000  # code points before and after the words in which their quotation marks are looked for


def detect_kind(anchor: Anchor) -> Kind:
    """The kind, judged by the quotation marks in the words and in the 32 characters on either side.

    Direct: every word is in quotation marks; mixed: some are; indirect: none is. Words deep inside a long quotation
    have no mark that near and look indirect; where the text is stored, use `detect_kind_at`.
    """
    start = len(anchor.prefix)
    return _detect(anchor.full, start, start + len(anchor.exact))


def detect_kind_at(text: str, start: int, end: int) -> Kind:
    """The same for a place in a text, judged by all the marks of its paragraphs."""
    first = max(0, start - REACH)
    return _detect(text[first : end + REACH], start - first, end - first)


def _detect(text: str, start: int, end: int) -> Kind:
    spans = find_quotations(text)
    words = [at for at in range(start, end) if text[at].isalnum()]
    quoted = _count_inside(words, spans)
    if words and quoted == len(words):
        return "direct"
    has_marks = any(start <= edge < end for span in spans for edge in (span.start, span.end - 1))
    return "mixed" if quoted or has_marks else "indirect"


def _count_inside(positions: list[int], spans: list[QuotationSpan]) -> int:
    """How many of the positions are inside a quotation; both lists are sorted."""
    count = number = 0
    for at in positions:
        while number < len(spans) and spans[number].end <= at:
            number += 1
        count += number < len(spans) and spans[number].start <= at
    return count
