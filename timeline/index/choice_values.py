"""The values of every choice, from rows grouped by the columns that its filter names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from ..filters.base import ChoiceFilter, InvolvementFilter, StatementChoiceFilter
from ..filters.filterset import CHOICES
from .vocabulary import Vocabulary

ColumnKey = Any  # the value of one column, or a tuple of several
Positions = dict[ColumnKey, list[int]]

EVENT_CHOICES = {name: one for name, one in CHOICES.items() if not isinstance(one, StatementChoiceFilter)}
STATEMENT_CHOICES = {
    name: one for name, one in CHOICES.items() if one.columns.statement or one.columns.statement_relation
}
# Another value of these finds more events: their choices are counted as if none of them was chosen.
WIDENING = frozenset(name for name, one in CHOICES.items() if not one.needs_all)
INVOLVEMENT = frozenset(name for name, one in CHOICES.items() if isinstance(one, InvolvementFilter))


def merge_columns(first: Sequence[str], several: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Each column once."""
    return tuple(dict.fromkeys([*first, *(column for columns in several for column in columns)]))


class Grouping:
    """The positions of rows by value.

    Rows are first grouped by the one column that a filter names, which has few values. A filter that names several
    columns gets each row.
    """

    def __init__(
        self, of: str, choices: Iterable[ChoiceFilter], vocabulary: Vocabulary, columns: Sequence[str]
    ) -> None:
        """`of` is a field of `filters.base.Columns`: "event" or "statement"; `columns` are those of the rows."""
        self.vocabulary = vocabulary
        wanted = {one.name: (one, key) for one in choices if (key := getattr(one.columns, of))}
        self.keys = {name: key for name, (_one, key) in wanted.items()}
        self.positions: dict[tuple[str, ...], Positions] = {
            key: defaultdict(list) for key in self.keys.values() if len(key) == 1
        }
        self.groups = [(positions, make_getter(key, columns)) for key, positions in self.positions.items()]
        self.values: dict[str, dict[str, list[int]]] = {}
        self.several = []
        for name, (one, key) in wanted.items():
            if len(key) > 1:
                found = self.values[name] = defaultdict(list)
                self.several.append((found, make_getter(key, columns), partial(one.values_of, vocabulary.names[name])))

    def add(self, row: Sequence[Any], position: int) -> None:
        for positions, get in self.groups:
            positions[get(row)].append(position)
        for found, get, values_of in self.several:
            for value in values_of(*get(row)):
                found[value].append(position)

    def group_by_value(self, one: ChoiceFilter) -> dict[str, list[int]]:
        if one.name in self.values:
            return self.values[one.name]
        return group_by_value(one, self.vocabulary, self.positions[self.keys[one.name]])


def make_getter(wanted: Sequence[str], columns: Sequence[str]) -> Callable[[Sequence[Any]], ColumnKey]:
    """A function that takes these columns from a row: the value of one, a tuple of several."""
    return itemgetter(*(columns.index(name) for name in wanted))


def regroup(positions: Mapping[ColumnKey, list[int]], wanted: tuple[str, ...], columns: Sequence[str]) -> Positions:
    """By fewer columns."""
    get = make_getter(wanted, columns)
    found: Positions = defaultdict(list)
    for key, some in positions.items():
        found[get(key)] += some
    return found


def group_by_value(
    one: ChoiceFilter, vocabulary: Vocabulary, positions: Mapping[ColumnKey, list[int]]
) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    names = vocabulary.names[one.name]
    for key, some in positions.items():
        for value in one.values_of(names, *key) if isinstance(key, tuple) else one.values_of(names, key):
            found[value] += some
    return found
