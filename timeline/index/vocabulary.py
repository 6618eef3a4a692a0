"""What events are counted by, as the record names it: hundreds of rows, however many events there are."""

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
from .backend import everybody


@dataclass(frozen=True)
class Names:
    of: Mapping[str, ChoiceNames]  # by filter
    using: str = field(default=DEFAULT_DB_ALIAS, compare=False)

    @cached_property
    def labels(self) -> Mapping[str, Labels]:
        """Names as the record has them; of fixed choices it has none."""
        return {name: one.labels for name, one in self.of.items()}

    @cached_property
    def known(self) -> Mapping[str, frozenset[str]]:
        """What may be asked for, shown or not."""
        return {name: one.known for name, one in self.of.items()}

    @cached_property
    def people(self) -> Mapping[int, Actor]:
        """Every actor, with their posts; asked for when the first card is drawn."""
        return everybody(self.using)


def read(using: str) -> Names:
    rows = Rows(using)
    return Names({name: one.read_names(rows) for name, one in CHOICES.items()}, using)


def is_stale(touched: ChangedEvents) -> bool:
    """Whether names must be read again: where the log says so, or where it has only events of what a filter reads."""
    return touched.names or (bool(touched.events) and reads_beyond_names())


def reads_beyond_names() -> bool:
    tables = {model._meta.db_table for one in CHOICES.values() for model in one.names_from}
    return not all(map(change_log.logs_names, tables))
