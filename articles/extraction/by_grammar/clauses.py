"""Finds statements by the grammar of a sentence: verbs of saying with their subjects and clauses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from articles.extraction.language.cue_words import ADMITTING, COMMANDING, NOUNS, PROMISING, SAYING, WEAK
from articles.extraction.language.verb_forms import split_words

from ..model import Draft, Range
from . import clause_bounds
from .dependencies import (
    SUBJECTS,
    VERBS,
    find_child,
    find_infinitive,
    get_cue,
    get_noun_phrase,
    has_child,
    is_put_it,
    list_numbers,
)
from .parsed_sentences import Frame
from .subjects import Speaker, find_speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST_PARENTHESIS = 12  # words from the comma to the verb: , the chairman of the council told reporters, …
_ADJUNCTS = ("prep", "npadvmod", "advmod", "dobj", "dative")
_SUBORDINATE = split_words("who which that as if when while because although though after before since")


def draft_clauses(frame: Frame) -> Iterator[Draft]:
    for token in frame.tokens:
        if frame.mask(token) is not None or frame.is_quoted(token):
            continue
        if token.pos_ in VERBS and (token.lower_ in SAYING or token.lower_ in WEAK or is_put_it(token)):
            yield from _draft_from_verb(frame, token)
        elif token.lower_ == "according":
            yield from _draft_according_to(frame, token)
        elif token.lower_ in NOUNS and token.pos_ == "NOUN":
            yield from _draft_from_noun(frame, token)


def _draft_from_verb(frame: Frame, verb: Token) -> Iterator[Draft]:
    if verb.tag_ == "VBN" and verb.dep_ in ("advcl", "acl") and find_child(verb, "aux", "auxpass") is None:
        return  # Asked whether he would go, he said …
    if verb.i > frame.tokens[0].i and verb.nbor(-1).lower_ == "worth":
        return  # it is worth noting that …
    content = _find_content(frame, verb)
    if not content or (verb.lower_ in WEAK and not _has_quotation(frame, content)):
        return
    yield Draft(content, [get_cue(frame, verb)], *find_speaker(frame, verb))


def _has_quotation(frame: Frame, content: list[Range]) -> bool:
    return any(part.touches(Range(span.start, span.end)) for span in frame.sentence.quotes for part in content)


def _find_content(frame: Frame, verb: Token) -> list[Range]:
    between = _find_between_commas(frame, verb)
    if between:
        return between
    clauses = [c for c in verb.children if c.dep_ in ("ccomp", "xcomp") and frame.mask(c) is None]
    after = next((c for c in clauses if c.i > verb.i and _governs(verb, c)), None)
    before = next((c for c in clauses if c.i < verb.i and c.dep_ == "ccomp"), None)
    after = after or _find_question_clause(verb)
    if after is not None:
        return _find_clause_after(frame, verb, after)
    if before is not None:
        return _find_clause_before(frame, verb, before)
    if _is_parenthesis(verb) and verb.i > frame.tokens[0].i:
        return _find_around(frame, verb.head, list_numbers(verb)[0], list_numbers(verb)[-1])
    return _find_before_last_comma(frame, verb)


def _find_between_commas(frame: Frame, verb: Token) -> list[Range]:
    """Y1, X said on Friday, Y2: if the commas show it, regardless of the parse."""
    first, final = frame.tokens[0].i, frame.tokens[-1].i
    subject = find_child(verb, "nsubj")
    start, stop = min(verb.i, subject.i if subject is not None else verb.i), verb.i
    while start > first and _get_token(frame, start - 1).text != ",":
        start -= 1
    adjuncts = [c for c in verb.children if c.i > verb.i and c.dep_ in _ADJUNCTS]
    for child in sorted(adjuncts, key=lambda child: child.i):
        if list_numbers(child)[0] == stop + 1:
            stop = list_numbers(child)[-1]
    outside = range(first, start - 1)
    if subject is None or not outside or verb.i - start > LONGEST_PARENTHESIS or stop + 2 > final:
        return []
    if _get_token(frame, start).lower_ in _SUBORDINATE or subject.lower_ in ("who", "which", "that"):
        return []
    if _get_token(frame, stop + 1).text != "," or any(frame.mask(token) is not None for token in frame.tokens):
        return []
    before, after = [_get_token(frame, number) for number in outside], _get_token(frame, stop + 2)
    if not _resumes(before, after):
        return []
    return [
        frame.range(first, start - 2),
        frame.range(stop + 2, clause_bounds.find_end_before_remark(frame, stop + 2, final)),
    ]


def _find_before_last_comma(frame: Frame, verb: Token) -> list[Range]:
    """Y, X wrote in a letter: if the commas show it, regardless of the parse."""
    subject = find_child(verb, "nsubj")
    if subject is None or subject.i > verb.i or subject.lower_ in ("who", "which", "that"):
        return []
    if verb.dep_ != "ccomp" or verb.head.i > verb.i or verb.lower_ not in SAYING:
        return []
    if any(frame.mask(token) is not None for token in verb.subtree):
        return []
    start, stop = list_numbers(subject)[0], list_numbers(verb)[-1]
    begins = _get_token(frame, start - 1).text == "," if start > frame.tokens[0].i else False
    ends = all(token.is_punct for token in frame.tokens[stop + 1 - frame.tokens[0].i :])
    first = _find_start_of_report(frame, start - 1) if begins and ends else start
    return [frame.range(first, start - 2)] if first < start - 2 else []


def _resumes(before: list[Token], after: Token) -> bool:
    """Whether the statement continues after the comma, with a verb whose subject is in the part before."""
    has_verb = any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in before)
    return not has_verb and after.tag_ in ("VBD", "VBZ", "VBP", "MD")


def _governs(verb: Token, clause: Token) -> bool:
    """Said that they agreed; agreed to go, told her to leave, admitted leaving."""
    to = find_infinitive(clause)
    if clause.dep_ == "ccomp":
        return to is not None or find_child(clause, *SUBJECTS, "mark") is not None or clause.tag_ == "VBG"
    if to is None:
        return clause.tag_ == "VBG" and verb.lower_ in ADMITTING
    if verb.lower_ in PROMISING:
        return verb.dep_ not in ("relcl", "acl")
    return verb.lower_ in COMMANDING and find_child(verb, "dobj", "dative", "nsubjpass") is not None


def _find_question_clause(verb: Token) -> Token | None:
    """They have not said when they would go."""
    clause = next(
        (c for c in verb.children if c.dep_ == "advcl" and c.i > verb.i and list_numbers(c)[0] == verb.i + 1), None
    )
    asks = clause is not None and clause.doc[verb.i + 1].lower_ in ("when", "where", "how", "why")
    return clause if asks and find_child(verb, "neg") is not None else None


def _is_parenthesis(verb: Token) -> bool:
    """…, he said, …; …, as he noted."""
    if verb.dep_ == "parataxis":
        return True
    as_said = verb.dep_ == "advcl" and has_child(verb, "as", "mark")
    return as_said and (is_put_it(verb) or find_child(verb, "dobj", "xcomp", "ccomp") is None)


def _find_clause_after(frame: Frame, verb: Token, clause: Token) -> list[Range]:
    """X said (that) Y; also Y1, X said, Y2."""
    first = clause_bounds.find_beginning(verb, clause)
    content = [frame.range(first, clause_bounds.find_end(frame, verb, clause, first))]
    before = _find_interrupted(frame, verb, first)
    return [before, *content] if before else content


def _find_interrupted(frame: Frame, verb: Token, resumed: int) -> Range | None:
    """The part of the sentence before “, he said, ”."""
    subject = find_child(verb, "nsubj")
    if subject is None or verb.dep_ not in ("ROOT", "ccomp") or _get_token(frame, resumed - 1).text != ",":
        return None
    first, start = frame.tokens[0].i, min(verb.i, list_numbers(subject)[0])
    commas = [number for number in range(start, subject.i) if _get_token(frame, number).text == ","]
    start = commas[-1] + 1 if commas else start  # To understand it, Mr. Roberts said, …: not an apposition
    if start - 1 <= first or _get_token(frame, start - 1).text != ",":
        return None
    if any(frame.mask(_get_token(frame, number)) is not None for number in range(first, start)):
        return None
    return frame.range(first, start - 2)


def _find_clause_before(frame: Frame, verb: Token, clause: Token) -> list[Range]:
    """Y, X said: the whole sentence before the verb, since all of it is reported."""
    own = [t.i for child in verb.children if child.i != clause.i for t in child.subtree if t.i > clause.i]
    stop = min([verb.i, *own])
    if not _get_token(frame, stop).is_punct and not _get_token(frame, stop - 1).is_punct:
        return []
    first = _find_start_of_report(frame, stop)
    content = [frame.range(first, stop - 1)] if stop > first else []
    after = [number for number in list_numbers(clause) if number > verb.i]
    while after and _get_token(frame, after[0]).is_punct:
        after = after[1:]
    if after and not _is_participle(frame, after):
        content.append(frame.range(after[0], clause_bounds.find_end_before_remark(frame, after[0], after[-1])))
    return content


def _is_participle(frame: Frame, found: list[int]) -> bool:
    """Referring to …; apparently referring to …"""
    heads = [_get_token(frame, number) for number in found[:3]]
    while heads and (heads[0].pos_ == "ADV" or heads[0].lower_ == "not"):
        heads = heads[1:]
    return bool(heads) and heads[0].tag_ == "VBG"


def _find_start_of_report(frame: Frame, stop: int) -> int:
    """The beginning of the sentence, or the end of the last utterance before this position."""
    first = frame.tokens[0].i
    for number in range(first, stop):
        if frame.mask(_get_token(frame, number)) is not None:
            first = number + 1
    return first


def _find_around(frame: Frame, main: Token, first: int, last: int) -> list[Range]:
    """The words of a clause on both sides of an interruption, without an introduction that is not part of it."""
    rest = [number for number in list_numbers(main) if not first <= number <= last]
    before = [number for number in rest if number < first]
    after = [number for number in rest if number > last]
    while after and _get_token(frame, after[0]).is_punct:
        after = after[1:]
    if before and not after and _get_token(frame, first - 1).is_punct:
        start = _find_start_of_report(frame, first)
        return [frame.range(start, first - 1)] if start < first else []
    content = []
    subject = find_child(main, *SUBJECTS)
    if before and (main.i < first or not after or (subject is not None and subject.i < first)):
        content.append(frame.range(before[0], before[-1]))
    if after and not (content and _is_participle(frame, after)):
        content.append(frame.range(after[0], clause_bounds.find_end_before_remark(frame, after[0], after[-1])))
    return content


def _draft_according_to(frame: Frame, token: Token) -> Iterator[Draft]:
    to = next((child for child in token.children if child.lower_ == "to"), None)
    source = find_child(to, "pobj") if to is not None else None
    if source is None:
        return
    content = _find_around(frame, token.head, token.i, list_numbers(token)[-1])
    if content:
        yield Draft(content, [frame.range(token.i, token.i + 1)], [get_noun_phrase(frame, source)])


def _draft_from_noun(frame: Frame, noun: Token) -> Iterator[Draft]:
    """Expressed concern that …; its claim that …"""
    clause = next((c for c in noun.children if c.dep_ in ("acl", "ccomp") and has_child(c, "that", "mark")), None)
    if clause is None:
        return
    speaker = _find_owner(frame, noun)
    first = list_numbers(clause)[0]
    yield Draft(
        [frame.range(first, clause_bounds.find_end(frame, noun.head, clause, first))], [frame.place(noun)], *speaker
    )


def _find_owner(frame: Frame, noun: Token) -> Speaker:
    """Its claim that …; they voiced concern that …; they persisted in arguments that …"""
    owner = find_child(noun, "poss")
    if owner is not None and owner.pos_ != "PRON":
        return Speaker([get_noun_phrase(frame, owner)])
    head = noun.head.head if noun.dep_ == "pobj" and noun.head.dep_ == "prep" else noun.head
    if noun.dep_ in ("dobj", "pobj") and head.pos_ in VERBS:
        return find_speaker(frame, head)
    return Speaker([get_noun_phrase(frame, owner)] if owner is not None else [])


def _get_token(frame: Frame, number: int) -> Token:
    return frame.tokens[number - frame.tokens[0].i]
