"""Words that differ from the article's only in looks: quotation marks, dashes, blanks, width of letters, capitals.

A text is folded once, with a map from every folded character back to the code points it stands for, so that a place
found in the folded text is a place in the text. What is found so is never VERIFIED: the article's own words are
offered instead.
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
TYPED_TWICE = frozenset("'`´‘’′")  # marks that stand for a double one where they are typed twice
MAX_MARKS_ON_A_LETTER = 30  # a longer run is no letter, and would be slow to compose
LONGEST_EXPANSION = 4  # "㈱" is three characters; the few that become a whole phrase stay as they are

_SIGNS = {**dict.fromkeys(QUOTATION_MARKS, "'"), **dict.fromkeys(DASHES, "-")}
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_RUNS = f"[ {INVISIBLE}]{{2,}}|[{INVISIBLE}]|[.…](?: ?[.…])+|…|'{{2,3}}|-{{2,3}}"


@dataclass(frozen=True)
class FoldedText:
    """A folded text; `starts[i]` and `ends[i]` bound what its character i stands for in the original."""

    text: str
    starts: array[int]
    ends: array[int]

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a place in the folded text; not for an empty one."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> FoldedText:
    """The text with marks, dashes, blanks, dots and the width of letters made alike, and unseen characters left out."""
    letters = {letter: _fold_character(letter) for letter in set(text)}
    even = text.translate({ord(letter): alike for letter, alike in letters.items() if len(alike) == 1})
    pieces: list[str] = []
    starts, ends = array("q"), array("q")
    done = 0
    for match in _compile_uneven(letters).finditer(even):
        start, end = match.span()
        if match[0].startswith("''") and not TYPED_TWICE.issuperset(text[start:end]):
            continue  # 」「 are two marks; only '' and `` are one, typed twice
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
    """The same without the difference between capital and small letters."""
    text = folded.text.casefold()
    if len(text) == len(folded.text):  # no letter becomes two
        return FoldedText(text, folded.starts, folded.ends)
    letters = [letter.casefold() for letter in folded.text]
    origin = [n for n, letter in enumerate(letters) for _ in letter]
    return FoldedText(
        text, array("q", (folded.starts[n] for n in origin)), array("q", (folded.ends[n] for n in origin))
    )


def find(text: str, body: FoldedText, anchor: Anchor) -> MatchResult | None:
    """The words, but for their looks, in a text and its folded form; None if nowhere.

    Of several places all are told, and the one to which the surroundings point.
    """
    words = fold(anchor.exact)
    for there, wanted in ((body, words), (fold_case(body), fold_case(words))):
        places = _find_places(text, there, wanted.text.strip())
        if places:
            several = tuple(places) if len(places) > 1 else ()
            return MatchResult(MatchState.CHANGED, choose_by_context(places, anchor), several)
    return None


def looks_alike(one: str, other: str) -> bool:
    """Whether two passages differ in looks only."""
    return fold_case(fold(one)).text.strip() == fold_case(fold(other)).text.strip()


def _find_places(text: str, folded: FoldedText, words: str) -> list[Anchor]:
    if not words:
        return []
    starts = islice(find_occurrences(folded.text, words), MAX_CANDIDATES)
    places = dict.fromkeys(folded.to_original(at, at + len(words)) for at in starts)
    return [build_anchor(text, start, end) for start, end in places]


@lru_cache(maxsize=20_000)
def _fold_character(letter: str) -> str:
    """What one character becomes where it stands alone."""
    if letter.isspace():
        return " "
    alike = _SIGNS.get(letter) or "".join(_SIGNS.get(part, part) for part in unicodedata.normalize("NFKC", letter))
    if len(alike.casefold()) > len(alike):
        alike = alike.casefold()  # "ß" is as good as "ss"
    return alike if len(alike) <= LONGEST_EXPANSION else letter


@lru_cache(maxsize=20_000)
def _is_combining(letter: str) -> bool:
    """Makes one character with what stands before it: accents, Indic vowel signs, the later parts of Hangul."""
    return unicodedata.category(letter).startswith("M") or "\u1160" <= letter <= "\u11ff"


def _compile_uneven(letters: dict[str, str]) -> re.Pattern[str]:
    """What becomes shorter or longer in a text of these characters, each already made alike if that is one for one."""
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
    """What a piece that `_uneven` matched becomes."""
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
