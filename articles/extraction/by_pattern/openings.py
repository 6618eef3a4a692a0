"""Finds where reported words begin after a verb of saying, by the words alone."""

from __future__ import annotations

from articles.extraction.language.cue_words import ADDRESSING, COMMANDING, FEELINGS, NOUNS, PROMISING, SAYING
from articles.extraction.language.verb_forms import split_words

from .verbs import Clause, Word, find_speaker_before, get_sign_before

_CIRCUMSTANCES = split_words(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday earlier later recently last this week "
    "month year night morning afternoon evening again repeatedly on in at to during after before ahead via by also too "
    "january february march april may june july august september october november december"
)
_BEGINNINGS = split_words(
    "that he she it they we i you there this these those the a an his her its their whether how why what if"
)
_SURE = split_words("that he she it they we i you there whether how why what if")
# After these a clause does not need “that”.
_BARE = split_words(
    "say insist claim argue suggest acknowledge note warn add estimate announce predict report confirm assert allege"
)
_WITH_ADDRESSEE = frozenset(
    form for form, lemma in SAYING.items() if lemma in ("tell", "assure", "inform", "warn", "remind")
)
LONGEST_ADDRESS = 12  # words between the verb and “that”: told reporters in the capital on Monday that


def find_beginning(clause: Clause, verb: Word) -> Word | None:
    words = clause.words[verb.number + 1 :]
    if len(words) < 2:
        return None
    if clause.comma_before(words[0]):
        in_commas = len(words) > 2 and _is_between_commas(clause, verb) and not is_participle(words)
        return words[0] if in_commas else None
    return _find_that(clause, verb, words) or _find_to(clause, verb, words) or _find_clause(clause, verb, words)


def is_participle(words: list[Word]) -> bool:
    """Referring to …; apparently referring to …"""
    return any(word.lower.endswith("ing") for word in words[: 2 if words[0].lower.endswith("ly") else 1])


def _is_between_commas(clause: Clause, verb: Word) -> bool:
    speaker = find_speaker_before(clause, verb)
    return speaker is not None and get_sign_before(clause, speaker.start) == ","


def find_after_feeling(clause: Clause, verb: Word) -> Word | None:
    """Expressed concern on Monday | that …"""
    words = clause.words[verb.number + 1 :]
    noun = next((word for word in words[:3] if word.lower in NOUNS or word.lower in FEELINGS), None)
    if noun is None:
        return None
    rest = words[noun.number - verb.number :]
    that = next((word for word in rest[:6] if word.lower == "that"), None)
    between = rest[: that.number - noun.number - 1] if that is not None else []
    return that if not between or between[0].lower in _CIRCUMSTANCES else None


def _find_that(clause: Clause, verb: Word, words: list[Word]) -> Word | None:
    """Said in Moscow on Monday | that …; not: said he was sure that …"""
    circumstances = words[0].lower in _CIRCUMSTANCES or verb.lower in _WITH_ADDRESSEE or words[0].lower == "that"
    for word in words[:LONGEST_ADDRESS] if circumstances else words[:1]:
        if word.lower in ("that", "whether"):
            return word
        if clause.comma_before(word) and word is not words[0]:
            return None
    return None


def _find_to(clause: Clause, verb: Word, words: list[Word]) -> Word | None:
    """Agreed | to go; told her | to leave; urged | her to leave."""
    if verb.lower in PROMISING and words[0].lower == "to":
        return words[0]
    if verb.lower not in COMMANDING:
        return None
    to = next((word for word in words[1:6] if word.lower == "to" and not clause.comma_before(word)), None)
    if (
        to is None
        or words[0].lower in ("not", "never")
        or any(word.lower in _SURE for word in words[: to.number - words[0].number])
    ):
        return None
    return to if verb.lower in ADDRESSING else words[0]


def _find_clause(clause: Clause, verb: Word, words: list[Word]) -> Word | None:
    if verb.lower in _WITH_ADDRESSEE:
        return next((w for w in words[1:6] if w.lower in _SURE | {"the"} and not clause.comma_before(w)), None)
    skipped = 0
    while skipped < min(5, len(words) - 1) and words[skipped].lower in _CIRCUMSTANCES:
        skipped += 1
    word = words[skipped]
    if skipped and clause.comma_before(word):
        return None
    if SAYING[verb.lower] in _BARE and len(words) - skipped > 2:
        starts = word.lower in _BEGINNINGS or word.text[0].isupper()
        return word if starts or not skipped else words[0]
    return word if word.lower in _SURE else None
