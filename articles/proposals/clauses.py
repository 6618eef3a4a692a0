"""Statements by the grammar of their sentence: whose verb of saying has which clause.

The names of the relations are those of spaCy's English models: nsubj, ccomp, advcl, relcl …
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .cues import ADDRESSING, ADMITTING, COMMANDING, NOUNS, PROMISING, SAYING
from .frames import Frame
from .model import Draft, Range
from .tree import SUBJECTS, cue_of, noun_phrase, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

VERBS = ("VERB", "AUX")
DASHES = ("—", "–", "―", "-", "--")


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
        if clause.dep_ == "xcomp" and clause.i > verb.i and _takes(verb, clause):
            return _clause_after(frame, verb, clause)
    if verb.i > frame.tokens[0].i and (verb.dep_ == "parataxis" or (verb.dep_ == "advcl" and _has(verb, "as", "mark"))):
        numbers = _numbers(verb)
        return _around(frame, verb.head, numbers[0], numbers[-1])
    return []


def _takes(verb: Token, clause: Token) -> bool:
    """Agreed to go, told her to leave, admitted leaving."""
    if _infinitive(clause) is None:
        return clause.tag_ == "VBG" and verb.lower_ in ADMITTING
    if verb.lower_ in PROMISING:
        return verb.dep_ not in ("relcl", "acl")
    return verb.lower_ in COMMANDING


def _clause_after(frame: Frame, verb: Token, clause: Token) -> list[Range]:
    """X said (that) Y; also Y1, X said, Y2. What X told somebody to do begins with its “to”."""
    left_out = _others_words(verb, clause)
    numbers = [i for i in _numbers(clause) if i > verb.i and i not in left_out]
    first = _beginning(verb, clause)
    numbers = [i for i in numbers if first is None or i >= first]
    if not numbers:
        return []
    last = _extended(frame, verb, _cut_short(frame, verb, numbers[0], _last_of_run(numbers, left_out)))
    content = [frame.range(numbers[0], last)]
    before = _interrupted(frame, verb, numbers[0])
    return [before, *content] if before else content


def _beginning(verb: Token, clause: Token) -> int | None:
    that = next((c.i for c in clause.children if c.dep_ == "mark" and c.lower_ in ("that", "whether", "if")), None)
    if that is not None and that > verb.i and not any(c.i < that and c.dep_ in SUBJECTS for c in clause.children):
        return that
    to = _infinitive(clause)
    return to if to is not None and verb.lower_ in ADDRESSING else None


def _last_of_run(numbers: list[int], left_out: set[int]) -> int:
    last = numbers[0]
    for number in numbers:
        if any(i in left_out for i in range(last + 1, number)):
            break
        last = number
    return last


def _cut_short(frame: Frame, verb: Token, first: int, last: int) -> int:
    """Without what the reporter adds: a remark after a dash or in brackets, “although …”, “, arguing that …”."""
    for number in range(first + 1, last):
        token, following = _token(frame, number), _token(frame, number + 1)
        if _is_dash(token) and not any(_is_dash(_token(frame, i)) for i in range(number + 1, last + 1)):
            return number - 1
        if token.text == "(" and not any(_token(frame, i).text == ")" for i in range(number, last)):
            return number - 1
        if token.text == ",":
            if following.tag_ == "VBG" and following.lower_ in SAYING and following.dep_ == "advcl":
                return number - 1
            if following.lower_ in ("although", "though") and number > first + 3:
                return number - 1
    return last


def _extended(frame: Frame, verb: Token, last: int) -> int:
    """To where the clause can end: the parser sometimes leaves it in the middle of a phrase."""
    end = frame.tokens[-1].i
    if last >= end or verb.dep_ in ("relcl", "acl", "csubj"):
        return last
    following = _token(frame, last + 1)
    if following.text == "," and last + 2 <= end and _token(frame, last + 2).lower_ in ("including", "such"):
        return end
    if following.is_punct or following.pos_ in ("CCONJ", "ADP", "ADV", "SCONJ") or following.head.i == verb.i:
        return last
    if following in list(verb.ancestors) or following.dep_ == "npadvmod":
        return last
    for number in range(last + 1, end + 1):
        token = _token(frame, number)
        if frame.mask(token) is not None or token.text in (",", ";", ")") or _is_dash(token):
            return number - 1
    return end


def _interrupted(frame: Frame, verb: Token, resumed: int) -> Range | None:
    """What stands before “, he said, ” in its sentence."""
    if verb.dep_ not in ("ROOT", "ccomp") or not _token(frame, resumed - 1).text == ",":
        return None
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    if subject is None:
        return None
    start = min(verb.i, _numbers(subject)[0])
    first = frame.tokens[0].i
    if start - 1 <= first or _token(frame, start - 1).text != ",":
        return None
    if any(frame.mask(_token(frame, i)) is not None for i in range(first, start)):
        return None
    return frame.range(first, start - 2)


def _others_words(verb: Token, clause: Token) -> set[int]:
    """What the parser gave to the clause, but goes on with the verb: said that … and warned that …"""
    words: set[int] = set()
    for token in clause.subtree:
        if token.dep_ != "conj" or token.head.i not in (clause.i, *(c.i for c in clause.conjuncts)):
            continue
        if not _goes_on_with(verb, token):
            continue
        words |= {t.i for t in token.subtree}
        words |= {
            child.i for child in token.head.children if child.dep_ in ("cc", "punct") and 0 < token.i - child.i < 4
        }
    return words


def _goes_on_with(verb: Token, token: Token) -> bool:
    if token.lower_ not in SAYING or any(child.dep_ in SUBJECTS for child in token.children):
        return False
    if token.tag_ == verb.tag_:
        return any(child.dep_ in ("ccomp", "xcomp") for child in token.children)
    parallel = any(child.dep_ == "ccomp" and _has(child, "that", "mark") for child in token.children)
    return parallel and token.tag_ in ("VBD", "VBZ", "VBP") and any(_has(c, "that", "mark") for c in verb.children)


def _clause_before(frame: Frame, verb: Token, clause: Token) -> list[Range]:
    """Y, X said: all of the sentence before it, for what stands there is reported too."""
    numbers = _numbers(clause)
    own = [t.i for child in verb.children if child.i != clause.i for t in child.subtree if t.i > clause.i]
    stop = min([verb.i, *own])
    if not _token(frame, stop).is_punct and not _token(frame, stop - 1).is_punct:
        return []
    first = _start_of_report(frame, stop)
    content = [frame.range(first, stop - 1)] if stop > first else []
    after = [i for i in numbers if i > verb.i]
    while after and _token(frame, after[0]).is_punct:
        after = after[1:]
    if after and not _is_participle(frame, after):
        content.append(frame.range(after[0], after[-1]))
    return content


def _is_participle(frame: Frame, numbers: list[int]) -> bool:
    """Referring to …; apparently referring to …"""
    heads = [_token(frame, number) for number in numbers[:3]]
    while heads and heads[0].pos_ == "ADV":
        heads = heads[1:]
    return bool(heads) and heads[0].tag_ == "VBG"


def _start_of_report(frame: Frame, stop: int) -> int:
    """The beginning of the sentence, or where its last utterance before this place ends."""
    first = frame.tokens[0].i
    for number in range(first, stop):
        if frame.mask(_token(frame, number)) is not None:
            first = number + 1
    return first


def _around(frame: Frame, main: Token, first: int, last: int) -> list[Range]:
    """The words of a clause on both sides of what interrupts it; what only leads up to it is no part of it."""
    numbers = [i for i in _numbers(main) if not first <= i <= last]
    before = [i for i in numbers if i < first]
    after = [i for i in numbers if i > last]
    while after and _token(frame, after[0]).is_punct:
        after = after[1:]
    content = []
    if before and not after and _token(frame, first - 1).is_punct:
        start = _start_of_report(frame, first)
        return [frame.range(start, first - 1)] if start < first else []
    if before and (
        main.i < first or not after or any(c.dep_ in (*SUBJECTS, "nsubjpass") and c.i < first for c in main.children)
    ):
        content.append(frame.range(before[0], before[-1]))
    if after:
        content.append(frame.range(after[0], after[-1]))
    return content


def _according(frame: Frame, token: Token) -> Iterator[Draft]:
    source = next(
        (noun for to in token.children if to.lower_ == "to" for noun in to.children if noun.dep_ == "pobj"), None
    )
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


def _is_dash(token: Token) -> bool:
    """Not a hyphen: a dash has blanks around it, or is long."""
    return token.text in DASHES and (
        token.text in ("—", "―", "--") or (token.i > 0 and bool(token.nbor(-1).whitespace_))
    )
