"""Places in a text, counted in Unicode code points."""

from __future__ import annotations

from collections.abc import Iterator

from .model import CONTEXT_LENGTH, Anchor

MAX_CANDIDATES = 50  # places among which an editor can choose


def build_anchor(text: str, start: int, end: int) -> Anchor:
    """The complete anchor for a range of the text. Raises ValueError if it is empty or outside the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"There are no words from {start} to {end} in a text of {len(text)} characters.")
    prefix = text[max(0, start - CONTEXT_LENGTH) : start]
    return Anchor(text[start:end], prefix, text[end : end + CONTEXT_LENGTH], start, end)


def find_occurrences(text: str, words: str) -> Iterator[int]:
    """Every position at which the words occur, including overlapping ones. The words must not be empty."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
