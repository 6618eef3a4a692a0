"""Reported without a clause: described the talks as useful, spoke of a breakthrough, is opposed to the plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .cues import DESCRIBING, REGARDING, SPEAKING
from .frames import Frame
from .model import Draft
from .reach import without_circumstances
from .subjects import speaker_of
from .tree import child_of, cue_of, numbers

if TYPE_CHECKING:
    from spacy.tokens import Token


_PARTS = ("dobj", "prep", "oprd", "xcomp", "pobj")


def described(frame: Frame) -> Iterator[Draft]:
    for token in frame.tokens:
        if frame.mask(token) is not None or frame.is_quoted(token) or token.pos_ != "VERB":
            continue
        first = _beginning(token)
        speaker = speaker_of(frame, token) if first is not None else None
        if first is not None and speaker is not None and speaker.words:
            parts = [child for child in token.children if child.i >= first - 1 and child.dep_ in _PARTS]
            inside = {number for child in parts for number in numbers(child)}
            last = without_circumstances(frame, token, inside, first)
            yield Draft([frame.range(first, last)], [cue_of(frame, token)], *speaker)


def _beginning(verb: Token) -> int | None:
    word = verb.lower_
    dobj = child_of(verb, "dobj")
    if word in DESCRIBING and dobj is not None and dobj.i > verb.i:
        return numbers(dobj)[0]
    if word in REGARDING and dobj is not None and dobj.i > verb.i and any(c.lower_ == "as" for c in verb.children):
        return numbers(dobj)[0]
    if word in SPEAKING:
        about = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ in SPEAKING[word]), None)
        return about.i + 1 if about is not None and numbers(about)[-1] > about.i else None
    return None
