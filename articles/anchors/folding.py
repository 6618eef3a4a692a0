"""Matches that differ in typography only: quotation marks, dashes, spaces, width of letters, capitals.

A text is folded once, with a map from every folded character back to the code points it came from, so that a place in
the folded text gives a place in the text. Such a match is never VERIFIED: the article's own words are offered instead.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from .context import choose_by_context
from .model import Anchor, MatchResult, MatchState
from .places import MAX_CANDIDATES, build_anchor, find_occurrences

QUOTATION_MARKS = "\"'`´‘’‚‛“”„‟«»‹›「」『』〝〞〟＂＇｢｣ʼ′″"
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
# As written in a character class: soft hyphen, joiners, zero widths, directions, variation selectors, byte order mark.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
TYPED_TWICE = frozenset("'`´‘’′")  # typed twice, these are a double mark
MAX_MARKS_ON_A_LETTER = 30  # a longer run is not a letter, and would be slow to compose
LONGEST_EXPANSION = 4  # "㈱" becomes three characters; the few that become a whole phrase are left alone

_SIGNS = {**dict.fromkeys(QUOTATION_MARKS, "'"), **dict.fromkeys(DASHES, "-")}
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_RUNS = f"[ {INVISIBLE}]{{2,}}|[{INVISIBLE}]|[.…](?: ?[.…])+|…|'{{2,3}}|-{{2,3}}"


@dataclass(frozen=True)
class FoldedText:
    """A folded text; character i comes from `starts[i]` to `ends[i]` of the original."""

    text: str
    starts: array[int]
    ends: array[int]

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The range in the original for a range of the folded text, which must not be empty."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> FoldedText:
    """Unifies quotation marks, dashes, spaces, dots and the width of letters, and removes invisible characters."""
    letters = {letter: _fold_character(letter) for letter in set(text)}
    even = text.translate({ord(letter): alike for letter, alike in letters.items() if len(alike) == 1})
    pieces: list[str] = []
    starts, ends = array("q"), array("q")
    done = 0
    for match in _compile_uneven(letters).finditer(even):
        start, end = match.span()
        if match[0].startswith("''") and not TYPED_TWICE.issuperset(text[start:end]):
            continue  # 」「 are two marks; only '' and `` are one mark typed twice
        piece = _fold_piece(match[0])
        pieces += even[done:start], piece
        starts.extend(range(done, start))
        ends.extend(range(done + 1, start + 1))
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
        done = end
    pieces.append(even[done:])
    starts.extend(range(done, len(text)))
    ends.extend(range(done + 1, len(text) + 1))
    return FoldedText("".join(pieces), starts, ends)


def fold_case(folded: FoldedText) -> FoldedText:
    """The same in lower case."""
    text = folded.text.casefold()
    if len(text) == len(folded.text):  # no letter becomes two
        return FoldedText(text, folded.starts, folded.ends)
    letters = [letter.casefold() for letter in folded.text]
    origin = [n for n, letter in enumerate(letters) for _ in letter]
    return FoldedText(
        text, array("q", (folded.starts[n] for n in origin)), array("q", (folded.ends[n] for n in origin))
    )


def find(text: str, body: FoldedText, anchor: Anchor) -> MatchResult | None:
    """Finds the words in a text, ignoring typography; None if they do not occur.

    Of several places all are candidates; the context may decide for one of them.
    """
    words = fold(anchor.exact)
    for there, wanted in ((body, words), (fold_case(body), fold_case(words))):
        places = _find_places(text, there, wanted.text.strip())
        if places:
            several = tuple(places) if len(places) > 1 else ()
            return MatchResult(MatchState.CHANGED, choose_by_context(places, anchor), several)
    return None


def looks_alike(one: str, other: str) -> bool:
    """Whether two passages differ in typography only."""
    return fold_case(fold(one)).text.strip() == fold_case(fold(other)).text.strip()


def _find_places(text: str, folded: FoldedText, words: str) -> list[Anchor]:
    if not words:
        return []
    starts = islice(find_occurrences(folded.text, words), MAX_CANDIDATES)
    places = dict.fromkeys(folded.to_original(at, at + len(words)) for at in starts)
    return [build_anchor(text, start, end) for start, end in places]


@lru_cache(maxsize=20_000)
def _fold_character(letter: str) -> str:
    """What a single character becomes."""
    if letter.isspace():
        return " "
    alike = _SIGNS.get(letter) or "".join(_SIGNS.get(part, part) for part in unicodedata.normalize("NFKC", letter))
    if len(alike.casefold()) > len(alike):
        alike = alike.casefold()  # "ß" equals "ss"
    return alike if len(alike) <= LONGEST_EXPANSION else letter


@lru_cache(maxsize=20_000)
def _is_combining(letter: str) -> bool:
    """Whether it combines with the character before it: accents, Indic vowel signs, later parts of Hangul syllables."""
    return unicodedata.category(letter).startswith("M") or "\u1160" <= letter <= "\u11ff"


def _compile_uneven(letters: dict[str, str]) -> re.Pattern[str]:
    """Matches what becomes shorter or longer by folding; characters that map one to one are folded already."""
    joining = {alike for alike in letters.values() if len(alike) == 1 and _is_combining(alike)}
    longer = {letter for letter, alike in letters.items() if len(alike) > 1 and letter != "…"}
    parts = [_RUNS]
    if joining:
        marks = "".join(map(re.escape, sorted(joining)))
        parts.append(f"[^ {marks}]?[{marks}]{{1,{MAX_MARKS_ON_A_LETTER}}}")
    if longer:
        parts.append(f"[{''.join(map(re.escape, sorted(longer)))}]")
    return re.compile("|".join(parts))


@lru_cache(maxsize=20_000)
def _fold_piece(piece: str) -> str:
    """The folded form of a piece that `_compile_uneven` matched."""
    visible = _INVISIBLE.sub("", piece)
    if not visible.strip(" "):
        return visible[:1]
    if not visible.strip(".… "):
        return "..."
    if not visible.strip("'") or not visible.strip("-"):
        return visible[0]
    if len(visible) == 1:
        return _fold_character(visible)
    return unicodedata.normalize("NFKC", visible)
