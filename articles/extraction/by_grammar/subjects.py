"""Finds the speaker: from a verb of saying to its subject, which may be far away in the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from articles.extraction.by_pattern.verbs import Clause, Word, find_speaker_after, find_speaker_before
from articles.extraction.language.cue_words import DOCUMENTS, EVENTS, ISSUING, MAKING_DO, QUOTING, SAYING

from ..model import Range
from .clause_bounds import is_speakers_verb
from .dependencies import VERBS, find_child, get_noun_phrase
from .parsed_sentences import Frame

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST_CHAIN = 6  # verbs from “saying” to its subject: he went on to defend it, saying …
_UPWARDS = ("conj", "advcl", "xcomp", "ccomp", "pcomp", "parataxis", "dep")
_RELATIVE = ("who", "which", "that")
_PERSONAL = ("he", "she", "it", "they")


class Speaker(NamedTuple):
    """The words for a speaker and, for “who”, its antecedent."""

    words: list[Range]
    meant: Range | None = None


def find_speaker(frame: Frame, verb: Token) -> Speaker:
    """The subject of a verb, by grammar; if that fails, by the words next to it."""
    if find_child(verb, "nsubjpass") is not None and find_child(verb, "agent") is None:
        return Speaker([])
    found = _find_by_grammar(frame, verb)
    return found if found.words else _find_by_words(frame, verb)


def _find_by_grammar(frame: Frame, verb: Token) -> Speaker:
    """Through conjunctions, relative clauses, participles and infinitives."""
    for _step in range(LONGEST_CHAIN):
        quoted = _find_quoted_person(verb)
        if quoted is not None:
            return Speaker([get_noun_phrase(frame, quoted)])
        own = _find_own_subject(frame, verb)
        if own is not None:
            return own
        if verb.dep_ == "acl":
            issuer = _find_issuer(verb.head)
            if issuer is None:
                return Speaker([get_noun_phrase(frame, verb.head)])
            verb = issuer
            continue
        if verb.dep_ not in _UPWARDS or find_child(verb, "expl") is not None:
            return Speaker([])
        if (
            verb.dep_ == "xcomp"
            and verb.head.lower_ in MAKING_DO
            and (made := find_child(verb.head, "dobj")) is not None
        ):
            return Speaker([get_noun_phrase(frame, made)])
        verb = _get_verb_above(verb)
        if verb.pos_ in ("NOUN", "PROPN"):
            return Speaker([get_noun_phrase(frame, verb)])
    return Speaker([])


def _find_quoted_person(verb: Token) -> Token | None:
    """Orlov was quoted by TASS as saying …; TASS quoted Orlov as saying …"""
    quoting = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else None
    if quoting is None or quoting.lower_ not in QUOTING:
        return None
    return find_child(quoting, "nsubjpass", "dobj")


def _find_own_subject(frame: Frame, verb: Token) -> Speaker | None:
    """The agent or subject of the verb itself."""
    agent = find_child(verb, "agent")
    by = find_child(agent, "pobj") if agent is not None else None
    if by is not None:
        return Speaker([get_noun_phrase(frame, by)])
    if find_child(verb, "nsubjpass") is not None:
        return Speaker([])
    subject = find_child(verb, "nsubj", "csubj")
    if subject is not None:
        return _resolve_relative(frame, verb, subject)
    return Speaker([get_noun_phrase(frame, verb.head)]) if verb.dep_ == "relcl" else None


def _resolve_relative(frame: Frame, verb: Token, subject: Token) -> Speaker:
    if verb.dep_ == "relcl" and subject.lower_ in _RELATIVE:
        issuer = _find_issuer(verb.head)
        if issuer is not None:
            return _find_by_grammar(frame, issuer)
        return Speaker([frame.place(subject)], get_noun_phrase(frame, verb.head))
    return Speaker([get_noun_phrase(frame, subject)])


def _get_outer_verb(verb: Token) -> Token:
    """The outer verb in: said that it was “opposed” and warned …; said it was early, while calling for …"""
    head = verb.head
    if verb.dep_ == "conj" and head.dep_ == "ccomp" and is_speakers_verb(head.head, head, verb):
        return head.head
    if verb.dep_ not in ("conj", "advcl") or head.dep_ != "ccomp" or head.head.lower_ not in SAYING:
        return verb
    subject = find_child(head, "nsubj")
    is_one = subject is not None and subject.lower_ in _PERSONAL and (verb.dep_ == "conj" or subject.lower_ == "it")
    return head.head if is_one and (verb.dep_ == "advcl" or head.head.tag_ == verb.tag_) else verb


def _get_verb_above(verb: Token) -> Token:
    above = _get_outer_verb(verb)
    if above.i != verb.i:
        return above
    above = verb.head
    while above.dep_ == "prep" and above.head.i != above.i:
        above = above.head
    return above


def _find_issuer(noun: Token) -> Token | None:
    """The verb whose subject is the speaker: issued a statement saying …; at a news conference announcing …"""
    head = noun.head
    if noun.dep_ == "dobj" and noun.lower_ in DOCUMENTS and head.lower_ in ISSUING:
        return head
    if noun.dep_ == "pobj" and noun.lower_ in EVENTS:
        return above if (above := _get_governing_verb(head)).pos_ in VERBS else None
    return None


def _get_governing_verb(token: Token) -> Token:
    while token.pos_ not in VERBS and token.head.i != token.i:
        token = token.head
    return token


def _find_by_words(frame: Frame, verb: Token) -> Speaker:
    clause = Clause(frame.sentence)
    at = frame.place(verb).start
    word: Word | None = next((word for word in clause.words if word.place.start == at), None)
    if word is None:
        return Speaker([])
    speaker = find_speaker_before(clause, word) or find_speaker_after(clause, word)
    if speaker is None or frame.sentence.text[speaker.start : speaker.end].split()[0].lower() in ("to", "it's", "it’s"):
        return Speaker([])
    return Speaker([speaker])
