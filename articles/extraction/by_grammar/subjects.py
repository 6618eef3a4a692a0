"""Whose words they are: from a verb of saying to its subject, as far away as English puts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from articles.extraction.by_pattern.verbs import Clause, Word, speaker_after, speaker_before
from articles.extraction.language.cue_words import DOCUMENTS, EVENTS, ISSUING, MAKING_DO, QUOTING, SAYING

from ..model import Range
from .clause_bounds import is_the_speakers
from .dependencies import VERBS, child_of, noun_phrase
from .parsed_sentences import Frame

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST_CHAIN = 6  # verbs from “saying” to whoever said it: he went on to defend it, saying …
_UPWARDS = ("conj", "advcl", "xcomp", "ccomp", "pcomp", "parataxis", "dep")
_RELATIVE = ("who", "which", "that")
_PERSONAL = ("he", "she", "it", "they")


class Speaker(NamedTuple):
    """The words for a speaker, and, for “who”, the words that “who” stands for."""

    words: list[Range]
    meant: Range | None = None


def speaker_of(frame: Frame, verb: Token) -> Speaker:
    """Whose verb it is, by grammar; where that fails, by the words next to it."""
    if child_of(verb, "nsubjpass") is not None and child_of(verb, "agent") is None:
        return Speaker([])
    found = _by_grammar(frame, verb)
    return found if found.words else _by_words(frame, verb)


def _by_grammar(frame: Frame, verb: Token) -> Speaker:
    """Through conjunctions, relative clauses, participles and infinitives."""
    for _step in range(LONGEST_CHAIN):
        quoted = _quoted_as(verb)
        if quoted is not None:
            return Speaker([noun_phrase(frame, quoted)])
        own = _own(frame, verb)
        if own is not None:
            return own
        if verb.dep_ == "acl":
            issuer = _issuer(verb.head)
            if issuer is None:
                return Speaker([noun_phrase(frame, verb.head)])
            verb = issuer
            continue
        if verb.dep_ not in _UPWARDS or child_of(verb, "expl") is not None:
            return Speaker([])
        if verb.dep_ == "xcomp" and verb.head.lower_ in MAKING_DO and (made := child_of(verb.head, "dobj")) is not None:
            return Speaker([noun_phrase(frame, made)])
        verb = _verb_above(verb)
        if verb.pos_ in ("NOUN", "PROPN"):
            return Speaker([noun_phrase(frame, verb)])
    return Speaker([])


def _quoted_as(verb: Token) -> Token | None:
    """Orlov was quoted by TASS as saying …; TASS quoted Orlov as saying …"""
    quoting = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else None
    if quoting is None or quoting.lower_ not in QUOTING:
        return None
    return child_of(quoting, "nsubjpass", "dobj")


def _own(frame: Frame, verb: Token) -> Speaker | None:
    """What stands with the verb itself."""
    agent = child_of(verb, "agent")
    by = child_of(agent, "pobj") if agent is not None else None
    if by is not None:
        return Speaker([noun_phrase(frame, by)])
    if child_of(verb, "nsubjpass") is not None:
        return Speaker([])
    subject = child_of(verb, "nsubj", "csubj")
    if subject is not None:
        return _named(frame, verb, subject)
    return Speaker([noun_phrase(frame, verb.head)]) if verb.dep_ == "relcl" else None


def _named(frame: Frame, verb: Token, subject: Token) -> Speaker:
    if verb.dep_ == "relcl" and subject.lower_ in _RELATIVE:
        issuer = _issuer(verb.head)
        if issuer is not None:
            return _by_grammar(frame, issuer)
        return Speaker([frame.place(subject)], noun_phrase(frame, verb.head))
    return Speaker([noun_phrase(frame, subject)])


def _outer(verb: Token) -> Token:
    """Said that it was “opposed” and warned …; said it was early, while calling for …: whoever said it, not “it”."""
    head = verb.head
    if verb.dep_ == "conj" and head.dep_ == "ccomp" and is_the_speakers(head.head, head, verb):
        return head.head
    if verb.dep_ not in ("conj", "advcl") or head.dep_ != "ccomp" or head.head.lower_ not in SAYING:
        return verb
    subject = child_of(head, "nsubj")
    is_one = subject is not None and subject.lower_ in _PERSONAL and (verb.dep_ == "conj" or subject.lower_ == "it")
    return head.head if is_one and (verb.dep_ == "advcl" or head.head.tag_ == verb.tag_) else verb


def _verb_above(verb: Token) -> Token:
    above = _outer(verb)
    if above.i != verb.i:
        return above
    above = verb.head
    while above.dep_ == "prep" and above.head.i != above.i:
        above = above.head
    return above


def _issuer(noun: Token) -> Token | None:
    """The verb whose subject speaks: issued a statement saying …; at a news conference announcing …"""
    head = noun.head
    if noun.dep_ == "dobj" and noun.lower_ in DOCUMENTS and head.lower_ in ISSUING:
        return head
    if noun.dep_ == "pobj" and noun.lower_ in EVENTS:
        return above if (above := _above(head)).pos_ in VERBS else None
    return None


def _above(token: Token) -> Token:
    while token.pos_ not in VERBS and token.head.i != token.i:
        token = token.head
    return token


def _by_words(frame: Frame, verb: Token) -> Speaker:
    clause = Clause(frame.sentence)
    at = frame.place(verb).start
    word: Word | None = next((word for word in clause.words if word.place.start == at), None)
    if word is None:
        return Speaker([])
    speaker = speaker_before(clause, word) or speaker_after(clause, word)
    if speaker is None or frame.sentence.text[speaker.start : speaker.end].split()[0].lower() in ("to", "it's", "it’s"):
        return Speaker([])
    return Speaker([speaker])
