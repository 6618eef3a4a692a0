"""Finds words in an article's text, and finds them again after the text has changed.

An anchor follows the W3C Web Annotation Data Model: a TextQuoteSelector (exact words, 32 characters before and after)
together with a TextPositionSelector (start and end). All positions and lengths count Unicode code points of the stored
text.
"""

from __future__ import annotations

from .difference import diff_words
from .explain import explain
from .find import find
from .kinds import detect_kind, detect_kind_at
from .marks import has_quotation_marks
from .model import CONTEXT_LENGTH, Anchor, MatchResult, MatchState
from .places import build_anchor
from .sentences import get_rest_of_sentence

__all__ = [
    "CONTEXT_LENGTH",
    "Anchor",
    "MatchResult",
    "MatchState",
    "build_anchor",
    "detect_kind",
    "detect_kind_at",
    "diff_words",
    "explain",
    "find",
    "get_rest_of_sentence",
    "has_quotation_marks",
]
