"""The engine that needs no model: verbs of saying, and the words before and after them."""

from __future__ import annotations

from collections.abc import Iterator

from articles.anchors.marks import QuotationSpan
from articles.extraction.language.cue_words import EXPRESSING, JUDGING
from articles.extraction.statements.utterances import find_utterances, is_title, strip_marks

from ..model import Draft, Range
from ..sentences import Sentence
from .openings import find_after_feeling, find_beginning
from .verbs import Clause, Word, find_speaker_after, find_speaker_before, get_sign_before, is_verb

LONGEST = 300  # words outside utterances; no sentence in the news has more
REACH = 14  # words between a verb of judging and the words it judges


def draft_statements(found: list[Sentence]) -> dict[int, list[Draft]]:
    """The statements of each sentence, by the position where it begins."""
    return {sentence.start: list(_draft_sentence(sentence)) for sentence in found}


def _draft_sentence(sentence: Sentence) -> Iterator[Draft]:
    clause, whole = Clause(sentence), find_utterances(sentence)
    if len(clause.words) > LONGEST:
        return
    verbs = [word for word in clause.words if is_verb(clause, word)]
    here = list(_draft_utterances(clause, verbs, whole))
    used = {part.start for draft in here for part in draft.cue}
    for verb in verbs:
        if verb.place.start not in used:
            here += _draft_reports(clause, verb, verbs, whole)
    here += _draft_feelings(clause, verbs, whole)
    here += _draft_according_to(clause, whole)
    yield from here
    yield from _draft_judgements(clause, here, whole)
    if str(sentence).endswith(":") and verbs:
        speaker = find_speaker_before(clause, verbs[-1])
        if speaker:
            yield Draft([], [verbs[-1].place], [speaker], announces=True)


def _draft_utterances(clause: Clause, verbs: list[Word], whole: list[QuotationSpan]) -> Iterator[Draft]:
    """“…,” X said; “…,” said X, “…”; X said: “…”"""
    by_verb: dict[int, list[QuotationSpan]] = {}
    for span in whole:
        after = [verb for verb in verbs if verb.place.start >= span.end]
        before = [verb for verb in verbs if verb.place.end <= span.start]
        leads = not any(word.place.start < span.start for word in clause.words)
        nearest = [*after[:1], *before[-1:]] if leads else [*before[-1:], *after[:1]]
        if by_verb and strip_marks(clause.sentence.text, span)[:1].islower():
            by_verb[max(by_verb)].append(span)  # “We talked,” he said, “but did not agree.”
        elif nearest:
            by_verb.setdefault(nearest[0].number, []).append(span)
    for number, spans in by_verb.items():
        verb = clause.words[number]
        leads = spans[0].end <= verb.place.start
        speaker = find_speaker_before(clause, verb) or (find_speaker_after(clause, verb) if leads else None)
        yield Draft([Range(span.start, span.end) for span in spans], [verb.place], [speaker] if speaker else [])


def _draft_reports(clause: Clause, verb: Word, verbs: list[Word], whole: list[QuotationSpan]) -> Iterator[Draft]:
    """X said (that) Y; Y, X said; Y, said X."""
    speaker = find_speaker_before(clause, verb)
    first = find_beginning(clause, verb)
    if speaker is not None and first is not None:
        end = _find_end(clause, first, verbs, whole)
        if end > first.place.start:
            before = _find_interrupted(clause, speaker, first)
            content = [Range(first.place.start, end)]
            yield Draft([before, *content] if before else content, [verb.place], [speaker])
        return
    source = speaker or find_speaker_after(clause, verb)
    at = min(verb.place.start, speaker.start if speaker else verb.place.start)
    if source is None or get_sign_before(clause, at) != ",":
        return
    start = max([clause.sentence.start, *(span.end for span in whole if span.end <= at)])
    words = [word for word in clause.words if start <= word.place.start < at]
    if len(words) > 2:
        yield Draft([Range(words[0].place.start, words[-1].place.end)], [verb.place], [source])


def _draft_feelings(clause: Clause, verbs: list[Word], whole: list[QuotationSpan]) -> Iterator[Draft]:
    """Expressed concern that …"""
    for word in clause.words:
        if is_verb(clause, word, EXPRESSING) and (first := find_after_feeling(clause, word)) is not None:
            speaker = find_speaker_before(clause, word)
            content = Range(first.place.start, _find_end(clause, first, verbs, whole))
            if speaker is not None and content.start < content.end:
                yield Draft([content], [word.place], [speaker])


def _find_interrupted(clause: Clause, speaker: Range, first: Word) -> Range | None:
    """The part of the statement before “, he said, ”."""
    if not clause.comma_before(first) or get_sign_before(clause, speaker.start) != ",":
        return None
    words = [word for word in clause.words if word.place.end <= speaker.start]
    return Range(words[0].place.start, words[-1].place.end) if words else None


def _find_end(clause: Clause, first: Word, verbs: list[Word], whole: list[QuotationSpan]) -> int:
    """The end of the sentence, or where another verb of saying, an utterance or the reporter's own words begin."""
    ends = [clause.sentence.end]
    for verb in verbs:
        if verb.number <= first.number + 1:
            continue
        before = clause.words[verb.number - 1]
        if before.lower in ("and", "but"):
            ends.append(clause.words[before.number - 1].place.end)
        elif verb.lower.endswith("ing") and clause.comma_before(verb):
            ends.append(before.place.end)
        elif (at := _find_end_before_comma(clause, verb)) is not None and at > first.place.start:
            ends.append(at)
    ends += [span.start for span in whole if span.start > first.place.start]
    for word in clause.words[first.number + 3 :]:
        if clause.comma_before(word) and word.lower in ("although", "though", "according"):
            ends.append(clause.words[word.number - 1].place.end)
    return min(ends)


def _find_end_before_comma(clause: Clause, verb: Word) -> int | None:
    """Where the statement ends: They agreed to meet | , the ministry said in a statement."""
    speaker = find_speaker_before(clause, verb)
    if speaker is None or get_sign_before(clause, speaker.start) != "," or find_beginning(clause, verb) is not None:
        return None
    return max((word.place.end for word in clause.words if word.place.end <= speaker.start), default=None)


def _draft_according_to(clause: Clause, whole: list[QuotationSpan]) -> Iterator[Draft]:
    words = clause.words
    for word in words[:-2]:
        if word.lower != "according" or words[word.number + 1].lower != "to":
            continue
        stop = next((other.number for other in words[word.number + 3 :] if clause.comma_before(other)), len(words))
        source = Range(words[word.number + 2].place.start, words[stop - 1].place.end)
        start = max([0, *(w.number for w in words[: word.number] if any(s.end <= w.place.start for s in whole))])
        content = []
        if word.number > start:
            content.append(Range(words[start].place.start, words[word.number - 1].place.end))
        if stop < len(words) and (word.number == 0 or clause.comma_before(word)):
            content.append(Range(words[stop].place.start, words[-1].place.end))
        if content:
            yield Draft(content, [Range(word.place.start, words[word.number + 1].place.end)], [source])


def _draft_judgements(clause: Clause, here: list[Draft], whole: list[QuotationSpan]) -> Iterator[Draft]:
    """Called the plan “reckless”; only quotations that are in no other statement."""
    for span in clause.sentence.quotes:
        place = Range(span.start, span.end)
        if span in whole or is_title(strip_marks(clause.sentence.text, span)):
            continue
        if any(part.touches(place) for draft in here for part in draft.content):
            continue
        verb = _find_judging_verb(clause, span)
        if verb is None:
            continue
        first = clause.words[verb.number + 1] if verb.number + 1 < len(clause.words) else None
        start = min(first.place.start, span.start) if first else span.start
        if first and first.lower in ("to", "of", "about", "against", "on", "as") and first.place.end <= span.start:
            start = first.place.end
        speaker = find_speaker_before(clause, verb)
        yield Draft([Range(start, span.end)], [verb.place], [speaker] if speaker else [])


def _find_judging_verb(clause: Clause, span: QuotationSpan) -> Word | None:
    before = [word for word in clause.words if word.place.end <= span.start][-REACH:]
    for word in reversed(before):
        if is_verb(clause, word, JUDGING) or is_verb(clause, word):
            return word
        if clause.comma_before(word) or word.lower in ("which", "who"):
            return None
    return None
