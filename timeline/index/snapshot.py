"""The record as bit strings, as it was at one revision."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any, Generic, TypeVar

from articles.dates.periods import Unit

from ..filters.base import StatementChoiceFilter
from ..filters.filterset import CHOICES
from ..models import Actor, Event, Quote
from ..search import full_text_index
from ..search.query_parser import Query
from ..serving.change_log import MOST, LogPosition
from . import bitset
from .bitset import Days, Move, Planes
from .facet_counts import Table
from .lru_cache import LruCache
from .statement_planes import Statements
from .vocabulary import Names

SEARCHES_KEPT = 200
CHARACTERS_KEPT = 24_000_000  # of what was drawn of single events; a card has about two thousand
# Choices by which events are counted through what is said at them.
SAID = tuple(name for name, one in CHOICES.items() if isinstance(one, StatementChoiceFilter))
Values = Mapping[str, int]
Order = tuple[int, int, int, int]


Found = TypeVar("Found")


@dataclass(frozen=True)
class Search(Generic[Found]):
    found: Found
    unasked: frozenset[int] = frozenset()  # events touched since


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What a choice gives: events by what they are, and by what is said at them. Nothing in it is ever changed."""

    mark: str  # of the revision
    place: LogPosition  # in the log of what was touched
    using: str
    names: Names
    keys: array[int]  # of the events, by position
    days: array[int]  # their places in the list, as ordinal days
    firsts: array[int]  # the earliest and the latest day of each
    lasts: array[int]
    earliest: Days
    latest: Days
    unsettled: Mapping[Unit, int]  # may have been in more than one decade, year, month or day
    corroborated: int
    planned: int  # and nothing more
    of_events: Mapping[str, Values]  # by filter and value
    of_statements: Mapping[str, Mapping[str, Planes]]  # of those that have values of statements
    statements: Statements
    searches: dict[Query, Search[int]] = field(default_factory=dict, compare=False)
    searches_said: dict[Query, Search[Planes]] = field(default_factory=dict, compare=False)
    names_in_order: dict[tuple[str, str | None], list[int]] = field(default_factory=dict, compare=False)
    drawn: LruCache[Any] = field(default_factory=lambda: LruCache(CHARACTERS_KEPT), compare=False)

    @property
    def size(self) -> int:
        return len(self.keys)

    @property
    def people(self) -> Mapping[int, Actor]:
        return self.names.people

    @property
    def everything(self) -> int:
        return (1 << self.size) - 1

    @property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        return self.names.labels

    @property
    def known(self) -> Mapping[str, frozenset[str]]:
        return self.names.known

    @cached_property
    def position(self) -> Mapping[int, int]:
        """By key; only words are looked up so."""
        return dict(zip(self.keys, count(), strict=False))

    @cached_property
    def table(self) -> Table:
        """What choices are counted by, made when it is first asked for."""
        said = {name: {one: bitset.events(at) for one, at in self.of_statements[name].items()} for name in SAID}
        return Table.of({**self.of_events, **said}, self.size)

    def by_name(self, group: str, labels: Mapping[str, str], language: str | None) -> list[int]:
        """The places of a group's choices in the order of their names."""
        if (found := self.names_in_order.get((group, language))) is None:
            choices = self.table.choices[group]
            found = sorted(range(len(choices)), key=lambda at: labels.get(choices[at], choices[at]))
            self.names_in_order[group, language] = found
        return found

    def order(self, at: int) -> Order:
        """As `LIST_ORDER` has it."""
        return self.days[at], self.firsts[at], self.lasts[at], self.keys[at]

    def carried(self, touched: frozenset[int], move: Move) -> dict[str, Any]:
        """What a record made from this one need not find out again: all that was not touched still holds.

        `move` takes bits to where these events stand now. Copies: who is still asking this record adds to this one.
        """

        def planes(found: Planes) -> Planes:
            return {k: move(mask) for k, mask in found.items()}

        return {
            "searches": _carried(self.searches, touched, move),
            "searches_said": _carried(self.searches_said, touched, planes),
            "drawn": self.drawn.without(touched),
        }

    # ---- what filters find

    def not_before(self, day: dt.date, *, definitely: bool) -> int:
        """Events that possibly, or definitely, are not earlier than the day."""
        return self.everything ^ (self.earliest if definitely else self.latest).before(day.toordinal())

    def not_after(self, day: dt.date, *, definitely: bool) -> int:
        return (self.latest if definitely else self.earliest).before(day.toordinal() + 1)

    def with_any(self, name: str, values: Iterable[str]) -> int:
        found = self.of_events[name]
        return bitset.any_of(found.get(value, 0) for value in values)

    def with_all(self, name: str, values: Iterable[str]) -> int:
        found, every = self.of_events[name], self.everything
        for value in values:
            every &= found.get(value, 0)
        return every

    def statements_with(self, name: str, value: str) -> Planes:
        return self.of_statements[name].get(value, {})

    def statements_with_any(self, name: str, values: Iterable[str]) -> Planes:
        return bitset.either(self.statements_with(name, value) for value in values)

    @cached_property
    def spoken(self) -> Planes:
        """Every statement."""
        return bitset.either(self.of_statements["said"].values())

    def mentioning(self, words: Query) -> int:
        """Events, asked of the index of words once; later only about those that were touched since."""
        known = self.searches.get(words)
        if known is not None and not known.unasked:
            return known.found
        keys = Event.objects.using(self.using).order_by().values_list("pk", flat=True)
        keys = keys.filter(pk__in=full_text_index.events(words, self.using))
        if known is not None:
            keys = keys.filter(pk__in=known.unasked)
        found = bitset.of((self.position[pk] for pk in keys if pk in self.position), self.size)
        return _kept(self.searches, words, found | known.found if known else found)

    def saying(self, words: Query) -> Planes:
        """Statements, likewise."""
        known = self.searches_said.get(words)
        if known is not None and not known.unasked:
            return known.found
        quotes = Quote.objects.using(self.using).order_by().values_list("event", "pk")
        quotes = quotes.filter(pk__in=full_text_index.quotes(words, self.using))
        if known is not None:
            quotes = quotes.filter(event__in=known.unasked)
        places: dict[int, list[int]] = defaultdict(list)
        for event, key in quotes:
            at = self.position.get(event)
            k = None if at is None else self.statements.plane(at, key)
            if at is not None and k is not None:  # who has just been stored has no place yet
                places[k].append(at)
        found: Planes = {k: bitset.of(some, self.size) for k, some in places.items()}
        return _kept(self.searches_said, words, bitset.either([found, known.found]) if known else found)


def _carried(
    searches: dict[Query, Search[Found]], touched: frozenset[int], move: Callable[[Found], Found]
) -> dict[Query, Search[Found]]:
    carried = {}
    for words, search in list(searches.items()):
        unasked = search.unasked | touched
        if len(unasked) <= MOST:
            carried[words] = Search(move(search.found), unasked)
    return carried


def _kept(searches: dict[Query, Search[Found]], words: Query, found: Found) -> Found:
    if len(searches) >= SEARCHES_KEPT:
        searches.clear()
    searches[words] = Search(found)
    return found
