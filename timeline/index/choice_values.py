"""The values of every choice, from rows grouped by the columns that its filter names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from ..filters.base import ChoiceFilter, InvolvementFilter, StatementChoiceFilter
from ..filters.filterset import CHOICES
from .vocabulary import Names

Key = tuple[Any, ...]  # of some columns of a row
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
    """Places by each set of columns that some filter names."""

    def __init__(self, wanted: Iterable[tuple[str, ...]], columns: Sequence[str]) -> None:
        """`columns` are those of the rows."""
        self.of: dict[tuple[str, ...], Places] = {one: defaultdict(list) for one in wanted if one}
        self.groups = [(places, getter(one, columns)) for one, places in self.of.items()]

    def add(self, row: Sequence[Any], place: int) -> None:
        for places, get in self.groups:
            places[get(row)].append(place)


def getter(wanted: tuple[str, ...], columns: Sequence[str]) -> Callable[[Sequence[Any]], Key]:
    indexes = [columns.index(one) for one in wanted]
    if len(indexes) > 1:
        return itemgetter(*indexes)
    (only,) = indexes
    return lambda row: (row[only],)


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
        for value in one.values_of(known, *key):
            found[value] += at
    return found
