"""What belongs to a verb in a parsed sentence: its subject, its particles; and how far a noun phrase reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frames import Frame
from .model import Range

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = ("nsubj", "csubj", "expl")


def subject_of(frame: Frame, verb: Token) -> list[Range]:
    """Whose verb it is, through conjunctions, relative clauses, participles and infinitives."""
    for _hop in range(6):
        agent = next(
            (pobj for by in verb.children if by.dep_ == "agent" for pobj in by.children if pobj.dep_ == "pobj"), None
        )
        if agent is not None:
            return [noun_phrase(frame, agent)]
        if any(child.dep_ == "nsubjpass" for child in verb.children):
            return []
        subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
        if subject is not None and subject.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
            return [noun_phrase(frame, verb.head)]
        if subject is not None:
            return [noun_phrase(frame, subject)]
        if verb.dep_ in ("relcl", "acl"):
            return [noun_phrase(frame, verb.head)]
        if verb.dep_ in ("conj", "advcl", "xcomp", "ccomp", "pcomp", "parataxis", "dep") and verb.head.i != verb.i:
            verb = verb.head
            while verb.dep_ == "prep" and verb.head.i != verb.i:
                verb = verb.head
            if verb.pos_ in ("NOUN", "PROPN"):
                return [noun_phrase(frame, verb)]
            continue
        return []
    return []


def noun_phrase(frame: Frame, noun: Token) -> Range:
    """A name or noun with its determiners, titles and appositions, without relative clauses."""
    left_out = {
        t.i for child in noun.children if child.dep_ in ("relcl", "acl", "advcl", "parataxis") for t in child.subtree
    }
    numbers = sorted(t.i for t in noun.subtree if t.i not in left_out)
    first = noun.i
    while first - 1 in numbers:
        first -= 1
    last = noun.i
    while last + 1 in numbers:
        last += 1
    while last > noun.i and frame.tokens[last - frame.tokens[0].i].is_punct:
        last -= 1
    while first < noun.i and frame.tokens[first - frame.tokens[0].i].is_punct:
        first += 1
    return frame.range(first, last)


def cue_of(frame: Frame, verb: Token) -> Range:
    """A verb with its auxiliaries and its particle."""
    first = min([verb.i, *(c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg"))])
    last = max([verb.i, *(c.i for c in verb.children if c.dep_ == "prt" and c.i == verb.i + 1)])
    if first > verb.i or any(c.i in range(first, verb.i) for c in verb.children if c.dep_ in SUBJECTS):
        first = verb.i
    return frame.range(first, last)
