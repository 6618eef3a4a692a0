"""An anchor, and the result of looking for one in a text.

An anchor is a W3C Web Annotation TextQuoteSelector (`exact`, `prefix`, `suffix`) refined by a TextPositionSelector
(`start`, `end`). Positions count Unicode code points of the text as stored, the first is 0, `end` is exclusive:
`text[start:end] == exact`. JavaScript counts UTF-16 units, so positions from a browser must be converted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CONTEXT_LENGTH = 32  # code points stored before and after the words


class MatchState(StrEnum):
    """The result of looking for the words in the text."""

    VERIFIED = "verified"  # they are at that place, exactly and without doubt
    AMBIGUOUS = "ambiguous"  # they occur more than once, and nothing decides which place is meant
    CHANGED = "changed"  # other words, another context or another place: an editor decides
    MISSING = "missing"  # they are not in the text
    UNHELD = "unheld"  # no text is stored


@dataclass(frozen=True)
class Anchor:
    """Exact words and their position; `prefix` and `suffix` are up to 32 code points before and after them.

    A newly pasted quotation has only `exact`, perhaps with a `start` that an editor chose among candidates. `end`
    follows from `start` and the words, so a stored `end` that disagrees is ignored.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None

    @property
    def full(self) -> str:
        """The words with their recorded context."""
        return self.prefix + self.exact + self.suffix

    @property
    def has_context(self) -> bool:
        return bool(self.prefix or self.suffix)


@dataclass(frozen=True)
class MatchResult:
    """What was found. The anchor itself is not changed; the caller decides what to do.

    `anchor`      the one place found, in the article's own words: certain for VERIFIED, proposed for CHANGED.
    `candidates`  the places to choose from, in reading order, at most 50.
    `score`       how similar an approximate match is, 0 to 1.
    `moved`       words and context are unchanged, but at another position than recorded.
    `nearest`     for MISSING: the most similar passage, for an editor to look at.
    """

    state: MatchState
    anchor: Anchor | None = None
    candidates: tuple[Anchor, ...] = ()
    score: float | None = None
    moved: bool = False
    nearest: Anchor | None = None
