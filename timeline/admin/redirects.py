"""The admin of redirects from former addresses and filter values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import RecordAdmin
from timeline.models.redirects import Name
from timeline.sharing import redirects

from ..models import Event, Post, Redirect

MODELS = {name: model for model, name in redirects.TYPES.items()}


def is_used(name: Name) -> bool:
    """Whether a record or value has this name now."""
    if name.type in MODELS:
        return bool(MODELS[name.type]._base_manager.filter(slug=name.slug).exists())
    if name.type == Redirect.Type.OFFICE:
        return Post.objects.filter(office=name.slug).exists()
    return name.type == Redirect.Type.KIND and name.slug in Event.Kind.values


class RedirectForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            old = Name(cleaned["old_type"], cleaned["old"])
            self.check(old, Name(cleaned["new_type"] or cleaned["old_type"], cleaned["new"]))
        return cleaned

    def check(self, old: Name, new: Name) -> None:
        if is_used(old):
            raise ValidationError({"old": _("This name is in use, so a redirect would have no effect.")})
        if old.type != new.type and not {old.type, new.type} <= set(redirects.PAGES):
            text = _("A page can only lead to another page, and a value of a filter to one of the same filter.")
            raise ValidationError({"new_type": text})
        if old == new or redirects.find_name(new) == old:
            raise ValidationError({"new": _("This redirect would lead back to itself. Choose another new name.")})
        if new.type != Redirect.Type.PLACE and not is_used(new) and redirects.find_name(new) is None:
            raise ValidationError({"new": _("Nothing has this name. Copy the slug from the record’s page.")})


@admin.register(Redirect)
class RedirectAdmin(RecordAdmin):
    form = RedirectForm
    list_display = ("old", "old_type", "target", "note", "created")
    list_filter = ("old_type", "created")
    search_fields = ("old", "new", "note")
    fields = ("old_type", "old", "new", "new_type", "note")

    @admin.display(description=gettext_lazy("leads to"), ordering="new")
    def target(self, redirect: Redirect) -> str:
        changed = redirect.new_type and redirect.new_type != redirect.old_type
        return f"{redirect.new} ({redirect.get_new_type_display()})" if changed else redirect.new
