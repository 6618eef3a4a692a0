"""The texts that can be searched: those of each event and each statement, field by field.

Models declare which fields they are, in `public_fields`. A migration may index before a later one adds a field, so a
field that its model does not have yet is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from articles.public_fields import ValueType, searched_fields

Document = tuple[int, list[str]]
Models = Callable[[str, str], Any]  # `apps.get_model`: the present one, or a migration's


def read_events(get_model: Models, using: str, keys: Iterable[int]) -> Iterator[Document]:
    return read_documents(get_model("timeline", "Event"), using, keys)


def read_quotes(get_model: Models, using: str, keys: Iterable[int]) -> Iterator[Document]:
    return read_documents(get_model("timeline", "Quote"), using, keys)


def read_documents(model: Any, using: str, keys: Iterable[int]) -> Iterator[Document]:
    """One query for the records, and one for each relation to several records."""
    own, relations = list_paths(model)
    stored = model._base_manager.using(using).filter(pk__in=list(keys)).values_list("pk", *own)
    found = {pk: list(words) for pk, *words in stored}
    for relation, names in relations.items():
        links = model._meta.get_field(relation)
        owner, other = links.m2m_field_name(), links.m2m_reverse_field_name()
        linked = links.remote_field.through._base_manager.using(using).filter(**{f"{owner}__in": list(found)})
        for pk, *words in linked.values_list(f"{owner}_id", *(f"{other}__{name}" for name in names)):
            found[pk] += words
    yield from found.items()


def list_paths(model: Any) -> tuple[list[str], dict[str, list[str]]]:
    """Searched columns of the record and of single related records; the columns of several related records."""
    own: list[str] = []
    relations: dict[str, list[str]] = {}
    for field in searched_fields(get_present_model(model)):
        if not has_field(model, field.name):
            continue
        if field.type is ValueType.RECORDS:
            relations[field.name] = list_related_names(model, field.name)
        elif field.type is ValueType.RECORD:
            own += [f"{field.name}__{name}" for name in list_related_names(model, field.name)]
        else:
            own.append(field.name)
    return own, relations


def list_related_names(model: Any, relation: str) -> list[str]:
    """The searched fields of the records that a relation leads to."""
    related = model._meta.get_field(relation).related_model
    names = [field.name for field in searched_fields(get_present_model(related))]
    return [name for name in names if has_field(related, name)]


def get_present_model(model: Any) -> Any:
    """The model with `public_fields`, which a migration's model does not have."""
    return apps.get_model(model._meta.label)


def has_field(model: Any, name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True
