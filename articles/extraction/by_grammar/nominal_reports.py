"""Reported without a clause: described the talks as useful, spoke of a breakthrough, is opposed to the plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from articles.extraction.language.cue_words import DESCRIBING, EXPRESSING, FEELINGS, REGARDING, SPEAKING

from ..model import Draft, Range
from .clause_bounds import without_circumstances
from .dependencies import child_of, cue_of, infinitive, numbers
from .parsed_sentences import Frame
from .subjects import speaker_of

if TYPE_CHECKING:
    from spacy.tokens import Token


_PARTS = ("dobj", "prep", "oprd", "xcomp", "pobj")


def described(frame: Frame) -> Iterator[Draft]:
    for token in frame.tokens:
        if frame.mask(token) is not None or frame.is_quoted(token) or token.pos_ not in ("VERB", "ADJ"):
            continue
        content = _of_clause_before(frame, token) or _after(frame, token)
        speaker = speaker_of(frame, _finite(token)) if content is not None else None
        if content is not None and speaker is not None and speaker.words:
            yield Draft([content], [cue_of(frame, token)], *speaker)


def _finite(token: Token) -> Token:
    """The verb that has the subject: is opposed."""
    return token.head if token.pos_ == "ADJ" else token


def _after(frame: Frame, verb: Token) -> Range | None:
    first = _beginning(verb)
    if first is None or first > frame.tokens[-1].i:
        return None
    later = [child for child in verb.children if child.i >= first - 1]
    parts = [c for c in later if c.dep_ in _PARTS or (c.dep_ == "advcl" and infinitive(c) is not None)]
    inside = {number for child in parts for number in numbers(child)}
    return frame.range(first, without_circumstances(frame, verb, inside, max(first, verb.i)))


def _beginning(verb: Token) -> int | None:
    word = verb.lower_
    dobj = child_of(verb, "dobj")
    if dobj is not None and dobj.i > verb.i:
        if word in DESCRIBING or (word in REGARDING and any(child.lower_ == "as" for child in verb.children)):
            return numbers(dobj)[0]
        if word in EXPRESSING and dobj.lower_ in FEELINGS:
            return _of_feeling(dobj)
    if word in SPEAKING:
        about = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ in SPEAKING[word]), None)
        return about.i + 1 if about is not None and numbers(about)[-1] > about.i else None
    if word == "opposed" and verb.dep_ in ("acomp", "ROOT") and any(child.lower_ == "to" for child in verb.children):
        return numbers(verb)[0] if verb.dep_ == "acomp" else verb.i
    return None


def _of_feeling(noun: Token) -> int | None:
    """Expressed resolve | to settle it; voiced concern about | the shield."""
    for child in noun.children:
        if child.i > noun.i and child.dep_ == "acl" and infinitive(child) is not None:
            return infinitive(child)
        if child.i > noun.i and child.dep_ == "prep" and child.lower_ in ("about", "over", "at"):
            return child.i + 1
    return None


def _of_clause_before(frame: Frame, verb: Token) -> Range | None:
    """A missile shield, which Moscow views as an affront: the shield is part of what is said."""
    which = next((c for c in verb.children if c.lower_ == "which" and c.i < verb.i and c.dep_ != "nsubj"), None)
    if which is None or verb.dep_ != "relcl" or (verb.lower_ not in REGARDING and verb.lower_ not in ("calls", "call")):
        return None
    return frame.range(numbers(_what_which_means(verb.head))[0], numbers(verb)[-1])


def _what_which_means(noun: Token) -> Token:
    """A shield Tokyo is building with Washington, which …: the shield."""
    return next((token.head for token in noun.ancestors if token.dep_ == "relcl"), noun)
