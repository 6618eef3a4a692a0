"""The values of every choice, from rows grouped by the columns that its filter names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from ..filters.base import ChoiceFilter, InvolvementFilter, StatementChoiceFilter
from ..filters.filterset import CHOICES
from .vocabulary import Names

Key = Any  # a value of one column, or a tuple of several
Places = dict[Key, list[int]]

EVENT_CHOICES = {name: one for name, one in CHOICES.items() if not isinstance(one, StatementChoiceFilter)}
STATEMENT_CHOICES = {
    name: one for name, one in CHOICES.items() if one.columns.statement or one.columns.statement_relation
}
RECOUNTED = frozenset(  # another value of these widens what is found: they are counted without the values chosen
    name for name, one in CHOICES.items() if not one.needs_all
)
INVOLVEMENT = frozenset(name for name, one in CHOICES.items() if isinstance(one, InvolvementFilter))


def all_columns(first: Sequence[str], several: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Each once."""
    return tuple(dict.fromkeys([*first, *(column for columns in several for column in columns)]))


class Grouping:
    """The places of rows by value. Rows are grouped first by the one column that a filter names, as that has few
    values; filters that name several columns are asked about each row.
    """

    def __init__(self, of: str, choices: Iterable[ChoiceFilter], names: Names, columns: Sequence[str]) -> None:
        """Of events or statements, as `Columns` calls them; `columns` are those of the rows."""
        self.names = names
        wanted = {one.name: (one, key) for one in choices if (key := getattr(one.columns, of))}
        self.keys = {name: key for name, (_one, key) in wanted.items()}
        self.places: dict[tuple[str, ...], Places] = {
            key: defaultdict(list) for key in self.keys.values() if len(key) == 1
        }
        self.groups = [(places, getter(key, columns)) for key, places in self.places.items()]
        self.values: dict[str, dict[str, list[int]]] = {}
        self.several = []
        for name, (one, key) in wanted.items():
            if len(key) > 1:
                found = self.values[name] = defaultdict(list)
                self.several.append((found, getter(key, columns), partial(one.values_of, names.of[name])))

    def add(self, row: Sequence[Any], place: int) -> None:
        for places, get in self.groups:
            places[get(row)].append(place)
        for found, get, values_of in self.several:
            for value in values_of(*get(row)):
                found[value].append(place)

    def by_value(self, one: ChoiceFilter) -> dict[str, list[int]]:
        if one.name in self.values:
            return self.values[one.name]
        return by_value(one, self.names, self.places[self.keys[one.name]])


def getter(wanted: tuple[str, ...], columns: Sequence[str]) -> Callable[[Sequence[Any]], Key]:
    return itemgetter(*(columns.index(one) for one in wanted))


def group_again(places: Mapping[Key, list[int]], wanted: tuple[str, ...], columns: Sequence[str]) -> Places:
    """By fewer columns."""
    get = getter(wanted, columns)
    found: Places = defaultdict(list)
    for key, at in places.items():
        found[get(key)] += at
    return found


def by_value(one: ChoiceFilter, names: Names, places: Mapping[Key, list[int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    known = names.of[one.name]
    for key, at in places.items():
        for value in one.values_of(known, *key) if isinstance(key, tuple) else one.values_of(known, key):
            found[value] += at
    return found
