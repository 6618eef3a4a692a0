"""Records that would be deleted with a record, prevent its deletion, or lose a link to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from articles import trash

from .histories import has_history

MOST_NAMED = 3  # the rest is only counted


def list_dependants(record: Any) -> list[str]:
    """As text. Without the program's own records, such as link checks."""
    found = [one for relation in list_relations(record) for one in find_holders(record, relation)]
    named = [f"{one._meta.verbose_name} “{trash.get_display_name(one)}”" for one in found[:MOST_NAMED]]
    more = [_("%(n)s more") % {"n": len(found) - MOST_NAMED}] if len(found) > MOST_NAMED else []
    return named + more


def list_relations(record: Any) -> Iterator[Any]:
    for relation in record._meta.related_objects:
        is_through = relation.many_to_many and not relation.through._meta.auto_created
        if has_history(relation.related_model) and relation.field.editable and not is_through:
            yield relation


def find_holders(record: Any, relation: Any) -> Any:
    return relation.related_model._base_manager.filter(**{relation.field.name: record}).order_by("pk")
