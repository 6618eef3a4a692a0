"""The engine that needs nothing but words: verbs of saying, what stands before them and what after."""

from __future__ import annotations

from collections.abc import Iterator

from articles.anchors.marks import Span

from .cues import JUDGING, SAYING
from .forms import listed
from .model import Draft, Range
from .regions import utterances
from .sentences import Sentence
from .words import Clause, Word, is_verb, sign_before, speaker_after, speaker_before

REACH = 14  # words between a verb of judging and the words it judges
_OF_TIME = listed(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday earlier later recently last this week "
    "month year night morning afternoon evening again repeatedly on in at to during after before via by also too "
    "january february march april may june july august september october november december"
)
_BEGINNINGS = listed(
    "that he she it they we i you there this these those the a an his her its their whether how why what if"
)
_TURNS = frozenset(["but", "and", "while", "although", "though"])


def drafts(found: list[Sentence]) -> dict[int, list[Draft]]:
    """The statements of each sentence, under the place where it begins."""
    return {sentence.start: list(_of_sentence(sentence)) for sentence in found}


def _of_sentence(sentence: Sentence) -> Iterator[Draft]:
    clause = Clause(sentence)
    whole = utterances(sentence)
    verbs = [word for word in clause.words if is_verb(clause, word)]
    here: list[Draft] = []
    used: set[int] = set()
    here += _spoken(clause, verbs, whole, used)
    for verb in verbs:
        if verb.number not in used:
            here += _clause_of(clause, verb, verbs, whole)
    here += _according(clause, whole)
    yield from here
    yield from _judged(clause, here, whole)
    if str(sentence).endswith(":") and verbs:
        speaker = speaker_before(clause, verbs[-1])
        if speaker:
            yield Draft([], [verbs[-1].place], [speaker], announces=True)


def _spoken(clause: Clause, verbs: list[Word], whole: list[Span], used: set[int]) -> Iterator[Draft]:
    """“…,” X said; “…,” said X, “…”; X said: “…”"""
    by_verb: dict[int, list[Span]] = {}
    for span in whole:
        after = [verb for verb in verbs if verb.place.start >= span.end]
        before = [verb for verb in verbs if verb.place.end <= span.start]
        leads = not any(word.place.start < span.start for word in clause.words)
        verb = (after or before)[:1] if leads else before[-1:] or after[:1]
        if verb:
            by_verb.setdefault(verb[0].number, []).append(span)
    for number, spans in by_verb.items():
        verb = clause.words[number]
        used.add(number)
        leads = spans[0].end <= verb.place.start
        speaker = speaker_before(clause, verb) or (speaker_after(clause, verb) if leads else None)
        yield Draft([Range(span.start, span.end) for span in spans], [verb.place], [speaker] if speaker else [])


def _clause_of(clause: Clause, verb: Word, verbs: list[Word], whole: list[Span]) -> Iterator[Draft]:
    speaker = speaker_before(clause, verb)
    first = _beginning_after(clause, verb)
    if speaker is not None and first is not None:
        end = _end_after(clause, first, verbs, whole)
        if end > first.place.start:
            content = [Range(first.place.start, end)]
            before = _interrupted(clause, verb, speaker, first)
            yield Draft([before, *content] if before else content, [verb.place], [speaker])
        return
    inverted = speaker_after(clause, verb) if speaker is None else None
    at = min(verb.place.start, speaker.start if speaker else verb.place.start)
    if (speaker or inverted) and sign_before(clause, at) == ",":
        start = max([clause.sentence.start, *(span.end for span in whole if span.end <= at)])
        words = [word for word in clause.words if start <= word.place.start < at]
        if len(words) > 2:
            yield Draft([Range(words[0].place.start, words[-1].place.end)], [verb.place], [speaker or inverted])


def _beginning_after(clause: Clause, verb: Word) -> Word | None:
    """Where the reported clause begins: at “that”, or at a word that begins clauses."""
    words = clause.words[verb.number + 1 :]
    if not words:
        return None
    for distance, word in enumerate(words[:12]):
        if word.lower in ("that", "whether") and not clause.comma_before(word):
            return word
        if clause.comma_before(word) and distance:
            break
    told = verb.lower in ("told", "tells", "tell", "telling", "assured", "informed", "warned", "reminded")
    if told and len(words) > 2:
        for word in words[1:6]:
            if word.lower in _BEGINNINGS and not clause.comma_before(word):
                return word
        return None
    if clause.comma_before(words[0]):
        return words[0] if len(words) > 4 and speaker_before(clause, verb) and _in_commas(clause, verb) else None
    skipped = 0
    while skipped < min(5, len(words) - 1) and words[skipped].lower in _OF_TIME:
        skipped += 1
    word = words[skipped]
    if (
        SAYING[verb.lower]
        in (
            "say",
            "insist",
            "claim",
            "argue",
            "suggest",
            "acknowledge",
            "note",
            "warn",
            "add",
            "estimate",
            "announce",
            "predict",
            "believe",
            "report",
            "confirm",
            "assert",
            "allege",
        )
        and len(words) - skipped > 2
    ):
        return words[0] if skipped and word.lower not in _BEGINNINGS and not word.text[0].isupper() else word
    return (
        word
        if word.lower in _BEGINNINGS - {"the", "a", "an", "his", "her", "its", "their", "this", "these", "those"}
        else None
    )


def _in_commas(clause: Clause, verb: Word) -> bool:
    speaker = speaker_before(clause, verb)
    return speaker is not None and sign_before(clause, speaker.start) == ","


def _interrupted(clause: Clause, verb: Word, speaker: Range, first: Word) -> Range | None:
    if not clause.comma_before(first) or sign_before(clause, speaker.start) != ",":
        return None
    words = [word for word in clause.words if word.place.end <= speaker.start]
    return Range(words[0].place.start, words[-1].place.end) if words else None


def _end_after(clause: Clause, first: Word, verbs: list[Word], whole: list[Span]) -> int:
    """The end of the sentence, or where another verb of saying takes over."""
    end = clause.sentence.end
    for verb in verbs:
        if verb.number <= first.number:
            continue
        before = clause.words[verb.number - 1]
        if before.lower in ("and", "but") and before.number > first.number + 1:
            return clause.words[before.number - 1].place.end
        if verb.lower.endswith("ing") and clause.comma_before(verb):
            return before.place.end
    for span in whole:
        if span.start > first.place.start:
            return min(end, span.start)
    for word in clause.words[first.number + 3 :]:
        if clause.comma_before(word) and word.lower in ("although", "though"):
            return clause.words[word.number - 1].place.end
    return end


def _according(clause: Clause, whole: list[Span]) -> Iterator[Draft]:
    words = clause.words
    for word in words[:-2]:
        if word.lower != "according" or words[word.number + 1].lower != "to":
            continue
        stop = next((w.number for w in words[word.number + 3 :] if clause.comma_before(w)), len(words))
        source = Range(words[word.number + 2].place.start, words[stop - 1].place.end)
        cue = Range(word.place.start, words[word.number + 1].place.end)
        content = []
        start = max([0, *(w.number for w in words[: word.number] if any(s.end <= w.place.start for s in whole))])
        if word.number > start:
            content.append(Range(words[start].place.start, words[word.number - 1].place.end))
        if stop < len(words) and (word.number == 0 or clause.comma_before(word)):
            content.append(Range(words[stop].place.start, words[-1].place.end))
        if content:
            yield Draft(content, [cue], [source])


def _judged(clause: Clause, here: list[Draft], whole: list[Span]) -> Iterator[Draft]:
    """Called the plan “reckless”."""
    for span in clause.sentence.quotes:
        place = Range(span.start, span.end)
        if span in whole or any(part.touches(place) for draft in here for part in draft.content):
            continue
        before = [word for word in clause.words if word.place.end <= span.start][-REACH:]
        for word in reversed(before):
            if (word.lower in JUDGING or word.lower in SAYING) and is_verb(clause, word, JUDGING | SAYING):
                speaker = speaker_before(clause, word)
                first = clause.words[word.number + 1] if word.number + 1 < len(clause.words) else None
                start = min(first.place.start, span.start) if first else span.start
                if first and first.lower in ("to", "of", "about", "against", "that") and first.place.end <= span.start:
                    start = first.place.end if first.lower != "that" else start
                yield Draft([Range(start, span.end)], [word.place], [speaker] if speaker else [])
                break
            if clause.comma_before(word) or word.lower in ("which", "who"):
                break
