"""Looks for an anchor's words in a text, from certain to likely: place, exact words, the same but for looks, nearly."""

from __future__ import annotations

from itertools import islice

from . import approximate, folding
from .context import MAX_COMPARED, choose_by_context
from .model import Anchor, MatchResult, MatchState
from .places import MAX_CANDIDATES, build_anchor, find_occurrences


def find(text: str, anchor: Anchor, *, same_text: bool = False) -> MatchResult:
    """Where the words stand in the text; never changes anything. Raises ValueError for an anchor without words.

    VERIFIED means that `text[start:end] == exact` without doubt, which is one of:

    - the text is the one on which the anchor was settled (`same_text`) and the words stand at the stored place;
    - words and surroundings stand unchanged at the stored place, and nowhere else in the text;
    - a `start` without any surroundings: an editor chose among candidates, and the words stand there;
    - no `start`: a new anchor whose words, with the surroundings given if any, stand in the text once.

    No other place than the stored one is VERIFIED for an anchor that has one, and nothing approximate ever is. Where
    `same_text` holds and other words stand at the stored place, it was the words that an editor changed: place and
    surroundings belong to the old ones, and the new are looked for as a new anchor.
    """
    if not anchor.exact:
        raise ValueError("An anchor needs words to look for: exact is empty.")
    if anchor.start is None:
        found = _find_new_words(text, anchor)
    elif same_text:
        found = _find_at_chosen_place(text, anchor) or _find_new_words(text, Anchor(anchor.exact))
    elif anchor.has_context:
        found = _find_at_stored_place(text, anchor) or _find_elsewhere(text, anchor)
    else:
        found = _find_at_chosen_place(text, anchor) or _find_elsewhere(text, anchor)
    if found:
        return found
    folded = folding.fold(text)
    return folding.find(text, folded, anchor) or approximate.find(text, folded, anchor)


def _is_at(text: str, anchor: Anchor, start: int) -> bool:
    """The words with the surroundings on record, the words beginning at `start`."""
    first = start - len(anchor.prefix)
    return first >= 0 and text.startswith(anchor.full, first)


def _find_at_chosen_place(text: str, anchor: Anchor) -> MatchResult | None:
    """The place alone decides."""
    start = anchor.start
    if start is None or start < 0 or not text.startswith(anchor.exact, start):
        return None
    return MatchResult(MatchState.VERIFIED, _build_anchor(text, anchor, start))


def _find_at_stored_place(text: str, anchor: Anchor) -> MatchResult | None:
    """Words and surroundings are where they were. If they stand elsewhere too, either may be the one meant."""
    if anchor.start is None or not _is_at(text, anchor, anchor.start):
        return None
    places = _find_with_context(text, anchor)
    if len(places) > 1:
        return _report_ambiguous(text, anchor, places)
    return MatchResult(MatchState.VERIFIED, _build_anchor(text, anchor, anchor.start))


def _find_new_words(text: str, anchor: Anchor) -> MatchResult | None:
    """An anchor without a place: the words, with the surroundings if any are given, must stand in the text once."""
    places = _find_with_context(text, anchor)
    if len(places) == 1:
        return MatchResult(MatchState.VERIFIED, _build_anchor(text, anchor, places[0]))
    if not places:
        places = list(islice(find_occurrences(text, anchor.exact), MAX_CANDIDATES))
        if len(places) == 1:  # once, but among other words than were given
            return MatchResult(MatchState.CHANGED, _build_anchor(text, anchor, places[0]))
    return _report_ambiguous(text, anchor, places) if places else None


def _find_elsewhere(text: str, anchor: Anchor) -> MatchResult | None:
    """The text has changed since and the anchor no longer fits its place. Whatever is found, an editor confirms."""
    places = _find_with_context(text, anchor)
    if len(places) == 1:
        return MatchResult(MatchState.CHANGED, _build_anchor(text, anchor, places[0]), moved=True)
    if places:
        return _report_ambiguous(text, anchor, places)
    places = list(islice(find_occurrences(text, anchor.exact), MAX_COMPARED + 1))
    if not places:
        return None
    shown = [_build_anchor(text, anchor, at) for at in places]
    return MatchResult(
        MatchState.CHANGED, choose_by_context(shown, anchor), tuple(shown[:MAX_CANDIDATES]) if len(shown) > 1 else ()
    )


def _find_with_context(text: str, anchor: Anchor) -> list[int]:
    before = len(anchor.prefix)
    return [at + before for at in islice(find_occurrences(text, anchor.full), MAX_CANDIDATES)]


def _report_ambiguous(text: str, anchor: Anchor, places: list[int]) -> MatchResult:
    return MatchResult(MatchState.AMBIGUOUS, candidates=tuple(_build_anchor(text, anchor, at) for at in places))


def _build_anchor(text: str, anchor: Anchor, start: int) -> Anchor:
    return build_anchor(text, start, start + len(anchor.exact))
