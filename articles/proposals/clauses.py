"""Statements by the grammar of their sentence: whose verb of saying has which clause.

The names of the relations are those of spaCy's English models: nsubj, ccomp, advcl, relcl …
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .cues import NOUNS, SAYING
from .frames import Frame
from .model import Draft, Range
from .tree import cue_of, noun_phrase, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

VERBS = ("VERB", "AUX")


def statements(frame: Frame) -> Iterator[Draft]:
    for token in frame.tokens:
        if frame.mask(token) is not None:
            continue
        if token.pos_ in VERBS and token.lower_ in SAYING:
            yield from _of_verb(frame, token)
        elif token.lower_ == "according":
            yield from _according(frame, token)
        elif token.lower_ in NOUNS and token.pos_ == "NOUN":
            yield from _of_noun(frame, token)


def _of_verb(frame: Frame, verb: Token) -> Iterator[Draft]:
    speaker = subject_of(frame, verb)
    cue = [cue_of(frame, verb)]
    for clause in verb.children:
        if clause.dep_ == "ccomp" and frame.mask(clause) is None:
            content = _clause_content(frame, verb, clause)
            if content:
                yield Draft(content, cue, speaker)
                return
    if verb.dep_ in ("parataxis", "advcl") and verb.i > frame.tokens[0].i:
        main = verb.head
        parenthesis = _parenthesis(frame, verb)
        if parenthesis and (verb.dep_ == "parataxis" or "as" in {c.lower_ for c in verb.children if c.dep_ == "mark"}):
            content = _around(frame, main, *parenthesis)
            if content:
                yield Draft(content, cue, speaker)


def _clause_content(frame: Frame, verb: Token, clause: Token) -> list[Range]:
    zero, end = frame.tokens[0].i, frame.tokens[-1].i
    numbers = sorted(token.i for token in clause.subtree)
    first, last = numbers[0], numbers[-1]
    if clause.i > verb.i:
        first = max(first, verb.i + 1)
        return [frame.range(first, last)]
    # the words come first: X will go, Y said
    own = [token.i for child in verb.children if child.i != clause.i for token in child.subtree if token.i > clause.i]
    stop = min([verb.i, *(i for i in own if i > clause.i)])
    if verb.dep_ == "ROOT":
        first = zero
    before = [i for i in range(first, stop)]
    content = [frame.range(before[0], before[-1])] if before else []
    after = [i for i in numbers if i > verb.i]
    if after:
        content.append(frame.range(after[0], after[-1]))
    return content


def _parenthesis(frame: Frame, verb: Token) -> tuple[int, int] | None:
    numbers = sorted(token.i for token in verb.subtree)
    return numbers[0], numbers[-1]


def _around(frame: Frame, main: Token, first: int, last: int) -> list[Range]:
    numbers = sorted(token.i for token in main.subtree if not first <= token.i <= last)
    before = [i for i in numbers if i < first]
    after = [i for i in numbers if i > last and not frame.tokens[i - frame.tokens[0].i].is_punct]
    content = []
    if before:
        content.append(frame.range(before[0], before[-1]))
    if after:
        content.append(frame.range(after[0], after[-1]))
    return content


def _according(frame: Frame, token: Token) -> Iterator[Draft]:
    source = next((pobj for to in token.children if to.lower_ == "to" for pobj in to.children if pobj.dep_ == "pobj"), None)
    if source is None:
        return
    numbers = sorted(t.i for t in token.subtree)
    content = _around(frame, token.head, token.i, numbers[-1])
    if content:
        yield Draft(content, [frame.range(token.i, token.i + 1)], [noun_phrase(frame, source)])


def _of_noun(frame: Frame, noun: Token) -> Iterator[Draft]:
    clause = next((c for c in noun.children if c.dep_ in ("acl", "ccomp") and any(m.lower_ == "that" and m.dep_ == "mark" for m in c.children)), None)
    if clause is None:
        return
    numbers = sorted(token.i for token in clause.subtree)
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    speaker = [noun_phrase(frame, owner)] if owner is not None else []
    verb = noun.head
    if not speaker and noun.dep_ in ("dobj",) and verb.pos_ in VERBS:
        speaker = subject_of(frame, verb)
    yield Draft([frame.range(numbers[0], numbers[-1])], [frame.place(noun)], speaker)
