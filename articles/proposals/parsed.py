"""The engine that reads grammar: rules on spaCy's small English model."""

from __future__ import annotations

from ..extraction.model import Draft
from ..extraction.sentences import Sentence
from .clauses import statements
from .frames import frames
from .mixed import judged
from .objects import described
from .spoken import announced, spoken


def drafts(found: list[Sentence]) -> dict[int, list[Draft]]:
    """The statements of each sentence, under the place where it begins."""
    by_sentence: dict[int, list[Draft]] = {}
    for frame in frames(found):
        here = [*spoken(frame), *statements(frame)]
        here += judged(frame, here)
        here += described(frame)
        by_sentence[frame.sentence.start] = [*here, *announced(frame)]
    return by_sentence
