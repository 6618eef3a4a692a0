"""What a search finds in the snapshot: events, counts, statements, contacts, all from bit strings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, overload

import numpy as np
from django.utils.translation import get_language

from ..filters.filterset import CHOICES, EventFilter
from ..models import Actor, Side
from . import bitset
from .backend import Counted, Said, Spoken
from .bitset import Planes
from .choice_values import INVOLVEMENT, RECOUNTED
from .contacts_bitmap import Contacts
from .histogram import Spread
from .lru_cache import LruCache
from .snapshot import SAID, Snapshot
from .statement_planes import CALENDAR, in_order, outside, written


class SearchBackend:
    def __init__(self, events: EventFilter, record: Snapshot) -> None:
        self.events, self.record = events, record
        self.language = get_language()
        self.places: dict[int, int] = {}  # of the events listed last, by key

    # ---- which events

    @cached_property
    def found(self) -> int:
        return self.matching()

    @cached_property
    def total(self) -> int:
        """Matching events."""
        return self.found.bit_count()

    def matching(self, without: str = "") -> int:
        if not self.events.understood:
            return 0
        found = self.by_statements(without)
        for name, one in self.conditions.items():
            if name != without:
                found &= one
        return found

    @cached_property
    def conditions(self) -> dict[str, int]:
        """By parameter, the events that meet it alone."""
        found = {one.name: one.find(self.record, value) for one, value in self.events.chosen}
        return {name: events for name, events in found.items() if events is not None}

    def every(self, sets: Iterable[int]) -> int:
        found = self.record.everything
        for one in sets:
            found &= one
        return found

    # ---- what is said at them

    @property
    def actors(self) -> tuple[str, ...]:
        return self.events.actors

    def statements(self, without: str = "") -> Planes | None:
        """Of the kinds and offices asked for; None where none are."""
        found: Planes | None = None
        for one, value in self.events.statement_choices(without=without):
            planes = one.find_statements(self.record, value) or {}
            found = planes if found is None else bitset.both(found, planes)
        return found

    def by_statements(self, without: str) -> int:
        quotes = self.statements(without)
        if quotes is not None:
            return self.said_by_all(quotes)
        return self.record.with_all("actor", self.actors)

    def said_by_all(self, quotes: Planes) -> int:
        """Events at which somebody says such a thing; each chosen actor, where actors are chosen."""
        if not self.actors:
            return bitset.events(quotes)
        return self.every(
            bitset.events(bitset.both(quotes, self.record.statements_with("actor", actor))) for actor in self.actors
        )

    def all_speak(self) -> bool:
        """Whether each actor chosen speaks in every event listed, and about every topic chosen."""
        found = self.found
        for actor in self.actors:
            spoken = self.record.statements_with("actor", actor)
            for topic in self.events.values.get("topic", (None,)):
                found &= bitset.events(
                    bitset.both(spoken, self.record.statements_with("topic", topic)) if topic else spoken
                )
        return bool(self.total) and found == self.found

    # ---- statements by themselves

    def said(self) -> Said:
        """The statements shown, day by day."""
        found, counts = self.shown
        days = in_order(np.flatnonzero(counts), newest_first=self.events.newest_first)
        told = [(written(day), n) for day, n in zip(days.tolist(), counts[days].tolist(), strict=True)]
        return Said(bitset.events(found).bit_count(), told)

    def said_on(self, dates: Sequence[str], start: int = 0, stop: int | None = None) -> list[Spoken]:
        """Statements of these days, from the `start`-th to before the `stop`-th.

        Dates, and the events of each date, in the order asked for; statements of an event as they were stored.
        """
        (found, counts), newest_first = self.shown, self.events.newest_first
        asked = np.zeros(len(counts), dtype=bool)
        asked[[day for date in dates for day in CALENDAR.of_date.get(date, ()) if day < len(counts)]] = True
        asked &= counts > 0
        rank, forward = CALENDAR.ordered.rank, -1 if newest_first else 1
        shown = sorted(
            (forward * int(rank[day]), forward * at, k, day)
            for k, places in self.record.statements.on(found, asked).items()
            for at, day in zip(places.tolist(), self.record.statements.of_plane[k][places].tolist(), strict=True)
        )
        return [self.spoken_at(day, forward * at, k) for _rank, at, k, day in shown[start:stop]]

    def spoken_at(self, day: int, at: int, k: int) -> Spoken:
        record = self.record
        return Spoken(written(day), record.keys[at], record.statements.keys[k][at], self.side_at(k, at))

    def side_at(self, k: int, at: int) -> str:
        sides = self.record.of_statements["side"]
        return next(side for side, planes in sides.items() if planes.get(k, 0) >> at & 1)

    @cached_property
    def shown(self) -> tuple[Planes, np.ndarray]:
        """As `EventFilter.listed_statements` has it, and how many on each day, by its number."""
        said, dates, found = self.record.statements, self.events.dates, self.wanted()
        counts = said.days(found)
        beyond = outside(dates.first, dates.last, certainly=dates.definitely)[: len(counts)]
        if counts[beyond].any():
            found = said.leaving(found, beyond)
            counts = np.where(beyond, 0, counts)
        return found, counts

    def wanted(self) -> Planes:
        """Statements of the events found, whenever they were made."""
        found, wanted = self.record.spoken, self.record.spoken
        for one, value in sorted(self.events.chosen, key=lambda pair: pair[0].slot):
            planes = one.find_statements(self.record, value)
            if planes is not None and one.prefers_statements:
                found = bitset.preferring(found, bitset.both(found, planes))
            elif planes is not None:
                wanted = bitset.both(wanted, planes)
        found = bitset.both(found, wanted)
        return {k: some & self.found for k, some in found.items()}

    # ---- what is shown of them

    @property
    def drawn(self) -> LruCache[Any]:
        """What was drawn of single events before."""
        return self.record.drawn

    @property
    def people(self) -> Mapping[int, Actor]:
        """Every actor, with their posts."""
        return self.record.people

    def sides(self, keys: list[int]) -> Mapping[int, list[Side]]:
        """Which take part or speak in these of the events listed, in the order of `Side`."""
        of_side = [(side, self.record.of_events["side"].get(side.value, 0)) for side in Side]
        return {key: [side for side, found in of_side if found >> self.places[key] & 1] for key in keys}

    def listed(self, start: int, stop: int) -> list[int]:
        """The keys of matching events, in the order asked for."""
        backwards = self.events.newest_first
        if backwards:
            start, stop = max(self.total - stop, 0), self.total - start
        places = list(bitset.positions(self.found, start, stop))
        keys = [self.record.keys[at] for at in places]
        self.places = dict(zip(keys, places, strict=True))
        return keys[::-1] if backwards else keys

    def reach(self) -> tuple[dt.date, dt.date] | None:
        """From the first to the last event of all."""
        days = self.record.days
        return (dt.date.fromordinal(days[0]), dt.date.fromordinal(days[-1])) if days else None

    def contacts(self) -> Contacts:
        """Who met and who spoke to whom."""
        return Contacts(self)

    def spread(self) -> Spread:
        """When the matching events were, and whose part in them."""
        return Spread(self.record, self.found)

    def counted(self, name: str) -> Counted:
        """By each choice of a parameter, what it gives if it is chosen too (or, once chosen, as it is)."""
        choices = self.record.table.choices[name]
        one, names = CHOICES[name], self.record.names.of[name]
        labels, found = one.label_values(names, choices, self.language), self.counts(name)
        by_name = self.record.by_name(name, labels, self.language)
        some = [at for at in by_name if found[at]]
        ranked = [choices[at] for at in sorted(some, key=found.__getitem__, reverse=True)]  # stable
        return Counted({value: n for value, n in zip(choices, found, strict=True) if n}, labels, ranked, names.sides)

    def counts(self, name: str) -> Sequence[int]:
        """In the order of the table."""
        if name in SAID and (self.actors or self.statements(name) is not None):
            return list(self.counts_of_statements(name))
        if name in INVOLVEMENT and self.statements() is not None:
            return list(self.counts_of_speakers(name))
        if name in RECOUNTED and name in self.events.values:
            return self.record.table.counted(self.matching(name), name)[name]
        return self.counts_of_found[name]

    @cached_property
    def counts_of_found(self) -> Mapping[str, list[int]]:
        return self.record.table.counted(self.found)

    def counts_of_speakers(self, name: str) -> Iterator[int]:
        """Who only takes part has not said what is asked for."""
        quotes = self.statements() or {}
        for choice in self.record.table.choices[name]:
            yield (
                bitset.events(bitset.both(quotes, self.record.statements_with(name, choice))) & self.found
            ).bit_count()

    def counts_of_statements(self, name: str) -> Iterator[int]:
        matching, quotes = self.matching(name), self.statements(name)
        for choice in self.record.table.choices[name]:
            spoken = self.record.statements_with(name, choice)
            both = spoken if quotes is None else bitset.both(quotes, spoken)
            yield (self.said_by_all(both) & matching).bit_count()


class Listed(Sequence[int]):
    """The keys of the matching events, for a paginator."""

    def __init__(self, answers: SearchBackend) -> None:
        self.answers = answers

    def __len__(self) -> int:
        return self.answers.total

    @overload
    def __getitem__(self, part: int) -> int: ...
    @overload
    def __getitem__(self, part: slice) -> list[int]: ...
    def __getitem__(self, part: int | slice) -> int | list[int]:
        if isinstance(part, int):
            return self.answers.listed(part, part + 1)[0]
        start, stop, _step = part.indices(len(self))
        return self.answers.listed(start, stop) if start < stop else []
