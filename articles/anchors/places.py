"""Places in a text, counted in Unicode code points."""

from __future__ import annotations

from collections.abc import Iterator

from .model import CONTEXT_LENGTH, Anchor

MAX_CANDIDATES = 50  # places told to an editor who has to choose


def build_anchor(text: str, start: int, end: int) -> Anchor:
    """The full anchor of the words at a place. Raises ValueError for an empty place and for one outside the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"There are no words from {start} to {end} in a text of {len(text)} characters.")
    prefix = text[max(0, start - CONTEXT_LENGTH) : start]
    return Anchor(text[start:end], prefix, text[end : end + CONTEXT_LENGTH], start, end)


def find_occurrences(text: str, words: str) -> Iterator[int]:
    """Every position at which the words stand, overlapping ones too. The words must not be empty."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
