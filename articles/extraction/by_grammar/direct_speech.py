"""Utterances and the words that introduce them: "…," X said.  X said: "…"  "…," he said, "…"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from articles.anchors.marks import QuotationSpan
from articles.extraction.language.cue_words import SAYING
from articles.extraction.statements.utterances import strip_marks

from ..model import Draft, Range
from .dependencies import get_cue, is_put_it
from .parsed_sentences import Frame
from .subjects import find_speaker

if TYPE_CHECKING:
    from spacy.tokens import Token


def draft_utterances(frame: Frame) -> Iterator[Draft]:
    """One statement for every verb that has utterances; utterances without a verb may continue the one before."""
    by_verb: dict[int, list[QuotationSpan]] = {}
    for span in sorted({span for span in frame.masked if span is not None}, key=lambda span: span.start):
        goes_on = by_verb and strip_marks(frame.sentence.text, span)[:1].islower()
        verb = None if goes_on else _find_verb(frame, span)
        if verb is not None:
            by_verb.setdefault(verb.i, []).append(span)
        elif goes_on:
            by_verb[max(by_verb)].append(span)
    for number, spans in by_verb.items():
        verb = frame.tokens[number - frame.tokens[0].i]
        content = [Range(span.start, span.end) for span in spans]
        yield Draft(content, [get_cue(frame, verb)], *find_speaker(frame, verb))


def draft_announcements(frame: Frame) -> Iterator[Draft]:
    """He said: – with the words in the next sentence or paragraph."""
    if str(frame.sentence).rstrip()[-1:] != ":":
        return
    for token in reversed(frame.tokens):
        if not frame.is_quoted(token) and token.lower_ in SAYING and token.pos_ in ("VERB", "AUX"):
            speaker = find_speaker(frame, token)
            if speaker.words:
                yield Draft([], [get_cue(frame, token)], *speaker, announces=True)
            return


def _find_verb(frame: Frame, span: QuotationSpan) -> Token | None:
    inside = [token for token in frame.tokens if frame.mask(token) == span]
    root = next((token for token in inside if token.lower_ == "is"), inside[0])
    candidates = [root.head, *(child for child in root.children if child.dep_ in ("parataxis", "ccomp", "conj"))]
    for token in candidates:
        if frame.mask(token) is None and token.lower_ in SAYING and token.pos_ in ("VERB", "AUX", "NOUN"):
            return token
    outside = [token for token in frame.tokens if not frame.is_quoted(token) and _is_saying(token)]
    after = [token for token in outside if token.i > inside[-1].i]
    before = [token for token in outside if token.i < inside[0].i]
    if before and before[-1].i >= inside[0].i - 3:
        return before[-1]
    if after:
        return after[0]
    if before:
        return before[-1]
    for token in candidates:
        if (
            frame.mask(token) is None
            and token.pos_ == "VERB"
            and token.i != root.i
            and find_speaker(frame, token).words
        ):
            return token
    return _find_verb_before_colon(frame, inside[0])


def _find_verb_before_colon(frame: Frame, first: Token) -> Token | None:
    """The campaign has a new message: “…”"""
    place = first.i - frame.tokens[0].i - 1
    if place < 1 or frame.tokens[place].text != ":":
        return None
    verbs = [token for token in frame.tokens[:place] if token.pos_ in ("VERB", "AUX") and token.dep_ == "ROOT"]
    return verbs[0] if verbs and find_speaker(frame, verbs[0]).words else None


def _is_saying(token: Token) -> bool:
    return is_put_it(token) or (token.lower_ in SAYING and token.pos_ != "NOUN")
