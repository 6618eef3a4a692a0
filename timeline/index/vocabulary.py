"""The names of all choices in a database: hundreds of rows, however many events there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db import DEFAULT_DB_ALIAS

from ..filters.base import ChoiceNames, Labels, Rows
from ..filters.filterset import CHOICES
from ..models import Actor
from ..serving import change_log
from ..serving.change_log import ChangedEvents
from .backend import load_actors


@dataclass(frozen=True)
class Vocabulary:
    names: Mapping[str, ChoiceNames]  # by filter
    using: str = field(default=DEFAULT_DB_ALIAS, compare=False)

    @cached_property
    def labels(self) -> Mapping[str, Labels]:
        """By filter, the labels that are in the database; none for fixed choices."""
        return {name: one.labels for name, one in self.names.items()}

    @cached_property
    def known(self) -> Mapping[str, frozenset[str]]:
        """By filter, the values that exist, whether or not they are shown."""
        return {name: one.known for name, one in self.names.items()}

    @cached_property
    def actors(self) -> Mapping[int, Actor]:
        """Every actor, with their posts; read when the first card is rendered."""
        return load_actors(self.using)


def read_vocabulary(using: str) -> Vocabulary:
    rows = Rows(using)
    return Vocabulary({name: one.read_names(rows) for name, one in CHOICES.items()}, using)


def is_stale(touched: ChangedEvents) -> bool:
    """Whether names must be read again: the log says so, or events changed and a filter has its names from them."""
    return touched.names or (bool(touched.events) and has_names_from_events())


def has_names_from_events() -> bool:
    """Whether a filter has its names from a table whose changes are logged by event only."""
    tables = {model._meta.db_table for one in CHOICES.values() for model in one.names_from}
    return not all(map(change_log.logs_names, tables))
