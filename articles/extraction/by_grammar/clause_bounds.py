"""Finds where reported words begin and end in a parsed sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.extraction.language.cue_words import ADDRESSING, COMMANDING, SAYING
from articles.extraction.language.verb_forms import split_words

from .dependencies import SUBJECTS, VERBS, find_child, find_infinitive, has_child, is_dash, list_numbers
from .parsed_sentences import Frame

if TYPE_CHECKING:
    from spacy.tokens import Token

_GOES_ON = split_words("including such so because especially particularly even")
_CONCEDES = ("although", "though")
_REFERRING = split_words("citing referring referencing quoting alluding pointing")
# After a statement, these say when and where it was made.
_CIRCUMSTANCES = split_words("during after before while when amid following since")


def find_beginning(verb: Token, clause: Token) -> int:
    """At “that”, or at the “to” of a command; without words that only say when the statement was made."""
    subject = find_child(clause, *SUBJECTS)
    mark = next((c for c in clause.children if c.dep_ == "mark" and c.lower_ in ("that", "whether", "if")), None)
    if mark is not None and mark.i > verb.i and (subject is None or mark.i < subject.i):
        return mark.i
    to = find_infinitive(clause)
    if to is not None and verb.lower_ in ADDRESSING:
        return to
    addressee = find_child(verb, "dobj")
    if to is not None and addressee is not None and verb.i < addressee.i < to and verb.lower_ in COMMANDING:
        return list_numbers(addressee)[0]
    first = next((number for number in list_numbers(clause) if number > verb.i), clause.i)
    while subject is not None and first < subject.i and _says_when(clause.doc[first], clause):
        first += 1
    return first


def _says_when(token: Token, clause: Token) -> bool:
    """Said | Monday | he would go; said | this week | he would go."""
    top = token
    while top.head.i != clause.i and top.head.i != top.i:
        top = top.head
    return top.dep_ == "npadvmod"


def find_end(frame: Frame, verb: Token, clause: Token, first: int) -> int:
    left_out = _find_further_verbs(verb, clause)
    last = first
    for number in list_numbers(clause):
        if number < first:
            continue
        if any(other in left_out for other in range(last, number + 1)):
            break
        last = number
    if any(number in left_out for number in range(last, last + 2)):
        return last
    return _extend_end(frame, verb, first, find_end_before_remark(frame, first, last))


def _find_further_verbs(verb: Token, clause: Token) -> set[int]:
    """Tokens that the parser attached to the clause, but that belong to the verb: said that … and warned that …"""
    words: set[int] = set()
    heads = {clause.i, *(other.i for other in clause.conjuncts)}
    for token in clause.subtree:
        if token.dep_ != "conj" or token.head.i not in heads or not is_speakers_verb(verb, clause, token):
            continue
        words |= set(list_numbers(token))
        between = (child for child in token.head.children if child.dep_ in ("cc", "punct"))
        words |= {child.i for child in between if 0 < token.i - child.i < 4}
    return words


def is_speakers_verb(verb: Token, clause: Token, token: Token) -> bool:
    """Whether the speaker is the subject of another verb: said he would go and left; said that … and warned that …"""
    if find_child(token, *SUBJECTS) is not None or token.tag_ not in ("VBD", "VBZ", "VBP"):
        return False
    if clause.tag_ == "VB" and token.tag_ == verb.tag_ and token.head.i == clause.i:
        return True
    if token.lower_ not in SAYING:
        return False
    if token.tag_ == verb.tag_:
        return find_child(token, "ccomp", "xcomp") is not None
    that = any(child.dep_ == "ccomp" and has_child(child, "that", "mark") for child in token.children)
    return that and any(has_child(child, "that", "mark") for child in verb.children)


def find_end_before_remark(frame: Frame, first: int, last: int) -> int:
    """Leaves out the reporter's additions: a remark in brackets, “although …”, “, arguing that …”."""
    zero = frame.tokens[0].i
    for number in range(first + 1, last):
        token, following = frame.tokens[number - zero], _get_first_word(frame, number + 1)
        rest = frame.tokens[number + 1 - zero : last + 1 - zero]
        if token.text == "(" and not any(other.text == ")" for other in rest):
            return number - 1
        if token.text != ",":
            continue
        if following.tag_ == "VBG" and (following.lower_ in SAYING or following.lower_ in _REFERRING):
            return number - 1
        if following.lower_ in _CONCEDES and number > first + 3:
            return number - 1
        if following.lower_ == "according":
            return number - 1
        if following.lower_ == "while" and number + 2 <= last and frame.tokens[number + 2 - zero].tag_ == "VBG":
            return number - 1
    return last


def _get_first_word(frame: Frame, number: int) -> Token:
    """The token there, or the first one after adverbs: even suggesting."""
    zero = frame.tokens[0].i
    token = frame.tokens[number - zero]
    while token.pos_ == "ADV" and token.i < frame.tokens[-1].i and token.lower_ not in _CONCEDES:
        token = frame.tokens[token.i + 1 - zero]
    return token


def find_end_before_circumstances(frame: Frame, verb: Token, inside: set[int], last: int) -> int:
    """The end of the complements, without when, where or on what occasion the statement was made.

    “Disregard” for the treaty, but not: on Wednesday; while at a conference; , calling for calm.
    """
    zero, final = frame.tokens[0].i, frame.tokens[-1].i
    for token in frame.tokens[last + 1 - zero :]:
        if token.i not in inside or token.lower_ in _CIRCUMSTANCES or token.dep_ == "npadvmod" or is_dash(token):
            break
        following = _get_first_word(frame, min(token.i + 1, final))
        if token.text == "," and (following.tag_ in ("VBG", "VBN") or following.pos_ == "CCONJ"):
            break
        if token.pos_ == "CCONJ" and following.tag_ == verb.tag_ and following.pos_ in VERBS:
            break
        last = token.i
    return last


def _extend_end(frame: Frame, verb: Token, first: int, last: int) -> int:
    """Extends the end to one that is possible: the parser sometimes cuts a clause in the middle of a phrase."""
    zero, final = frame.tokens[0].i, frame.tokens[-1].i
    if last >= final or verb.dep_ in ("relcl", "acl", "csubj", "pcomp"):
        return last
    following = frame.tokens[last + 1 - zero]
    if following.text == "," and last + 2 <= final and frame.tokens[last + 2 - zero].lower_ in _GOES_ON:
        return _find_last_before(frame, last + 2, (";", ")"))
    if is_dash(following) and sum(is_dash(token) for token in frame.tokens[first - zero :]) == 2:
        return _find_last_before(frame, last + 2, (";",), dashes=False)
    if following.is_punct or following.pos_ in ("CCONJ", "ADP", "ADV", "SCONJ") or following.head.i == verb.i:
        return last
    if following.dep_ == "npadvmod" or any(following.i == token.i for token in verb.ancestors):
        return last
    return _find_last_before(frame, last + 1, (",", ";", ")"))


def _find_last_before(frame: Frame, first: int, stops: tuple[str, ...], dashes: bool = True) -> int:
    """The last word before one of these marks, a dash or an utterance."""
    zero, final = frame.tokens[0].i, frame.tokens[-1].i
    for number in range(first, final + 1):
        token = frame.tokens[number - zero]
        if frame.mask(token) is not None or token.text in stops or (dashes and is_dash(token)):
            return number - 1
        if token.lower_ in SAYING and token.tag_ == "VBG" and token.nbor(-1).text == ",":
            return number - 2
    return final
