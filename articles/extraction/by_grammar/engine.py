"""The engine that reads grammar: rules on spaCy's small English model."""

from __future__ import annotations

from ..model import Draft
from ..sentences import Sentence
from .clauses import statements
from .direct_speech import announced, spoken
from .nominal_reports import described
from .parsed_sentences import frames
from .quoted_fragments import judged


def drafts(found: list[Sentence]) -> dict[int, list[Draft]]:
    """The statements of each sentence, under the place where it begins."""
    by_sentence: dict[int, list[Draft]] = {}
    for frame in frames(found):
        here = [*spoken(frame), *statements(frame)]
        here += judged(frame, here)
        here += described(frame)
        by_sentence[frame.sentence.start] = [*here, *announced(frame)]
    return by_sentence
