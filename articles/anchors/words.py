"""Finds word boundaries, so that text is not cut inside words."""

from __future__ import annotations

import re
import unicodedata

# Scripts without spaces between words, as a character class: Thai, Lao, Burmese, Khmer, kana, Han.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
LONGEST = 60  # letters on either side; a longer run is not a word

_UNSPACED = re.compile(f"[{UNSPACED}]")


def _in_word(text: str, at: int) -> bool:
    """Whether this position is inside a word, in scripts that separate words by spaces."""
    return 0 < at < len(text) and _is_letter(text[at - 1]) and _is_letter(text[at])


def expand_to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The range with both ends moved to word boundaries, without surrounding spaces; empty only if the given one is.

    A word that is inside by a third or more is included, otherwise left out.
    """
    low, high = _find_word_around(text, start) if _in_word(text, start) else (start, start)
    first = low if 2 * (min(high, end) - start) >= start - low else high
    low, high = _find_word_around(text, end) if _in_word(text, end) else (end, end)
    last = high if 2 * (end - max(low, start)) >= high - end else low
    while first < last and text[first].isspace():
        first += 1
    while first < last and text[last - 1].isspace():
        last -= 1
    return (first, last) if first < last else (start, end)


def _find_word_around(text: str, at: int) -> tuple[int, int]:
    low = high = at
    while at - low < LONGEST and low > 0 and _is_letter(text[low - 1]):
        low -= 1
    while high - at < LONGEST and high < len(text) and _is_letter(text[high]):
        high += 1
    return low, high


def _is_letter(letter: str) -> bool:
    return (letter.isalnum() or letter == "_" or unicodedata.category(letter).startswith("M")) and not _UNSPACED.match(
        letter
    )
