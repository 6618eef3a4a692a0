"""Characters as bytes, for edlib, which is limited to 256 symbols."""

from __future__ import annotations

from collections import Counter

OTHER = 255  # a character that does not occur in the words
SHARED = 200  # from this rank on, several rare characters share a symbol


class Alphabet(dict[int, int]):
    """Maps code points to symbols, for `str.translate`."""

    def __missing__(self, letter: int) -> int:
        self[letter] = OTHER
        return OTHER


def build_alphabet(words: str) -> Alphabet:
    """A symbol for every character of the words, the most common first.

    Where there are more than 255 different characters (in long Chinese or Japanese quotations) the rarest share
    symbols, so the number of edits may be too low. For this and other reasons no approximate match is ever VERIFIED.
    """
    ranked = [letter for letter, _ in Counter(words).most_common()]
    symbols = Alphabet()
    for rank, letter in enumerate(ranked):
        symbols[ord(letter)] = rank if len(ranked) <= OTHER or rank < SHARED else SHARED + rank % (OTHER - SHARED)
    return symbols


def encode(text: str, symbols: Alphabet) -> bytes:
    """One byte for each code point."""
    return text.translate(symbols).encode("latin-1")
