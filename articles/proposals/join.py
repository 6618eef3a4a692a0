"""From what an engine found to what is proposed: trims, joins, and leaves out what is double."""

from __future__ import annotations

from bisect import bisect_right

from articles.anchors.kinds import Kind, kind_at
from articles.anchors.marks import Span

from .model import Draft, ProposedStatement, Range, words_at
from .regions import utterances
from .sentences import Sentence

_EDGE = " \t\n\r\xa0,;:–—―-"


def proposals(text: str, found: list[Sentence], drafts: list[Draft]) -> list[ProposedStatement]:
    _snapped(found, drafts)
    drafts = _without_doubles(drafts)
    drafts += _continued(found, drafts)
    kept = []
    for draft in drafts:
        draft.content = [part for part in (_trim(text, part) for part in sorted(draft.content)) if part]
        if draft.content:
            kept.append(draft)
    return [_proposed(text, draft) for draft in sorted(kept, key=lambda draft: (draft.start, -draft.end))]


def _snapped(found: list[Sentence], drafts: list[Draft]) -> None:
    """A statement that has some words of a quotation has all of them, and the marks."""
    spans = [span for sentence in found for span in sentence.quotes]
    starts = [span.start for span in spans]
    for draft in drafts:
        draft.content = [_snap(part, spans, starts) for part in draft.content]


def _snap(part: Range, spans: list[Span], starts: list[int]) -> Range:
    start, end = part
    for span in spans[max(0, bisect_right(starts, start) - 1) : bisect_right(starts, end)]:
        if span.start < part.end and part.start < span.end:
            start, end = min(start, span.start), max(end, span.end)
    return Range(start, end)


def _without_doubles(drafts: list[Draft]) -> list[Draft]:
    """The outermost statements: what is reported within a report belongs to it."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda draft: (draft.start, -draft.end)):
        if not any(other.start <= draft.start and draft.end <= other.end for other in kept[-8:]):
            kept.append(draft)
    return kept


def _continued(found: list[Sentence], drafts: list[Draft]) -> list[Draft]:
    """Utterances that no word introduces go on with what was said before them, or follow a colon."""
    covered = [part for draft in drafts for part in draft.content]
    before: Sentence | None = None
    last: Draft | None = None
    open_end = False
    more: list[Draft] = []
    by_sentence: dict[int, list[Draft]] = {}
    ordered = sorted(drafts, key=lambda draft: draft.start)
    number = 0
    for sentence in found:
        here: list[Draft] = []
        while number < len(ordered) and ordered[number].start < sentence.end:
            here.append(ordered[number])
            number += 1
        loose = [span for span in utterances(sentence) if not any(part.touches(Range(span.start, span.end)) for part in covered)]
        whole = len(loose) == len(utterances(sentence)) == 1 and _is_all(sentence, loose[0])
        if whole and last is not None and before is not None and (before.paragraph == sentence.paragraph or open_end):
            last.content.append(Range(loose[0].start, loose[0].end))
        elif here:
            spoken = [d for d in here if any(Range(s.start, s.end).touches(p) for s in utterances(sentence) for p in d.content)]
            last = spoken[-1] if spoken else None
        else:
            last = None
        open_end = bool(sentence.quotes) and not sentence.quotes[-1].closed
        before = sentence
    return more


def _is_all(sentence: Sentence, span) -> bool:
    rest = sentence.text[sentence.start : span.start] + sentence.text[span.end : sentence.end]
    return not any(letter.isalnum() for letter in rest)


def _trim(text: str, part: Range) -> Range | None:
    start, end = part
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and (text[end - 1] in _EDGE or text[end - 1] == "."):
        end -= 1
    return Range(start, end) if any(c.isalnum() for c in text[start:end]) else None


def _proposed(text: str, draft: Draft) -> ProposedStatement:
    return ProposedStatement(
        start=draft.start,
        end=draft.end,
        spans=tuple((a, b) for a, b in draft.content),
        kind=_kind(text, draft),
        cue=words_at(text, draft.cue),
        cue_spans=tuple((a, b) for a, b in draft.cue),
        speaker=words_at(text, draft.speaker),
        speaker_spans=tuple((a, b) for a, b in draft.speaker),
        names="",
    )


def _kind(text: str, draft: Draft) -> Kind:
    kinds = {kind_at(text, start, end) for start, end in draft.content}
    return kinds.pop() if len(kinds) == 1 else "mixed"
