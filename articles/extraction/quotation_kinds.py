"""Detects the kinds (direct, mixed, indirect) of many statements in one text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from articles.anchors.kinds import Kind
from articles.anchors.marks import find_quotations

from .model import Range


class KindDetector:
    """The same result as `anchors.detect_kind_at`, but it parses the quotation marks of the text only once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = find_quotations(text)
        self.starts = [span.start for span in self.spans]

    def detect(self, parts: Iterable[Range]) -> Kind:
        kinds = {self._detect_one(part) for part in parts}
        return kinds.pop() if len(kinds) == 1 else "mixed"

    def _detect_one(self, part: Range) -> Kind:
        first = max(0, bisect_right(self.starts, part.start) - 1)
        near = self.spans[first : bisect_right(self.starts, part.end)]
        inside = [Range(max(s.start, part.start), min(s.end, part.end)) for s in near]
        quoted = sum(self._count_letters(Range(*span)) for span in inside if span.start < span.end)
        if quoted and quoted == self._count_letters(part):
            return "direct"
        return "mixed" if quoted else "indirect"

    def _count_letters(self, part: Range) -> int:
        return sum(letter.isalnum() for letter in self.text[part.start : part.end])
