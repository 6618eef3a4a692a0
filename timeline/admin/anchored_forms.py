"""Forms for pasted words: saving finds their position in the article, or asks the editor to choose one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import anchors, normalisation
from articles.models import Anchored, AnchorState

from .passage_choice import PlaceChoice, encode_place, list_places

UNSETTLED = (anchors.MatchState.AMBIGUOUS, anchors.MatchState.CHANGED, anchors.MatchState.MISSING)


def describe_problem(found: anchors.MatchResult, typed: str) -> str:
    """What the editor should do; `PlaceChoice` below it shows the places and the differences."""
    if found.state is anchors.MatchState.MISSING:
        return _(
            "These words are not in the article. Compare them with the nearest passage and paste the article's words."
        )
    places = list_places(found)
    if any(place.exact != typed for place in places):
        return _("The article's words differ slightly. Choose them below and save, or correct yours.")
    if len(places) > 1:
        return _("These words occur more than once in the article. Choose the right passage below, then save.")
    return _(
        "These words are no longer where they were found. If the passage below is the right one, choose it and save."
    )


class PastedWordsField(forms.CharField):
    """Normalises words like stored texts: line ends and composed characters."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 90, "class": "vLargeTextField pasted-words"})

    def to_python(self, value: Any) -> str:
        return super().to_python(normalisation.normalise(value or "")) or ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(normalisation.normalise(initial or ""), normalisation.normalise(data or ""))


class AnchoredForm(forms.ModelForm):
    """Finds `exact` in the article's text; `place` is hidden until there is something to choose."""

    exact = PastedWordsField(
        required=False,
        label=gettext_lazy("Exact words"),
        help_text=gettext_lazy("Paste them from the article. Their position is found when you save."),
    )
    place = forms.CharField(required=False, widget=forms.HiddenInput, label=gettext_lazy("Which passage?"))

    instance: Any
    found: anchors.MatchResult | None = None  # result for the words as typed
    settled: anchors.Anchor | None = None  # found without doubt, or chosen

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("article") and cleaned.get("exact"):
            self.instance.article, self.instance.exact = cleaned["article"], cleaned["exact"]
            self.clear_outdated_place()
            self.found = self.instance.find_in_text()
            self.settled = self.found.anchor if self.found.state is anchors.MatchState.VERIFIED else None
            self.apply_choice(cleaned)
        return cleaned

    def clear_outdated_place(self) -> None:
        """Clear a place that was found for different words or in a different text."""
        held = getattr(self.instance.article, "held", None)
        same_text = held is not None and held.sha256 == self.instance.text_sha256
        if "article" in self.changed_data or ("exact" in self.changed_data and not same_text):
            clear_place(self.instance)

    def apply_choice(self, cleaned: dict[str, Any]) -> None:
        """Use the chosen place and the article's words, if it is still among those offered."""
        offered = list_places(self.found) if self.found else ()
        for place in offered:
            if encode_place(place) == cleaned.get("place"):
                clear_place(self.instance)  # a start without context means that an editor chose it
                self.instance.start, self.instance.end = place.start, place.end
                self.instance.exact = cleaned["exact"] = place.exact
                self.settled = place

    def full_clean(self) -> None:
        super().full_clean()
        if self.found and self.found.state in UNSETTLED:
            self.offer_places(self.found)
        if self.is_bound and self.cleaned_data and not self.errors:
            self.reject_duplicate()

    def offer_places(self, found: anchors.MatchResult) -> None:
        """Show the places even if another field has an error, so that the choice stays visible."""
        self.fields["place"].widget = PlaceChoice(found, self.typed_words)
        if not list_places(found):
            self["place"].label = _("Compare")
        if self.settled is None and "exact" in self.errors:
            self.errors["exact"] = self.error_class([describe_problem(found, self.typed_words)], renderer=self.renderer)

    @property
    def typed_words(self) -> str:
        return normalisation.normalise(self.data.get(self.add_prefix("exact"), ""))

    def get_unique_key(self) -> dict[str, Any] | None:
        """The values of the database's unique constraint; None if it does not apply."""
        raise NotImplementedError

    def reject_duplicate(self) -> None:
        key = self.get_unique_key()
        twin = key and type(self.instance)._default_manager.filter(**key).exclude(pk=self.instance.pk).first()
        if twin:
            meta = twin._meta
            page = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[twin.pk])
            message = _("This already exists: <a href='{}'>{}</a>. Change it there, or enter other words.")
            self.add_error("article", format_html(message, page, shorten(twin.exact) or twin.article.title))


def clear_place(anchored: Anchored) -> None:
    anchored.start = anchored.end = None
    anchored.prefix = anchored.suffix = anchored.lead = anchored.tail = anchored.text_sha256 = ""


class AnchoredFormSet(BaseInlineFormSet):
    """Statements or citations on an event's page, without duplicates of records or proposed slugs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.taken_slugs: set[str] = set()
        super().__init__(*args, **kwargs)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.taken_slugs = self.taken_slugs

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in cast("list[AnchoredForm]", self.forms):
            if form.errors or not form.cleaned_data or form.cleaned_data.get(DELETION_FIELD_NAME):
                continue
            key = tuple((form.get_unique_key() or {}).items())
            if key and key in seen:
                form.add_error("article", _("This entry appears twice on this page. Remove one of them."))
            seen.add(key)


class UncheckedWordsMixin:
    """For admin classes: warns about words that could not be checked."""

    UNCHECKED: ClassVar = gettext_lazy(
        "We hold no text of “%(article)s”, so the words “%(words)s” are stored unchecked. "
        "Paste the text on the article's page."
    )

    def warn_unchecked(self, request: HttpRequest, saved: Iterable[Anchored]) -> None:
        for anchored in saved:
            if anchored.anchor_state == AnchorState.UNHELD:
                values = {"article": anchored.article.title, "words": shorten(anchored.exact)}
                messages.warning(request, self.UNCHECKED % values)


def shorten(words: str, longest: int = 80) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
