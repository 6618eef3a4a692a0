"""Helpers for parsed sentences: subjects and particles of verbs, and the bounds of noun phrases.

The names of the relations are those of spaCy's English models: nsubj, ccomp, advcl, relcl …
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Range
from .parsed_sentences import Frame

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = ("nsubj", "csubj", "expl", "nsubjpass", "csubjpass")
VERBS = ("VERB", "AUX")
DASHES = ("—", "–", "―", "-", "--")


def list_numbers(token: Token) -> list[int]:
    """The indexes in the document of a token and everything that depends on it."""
    return sorted(other.i for other in token.subtree)


def has_child(token: Token, word: str, relation: str) -> bool:
    return any(child.lower_ == word and child.dep_ == relation for child in token.children)


def find_child(token: Token, *relations: str) -> Token | None:
    return next((child for child in token.children if child.dep_ in relations), None)


def find_infinitive(verb: Token) -> int | None:
    """The index of its “to”."""
    return next((child.i for child in verb.children if child.lower_ == "to" and child.dep_ == "aux"), None)


def is_dash(token: Token) -> bool:
    """Whether it is a dash, not a hyphen: it is long, or has spaces around it."""
    if token.text not in DASHES:
        return False
    return token.text in ("—", "―", "--") or (token.i > 0 and bool(token.nbor(-1).whitespace_))


def get_noun_phrase(frame: Frame, noun: Token) -> Range:
    """A name or noun with its determiners, titles and appositions, without relative clauses."""
    apart = [child for child in noun.children if child.dep_ in ("relcl", "acl", "advcl", "parataxis")]
    left_out = {token.i for child in apart for token in child.subtree}
    included = [token.i for token in noun.subtree if token.i not in left_out]
    first = last = noun.i
    while first - 1 in included:
        first -= 1
    while last + 1 in included:
        last += 1
    zero = frame.tokens[0].i
    while last > noun.i and frame.tokens[last - zero].is_punct and frame.tokens[last - zero].text != ")":
        last -= 1
    while first < noun.i and frame.tokens[first - zero].is_punct:
        first += 1
    return frame.range(first, last)


def get_cue(frame: Frame, verb: Token) -> Range:
    """A verb with its auxiliaries and its particle, if nothing else is between them."""
    first = min([verb.i, *(child.i for child in verb.children if child.dep_ in ("aux", "auxpass", "neg"))])
    last = max([verb.i, *(child.i for child in verb.children if child.dep_ == "prt" and child.i == verb.i + 1)])
    if any(first <= child.i < verb.i for child in verb.children if child.dep_ in SUBJECTS):
        first = verb.i
    return frame.range(first, last)


def is_put_it(verb: Token) -> bool:
    """As he put it."""
    return verb.lower_ in ("put", "puts") and any(
        child.lower_ == "it" and child.i == verb.i + 1 for child in verb.children
    )
