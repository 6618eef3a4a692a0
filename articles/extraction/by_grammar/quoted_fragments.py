"""Quoted words governed by a verb of judging: called the plan “reckless”, dismissed it as “noise”."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from articles.anchors.marks import QuotationSpan
from articles.extraction.language.cue_words import COMMANDING, JUDGING, SAYING
from articles.extraction.language.verb_forms import split_words
from articles.extraction.statements.utterances import find_utterances, is_title, strip_marks

from ..model import Draft, Range
from .clause_bounds import find_end_before_circumstances
from .dependencies import VERBS, find_child, find_infinitive, get_cue, list_numbers
from .parsed_sentences import Frame
from .subjects import find_speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

REACH = 8  # steps in the parse tree from the quoted words up to the verb
_COMPLEMENTS = split_words("dobj dative oprd attr acomp xcomp ccomp prep pobj pcomp advcl nsubjpass npadvmod prt")
# He referred to “…”: the words begin after the preposition, which belongs to the verb.
_PREPOSITIONS = split_words("to of about against at for on as")
_USES = ("be", "use", "know", "serve", "act", "work", "have", "list", "enter")


def draft_judgements(frame: Frame, found: list[Draft]) -> Iterator[Draft]:
    """Only quotations that are in no statement found so far."""
    whole = find_utterances(frame.sentence)
    by_verb: dict[int, Draft] = {}
    for span in frame.sentence.quotes:
        place = Range(span.start, span.end)
        if span in whole or is_title(strip_marks(frame.sentence.text, span)):
            continue
        if any(part.touches(place) for draft in found for part in draft.content):
            continue
        root = _find_root(frame, span)
        verb = _find_governor(frame, root, span) if root is not None else None
        content = _find_complement(frame, verb, span) if verb is not None else None
        if verb is None or content is None:
            continue
        if verb.i in by_verb:
            first = by_verb[verb.i].content[0]
            by_verb[verb.i].content = [Range(min(first.start, content.start), max(first.end, content.end))]
        else:
            by_verb[verb.i] = Draft([content], [get_cue(frame, verb)], *find_speaker(frame, verb))
    yield from by_verb.values()


def _list_quoted_tokens(frame: Frame, span: QuotationSpan) -> list[Token]:
    return [token for token in frame.tokens if span.start <= frame.place(token).start < span.end]


def _find_root(frame: Frame, span: QuotationSpan) -> Token | None:
    """The topmost word of a quotation in the parse tree."""
    inside = _list_quoted_tokens(frame, span)
    within = {token.i for token in inside}
    return next((t for t in inside if not t.is_punct and (t.head.i not in within or t.head.i == t.i)), None)


def _find_governor(frame: Frame, token: Token, span: QuotationSpan) -> Token | None:
    """The verb of saying or judging on which the quoted words depend, with only nouns and prepositions in between."""
    for _step in range(REACH):
        head = token.head
        if head.i == token.i:
            return None
        inside = span.start <= frame.place(head).start < span.end
        if not inside and head.pos_ in VERBS:
            if frame.mask(head) is None and (_is_judging(head) or _is_comparing(head, token)):
                return head
            if head.pos_ == "VERB" and head.dep_ not in ("xcomp", "ccomp", "pcomp", "acl", "relcl"):
                return None
        token = head
    return None


def _is_judging(verb: Token) -> bool:
    return verb.lower_ in JUDGING or verb.lower_ in SAYING or verb.lower_ in COMMANDING


def _is_comparing(verb: Token, token: Token) -> bool:
    """Went after him as a “leech”: any verb with an object and “as”."""
    of = find_child(verb, "dobj") or find_child(verb, "prep")
    return (
        token.lower_ == "as" and token.dep_ == "prep" and of is not None and of.i < token.i and verb.lemma_ not in _USES
    )


def _find_complement(frame: Frame, verb: Token, span: QuotationSpan) -> Range | None:
    children = [c for c in verb.children if c.dep_ in _COMPLEMENTS and c.i > verb.i and frame.mask(c) is None]
    quoted = [token.i for token in _list_quoted_tokens(frame, span)]
    if not children or quoted[0] < verb.i:
        return None
    clause = next((c for c in children if c.dep_ in ("ccomp", "xcomp") and quoted[0] in list_numbers(c)), None)
    if clause is not None and verb.lower_ in SAYING:
        children = [clause]
    first = min(number for child in children for number in list_numbers(child) if number > verb.i)
    to = find_infinitive(clause) if clause is not None else None
    if to is not None and children == [clause]:
        first = to
    elif children[0].dep_ in ("prep", "prt") and children[0].i == first and children[0].lower_ in _PREPOSITIONS:
        first += 1
    that = next((t.i for t in frame.tokens if verb.i < t.i < quoted[0] and t.lower_ == "that"), None)
    if that is not None and verb.lower_ in SAYING:
        first = that
    inside = {number for child in children for number in list_numbers(child)}
    return frame.range(min(first, quoted[0]), find_end_before_circumstances(frame, verb, inside, quoted[-1]))
