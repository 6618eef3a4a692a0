"""Splits a text into the words of the index: case and marks folded, stemmed, each with its position in the text.

English and Russian words are stemmed. Japanese has no spaces: a run of kana and kanji gives its pairs of characters
(日露首脳: 日露, 露首, 首脳) and its last character alone, so that any part of the run is a sequence of them.
A word has letters and digits only: nothing that a database would interpret.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import NamedTuple

import snowballstemmer

LONGEST_WORD = 64
LONGEST_CACHED = 40  # longer pieces of text are rarely repeated

CJK = (
    "\u3005-\u3007\u3031-\u3035\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
)
JAPANESE = re.compile(f"[{CJK}]")
LETTER = rf"[^\W\d_{CJK}]"
SIGN = rf"[^\W_{CJK}]"
WORD = re.compile(
    rf"(?P<run>[{CJK}](?:[・\s]*[{CJK}])*)"  # dots and spaces do not separate Japanese words: 河野 太郎 is 河野太郎
    rf"|(?P<letters>(?<!{SIGN}){LETTER}(?:\.{LETTER})+(?!{SIGN})\.?)"  # U.S. is US
    rf"|(?P<word>{SIGN}+)(?:'s(?!{SIGN}))?"
)
PIECE = re.compile(rf"\S+(?:(?<=[{CJK}\uff66-\uff9f])\s+(?=[{CJK}\uff66-\uff9f])\S+)*")
LATIN_MARK = re.compile("(?<=[a-z])[\u0300-\u036f]+")  # but й is not и
STRESS = re.compile("(?<=[а-яё])[\u0300\u0301]")
SHORTEST_STEM = 3  # if a stem is stemmed again
PREPOSITIONS = frozenset(["без", "для", "над", "под", "при", "про"])
APOSTROPHES = str.maketrans("’‘ʼ", "'''")
VOICING = "\uff9e\uff9f"  # the marks of half-width kana: ﾌﾞ is ブ

_english, _russian = snowballstemmer.stemmer("english"), snowballstemmer.stemmer("russian")
_stemmer_lock = Lock()  # a stemmer stores the word that it works on


class Token(NamedTuple):
    """A word as it is indexed, and its position in the text."""

    text: str
    start: int
    end: int
    head: int  # where its first character ends: a pair of kanji found by its first is marked there


def tokenize(text: str) -> list[Token]:
    found = []
    for piece in PIECE.finditer(text):
        words = piece.group()
        at = piece.start()
        known = _cached_tokens if len(words) <= LONGEST_CACHED else _tokenize_piece
        found += [Token(word, start + at, end + at, head + at) for word, start, end, head in known(words)]
    return found


def _tokenize_piece(piece: str) -> tuple[Token, ...]:
    return tuple(_split_piece(piece))


_cached_tokens = lru_cache(16_384)(_tokenize_piece)


def _split_piece(piece: str) -> Iterator[Token]:
    signs = [(sign, start, end) for folded, start, end in _fold_text(piece) for sign in folded]
    for match in WORD.finditer("".join(sign for sign, _start, _end in signs)):
        if match["run"]:
            yield from _pair_characters(
                [one for one in signs[match.start() : match.end()] if one[0] != "・" and not one[0].isspace()]
            )
            continue
        kind = "word" if match["word"] else "letters"
        first, last = signs[match.start()], signs[match.end(kind) - 1]
        word = match[kind].replace(".", "")
        yield Token(stem(word[:LONGEST_WORD]), first[1], last[2], first[2])


def _pair_characters(run: list[tuple[str, int, int]]) -> Iterator[Token]:
    for (a, start, head), (b, _start, end) in pairwise(run):
        yield Token(a + b, start, end, head)
    sign, start, end = run[-1]
    yield Token(sign, start, end, end)


def _fold_text(text: str) -> Iterator[tuple[str, int, int]]:
    """Each character with its combining marks, folded to nothing, one character or several (㌔: キロ)."""
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and (text[end] in VOICING or unicodedata.combining(text[end])):
            continue
        yield _fold(text[start:end]), start, end
        start = end


@lru_cache(16_384)
def _fold(character: str) -> str:
    if character.isascii():
        return character.lower()
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())
    bare = STRESS.sub("", LATIN_MARK.sub("", unicodedata.normalize("NFD", plain)))
    composed = unicodedata.normalize("NFC", bare).replace("ё", "е").translate(APOSTROPHES)
    return "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")  # soft hyphens and their like


@lru_cache(65_536)
def stem(word: str) -> str:
    """The stem of a word.

    Russian is stemmed until nothing changes: once would make лавр of Лавров but лавров of Лаврова, виз of визит but
    визит of визита. It stops before a stem is too short to distinguish words: заявил is not за, прием not при.
    """
    if "a" <= word[0] <= "z":
        with _stemmer_lock:
            return str(_english.stemWord(word)) or word
    if not "а" <= word[0] <= "я":
        return word
    with _stemmer_lock:
        shorter = _russian.stemWord(word)
        while shorter != word and shorter not in PREPOSITIONS:
            word, shorter = shorter, _russian.stemWord(shorter)
            if len(shorter) < SHORTEST_STEM:
                break
    return word
