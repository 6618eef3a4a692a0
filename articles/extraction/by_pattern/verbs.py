"""Verbs of saying and their subjects, found by the words alone, without a model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from articles.extraction.language.cue_words import JUDGING, SAYING
from articles.extraction.language.verb_forms import split_words
from articles.extraction.statements.utterances import find_utterances

from ..model import Range
from ..sentences import Sentence

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?")
_MARKS = "“”„«»\"＂`'‘’"
PRONOUNS = split_words("he she it they we i you who")
_DETERMINERS = split_words(
    "the a an his her its their our my your this that these those no any some each every another of in on for with by "
    "from at as to into under over new"
)
_AUXILIARIES = split_words(
    "has have had is are was were be been being will would could should can may might must did does do not n't to"
)
_BETWEEN = split_words(
    "also then later once often never always again previously reportedly still even now first just further"
)
_BREAKS = split_words(
    "that when while as if because after before but although though since until where than whether so or and whom "
    "whose which"
)
# These are plural nouns more often than verbs.
_NOUNS_TOO = split_words(
    "attacks claims reports calls comments remarks notes states questions answers charges demands doubts estimates "
    "forecasts hopes offers orders points pledges promises protests requests rules signals supports threats views vows "
    "blasts challenges complaints fears hits names details outlines hints projects shouts lists rates terms"
)


@dataclass(frozen=True)
class Word:
    text: str
    lower: str
    place: Range
    number: int


class Clause:
    """A sentence's words outside its utterances."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.words: list[Word] = []
        at = sentence.start
        for span in [*find_utterances(sentence), None]:
            end = span.start if span else sentence.end
            for match in _WORD.finditer(sentence.text, at, end):
                word = match[0]
                last = match.end()
                if word.endswith(".") and (last == sentence.end or ("." not in word[:-1] and len(word) > 5)):
                    word, last = word[:-1], last - 1
                self.words.append(Word(word, word.lower(), Range(match.start(), last), len(self.words)))
            at = span.end if span else end

    def comma_before(self, word: Word) -> bool:
        return get_sign_before(self, word.place.start) in (",", ";", ":", "—", "–", "--", "(", ")")


def get_sign_before(clause: Clause, at: int) -> str:
    """The punctuation mark, if any, between a position and the word before it."""
    before = clause.sentence.text[max(clause.sentence.start, at - 4) : at].rstrip().rstrip(_MARKS)
    if before.endswith("--"):
        return "--"
    return before[-1:] if before[-1:] in ",;:—–()―" else ""


def is_verb(clause: Clause, word: Word, lexicon: Mapping[str, str] = SAYING) -> bool:
    """Whether a form of a verb of saying is a verb here, and not a noun: “the report”, “his claims”."""
    if word.lower not in lexicon or not word.text[0].islower():
        return False
    before = clause.words[word.number - 1].lower if word.number else ""
    if word.lower in _NOUNS_TOO and not _has_subject(clause, word):
        return False
    if word.lower.endswith("ing"):
        return clause.comma_before(word) or before in ("and", "by", "in", "is", "was", "are", "were", "for", "without")
    if word.lower == lexicon[word.lower] and word.lower not in ("read", "put"):
        plural = before.endswith("s") and not before.endswith("'s") and not before.endswith("’s")
        return before in PRONOUNS or before in _AUXILIARIES or plural or before in ("people", "not")
    if clause.comma_before(word):
        return True
    return before not in _DETERMINERS and not before.endswith(("'s", "’s"))


def _has_subject(clause: Clause, word: Word) -> bool:
    """Japan claims, he claims, also claims, claims that; not: rival claims, missile attacks."""
    if word.number + 1 < len(clause.words) and clause.words[word.number + 1].lower == "that":
        return True
    if not word.number:
        return False
    before = clause.words[word.number - 1]
    return before.text[0].isupper() or before.lower in PRONOUNS | _BETWEEN or before.lower.endswith("ly")


def find_speaker_before(clause: Clause, verb: Word) -> Range | None:
    """The speaker before the verb: a pronoun, a name with titles, “a ministry official”."""
    number = verb.number - 1
    words = clause.words
    if number < 0:
        return None
    if verb.place.start > clause.sentence.start and get_sign_before(clause, verb.place.start) == ",":
        return (
            _find_across_apposition(clause, number) if not verb.lower.endswith("ing") else _find_first_subject(clause)
        )
    number = _skip_auxiliaries(words, number)
    while number > 0 and _in_brackets(clause, words[number]):
        number -= 1
    if number < 0:
        return None
    if words[number].lower in ("and", "but"):
        return _find_first_subject(clause)
    return _find_phrase_ending(clause, number)


def _in_brackets(clause: Clause, word: Word) -> bool:
    """Sen. David Perdue (R-Ga.) said"""
    text = clause.sentence.text
    opening = text.rfind("(", max(clause.sentence.start, word.place.start - 40), word.place.start)
    return opening >= 0 and ")" not in text[opening : word.place.start]


def _skip_auxiliaries(words: list[Word], number: int) -> int:
    while number >= 0 and (words[number].lower in _AUXILIARIES | _BETWEEN or words[number].lower.endswith("ly")):
        number -= 1
    return number


def _find_phrase_ending(clause: Clause, last: int) -> Range | None:
    words = clause.words
    if words[last].lower in PRONOUNS and words[last].lower != "who":
        return words[last].place
    if words[last].lower == "who":
        return _find_phrase_ending(clause, last - 1) if last else None
    first = last
    while first > 0 and last - first < 14:
        if clause.comma_before(words[first]) or words[first - 1].lower in _BREAKS:
            break
        if any(span.start <= words[first - 1].place.end <= span.end for span in find_utterances(clause.sentence)):
            break
        first -= 1
    if words[first].lower in _BREAKS or words[first].lower in ("in", "on", "at", "during", "for"):
        first = _skip_adjunct(words, first, last)
    return Range(words[first].place.start, words[last].place.end) if first <= last else None


def _skip_adjunct(words: list[Word], first: int, last: int) -> int:
    """In an interview Tuesday | Lavrov said: from the last run of names."""
    number = last
    while number > first and (words[number].text[0].isupper() or words[number].lower in ("of", "de", "the")):
        number -= 1
    return min(number + 1, last)


def _find_across_apposition(clause: Clause, last: int) -> Range | None:
    """Komura, the Japanese foreign minister, said; not: Komura, who is in Tokyo, said."""
    words = clause.words
    number = last
    while number > 0 and not clause.comma_before(words[number]):
        number -= 1
    if number == 0:
        return None
    name, between = _find_phrase_ending(clause, number - 1), words[number].lower
    if name is None or between in ("who", "which", "whose", "where") or between.endswith("ing"):
        return name
    return Range(name.start, words[last].place.end)


def _find_first_subject(clause: Clause) -> Range | None:
    """The subject at the beginning of the sentence: the words before its first verb of saying."""
    for word in clause.words:
        if word.lower in PRONOUNS and word.lower not in ("it", "who"):
            return word.place
        is_one = is_verb(clause, word) or is_verb(clause, word, JUDGING)
        if is_one and word.number and not word.lower.endswith("ing"):
            last = _skip_auxiliaries(clause.words, word.number - 1)
            return (
                _find_phrase_ending(clause, last)
                if last >= 0 and clause.words[last].lower not in ("and", "but")
                else None
            )
    return _find_names_at_beginning(clause)


def _find_names_at_beginning(clause: Clause) -> Range | None:
    last = -1
    for word in clause.words[:8]:
        if not word.text[0].isupper() and word.lower not in ("the", "of"):
            break
        last = word.number
    return Range(clause.words[0].place.start, clause.words[last].place.end) if last >= 0 else None


def find_speaker_after(clause: Clause, verb: Word) -> Range | None:
    """said Donna Brazile, the chairwoman …"""
    words = clause.words[verb.number + 1 :]
    if not words or clause.comma_before(words[0]) or words[0].lower in ("that", *PRONOUNS - {"he", "she", "they"}):
        return None
    last = None
    for word in words[:16]:
        if (
            clause.comma_before(word)
            or (last and word.lower in _BREAKS)
            or (last and word.lower in ("in", "on", "at", "during", "after"))
        ):
            break
        last = word
    return Range(words[0].place.start, last.place.end) if last else None
