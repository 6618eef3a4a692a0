"""Characters as bytes, for edlib, which knows 256 symbols and no more."""

from __future__ import annotations

from collections import Counter

OTHER = 255  # a character of the text that the words do not have
SHARED = 200  # from here on several rare characters share a symbol


class Alphabet(dict[int, int]):
    """From code point to symbol, for `str.translate`."""

    def __missing__(self, letter: int) -> int:
        self[letter] = OTHER
        return OTHER


def build_alphabet(words: str) -> Alphabet:
    """A symbol for every character of the words, the commonest first.

    Words of more than 255 different characters (long ones in Chinese or Japanese) let their rarest share symbols.
    A place found so may be a letter better on paper than it is, which is why none is ever VERIFIED.
    """
    ranked = [letter for letter, _ in Counter(words).most_common()]
    symbols = Alphabet()
    for rank, letter in enumerate(ranked):
        symbols[ord(letter)] = rank if len(ranked) <= OTHER or rank < SHARED else SHARED + rank % (OTHER - SHARED)
    return symbols


def encode(text: str, symbols: Alphabet) -> bytes:
    """One byte a code point."""
    return text.translate(symbols).encode("latin-1")
