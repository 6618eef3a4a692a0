"""The choice between places in an article, with the differences from the pasted words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.safestring import SafeString

from articles import anchors

LONGEST = 240  # characters of the words shown; the middle of longer ones is cut out


def list_places(found: anchors.MatchResult) -> tuple[anchors.Anchor, ...]:
    """The places that an editor may choose from; empty if the words were found without doubt, or not at all."""
    if found.state not in (anchors.MatchState.AMBIGUOUS, anchors.MatchState.CHANGED):
        return ()
    return found.candidates or ((found.anchor,) if found.anchor else ())


def encode_place(place: anchors.Anchor) -> str:
    return f"{place.start}-{place.end}"


def cut_middle(words: str) -> str:
    half = LONGEST // 2
    return words if len(words) <= LONGEST else f"{words[:half].rstrip()} … {words[-half:].lstrip()}"


def describe_passage(place: anchors.Anchor) -> dict[str, Any]:
    """The context of the template `admin/_passage.html`: the words and the text around them."""
    start = place.start or 0
    return {
        "prefix": place.prefix,
        "words": cut_middle(place.exact),
        "suffix": place.suffix,
        "position": number_format(start, force_grouping=True),
        "is_cut_before": start > len(place.prefix),
        "is_cut_after": len(place.suffix) == anchors.CONTEXT_LENGTH,
    }


class PlaceChoice(forms.RadioSelect):
    """Radio buttons with the words in context; for words not found, the nearest passage. Works without JavaScript."""

    def __init__(self, found: anchors.MatchResult, typed: str) -> None:
        self.found, self.typed = found, typed
        super().__init__(choices=[(encode_place(place), "") for place in list_places(found)])

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        places = [self.describe_place(place, number) for number, place in enumerate(list_places(self.found), start=1)]
        context = {"name": name, "chosen": value, "places": places, "id": (attrs or {}).get("id", f"id_{name}")}
        nearest = self.found.nearest
        if nearest and not places:
            context["nearest"] = self.describe_place(nearest, 0)
        return render_to_string("admin/place_choice.html", context)

    def describe_place(self, place: anchors.Anchor, number: int) -> dict[str, Any]:
        same = place.exact == self.typed
        return {
            **describe_passage(place),
            "number": number,
            "value": encode_place(place),
            "difference": None if same else anchors.diff_words(self.typed, place.exact),
            "likely": place == self.found.anchor and len(list_places(self.found)) > 1,
        }
