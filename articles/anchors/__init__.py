"""Where words stand in an article's text, and whether they still do.

An anchor follows the W3C Web Annotation Data Model: a TextQuoteSelector (exact words, 32 characters before and after)
together with a TextPositionSelector (start and end). All positions and lengths count Unicode code points of the stored
text.
"""

from __future__ import annotations

from .difference import difference
from .explain import explain
from .find import find
from .kinds import kind_at, kind_of
from .marks import has_quotation_marks
from .model import CONTEXT_LENGTH, Anchor, Found, State
from .places import describe
from .sentences import sentence_around

__all__ = [
    "CONTEXT_LENGTH",
    "Anchor",
    "Found",
    "State",
    "describe",
    "difference",
    "explain",
    "find",
    "has_quotation_marks",
    "kind_at",
    "kind_of",
    "sentence_around",
]
