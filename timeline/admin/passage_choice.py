"""The choice among places in an article, and how pasted words differ from the article's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.safestring import SafeString

from articles import anchors

LONGEST = 240  # of the words repeated in a choice; longer ones lose their middle


def list_places(found: anchors.Found) -> tuple[anchors.Anchor, ...]:
    """What an editor may choose from; empty where words were found for certain, or not at all."""
    if found.state not in (anchors.State.AMBIGUOUS, anchors.State.CHANGED):
        return ()
    return found.candidates or ((found.anchor,) if found.anchor else ())


def encode_place(place: anchors.Anchor) -> str:
    return f"{place.start}-{place.end}"


def cut_middle(words: str) -> str:
    half = LONGEST // 2
    return words if len(words) <= LONGEST else f"{words[:half].rstrip()} … {words[-half:].lstrip()}"


def describe_passage(place: anchors.Anchor) -> dict[str, Any]:
    """What the template `admin/_passage.html` shows of a place: words between their surroundings."""
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
    """Radio buttons with the words in their surroundings; for words not found, the nearest passage. Needs no script."""

    def __init__(self, found: anchors.Found, typed: str) -> None:
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
            "difference": None if same else anchors.difference(self.typed, place.exact),
            "likely": place == self.found.anchor and len(list_places(self.found)) > 1,
        }
