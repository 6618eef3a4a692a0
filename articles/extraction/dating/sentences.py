"""Splits a text into sentences by the rules of `articles.anchors.sentences`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.anchors.sentences import find_sentence_ends

_LINE = re.compile(r"[^\n\r]{1,20000}")  # a longer line is not a paragraph of an article, and is cut


def find_sentence_places(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every sentence, in order, without surrounding spaces."""
    for line in _LINE.finditer(text):
        start = line.start()
        for end in [*(line.start() + end for end in find_sentence_ends(line[0])), line.end()]:
            words = text[start:end]
            if words.strip():
                yield start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
            start = end
