"""Generates slugs that editors leave empty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ..former_slugs import find_present_slug


def find_free_slug(model: type[models.Model], wanted: str, taken: set[str]) -> str:
    """`wanted`, shortened to fit, with a number if needed to make it unique."""
    longest = (getattr(model._meta.get_field("slug"), "max_length", None) or 50) - 5  # room for the number
    stem = slugify(wanted)[:longest].rstrip("-") or str(model._meta.model_name)
    known = taken | set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 1
    while slug in known or find_present_slug(model, slug):
        number += 1
        slug = f"{stem}-{number}"
    return slug


class SluggedForm(forms.ModelForm):
    """A form whose slug may be left empty: it is generated from `propose_slug`. A stored record keeps its slug."""

    taken_slugs: set[str]  # by other forms on the same page

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken_slugs = set()
        if slug := self.fields.get("slug"):
            slug.required = False
            slug.help_text = _("The record's address. If left empty, it is generated.")

    def propose_slug(self, cleaned: dict[str, Any]) -> str:
        return str(cleaned.get("name") or "")

    def clean_slug(self) -> str:
        """Accept a record's own former slug, but not another record's: shared links of that one would lead here."""
        slug: str = self.cleaned_data.get("slug") or ""
        present = find_present_slug(type(self.instance), slug) if slug and slug != self.instance.slug else ""
        if present and present != self.instance.slug:
            message = _(
                "“%(slug)s” is the former slug of “%(present)s”, and shared links lead there. Choose another slug."
            )
            raise forms.ValidationError(message, params={"slug": slug, "present": present}, code="reserved")
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "slug" in self.fields and "slug" not in self.errors and not cleaned.get("slug"):
            slug = self.instance.slug or find_free_slug(
                type(self.instance), self.propose_slug(cleaned), self.taken_slugs
            )
            self.taken_slugs.add(slug)
            cleaned["slug"] = slug
        return cleaned
