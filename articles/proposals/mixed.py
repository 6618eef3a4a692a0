"""Words in quotation marks that a verb of judging governs: called the plan “reckless”, dismissed it as “noise”."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from articles.anchors.marks import Span

from .cues import JUDGING, SAYING
from .frames import Frame
from .model import Draft, Range
from .regions import utterances
from .tree import cue_of, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

COMPLEMENTS = (
    "dobj",
    "dative",
    "oprd",
    "attr",
    "acomp",
    "xcomp",
    "ccomp",
    "prep",
    "pobj",
    "pcomp",
    "advcl",
    "nsubjpass",
    "npadvmod",
    "prt",
)
# he referred to “…”: the words begin after the preposition, which belongs to the verb
DASHES = ("—", "–", "―", "-", "--")
PREPOSITIONS = frozenset("to of about against at for".split())


def judged(frame: Frame, found: list[Draft]) -> Iterator[Draft]:
    """What no statement found so far has."""
    whole = utterances(frame.sentence)
    for span in frame.sentence.quotes:
        place = Range(span.start, span.end)
        if span in whole or any(part.touches(place) for draft in found for part in draft.content):
            continue
        root = _root(frame, span)
        verb = root and _governor(frame, root, span)
        if verb:
            yield from _complement(frame, verb, span)


def _root(frame: Frame, span: Span) -> Token | None:
    """The highest word of a quotation."""
    inside = [token for token in frame.tokens if span.start <= frame.place(token).start < span.end]
    numbers = {token.i for token in inside}
    return next((t for t in inside if not t.is_punct and (t.head.i not in numbers or t.head.i == t.i)), None)


def _governor(frame: Frame, token: Token, span: Span) -> Token | None:
    """The verb of saying or judging that the quoted words depend on, with only nouns and prepositions between."""
    for _hop in range(8):
        head = token.head
        if head.i == token.i:
            return None
        inside = span.start <= frame.place(head).start < span.end
        if not inside and head.pos_ in ("VERB", "AUX"):
            if frame.mask(head) is None and (head.lower_ in JUDGING or head.lower_ in SAYING):
                return head
            if head.pos_ == "VERB" and head.dep_ not in ("xcomp", "ccomp", "pcomp", "acl", "relcl"):
                return None
        token = head
    return None


def _complement(frame: Frame, verb: Token, span: Span) -> Iterator[Draft]:
    children = [c for c in verb.children if c.dep_ in COMPLEMENTS and c.i > verb.i and frame.mask(c) is None]
    if not children:
        return
    reach = [t.i for c in children for t in c.subtree]
    quoted = [t.i for t in frame.tokens if span.start <= frame.place(t).start < span.end]
    if not quoted or quoted[0] < verb.i:
        return
    first, last = min(reach), quoted[-1]
    clause = next((c for c in children if c.dep_ in ("ccomp", "xcomp") and quoted[0] in {t.i for t in c.subtree}), None)
    if clause is not None and verb.lower_ in SAYING:
        children = [clause]
        first = min(t.i for t in clause.subtree if t.i > verb.i)
        to = next((c.i for c in clause.children if c.lower_ == "to" and c.dep_ == "aux"), None)
        first = to if to is not None else first
    for child in children:
        numbers = [t.i for t in child.subtree]
        if set(numbers) & set(quoted):
            last = max(last, *_until_a_dash(frame, numbers, quoted[-1]))
    head = children[0]
    if head.dep_ in ("prep", "prt") and head.i == first and head.lower_ in PREPOSITIONS:
        first += 1
    yield Draft([frame.range(min(first, quoted[0]), last)], [cue_of(frame, verb)], subject_of(frame, verb))


def _until_a_dash(frame: Frame, numbers: list[int], after: int) -> list[int]:
    kept = []
    for number in numbers:
        if number > after and frame.tokens[number - frame.tokens[0].i].text in DASHES:
            break
        kept.append(number)
    return kept or [after]
