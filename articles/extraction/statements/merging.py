"""Turns the drafts of an engine into proposals: joins and trims them, and removes duplicates."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from articles.anchors.marks import QuotationSpan, has_quotation_marks

from ..model import Draft, ProposedStatement, Range, words_at
from ..quotation_kinds import KindDetector
from ..sentences import Sentence
from .coreference import name_speakers
from .labelled_speech import draft_labelled, draft_signed
from .utterances import find_utterances, is_whole_sentence

NEAR = 8  # statements before one that are compared with it
_TURN = re.compile(r",? (?:and|but|while)\b|;")
_EDGE = " \t\n\r\xa0,;:–—―-"


def merge_drafts(text: str, found: list[Sentence], by_sentence: dict[int, list[Draft]]) -> list[ProposedStatement]:
    """The statements, in order. `by_sentence` has the drafts of each sentence by the position where it begins."""
    drafts = list(_join_following(found, by_sentence))
    _snap_to_quotations(found, drafts)
    _separate_utterances(found, drafts)
    drafts += draft_labelled(found)
    trimmed: list[Draft] = []
    for draft in _select_outermost(text, _exclude_quoted(found, drafts)):
        draft.content = [part for part in (_trim(text, part) for part in sorted(draft.content)) if part]
        if draft.content:
            trimmed.append(draft)
    trimmed.sort(key=lambda draft: (draft.start, -draft.end))
    names, kinds = name_speakers(text, found, trimmed), KindDetector(text)
    return [_build_proposal(text, draft, name, kinds) for draft, name in zip(trimmed, names, strict=True)]


def _join_following(found: list[Sentence], by_sentence: dict[int, list[Draft]]) -> Iterator[Draft]:
    """Statements with their continuations: “…,” X said. “…” is one, and so are the words after a colon."""
    ends = {sentence.paragraph: sentence.end for sentence in found}
    last: Draft | None = None
    before: Sentence | None = None
    for sentence in found:
        here = by_sentence.get(sentence.start, [])
        whole = find_utterances(sentence)
        near = before is not None and (before.paragraph == sentence.paragraph or _is_open(before))
        sign = draft_signed(sentence) if not here else None
        if sign is not None:
            yield sign
            last = None
        elif (
            last is not None and len(whole) == 1 and is_whole_sentence(sentence, whole[0]) and (near or last.announces)
        ):
            last.content.append(Range(whole[0].start, whole[0].end))
            last.announces = False
        elif last is not None and last.announces and before is not None and not near and not whole:
            last.content.append(Range(sentence.start, ends[sentence.paragraph]))
            last = None
        else:
            yield from here
            spoken = [draft for draft in here if draft.announces or _is_spoken(draft, sentence.quotes)]
            if spoken or here or not near:
                last = spoken[-1] if spoken else None
        before = sentence


def _is_open(sentence: Sentence) -> bool:
    """Whether a quotation continues in the next paragraph."""
    return bool(sentence.quotes) and not sentence.quotes[-1].closed


def _is_spoken(draft: Draft, quotes: Iterable[QuotationSpan]) -> bool:
    return any(Range(span.start, span.end).touches(part) for span in quotes for part in draft.content)


def _snap_to_quotations(found: list[Sentence], drafts: list[Draft]) -> None:
    """Extends statements with some words of a quotation to all of it, including the marks."""
    spans = [span for sentence in found for span in sentence.quotes]
    starts = [span.start for span in spans]
    for draft in drafts:
        draft.content = [_snap(part, spans, starts) for part in draft.content]


def _snap(part: Range, spans: list[QuotationSpan], starts: list[int]) -> Range:
    start, end = part
    for span in spans[max(0, bisect_right(starts, start) - 1) : bisect_right(starts, end)]:
        if span.start < part.end and part.start < span.end:
            start, end = min(start, span.start), max(end, span.end)
    return Range(start, end)


def _separate_utterances(found: list[Sentence], drafts: list[Draft]) -> None:
    """She said that they would go, and when asked why, he replied, “…”: his words are not part of hers."""
    whole = [span for sentence in found for span in find_utterances(sentence)]
    starts = [span.start for span in whole]
    ordered = sorted((draft for draft in drafts if draft.content), key=lambda draft: draft.start)
    for place, spoken in enumerate(ordered):
        number = bisect_right(starts, spoken.start) - 1
        if number < 0 or whole[number].start != spoken.start:
            continue
        begins = min([spoken.start, *(part.start for part in [*spoken.cue, *spoken.speaker])])
        for outer in ordered[max(0, place - NEAR) : place]:
            last = outer.content[-1]
            if last.start < begins <= spoken.start < last.end:
                outer.content[-1] = Range(last.start, _find_turn(found[0].text, last.start, begins))


def _find_turn(text: str, start: int, end: int) -> int:
    """The position of the last “, and” or “, but” in a range; otherwise its end."""
    turns = [match.start() for match in _TURN.finditer(text, start, end)]
    return turns[-1] if turns else end


def _exclude_quoted(found: list[Sentence], drafts: list[Draft]) -> Iterator[Draft]:
    """“He told me so,” she said: “he told me” is part of her statement."""
    spans = [span for sentence in found for span in sentence.quotes]
    starts = [span.start for span in spans]
    for draft in drafts:
        cue = draft.cue[0] if draft.cue else Range(0, 0)
        number = bisect_right(starts, cue.start) - 1
        if number < 0 or not cue.end <= spans[number].end or _get_text(found)[cue.start] == ":":
            yield draft


def _get_text(found: list[Sentence]) -> str:
    return found[0].text if found else ""


def _select_outermost(text: str, drafts: Iterator[Draft]) -> list[Draft]:
    """A statement inside another statement belongs to the outer one."""
    outermost: list[Draft] = []
    found = [draft for draft in drafts if draft.content]
    for draft in sorted(_exclude_sources(found, text), key=lambda draft: (draft.start, -draft.end)):
        if not any(other.start <= draft.start and draft.end <= other.end for other in outermost[-NEAR:]):
            outermost.append(draft)
    return outermost


def _exclude_sources(drafts: list[Draft], text: str) -> list[Draft]:
    """“Fukuda told him that …, according to a statement”: quoted words are those of Fukuda, not of the statement."""
    quoted = {draft.start: draft for draft in drafts if any(_has_marks(text, part) for part in draft.content)}
    starts = sorted(quoted)

    def is_source(draft: Draft) -> bool:
        if not draft.cue or text[slice(*draft.cue[0])].lower() != "according to":
            return False
        inside = starts[bisect_right(starts, draft.start) : bisect_right(starts, draft.end)]
        return any(quoted[start].end <= draft.end for start in inside)

    return [draft for draft in drafts if not is_source(draft)]


def _has_marks(text: str, part: Range) -> bool:
    return has_quotation_marks(text[part.start : part.end])


def _trim(text: str, part: Range) -> Range | None:
    start, end = part
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and (text[end - 1] in _EDGE or text[end - 1] == "."):
        end -= 1
    return Range(start, end) if any(letter.isalnum() for letter in text[start:end]) else None


def _build_proposal(text: str, draft: Draft, name: str, kinds: KindDetector) -> ProposedStatement:
    return ProposedStatement(
        start=draft.start,
        end=draft.end,
        spans=tuple((start, end) for start, end in draft.content),
        kind=kinds.detect(draft.content),
        cue=words_at(text, draft.cue),
        cue_spans=tuple((start, end) for start, end in draft.cue),
        speaker=words_at(text, draft.speaker),
        speaker_spans=tuple((start, end) for start, end in draft.speaker),
        names=name,
    )
