"""Parts of a record that are compared and restored as one: a field, a many-to-many relation, or an anchor."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import trash
from articles.models import Anchored

from .histories import Model, Version
from .report import FieldChange

WORDS = ("article", "exact", "start", "kind", "paraphrase")  # validated together
PLACE = ("prefix", "suffix", "end", "lead", "tail", "text_sha256")  # found with the words, never entered


class Aspect:
    names: tuple[str, ...]  # of the fields, as in validation errors

    def __init__(self, field: Any) -> None:
        self.field, self.names = field, (field.name,)

    @property
    def label(self) -> str:
        return capfirst(str(self.field.verbose_name))

    def read(self, record: Any) -> Any:
        raise NotImplementedError

    def read_version(self, version: Version) -> Any:
        return self.read(version.row)

    def set_value(self, record: Any, value: Any) -> None:
        raise NotImplementedError

    def is_same(self, one: Any, other: Any) -> bool:
        return bool(one == other)

    def list_changes(self, now: Any, then: Any) -> list[FieldChange]:
        """The present and the restored value, as text."""
        raise NotImplementedError

    def find_lost_links(self, value: Any) -> list[str]:
        """The records that the value refers to and that no longer exist."""
        return []


class FieldAspect(Aspect):
    def read(self, record: Any) -> Any:
        return getattr(record, self.field.attname)

    def set_value(self, record: Any, value: Any) -> None:
        setattr(record, self.field.attname, value)

    def list_changes(self, now: Any, then: Any) -> list[FieldChange]:
        return [FieldChange(self.label, self.format_value(now), self.format_value(then))]

    def format_value(self, value: Any) -> str:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if value in (None, ""):
            return ""
        if self.field.related_model:
            return name_record(self.field.related_model, value)
        return str(dict(self.field.flatchoices).get(value, value))

    def find_lost_links(self, value: Any) -> list[str]:
        target = self.field.related_model
        if target is None or value is None or target._base_manager.filter(pk=value).exists():
            return []
        return [name_record(target, value)]


class ManyAspect(Aspect):
    """Values are sets of keys. Related records that have been deleted since are ignored."""

    def read(self, record: Any) -> frozenset[Any]:
        return frozenset(getattr(record, self.field.name).order_by().values_list("pk", flat=True))

    def read_version(self, version: Version) -> frozenset[Any]:
        return version.related.get(self.field.name, frozenset())

    def set_value(self, record: Any, value: frozenset[Any]) -> None:
        getattr(record, self.field.name).set(self.filter_existing(value))

    def filter_existing(self, keys: frozenset[Any]) -> list[Any]:
        return sorted(self.field.related_model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))

    def list_changes(self, now: frozenset[Any], then: frozenset[Any]) -> list[FieldChange]:
        return [FieldChange(self.label, self.format_value(now), self.format_value(then))]

    def format_value(self, keys: frozenset[Any]) -> str:
        found = self.field.related_model._base_manager.filter(pk__in=keys)
        return "; ".join(sorted(trash.get_display_name(record) for record in found))

    def find_lost_links(self, value: frozenset[Any]) -> list[str]:
        gone = sorted(value - set(self.filter_existing(value)))
        return [name_record(self.field.related_model, key) for key in gone]


class WordsAspect(Aspect):
    """Words, the article they are from, and their position in it. Values are dictionaries."""

    def __init__(self, model: Model) -> None:
        super().__init__(model._meta.get_field("exact"))
        fields = {field.name: field for field in model._meta.concrete_fields}
        self.compared = [FieldAspect(fields[name]) for name in WORDS if name in fields]
        self.stored_fields = [*self.compared, *(FieldAspect(fields[name]) for name in PLACE)]
        self.names = tuple(name for one in self.stored_fields for name in one.names)

    def read(self, record: Any) -> dict[str, Any]:
        return {one.field.name: one.read(record) for one in self.stored_fields}

    def set_value(self, record: Any, value: dict[str, Any]) -> None:
        for one in self.stored_fields:
            one.set_value(record, value[one.field.name])

    def is_same(self, one: dict[str, Any], other: dict[str, Any]) -> bool:
        return not self.find_differences(one, other)

    def find_differences(self, one: dict[str, Any], other: dict[str, Any]) -> list[FieldAspect]:
        """Words whose place was only found or lost with a text have not changed."""
        found = [aspect for aspect in self.compared if one[aspect.field.name] != other[aspect.field.name]]
        placed = None not in (one["start"], other["start"])
        alone = [aspect.field.name for aspect in found] == ["start"]
        return found if placed and alone else [aspect for aspect in found if aspect.field.name != "start"]

    def list_changes(self, now: dict[str, Any], then: dict[str, Any]) -> list[FieldChange]:
        found = self.find_differences(now, then)
        return [change for one in found for change in one.list_changes(now[one.field.name], then[one.field.name])]

    def find_lost_links(self, value: dict[str, Any]) -> list[str]:
        return [lost for one in self.compared for lost in one.find_lost_links(value[one.field.name])]


@cache
def list_aspects(model: Model) -> list[Aspect]:
    """Without fields that are computed when the record is saved."""
    words = [WordsAspect(model)] if issubclass(model, Anchored) else []
    covered = {name for one in words for name in one.names} | set(model.history.model._history_excluded_fields)
    fields = [
        FieldAspect(field)
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in covered
    ]
    return [*fields, *words, *(ManyAspect(field) for field in model.history.model._history_m2m_fields)]


def name_record(model: type[models.Model], key: Any) -> str:
    """The record may have been deleted since."""
    record = model._base_manager.filter(pk=key).first()
    if record:
        return trash.get_display_name(record)
    history: Any = getattr(model, "history", None)
    version = history.filter(**{model._meta.pk.attname: key}).first() if history else None
    name = trash.get_display_name(version.instance) if version else f"{model._meta.verbose_name} {key}"
    return _("%(name)s (deleted)") % {"name": name}
