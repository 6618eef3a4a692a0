"""Words, for cutting text where a reader would."""

from __future__ import annotations

import re
import unicodedata

# Scripts written without blanks between words, as written in a character class: Thai, Lao, Burmese, Khmer, kana, Han.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
LONGEST = 60  # letters to either side; more are no word

_UNSPACED = re.compile(f"[{UNSPACED}]")


def _in_word(text: str, at: int) -> bool:
    """Whether a cut before this position would go through a word, in scripts that part words by blanks."""
    return 0 < at < len(text) and _is_letter(text[at - 1]) and _is_letter(text[at])


def expand_to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The place with both ends moved to the ends of words and without blanks around; empty only if the given place is.

    A word of which a third or more lies inside is taken in whole, a smaller part of one is left out.
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
