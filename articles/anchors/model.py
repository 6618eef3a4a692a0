"""The words of this package: an anchor, and what looking for one found.

An anchor is a W3C Web Annotation TextQuoteSelector (`exact`, `prefix`, `suffix`) refined by a TextPositionSelector
(`start`, `end`). Positions count Unicode code points of the text as stored, the first is 0, `end` is exclusive:
`text[start:end] == exact`. JavaScript counts UTF-16 units; convert where the two meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CONTEXT_LENGTH = 32  # code points kept before and after the words


class MatchState(StrEnum):
    """What is known of the words after looking for them in the text."""

    VERIFIED = "verified"  # they stand at that place, exactly and without doubt
    AMBIGUOUS = "ambiguous"  # they stand there more than once and nothing decides
    CHANGED = "changed"  # other words, other surroundings or another place: an editor decides
    MISSING = "missing"  # not there
    UNHELD = "unheld"  # there is no text to look in


@dataclass(frozen=True)
class Anchor:
    """Exact words and their place; `prefix` and `suffix` are the up to 32 code points around them.

    A newly pasted quote has only `exact`, perhaps a `start` that an editor chose among candidates. `end` follows from
    `start` and the words, so a stored one that disagrees is not believed.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None

    @property
    def full(self) -> str:
        """The words with the surroundings on record."""
        return self.prefix + self.exact + self.suffix

    @property
    def has_context(self) -> bool:
        return bool(self.prefix or self.suffix)


@dataclass(frozen=True)
class MatchResult:
    """What looking found. Nothing here changes an anchor; whoever asked decides.

    `anchor`      the one place found, in the article's own words: certain for VERIFIED, proposed for CHANGED.
    `candidates`  the places to choose from, in reading order, at most 50.
    `score`       how alike an approximate place is, 0 to 1.
    `moved`       words and surroundings are unchanged, only elsewhere than recorded.
    `nearest`     for MISSING: the passage most alike, for an editor to look at.
    """

    state: MatchState
    anchor: Anchor | None = None
    candidates: tuple[Anchor, ...] = ()
    score: float | None = None
    moved: bool = False
    nearest: Anchor | None = None
