"""What a search finds in the snapshot: events, counts, statements, contacts, all from bit strings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, overload

import numpy as np
from django.utils.translation import get_language

from ..filters.filterset import CHOICES, EventFilter
from ..models import Actor, Side
from . import bitset
from .backend import ChoiceCounts, StatementDays, StatementRef
from .bitset import Planes
from .choice_values import INVOLVEMENT, WIDENING
from .contacts_bitmap import Contacts
from .histogram import EventDistribution
from .lru_cache import LruCache
from .snapshot import STATEMENT_CHOICE_NAMES, Snapshot
from .statement_planes import CALENDAR, find_days_outside, get_date, get_dates, sort_days


class SearchBackend:
    def __init__(self, events: EventFilter, snapshot: Snapshot) -> None:
        self.events, self.snapshot = events, snapshot
        self.language = get_language()
        self.positions: dict[int, int] = {}  # by key, of the events that `list_keys` returned last

    # ---- events

    @cached_property
    def matches(self) -> int:
        return self.find_events()

    @cached_property
    def total(self) -> int:
        """Matching events."""
        return self.matches.bit_count()

    def find_events(self, without: str = "") -> int:
        """By all filters or, to count what another value of it would find, `without` one."""
        if not self.events.understood:
            return 0
        found = self.find_by_statements(without)
        for name, events in self.conditions.items():
            if name != without:
                found &= events
        return found

    @cached_property
    def conditions(self) -> dict[str, int]:
        """By parameter, the events that it alone would find."""
        found = {one.name: one.find(self.snapshot, value) for one, value in self.events.chosen}
        return {name: events for name, events in found.items() if events is not None}

    # ---- events by the statements made at them

    def find_statements(self, without: str = "") -> Planes | None:
        """Of the selected kinds and offices; None if none are selected."""
        found: Planes | None = None
        for one, value in self.events.statement_choices(without=without):
            planes = one.find_statements(self.snapshot, value) or {}
            found = planes if found is None else bitset.intersect_planes(found, planes)
        return found

    def find_by_statements(self, without: str) -> int:
        statements = self.find_statements(without)
        if statements is not None:
            return self.find_events_with(statements)
        return self.snapshot.find_with_all("actor", self.events.actors)

    def find_events_with(self, statements: Planes) -> int:
        """Events with one of these statements; if actors are selected, with one by each of them."""
        if not self.events.actors:
            return bitset.find_events(statements)
        found = self.snapshot.all_events
        for actor in self.events.actors:
            spoken = self.snapshot.find_statements_with("actor", actor)
            found &= bitset.find_events(bitset.intersect_planes(statements, spoken))
        return found

    def has_actors_speaking(self) -> bool:
        """Whether each selected actor speaks at every event listed, and about every selected topic."""
        found = self.matches
        for actor in self.events.actors:
            spoken = self.snapshot.find_statements_with("actor", actor)
            for topic in self.events.values.get("topic", (None,)):
                planes = spoken
                if topic:
                    planes = bitset.intersect_planes(spoken, self.snapshot.find_statements_with("topic", topic))
                found &= bitset.find_events(planes)
        return bool(self.total) and found == self.matches

    # ---- statements listed by themselves

    def count_statements(self) -> StatementDays:
        statements, counts = self.listed_statements
        days = sort_days(np.flatnonzero(counts), newest_first=self.events.newest_first)
        dates = list(zip(get_dates(days.tolist()), counts[days].tolist(), strict=True))
        return StatementDays(bitset.find_events(statements).bit_count(), dates)

    def list_statements(self, dates: Sequence[str], start: int = 0, stop: int | None = None) -> list[StatementRef]:
        """Statements of these dates, from the `start`-th to before the `stop`-th.

        Dates, and the events of each date, are in the selected order; statements of an event as they were stored.
        """
        (statements, counts), planes = self.listed_statements, self.snapshot.statements
        wanted = np.zeros(len(counts), dtype=bool)
        wanted[[day for date in dates for day in CALENDAR.numbers_by_date.get(date, ()) if day < len(counts)]] = True
        wanted &= counts > 0
        rank, sign = CALENDAR.order.rank, -1 if self.events.newest_first else 1
        found = sorted(
            (sign * int(rank[day]), sign * position, k, day)
            for k, positions in planes.find_on_days(statements, wanted).items()
            for position, day in zip(positions.tolist(), planes.day_arrays[k][positions].tolist(), strict=True)
        )
        return [self.build_ref(day, sign * position, k) for _rank, position, k, day in found[start:stop]]

    def build_ref(self, day: int, position: int, k: int) -> StatementRef:
        key, event = self.snapshot.statements.keys[k][position], self.snapshot.keys[position]
        return StatementRef(get_date(day), event, key, self.find_speakers_side(position, k))

    def find_speakers_side(self, position: int, k: int) -> str:
        sides = self.snapshot.of_statements["side"]
        return next(side for side, planes in sides.items() if planes.get(k, 0) >> position & 1)

    @cached_property
    def listed_statements(self) -> tuple[Planes, np.ndarray]:
        """Statements that a page lists by themselves, and how many there are on each day, by its number.

        Filters that prefer statements leave out none of an event's if none matches: it may be found by an actor who
        does not speak at it, or by words of its own text. The others, and the dates, apply to each statement.
        """
        planes, dates, found = self.snapshot.statements, self.events.dates, self.find_listed_statements()
        counts = planes.count_by_day(found)
        outside = find_days_outside(dates.first, dates.last, definitely=dates.definitely)[: len(counts)]
        if counts[outside].any():
            found = planes.exclude_days(found, outside)
            counts = np.where(outside, 0, counts)
        return found, counts

    def find_listed_statements(self) -> Planes:
        """Whenever they were made."""
        preferred = wanted = self.snapshot.all_statements
        for one, value in sorted(self.events.chosen, key=lambda pair: pair[0].slot):
            planes = one.find_statements(self.snapshot, value)
            if planes is not None and one.prefers_statements:
                preferred = bitset.prefer_planes(preferred, bitset.intersect_planes(preferred, planes))
            elif planes is not None:
                wanted = bitset.intersect_planes(wanted, planes)
        found = bitset.intersect_planes(preferred, wanted)
        return {k: bits & self.matches for k, bits in found.items()}

    # ---- what pages show

    @property
    def fragments(self) -> LruCache[Any]:
        """Fragments of pages that were rendered for single events."""
        return self.snapshot.fragments

    @property
    def actors_by_key(self) -> Mapping[int, Actor]:
        """Every actor, with their posts."""
        return self.snapshot.actors

    def find_sides(self, keys: list[int]) -> Mapping[int, list[Side]]:
        """The sides involved in these events, which `list_keys` returned last, in the order of `Side`."""
        of_side = [(side, self.snapshot.of_events["side"].get(side.value, 0)) for side in Side]
        return {key: [side for side, events in of_side if events >> self.positions[key] & 1] for key in keys}

    def list_keys(self, start: int, stop: int) -> list[int]:
        """The keys of matching events, in the selected order."""
        newest_first = self.events.newest_first
        if newest_first:
            start, stop = max(self.total - stop, 0), self.total - start
        positions = list(bitset.iter_positions(self.matches, start, stop))
        keys = [self.snapshot.keys[position] for position in positions]
        self.positions = dict(zip(keys, positions, strict=True))
        return keys[::-1] if newest_first else keys

    def find_date_span(self) -> tuple[dt.date, dt.date] | None:
        """From the first to the last of all public events."""
        days = self.snapshot.days
        return (dt.date.fromordinal(days[0]), dt.date.fromordinal(days[-1])) if days else None

    def find_contacts(self) -> Contacts:
        return Contacts(self)

    def find_distribution(self) -> EventDistribution:
        return EventDistribution(self.snapshot, self.matches)

    # ---- counts of choices

    def count_choices(self, name: str) -> ChoiceCounts:
        """By each choice of a facet, how many events there are if it is selected too (once selected: as it is)."""
        choices = self.snapshot.facets.choices[name]
        one, names, counts = CHOICES[name], self.snapshot.vocabulary.names[name], self.list_counts(name)
        labels = one.label_values(names, choices, self.language)
        by_label = [index for index in self.snapshot.sort_choices(name, labels, self.language) if counts[index]]
        ranked = [choices[index] for index in sorted(by_label, key=counts.__getitem__, reverse=True)]  # stable
        return ChoiceCounts(
            {value: n for value, n in zip(choices, counts, strict=True) if n}, labels, ranked, names.sides
        )

    def list_counts(self, name: str) -> Sequence[int]:
        """In the order of the facet's choices."""
        if name in STATEMENT_CHOICE_NAMES and (self.events.actors or self.find_statements(name) is not None):
            return list(self.count_by_statements(name))
        if name in INVOLVEMENT and self.find_statements() is not None:
            return list(self.count_by_speakers(name))
        if name in WIDENING and name in self.events.values:
            return self.snapshot.facets.count(self.find_events(name), name)[name]
        return self.counts_of_matches[name]

    @cached_property
    def counts_of_matches(self) -> Mapping[str, list[int]]:
        return self.snapshot.facets.count(self.matches)

    def count_by_speakers(self, name: str) -> Iterator[int]:
        """An actor who is involved without making such a statement does not count."""
        statements = self.find_statements() or {}
        for choice in self.snapshot.facets.choices[name]:
            spoken = bitset.intersect_planes(statements, self.snapshot.find_statements_with(name, choice))
            yield (bitset.find_events(spoken) & self.matches).bit_count()

    def count_by_statements(self, name: str) -> Iterator[int]:
        matches, statements = self.find_events(name), self.find_statements(name)
        for choice in self.snapshot.facets.choices[name]:
            planes = self.snapshot.find_statements_with(name, choice)
            if statements is not None:
                planes = bitset.intersect_planes(statements, planes)
            yield (self.find_events_with(planes) & matches).bit_count()


class EventKeys(Sequence[int]):
    """The keys of the matching events, for a paginator."""

    def __init__(self, backend: SearchBackend) -> None:
        self.backend = backend

    def __len__(self) -> int:
        return self.backend.total

    @overload
    def __getitem__(self, part: int) -> int: ...
    @overload
    def __getitem__(self, part: slice) -> list[int]: ...
    def __getitem__(self, part: int | slice) -> int | list[int]:
        if isinstance(part, int):
            return self.backend.list_keys(part, part + 1)[0]
        start, stop, _step = part.indices(len(self))
        return self.backend.list_keys(start, stop) if start < stop else []
