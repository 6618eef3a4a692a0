"""The forms of the workbench. A form with errors keeps everything that was entered."""

from __future__ import annotations

import hashlib
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.slugs import find_free_slug
from articles.public_fields import ValueType, fields_in_workbench

from ..admin.anchored_forms import AnchoredForm, PastedWordsField
from ..admin.events import EventAdminForm
from ..models import Actor, Event, Proposal, Topic
from .speaker_matching import Speakers

HALF_A_LINE = (ValueType.DATE, ValueType.CHOICE, ValueType.NUMBER)


class ProposalForm(AnchoredForm):
    """One proposal: words, speaker and date. `exact` must be found in the text of the article."""

    exact = PastedWordsField(
        label=gettext_lazy("Words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "The article’s words. You can shorten or extend them; their position is found when you save."
        ),
    )
    speaker = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Speaker"),
        widget=forms.TextInput(attrs={"list": "known-actors", "autocomplete": "off"}),
        help_text=gettext_lazy("A name from the list. To add somebody new, use the fields below."),
    )
    new_name = forms.CharField(required=False, max_length=200, label=gettext_lazy("Name of a new speaker"))
    new_kind = forms.ChoiceField(required=False, choices=Actor.Kind, label=gettext_lazy("Kind"))
    new_country = forms.RegexField(
        r"^[A-Z]{2}$",
        required=False,
        label=gettext_lazy("Country"),
        error_messages={"invalid": gettext_lazy("Two capital letters, such as JP.")},
    )
    all_the_same = forms.BooleanField(required=False, label=gettext_lazy("This is a different actor: add a new one"))

    class Meta:
        model = Proposal
        fields = ("exact", "date", "named", "use")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["speaker"].initial = str(self.instance.speaker or "")
        self.fields["use"].required = False
        self.similar: list[Actor] = []
        self.seen = fingerprint_proposal(self.instance)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["article"] = self.instance.article
        cleaned = super().clean()
        cleaned["use"] = cleaned.get("use") or self.instance.use
        cleaned["speaker"] = self.build_new_speaker(cleaned) or self.find_known_speaker(cleaned.get("speaker") or "")
        return cleaned

    def find_known_speaker(self, name: str) -> Actor | None:
        if not name:
            return None
        known = Speakers.load()
        if found := known.resolve(name):
            return found
        self.similar = known.find_similar(name)
        message = _("No actor is named “%(name)s”. Choose a name from the list, or add a new speaker below.")
        self.add_error("speaker", message % {"name": name})
        return None

    def build_new_speaker(self, cleaned: dict[str, Any]) -> Actor | None:
        """An unsaved actor. Existing ones with similar names are suggested first."""
        name = " ".join((cleaned.get("new_name") or "").split())
        if not name or "new_country" in self.errors:
            return None
        self.similar = Speakers.load().find_similar(name)
        if self.similar and not cleaned.get("all_the_same"):
            names = ", ".join(actor.name for actor in self.similar)
            message = _("Actors with similar names exist: %(names)s. Enter that name above, or tick the box below.")
            self.add_error("new_name", message % {"names": names})
        return Actor(
            name=name,
            slug=find_free_slug(Actor, name, set()),
            kind=cleaned.get("new_kind") or Actor.Kind.PERSON,
            country=cleaned.get("new_country") or "",
        )

    def get_unique_key(self) -> dict[str, Any] | None:
        one = self.instance
        return {"article_id": one.article_id, "start": one.start, "end": one.end, "use": one.use} if one.start else None

    def reject_duplicate(self) -> None:
        key = self.get_unique_key()
        if key and Proposal.objects.filter(**key).exclude(pk=self.instance.pk).exists():
            self.add_error("exact", _("These words are already on the list. Use that entry, or change the words here."))

    def save(self, commit: bool = True) -> Proposal:
        speaker = self.cleaned_data["speaker"]
        if speaker is not None and speaker.pk is None:
            speaker.save()
        self.instance.speaker = speaker
        return cast(Proposal, super().save(commit))


def fingerprint_proposal(one: Proposal) -> str:
    """Fingerprint of what an editor sees. If the stored proposal's differs, somebody else has changed it."""
    visible = (one.state, one.event_id, one.exact, one.start, one.speaker_id, one.date, one.named, one.is_published)
    return hashlib.sha256(repr(visible).encode()).hexdigest()[:16]


class NewEventForm(EventAdminForm):
    """A draft event. Editors enter the participants' names, one per line."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(), required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Topics")
    )
    taking_part = forms.CharField(
        required=False,
        label=gettext_lazy("Participants"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Names of existing actors, one per line."),
    )

    class Meta:
        model = Event
        fields = (*(field.name for field in fields_in_workbench(Event)), "slug")
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}

    def plain_fields(self) -> list[tuple[forms.BoundField, bool]]:
        """The event's fields except check boxes, each with whether it needs only half the width."""
        fields = [field for field in fields_in_workbench(Event) if field.type is not ValueType.FLAG]
        return [(self[field.name], field.type in HALF_A_LINE) for field in fields]

    def check_boxes(self) -> list[forms.BoundField]:
        return [self[field.name] for field in fields_in_workbench(Event) if field.type is ValueType.FLAG]

    def clean_taking_part(self) -> list[Actor]:
        known = Speakers.load()
        names = [line.strip() for line in self.cleaned_data["taking_part"].splitlines() if line.strip()]
        found = {name: known.resolve(name) for name in names}
        unknown = [name for name, actor in found.items() if actor is None]
        if unknown:
            message = _("No actor is named “%(name)s”. Remove the line, or add the actor first.")
            raise ValidationError([message % {"name": name} for name in unknown])
        return [actor for actor in found.values() if actor]

    def save(self, commit: bool = True) -> Event:
        self.instance.status = Event.Status.DRAFT
        event = cast(Event, super().save(commit))
        event.topics.set(self.cleaned_data["topics"])
        event.actors.set(self.cleaned_data["taking_part"])
        return event
