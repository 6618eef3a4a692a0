"""Statements without a clause: described the talks as useful, spoke of a breakthrough, is opposed to the plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from articles.extraction.language.cue_words import DESCRIBING, EXPRESSING, FEELINGS, REGARDING, SPEAKING

from ..model import Draft, Range
from .clause_bounds import find_end_before_circumstances
from .dependencies import find_child, find_infinitive, get_cue, list_numbers
from .parsed_sentences import Frame
from .subjects import find_speaker

if TYPE_CHECKING:
    from spacy.tokens import Token


_PARTS = ("dobj", "prep", "oprd", "xcomp", "pobj")


def draft_descriptions(frame: Frame) -> Iterator[Draft]:
    for token in frame.tokens:
        if frame.mask(token) is not None or frame.is_quoted(token) or token.pos_ not in ("VERB", "ADJ"):
            continue
        content = _find_relative_clause(frame, token) or _find_content_after(frame, token)
        speaker = find_speaker(frame, _get_finite_verb(token)) if content is not None else None
        if content is not None and speaker is not None and speaker.words:
            yield Draft([content], [get_cue(frame, token)], *speaker)


def _get_finite_verb(token: Token) -> Token:
    """The verb that has the subject: is opposed."""
    return token.head if token.pos_ == "ADJ" else token


def _find_content_after(frame: Frame, verb: Token) -> Range | None:
    first = _find_beginning(verb)
    if first is None or first > frame.tokens[-1].i:
        return None
    later = [child for child in verb.children if child.i >= first - 1]
    parts = [c for c in later if c.dep_ in _PARTS or (c.dep_ == "advcl" and find_infinitive(c) is not None)]
    inside = {number for child in parts for number in list_numbers(child)}
    return frame.range(first, find_end_before_circumstances(frame, verb, inside, max(first, verb.i)))


def _find_beginning(verb: Token) -> int | None:
    word = verb.lower_
    dobj = find_child(verb, "dobj")
    if dobj is not None and dobj.i > verb.i:
        if word in DESCRIBING or (word in REGARDING and any(child.lower_ == "as" for child in verb.children)):
            return list_numbers(dobj)[0]
        if word in EXPRESSING and dobj.lower_ in FEELINGS:
            return _find_after_feeling(dobj)
    if word in SPEAKING:
        about = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ in SPEAKING[word]), None)
        return about.i + 1 if about is not None and list_numbers(about)[-1] > about.i else None
    if word == "opposed" and verb.dep_ in ("acomp", "ROOT") and any(child.lower_ == "to" for child in verb.children):
        return list_numbers(verb)[0] if verb.dep_ == "acomp" else verb.i
    return None


def _find_after_feeling(noun: Token) -> int | None:
    """Expressed resolve | to settle it; voiced concern about | the shield."""
    for child in noun.children:
        if child.i > noun.i and child.dep_ == "acl" and find_infinitive(child) is not None:
            return find_infinitive(child)
        if child.i > noun.i and child.dep_ == "prep" and child.lower_ in ("about", "over", "at"):
            return child.i + 1
    return None


def _find_relative_clause(frame: Frame, verb: Token) -> Range | None:
    """A missile shield, which Moscow views as an affront: “a missile shield” is part of the statement."""
    which = next((c for c in verb.children if c.lower_ == "which" and c.i < verb.i and c.dep_ != "nsubj"), None)
    if which is None or verb.dep_ != "relcl" or (verb.lower_ not in REGARDING and verb.lower_ not in ("calls", "call")):
        return None
    return frame.range(list_numbers(_find_antecedent(verb.head))[0], list_numbers(verb)[-1])


def _find_antecedent(noun: Token) -> Token:
    """A shield Tokyo is building with Washington, which …: the shield."""
    return next((token.head for token in noun.ancestors if token.dep_ == "relcl"), noun)
