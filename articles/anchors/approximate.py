"""Approximate matches: the passage with the fewest edits, scored together with the text around it.

edlib's infix alignment counts the edits (insertions, deletions, substitutions) between the words and the most similar
passage. The score is that of the annotation client Hypothesis: the words have weight 50, the text before and after
them 20 each, the distance from the stored position 2. A match is always CHANGED; a passage that does not meet the
limits below is only returned as the nearest one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import edlib

from .alphabet import build_alphabet, encode
from .folding import FoldedText, fold, fold_case
from .model import CONTEXT_LENGTH, Anchor, MatchResult, MatchState
from .places import build_anchor
from .words import expand_to_words

WORDS, BEFORE, AFTER, NEARNESS = 50, 20, 20, 2  # weights
MAX_EDITS = 0.3  # of the length of the words
MIN_SCORE = 0.72
MAX_COMPARED = 12  # places with equally few edits that are compared
LONGEST = 10_000  # code points; longer quotations are not looked for
LONGEST_NEAREST = 1_000  # code points of the words that are looked for without a limit on edits


@dataclass(frozen=True)
class _Query:
    """The folded words and context, and their former position as a fraction of the text."""

    words: str
    prefix: str
    suffix: str
    position: float | None


@dataclass(frozen=True)
class _Match:
    """A place in the folded text; `end` is exclusive."""

    start: int
    end: int
    edits: int
    score: float = 0.0


def find(text: str, folded: FoldedText, anchor: Anchor) -> MatchResult:
    """CHANGED with the best passage within the limits (or several equally good ones); else MISSING with the nearest."""
    body = fold_case(folded)
    wanted = _build_query(text, anchor)
    if not wanted.words or not body.text:
        return MatchResult(MatchState.MISSING)
    matches = _find_within_limits(body.text, wanted)
    if not matches:
        return MatchResult(MatchState.MISSING, nearest=_find_nearest(text, body, wanted.words))
    best = [match for match in matches if match.score == matches[0].score]
    places = list(
        dict.fromkeys(_build_anchor(text, body, match) for match in sorted(best, key=lambda match: match.start))
    )
    if len(places) > 1:
        return MatchResult(MatchState.CHANGED, candidates=tuple(places), score=best[0].score)
    return MatchResult(MatchState.CHANGED, places[0], score=best[0].score)


def _build_query(text: str, anchor: Anchor) -> _Query:
    parts = anchor.exact, anchor.prefix[-CONTEXT_LENGTH:], anchor.suffix[:CONTEXT_LENGTH]
    words, prefix, suffix = (fold_case(fold(part)).text for part in parts)
    return _Query(
        words.strip(), prefix, suffix, anchor.start / len(text) if anchor.start is not None and text else None
    )


def _find_within_limits(body: str, wanted: _Query) -> list[_Match]:
    """Matches good enough to be offered, the best first, without those that overlap a better one."""
    limit = int(MAX_EDITS * len(wanted.words))
    if len(wanted.words) > LONGEST:
        return []
    found = _find_fewest_edits(body, wanted.words, limit) + _find_by_context(body, wanted, limit)
    scored = [replace(match, score=_compute_score(body, wanted, match)) for match in found]
    good = sorted(
        (match for match in scored if match.score >= MIN_SCORE), key=lambda match: (-match.score, match.start)
    )
    return _remove_overlapping(good)


def _find_fewest_edits(body: str, words: str, limit: int) -> list[_Match]:
    """The passages with the fewest edits, at most `limit` (-1: any number)."""
    symbols = build_alphabet(words)
    text, query = encode(body, symbols), encode(words, symbols)
    found = edlib.align(query, text, mode="HW", task="distance", k=limit)
    if found["editDistance"] < 0:
        return []
    ends = _merge_neighbours([end + 1 for _, end in found["locations"]], len(words))
    return [_Match(_find_start(text, query, end, found["editDistance"]), end, found["editDistance"]) for end in ends]


def _find_start(text: bytes, query: bytes, end: int, edits: int) -> int:
    """The start of the match that ends at `end`, found by aligning the words backwards from there."""
    first = max(0, end - len(query) - edits)
    back = edlib.align(query[::-1], text[first:end][::-1], mode="SHW", task="distance")
    return end - max((last + 1 for _, last in back["locations"]), default=0)


def _merge_neighbours(ends: list[int], length: int) -> list[int]:
    """The last of each run of neighbouring ends: these are one passage, cut a letter earlier or later."""
    merged: list[int] = []
    for end in ends:
        if merged and end - merged[-1] <= max(1, length // 10):
            merged[-1] = end
        elif len(merged) == MAX_COMPARED:
            break
        else:
            merged.append(end)
    return merged


def _find_by_context(body: str, wanted: _Query, limit: int) -> list[_Match]:
    """Matches of the words together with their context; other places may be more similar to the words alone."""
    if not (wanted.prefix or wanted.suffix):
        return []
    around = _find_fewest_edits(
        body, wanted.prefix + wanted.words + wanted.suffix, limit + (len(wanted.prefix) + len(wanted.suffix)) // 2
    )
    found = []
    for region in around[:3]:
        inside = _find_fewest_edits(body[region.start : region.end], wanted.words, limit)
        found += [replace(match, start=match.start + region.start, end=match.end + region.start) for match in inside]
    return found


def _compute_score(body: str, wanted: _Query, match: _Match) -> float:
    """From 0 to 1. Context and position that are not known count as matching."""
    before = body[max(0, match.start - len(wanted.prefix)) : match.start]
    after = body[match.end : match.end + len(wanted.suffix)]
    words = 1 - match.edits / len(wanted.words)
    near = 1.0 if wanted.position is None else 1 - min(1.0, abs(match.start / len(body) - wanted.position))
    total = (
        WORDS * words
        + BEFORE * _compute_similarity(wanted.prefix, before)
        + AFTER * _compute_similarity(wanted.suffix, after)
        + NEARNESS * near
    )
    return round(total / (WORDS + BEFORE + AFTER + NEARNESS), 6)


def _compute_similarity(wanted: str, there: str) -> float:
    if not wanted:
        return 1.0
    if not there:
        return 0.0
    edits: int = edlib.align(wanted, there, mode="HW", task="distance")["editDistance"]
    return 1 - edits / len(wanted)


def _remove_overlapping(matches: Iterable[_Match]) -> list[_Match]:
    separate: list[_Match] = []
    for match in matches:
        if match.start < match.end and all(match.end <= other.start or other.end <= match.start for other in separate):
            separate.append(match)
    return separate


def _find_nearest(text: str, body: FoldedText, words: str) -> Anchor | None:
    """The most similar passage, even if hardly similar; of a long quotation only the beginning is compared."""
    words = words[:LONGEST_NEAREST]
    for match in _find_fewest_edits(body.text, words, -1)[:1]:
        if match.start < match.end and match.edits < len(words):
            return _build_anchor(text, body, match)
    return None


def _build_anchor(text: str, body: FoldedText, match: _Match) -> Anchor:
    start, end = body.to_original(match.start, match.end)
    return build_anchor(text, *expand_to_words(text, start, end))
