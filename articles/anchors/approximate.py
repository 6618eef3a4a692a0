"""Words that are nearly the article's: the passage with the fewest edits, weighed together with its surroundings.

edlib's infix alignment counts the edits (letters put in, left out or exchanged) between the words and the passage most
like them. Each place is scored as the annotation client Hypothesis does: the words count 50, what stands before and
after them 20 each, nearness to the stored place 2. A place is offered as CHANGED, never as more; worse than the limits
below it is only the nearest passage.
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
MAX_COMPARED = 12  # places with equally few edits that are weighed against each other
LONGEST = 10_000  # code points; longer passages are not searched for
LONGEST_NEAREST = 1_000  # of the words, looked for without a limit on edits


@dataclass(frozen=True)
class _Query:
    """The folded words and surroundings, and where they stood, as a share of the text."""

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
    """CHANGED with the best passage within the limits, or with equally good ones; else MISSING with the nearest."""
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
    """Matches good enough to be offered, the best first, none overlapping a better one."""
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
    """Where the words stand with the fewest edits, at most `limit` (-1: any number)."""
    symbols = build_alphabet(words)
    text, query = encode(body, symbols), encode(words, symbols)
    found = edlib.align(query, text, mode="HW", task="distance", k=limit)
    if found["editDistance"] < 0:
        return []
    ends = _merge_neighbours([end + 1 for _, end in found["locations"]], len(words))
    return [_Match(_find_start(text, query, end, found["editDistance"]), end, found["editDistance"]) for end in ends]


def _find_start(text: bytes, query: bytes, end: int, edits: int) -> int:
    """Where the match that ends at `end` begins: the words are aligned backwards from there."""
    first = max(0, end - len(query) - edits)
    back = edlib.align(query[::-1], text[first:end][::-1], mode="SHW", task="distance")
    return end - max((last + 1 for _, last in back["locations"]), default=0)


def _merge_neighbours(ends: list[int], length: int) -> list[int]:
    """The last of each run of neighbouring ends: they are one passage, cut a letter earlier or later."""
    kept: list[int] = []
    for end in ends:
        if kept and end - kept[-1] <= max(1, length // 10):
            kept[-1] = end
        elif len(kept) == MAX_COMPARED:
            break
        else:
            kept.append(end)
    return kept


def _find_by_context(body: str, wanted: _Query, limit: int) -> list[_Match]:
    """The words where they stand with their surroundings, though other places may be more like the words alone."""
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
    """From 0 to 1. What is not known counts as fitting."""
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
    kept: list[_Match] = []
    for match in matches:
        if match.start < match.end and all(match.end <= other.start or other.end <= match.start for other in kept):
            kept.append(match)
    return kept


def _find_nearest(text: str, body: FoldedText, words: str) -> Anchor | None:
    """The passage most like the words, however little; of a long quote, the passage most like its beginning."""
    words = words[:LONGEST_NEAREST]
    for match in _find_fewest_edits(body.text, words, -1)[:1]:
        if match.start < match.end and match.edits < len(words):
            return _build_anchor(text, body, match)
    return None


def _build_anchor(text: str, body: FoldedText, match: _Match) -> Anchor:
    start, end = body.to_original(match.start, match.end)
    return build_anchor(text, *expand_to_words(text, start, end))
