"""Looks for an anchor's words in a text: by position, then exactly, then ignoring typography, then approximately."""

from __future__ import annotations

from itertools import islice

from . import approximate, folding
from .context import MAX_COMPARED, choose_by_context
from .model import Anchor, MatchResult, MatchState
from .places import MAX_CANDIDATES, build_anchor, find_occurrences


def find(text: str, anchor: Anchor, *, same_text: bool = False) -> MatchResult:
    """Finds the words in the text without changing the anchor. Raises ValueError for an anchor without words.

    VERIFIED means that `text[start:end] == exact` without doubt. There are four cases:

    - the text is the one for which the anchor was settled (`same_text`) and the words are at the stored position;
    - the words and their context are unchanged at the stored position, and occur nowhere else in the text;
    - there is a `start` but no context: an editor chose this place, and the words are there;
    - there is no `start`: a new anchor whose words, with the context if given, occur in the text once.

    An anchor with a stored position is VERIFIED at that position only, and an approximate match never is. If other
    words are at the stored position of the same text, an editor has changed the words: position and context belong
    to the old words, and the new ones are looked for as a new anchor.
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
    """Whether the words are at `start`, with the recorded context around them."""
    first = start - len(anchor.prefix)
    return first >= 0 and text.startswith(anchor.full, first)


def _find_at_chosen_place(text: str, anchor: Anchor) -> MatchResult | None:
    start = anchor.start
    if start is None or start < 0 or not text.startswith(anchor.exact, start):
        return None
    return MatchResult(MatchState.VERIFIED, _build_anchor(text, anchor, start))


def _find_at_stored_place(text: str, anchor: Anchor) -> MatchResult | None:
    """Words and context are where they were. If they also occur elsewhere, either place may be the right one."""
    if anchor.start is None or not _is_at(text, anchor, anchor.start):
        return None
    places = _find_with_context(text, anchor)
    if len(places) > 1:
        return _report_ambiguous(text, anchor, places)
    return MatchResult(MatchState.VERIFIED, _build_anchor(text, anchor, anchor.start))


def _find_new_words(text: str, anchor: Anchor) -> MatchResult | None:
    """An anchor without a position: the words, with the context if given, must occur in the text once."""
    places = _find_with_context(text, anchor)
    if len(places) == 1:
        return MatchResult(MatchState.VERIFIED, _build_anchor(text, anchor, places[0]))
    if not places:
        places = list(islice(find_occurrences(text, anchor.exact), MAX_CANDIDATES))
        if len(places) == 1:  # once, but with another context than the one given
            return MatchResult(MatchState.CHANGED, _build_anchor(text, anchor, places[0]))
    return _report_ambiguous(text, anchor, places) if places else None


def _find_elsewhere(text: str, anchor: Anchor) -> MatchResult | None:
    """The text has changed and the words are no longer at their position. An editor must confirm what is found."""
    places = _find_with_context(text, anchor)
    if len(places) == 1:
        return MatchResult(MatchState.CHANGED, _build_anchor(text, anchor, places[0]), moved=True)
    if places:
        return _report_ambiguous(text, anchor, places)
    places = list(islice(find_occurrences(text, anchor.exact), MAX_COMPARED + 1))
    if not places:
        return None
    found = [_build_anchor(text, anchor, at) for at in places]
    return MatchResult(
        MatchState.CHANGED, choose_by_context(found, anchor), tuple(found[:MAX_CANDIDATES]) if len(found) > 1 else ()
    )


def _find_with_context(text: str, anchor: Anchor) -> list[int]:
    before = len(anchor.prefix)
    return [at + before for at in islice(find_occurrences(text, anchor.full), MAX_CANDIDATES)]


def _report_ambiguous(text: str, anchor: Anchor, places: list[int]) -> MatchResult:
    return MatchResult(MatchState.AMBIGUOUS, candidates=tuple(_build_anchor(text, anchor, at) for at in places))


def _build_anchor(text: str, anchor: Anchor, start: int) -> Anchor:
    return build_anchor(text, start, start + len(anchor.exact))
