"""The engine that uses grammar: rules on the parse of spaCy's small English model."""

from __future__ import annotations

from ..model import Draft
from ..sentences import Sentence
from .clauses import draft_clauses
from .direct_speech import draft_announcements, draft_utterances
from .nominal_reports import draft_descriptions
from .parsed_sentences import parse_frames
from .quoted_fragments import draft_judgements


def draft_statements(found: list[Sentence]) -> dict[int, list[Draft]]:
    """The statements of each sentence, by the position where it begins."""
    by_sentence: dict[int, list[Draft]] = {}
    for frame in parse_frames(found):
        here = [*draft_utterances(frame), *draft_clauses(frame)]
        here += draft_judgements(frame, here)
        here += draft_descriptions(frame)
        by_sentence[frame.sentence.start] = [*here, *draft_announcements(frame)]
    return by_sentence
