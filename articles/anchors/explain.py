"""Explains the result of a search to an editor: a sentence or two, and what to do next."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .difference import diff_words
from .folding import looks_alike
from .model import Anchor, MatchResult, MatchState
from .places import MAX_CANDIDATES

LONGEST = 200  # code points of a passage quoted in a message
LONGEST_PIECE = 40  # code points of one difference
SHOWN_PLACES = 5
SHOWN_DIFFERENCES = 3
LONGEST_COMPARED = 2_000  # longer passages are not compared


def explain(found: MatchResult, exact: str) -> str:
    """A message for editors about the search for the words `exact`, in the active language."""
    if found.state is MatchState.VERIFIED:
        return _("These words are in the article.")
    if found.state is MatchState.UNHELD:
        return _("We hold no text of this article.")
    if found.state is MatchState.MISSING:
        return _explain_missing(found.nearest, exact)
    if found.state is MatchState.AMBIGUOUS:
        return _explain_ambiguous(found.candidates)
    return _explain_changed(found, exact)


def _explain_missing(nearest: Anchor | None, exact: str) -> str:
    message = _("These words are not in the article's text.")
    if nearest is None:
        return message
    passage = _("The nearest passage is: “%(words)s”.") % {"words": _shorten(nearest.exact)}
    return _join_sentences(
        message,
        passage,
        _describe_differences(exact, nearest.exact),
        _("Paste the words exactly as they are in the article."),
    )


def _explain_ambiguous(candidates: tuple[Anchor, ...]) -> str:
    count = f"{len(candidates)}+" if len(candidates) >= MAX_CANDIDATES else str(len(candidates))
    message = _("These words are in the article %(count)s times: %(places)s.")
    return _join_sentences(
        message % {"count": count, "places": _list_places(candidates)}, _("Choose one by its position.")
    )


def _explain_changed(found: MatchResult, exact: str) -> str:
    place = found.anchor
    if place is None:
        message = _("The article has similar words in several places: %(places)s.") % {
            "places": _list_places(found.candidates)
        }
        return _join_sentences(message, _("Choose one by its position."))
    at = {"place": _show_in_context(place), "position": place.start}
    if found.moved:
        message = _("These words are now elsewhere in the article, at position %(position)s: %(place)s.") % at
        return _join_sentences(message, _("Confirm the new place."))
    if place.exact == exact:
        message = _("These words are at position %(position)s, but the text around them is different: %(place)s.") % at
        return _join_sentences(message, _("Confirm that this is the right place."))
    message = _("The article has: “%(words)s”.") % {"words": _shorten(place.exact)}
    return _join_sentences(
        message, _describe_differences(exact, place.exact), _("Use the article’s words, or correct yours.")
    )


def _describe_differences(exact: str, there: str) -> str:
    """The first few differences; empty for passages that are too long or too different to compare."""
    if len(exact) > LONGEST_COMPARED or len(there) > LONGEST_COMPARED:
        return ""
    if looks_alike(exact, there):
        return _("Only quotation marks, dashes, spaces or capitals differ.")
    compared = diff_words(exact, there)
    if 2 * sum(len(old) for kind, old, _new in compared if kind == "equal") < len(exact):
        return ""
    pieces = [_describe_piece(old.strip(), new.strip()) for kind, old, new in compared if kind != "equal"]
    pieces = [piece for piece in pieces if piece]
    more = " …" if len(pieces) > SHOWN_DIFFERENCES else "."
    return _("Differences: %(pieces)s") % {"pieces": "; ".join(pieces[:SHOWN_DIFFERENCES]) + more} if pieces else ""


def _describe_piece(old: str, new: str) -> str:
    words = {"old": _shorten(old, LONGEST_PIECE), "new": _shorten(new, LONGEST_PIECE)}
    if old and new:
        return _("“%(new)s” instead of “%(old)s”") % words
    if new:
        return _("“%(new)s” added") % words
    return _("“%(old)s” left out") % words if old else ""


def _list_places(places: tuple[Anchor, ...]) -> str:
    listed = [
        f"{n}) {_('position')} {place.start}: {_show_in_context(place)}"
        for n, place in enumerate(places[:SHOWN_PLACES], start=1)
    ]
    return "; ".join(listed) + (" …" if len(places) > SHOWN_PLACES else "")


def _show_in_context(place: Anchor) -> str:
    """The words between asterisks, with the text around them, on one line."""
    return " ".join(f"…{place.prefix}**{_shorten(place.exact, 80)}**{place.suffix}…".split())


def _shorten(words: str, longest: int = LONGEST) -> str:
    """On one line; long words lose their middle, so that differences at both ends are visible."""
    words = " ".join(words.split())
    if len(words) <= longest:
        return words
    half = (longest - 3) // 2
    return f"{words[:half].rstrip()} … {words[-half:].lstrip()}"


def _join_sentences(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
