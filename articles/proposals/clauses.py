"""Statements by the grammar of their sentence: whose verb of saying has which clause.

The names of the relations are those of spaCy's English models: nsubj, ccomp, advcl, relcl …
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .cues import COMMANDING, JUDGING, NOUNS, PROMISING, SAYING
from .frames import Frame
from .model import Draft, Range
from .tree import SUBJECTS, cue_of, noun_phrase, subject_of

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
    content = _content(frame, verb)
    if content:
        yield Draft(content, [cue_of(frame, verb)], subject_of(frame, verb))


def _content(frame: Frame, verb: Token) -> list[Range]:
    for clause in verb.children:
        if frame.mask(clause) is not None:
            continue
        if clause.dep_ == "ccomp" and clause.i < verb.i:
            return _clause_before(frame, verb, clause)
        if clause.dep_ == "ccomp":
            return _clause_after(frame, verb, clause)
        if clause.dep_ == "xcomp" and clause.i > verb.i and verb.lower_ in PROMISING and _infinitive(clause) is not None:
            return _clause_after(frame, verb, clause)
        if clause.dep_ == "xcomp" and clause.i > verb.i and verb.lower_ in COMMANDING and _infinitive(clause) is not None:
            return _clause_after(frame, verb, clause)
    if verb.i > frame.tokens[0].i and (verb.dep_ == "parataxis" or (verb.dep_ == "advcl" and _has(verb, "as", "mark"))):
        numbers = _numbers(verb)
        return _around(frame, verb.head, numbers[0], numbers[-1])
    return []


def _clause_after(frame: Frame, verb: Token, clause: Token) -> list[Range]:
    """X said (that) Y. An infinitive begins with its “to”: told her to leave."""
    left_out = _others_words(verb, clause)
    numbers = [i for i in _numbers(clause) if i > verb.i and i not in left_out]
    to = _infinitive(clause)
    if to is not None:
        numbers = [i for i in numbers if i >= to]
    if not numbers:
        return []
    first = numbers[0]
    last = first
    for number in numbers:
        if number > last + 1 and any(i in left_out for i in range(last + 1, number)):
            break
        last = number
    return [frame.range(first, last)]


def _others_words(verb: Token, clause: Token) -> set[int]:
    """What the parser gave to the clause, but goes on with the verb: said that … and warned that …"""
    words: set[int] = set()
    for token in clause.subtree:
        if token.dep_ != "conj" or token.head.i not in (clause.i, *(c.i for c in clause.conjuncts)):
            continue
        if token.lower_ not in SAYING and token.lower_ not in JUDGING:
            continue
        if token.tag_ == verb.tag_ and not any(child.dep_ in SUBJECTS for child in token.children):
            words |= {t.i for t in token.subtree}
            words |= {child.i for child in token.head.children if child.dep_ in ("cc", "punct") and child.i < token.i and token.i - child.i < 4}
    return words


def _clause_before(frame: Frame, verb: Token, clause: Token) -> list[Range]:
    """Y, X said; also Y1, X said, Y2."""
    numbers = _numbers(clause)
    first = frame.tokens[0].i if verb.dep_ == "ROOT" else numbers[0]
    own = [t.i for child in verb.children if child.i != clause.i for t in child.subtree if t.i > clause.i]
    stop = min([verb.i, *own])
    content = [frame.range(first, stop - 1)] if stop > first else []
    after = [i for i in numbers if i > verb.i]
    if after and not (_token(frame, after[0]).tag_ == "VBG" or (_token(frame, after[0]).is_punct and len(after) > 1 and _token(frame, after[1]).tag_ == "VBG")):
        content.append(frame.range(after[0], after[-1]))
    return content


def _around(frame: Frame, main: Token, first: int, last: int) -> list[Range]:
    """The words of a clause on both sides of what interrupts it; what only leads up to it is no part of it."""
    numbers = [i for i in _numbers(main) if not first <= i <= last]
    before = [i for i in numbers if i < first]
    after = [i for i in numbers if i > last]
    while after and _token(frame, after[0]).is_punct:
        after = after[1:]
    content = []
    if before and (main.i < first or not after or any(c.dep_ in (*SUBJECTS, "nsubjpass") and c.i < first for c in main.children)):
        content.append(frame.range(before[0], before[-1]))
    if after:
        content.append(frame.range(after[0], after[-1]))
    return content


def _according(frame: Frame, token: Token) -> Iterator[Draft]:
    source = next((noun for to in token.children if to.lower_ == "to" for noun in to.children if noun.dep_ == "pobj"), None)
    if source is None:
        return
    content = _around(frame, token.head, token.i, _numbers(token)[-1])
    if content:
        yield Draft(content, [frame.range(token.i, token.i + 1)], [noun_phrase(frame, source)])


def _of_noun(frame: Frame, noun: Token) -> Iterator[Draft]:
    """Expressed concern that …; its claim that …"""
    clause = next((c for c in noun.children if c.dep_ in ("acl", "ccomp") and _has(c, "that", "mark")), None)
    if clause is None:
        return
    numbers = _numbers(clause)
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    speaker = [noun_phrase(frame, owner)] if owner is not None else []
    if not speaker and noun.dep_ == "dobj" and noun.head.pos_ in VERBS:
        speaker = subject_of(frame, noun.head)
    yield Draft([frame.range(numbers[0], numbers[-1])], [frame.place(noun)], speaker)


def _numbers(token: Token) -> list[int]:
    return sorted(t.i for t in token.subtree)


def _token(frame: Frame, number: int) -> Token:
    return frame.tokens[number - frame.tokens[0].i]


def _has(token: Token, word: str, relation: str) -> bool:
    return any(child.lower_ == word and child.dep_ == relation for child in token.children)


def _infinitive(clause: Token) -> int | None:
    return next((child.i for child in clause.children if child.lower_ == "to" and child.dep_ == "aux"), None)
