"""All public records as bit strings, as they were at one revision."""

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
from .bitset import BitMover, BitSlicedDays, Planes
from .facet_counts import FacetTable
from .lru_cache import LruCache
from .statement_planes import StatementPlanes
from .vocabulary import Vocabulary

MAX_SEARCHES = 200
MAX_FRAGMENTS = 24_000_000  # characters; a card has about two thousand
# Events are counted by these through the statements made at them.
STATEMENT_CHOICE_NAMES = tuple(name for name, one in CHOICES.items() if isinstance(one, StatementChoiceFilter))
EventsByValue = Mapping[str, int]
SortKey = tuple[int, int, int, int]

Result = TypeVar("Result")


@dataclass(frozen=True)
class SearchResult(Generic[Result]):
    """What the full-text index found for a query."""

    matches: Result
    changed: frozenset[int] = frozenset()  # events that have changed since, and are not among the matches


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """Events by each value of each filter. Except for its caches, nothing in a snapshot ever changes."""

    mark: str  # of the revision
    log_position: LogPosition  # in the change log
    using: str
    vocabulary: Vocabulary
    keys: array[int]  # of the events, by position
    days: array[int]  # by which the list sorts them, as ordinals
    firsts: array[int]  # the earliest and the latest day of each
    lasts: array[int]
    earliest: BitSlicedDays
    latest: BitSlicedDays
    imprecise: Mapping[Unit, int]  # events that may have been in more than one decade, year, month or day
    corroborated: int
    planned: int  # when they were reported
    of_events: Mapping[str, EventsByValue]  # by filter and value
    of_statements: Mapping[str, Mapping[str, Planes]]  # of filters that have values of statements
    statements: StatementPlanes
    event_searches: dict[Query, SearchResult[int]] = field(default_factory=dict, compare=False)
    statement_searches: dict[Query, SearchResult[Planes]] = field(default_factory=dict, compare=False)
    sorted_choices: dict[tuple[str, str | None], list[int]] = field(default_factory=dict, compare=False)
    fragments: LruCache[Any] = field(default_factory=lambda: LruCache(MAX_FRAGMENTS), compare=False)

    @property
    def size(self) -> int:
        return len(self.keys)

    @property
    def actors(self) -> Mapping[int, Actor]:
        return self.vocabulary.actors

    @property
    def all_events(self) -> int:
        return (1 << self.size) - 1

    @property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        return self.vocabulary.labels

    @property
    def known(self) -> Mapping[str, frozenset[str]]:
        return self.vocabulary.known

    @cached_property
    def positions(self) -> Mapping[int, int]:
        """By key; only needed to search for words."""
        return dict(zip(self.keys, count(), strict=False))

    @cached_property
    def facets(self) -> FacetTable:
        """Made when choices are first counted."""
        of_statements = {
            name: {value: bitset.find_events(planes) for value, planes in self.of_statements[name].items()}
            for name in STATEMENT_CHOICE_NAMES
        }
        return FacetTable.build({**self.of_events, **of_statements}, self.size)

    def sort_choices(self, name: str, labels: Mapping[str, str], language: str | None) -> list[int]:
        """The indexes of a facet's choices, by label."""
        if (found := self.sorted_choices.get((name, language))) is None:
            choices = self.facets.choices[name]
            found = sorted(range(len(choices)), key=lambda index: labels.get(choices[index], choices[index]))
            self.sorted_choices[name, language] = found
        return found

    def get_sort_key(self, position: int) -> SortKey:
        """As in `LIST_ORDER`."""
        return self.days[position], self.firsts[position], self.lasts[position], self.keys[position]

    def copy_caches(self, touched: frozenset[int], move: BitMover) -> dict[str, Any]:
        """For a snapshot in which these events changed: everything about other events remains valid.

        `move` gives bits their new positions. These are copies, as requests may still add to this snapshot's caches.
        """

        def move_planes(planes: Planes) -> Planes:
            return {k: move(bits) for k, bits in planes.items()}

        return {
            "event_searches": _copy_searches(self.event_searches, touched, move),
            "statement_searches": _copy_searches(self.statement_searches, touched, move_planes),
            "fragments": self.fragments.copy_without(touched),
        }

    # ---- what filters find

    def find_not_before(self, day: dt.date, *, definitely: bool) -> int:
        """Events that possibly, or definitely, are not earlier than the day."""
        return self.all_events ^ (self.earliest if definitely else self.latest).find_before(day.toordinal())

    def find_not_after(self, day: dt.date, *, definitely: bool) -> int:
        return (self.latest if definitely else self.earliest).find_before(day.toordinal() + 1)

    def find_with_any(self, name: str, values: Iterable[str]) -> int:
        of_value = self.of_events[name]
        return bitset.unite(of_value.get(value, 0) for value in values)

    def find_with_all(self, name: str, values: Iterable[str]) -> int:
        of_value, found = self.of_events[name], self.all_events
        for value in values:
            found &= of_value.get(value, 0)
        return found

    def find_statements_with(self, name: str, value: str) -> Planes:
        return self.of_statements[name].get(value, {})

    def find_statements_with_any(self, name: str, values: Iterable[str]) -> Planes:
        return bitset.unite_planes(self.find_statements_with(name, value) for value in values)

    @cached_property
    def all_statements(self) -> Planes:
        return bitset.unite_planes(self.of_statements["said"].values())

    def find_mentioning(self, query: Query) -> int:
        """Events, from the full-text index. Later snapshots ask it again only about events that have changed."""
        known = self.event_searches.get(query)
        if known is not None and not known.changed:
            return known.matches
        keys = Event.objects.using(self.using).order_by().values_list("pk", flat=True)
        keys = keys.filter(pk__in=full_text_index.select_events(query, self.using))
        if known is not None:
            keys = keys.filter(pk__in=known.changed)
        found = bitset.from_positions((self.positions[pk] for pk in keys if pk in self.positions), self.size)
        return _remember(self.event_searches, query, found | known.matches if known else found)

    def find_statements_mentioning(self, query: Query) -> Planes:
        """The same for statements."""
        known = self.statement_searches.get(query)
        if known is not None and not known.changed:
            return known.matches
        quotes = Quote.objects.using(self.using).order_by().values_list("event", "pk")
        quotes = quotes.filter(pk__in=full_text_index.select_quotes(query, self.using))
        if known is not None:
            quotes = quotes.filter(event__in=known.changed)
        positions: dict[int, list[int]] = defaultdict(list)
        for event, key in quotes:
            position = self.positions.get(event)
            k = None if position is None else self.statements.find_plane(position, key)
            if position is not None and k is not None:  # a statement that was stored just now is on no plane yet
                positions[k].append(position)
        found: Planes = {k: bitset.from_positions(some, self.size) for k, some in positions.items()}
        return _remember(
            self.statement_searches, query, bitset.unite_planes([found, known.matches]) if known else found
        )


def _copy_searches(
    searches: dict[Query, SearchResult[Result]], touched: frozenset[int], move: Callable[[Result], Result]
) -> dict[Query, SearchResult[Result]]:
    copy = {}
    for query, search in list(searches.items()):
        changed = search.changed | touched
        if len(changed) <= MOST:
            copy[query] = SearchResult(move(search.matches), changed)
    return copy


def _remember(searches: dict[Query, SearchResult[Result]], query: Query, matches: Result) -> Result:
    if len(searches) >= MAX_SEARCHES:
        searches.clear()
    searches[query] = SearchResult(matches)
    return matches
