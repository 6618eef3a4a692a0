"""Adds every public field of a model to its admin form, even if no fieldset names it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest

Fieldsets = list[tuple[Any, dict[str, Any]]]


class PublicFieldsMixin:
    """For admin classes and inlines with `fieldsets` or `fields`; these determine the order of the fields they name."""

    model: Any

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return add_public_fields(self.model, super().get_fieldsets(request, obj))  # type: ignore[misc]


def add_public_fields(model: Any, fieldsets: Fieldsets) -> Fieldsets:
    """Add them to the fieldset with the slug, else to the first."""
    missing = tuple(name for name in list_editable(model) if name not in list_named(fieldsets))
    if not missing:
        return fieldsets
    place = next((n for n, fieldset in enumerate(fieldsets) if "slug" in list_named([fieldset])), 0)
    title, options = fieldsets[place]
    extended = (title, {**options, "fields": (*options["fields"], *missing)})
    return [*fieldsets[:place], extended, *fieldsets[place + 1 :]]


def list_named(fieldsets: Fieldsets) -> set[str]:
    lines = [line for _title, options in fieldsets for line in options["fields"]]
    return {name for line in lines for name in ([line] if isinstance(line, str) else line)}


def list_editable(model: Any) -> list[str]:
    """Public fields that a form can contain and that the program does not fill in.

    Foreign keys are left to the classes themselves: an inline omits the record it belongs to.
    """
    filled_in = {field.name for field in getattr(model, "place_fields", ())}
    names = (field.name for field in getattr(model, "public_fields", ()))  # a redirect has none
    return [name for name in names if name not in filled_in and is_editable(model, name)]


def is_editable(model: Any, name: str) -> bool:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    if field.many_to_many:
        return bool(field.remote_field.through._meta.auto_created)
    return bool(field.editable and not field.is_relation)
