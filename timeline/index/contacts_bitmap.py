"""Meetings and statements between actors, from bit strings and from arrays of those who are named together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ..models import Event, Quote
from . import bitset
from .bitset import Planes
from .contacts import LARGEST, MEETINGS, ActorPair, Fact, MeetingSummary, SortDay, StatementSummary
from .statement_planes import AUDIENCES, CALENDAR, AddressedStatements, get_date

if TYPE_CHECKING:
    from .bitmap_backend import SearchBackend


class Contacts:
    """Actors are slugs, pairs are two slugs."""

    def __init__(self, backend: SearchBackend) -> None:
        self.backend, self.snapshot = backend, backend.snapshot

    # ---- meetings

    @cached_property
    def attendance(self) -> Mapping[str, int]:
        """By actor, the meetings at which they are named."""
        kinds = self.snapshot.of_events["kind"]
        meetings = self.backend.matches & bitset.unite(kinds.get(kind, 0) for kind in MEETINGS)
        found = {slug: events & meetings for slug, events in self.involvement.items()}
        return {slug: found[slug] for slug in sorted(found) if found[slug]}

    @cached_property
    def involvement(self) -> Mapping[str, int]:
        """By actor, all events in which they are involved; with filters of statements, at which they make such ones."""
        statements = self.backend.find_statements()
        if statements is None:
            return self.snapshot.of_events["actor"]
        by_speaker = self.snapshot.of_statements["actor"]
        return {
            slug: bitset.find_events(bitset.intersect_planes(statements, spoken)) for slug, spoken in by_speaker.items()
        }

    @cached_property
    def involved(self) -> Set[str]:
        """The actors who are involved in a matching event."""
        return {slug for slug, events in self.involvement.items() if events & self.backend.matches}

    @cached_property
    def attendees(self) -> tuple[np.ndarray, np.ndarray]:
        """The meeting's position and the number of an actor in `attendance`, meeting by meeting."""
        by_actor = [np.flatnonzero(bitset.to_flags(events, self.snapshot.size)) for events in self.attendance.values()]
        meetings = np.concatenate([np.empty(0, dtype=np.int64), *by_actor])
        order = np.argsort(meetings, kind="stable")
        actors = np.repeat(np.arange(len(by_actor)), [len(positions) for positions in by_actor])
        return meetings[order], actors[order]

    @cached_property
    def attendee_counts(self) -> np.ndarray:
        """How many actors are named, by the event's position."""
        return np.bincount(self.attendees[0], minlength=self.snapshot.size)

    @property
    def n_large_meetings(self) -> int:
        """Meetings at which more than LARGEST are named."""
        return int(np.count_nonzero(self.attendee_counts > LARGEST))

    @cached_property
    def pairs_at_meetings(self) -> tuple[np.ndarray, np.ndarray]:
        """The meeting's position and a number for both actors: first of neighbours in `attendees`, then of those who
        are two apart, and so on.
        """
        (meetings, actors), n = self.attendees, len(self.attendance)
        positions, pairs = [meetings[:0]], [actors[:0]]
        for apart in range(1, int(self.attendee_counts.max(initial=0))):
            same = meetings[apart:] == meetings[:-apart]
            positions.append(meetings[apart:][same])
            pairs.append((actors[:-apart] * n + actors[apart:])[same])
        return np.concatenate(positions), np.concatenate(pairs)

    @cached_property
    def meeting_counts(self) -> Mapping[ActorPair, int]:
        """Meetings at which both are named."""
        numbers, counts = np.unique(self.pairs_at_meetings[1], return_counts=True)
        return dict(zip(self.decode_pairs(numbers), counts.tolist(), strict=True))

    @cached_property
    def pairs_that_met(self) -> Set[ActorPair]:
        """At a meeting that took place, with no more than LARGEST named."""
        positions, pairs = self.pairs_at_meetings
        took_place = ~bitset.to_flags(self.snapshot.planned, self.snapshot.size)
        return set(self.decode_pairs(np.unique(pairs[(took_place & (self.attendee_counts <= LARGEST))[positions]])))

    def decode_pairs(self, numbers: np.ndarray) -> list[ActorPair]:
        slugs = list(self.attendance)
        ones, others = (part.tolist() for part in np.divmod(numbers, max(len(slugs), 1)))
        return [(slugs[one], slugs[other]) for one, other in zip(ones, others, strict=True)]

    def summarize_meetings(self, pairs: Iterable[ActorPair]) -> Mapping[ActorPair, MeetingSummary]:
        """For those of these pairs that have any."""
        shared = {pair: self.attendance.get(pair[0], 0) & self.attendance.get(pair[1], 0) for pair in pairs}
        ends = {pair: (bitset.find_lowest(both), both.bit_length() - 1) for pair, both in shared.items() if both}
        facts = self.load_facts({position for first_and_last in ends.values() for position in first_and_last})
        return {
            pair: MeetingSummary((shared[pair] & self.snapshot.planned).bit_count(), facts[first], facts[last])
            for pair, (first, last) in ends.items()
        }

    def load_facts(self, positions: Set[int]) -> dict[int, Fact]:
        """By position. An event that was deleted just now has only the day it had."""
        keys = self.snapshot.keys
        events = Event.objects.filter(pk__in=[keys[position] for position in positions]).order_by()
        dates = dict(events.values_list("pk", "date"))
        days = {position: self.get_day(position) for position in positions}
        return {position: Fact(dates.get(keys[position], day[0]), day) for position, day in days.items()}

    def get_day(self, position: int) -> SortDay:
        sort_date, earliest, latest, _key = self.snapshot.get_sort_key(position)
        first, earliest_day, latest_day = map(dt.date.fromordinal, (sort_date, earliest, latest))
        return first.isoformat(), earliest_day.isoformat(), latest_day.isoformat()

    def find_first_day(self, actor: str, others: Iterable[str]) -> str:
        """Of the first meeting with one of these others, or of the first statement by or to the actor."""
        shared = self.attendance.get(actor, 0) & bitset.unite(self.attendance.get(other, 0) for other in others)
        days = [self.get_day(bitset.find_lowest(shared))[0]] if shared else []
        if (first := self.first_statements.get(actor)) is not None:
            sort_date, *_rest = CALENDAR.values[self.addressed.days[first]]
            days.append(sort_date)
        return min(days)

    # ---- statements

    @cached_property
    def addressed(self) -> AddressedStatements:
        """The selected statements of the matching events that were said to somebody."""
        found: Planes | None = self.backend.find_statements()
        found = self.snapshot.all_statements if found is None else found
        if words := self.backend.events.words:
            found = bitset.intersect_planes(found, self.snapshot.find_statements_mentioning(words))
        return self.snapshot.statements.find_addressed({k: bits & self.backend.matches for k, bits in found.items()})

    @cached_property
    def audiences(self) -> Mapping[ActorPair, list[int]]:
        """By speaker and addressee, the numbers of the audiences that the addressee is one of."""
        found: dict[ActorPair, list[int]] = defaultdict(list)
        for number in np.unique(self.addressed.audiences).tolist():
            speaker, *others = self.list_actors(number)
            for other in others:
                found[speaker, other].append(number)
        return found

    def list_actors(self, audience: int) -> list[str]:
        """Who spoke, then to whom."""
        slugs, (speaker, others) = self.snapshot.vocabulary.names["actor"].slugs, AUDIENCES.values[audience]
        return [slugs[one] for one in (speaker, *others)]

    @cached_property
    def statement_counts(self) -> Mapping[ActorPair, int]:
        """By speaker and addressee."""
        counts = np.bincount(self.addressed.audiences).tolist()
        return {pair: sum(counts[number] for number in numbers) for pair, numbers in self.audiences.items()}

    @cached_property
    def first_statements(self) -> Mapping[str, int]:
        """By actor, the position in `addressed` of the first statement by or to them."""
        found: dict[str, int] = {}
        numbers, firsts = np.unique(self.addressed.audiences, return_index=True)
        for number, first in zip(numbers.tolist(), firsts.tolist(), strict=True):
            for slug in self.list_actors(number):
                found[slug] = min(found.get(slug, first), first)
        return found

    def summarize_statements(self, pairs: Iterable[ActorPair], most: int) -> Mapping[ActorPair, StatementSummary]:
        """For those of these pairs that have any; each with at most so many statements, the latest."""
        numbers = {pair: self.audiences[pair] for pair in pairs if pair in self.audiences}
        wanted = np.zeros(len(AUDIENCES.values), dtype=bool)
        wanted[[number for of_pair in numbers.values() for number in of_pair]] = True
        by_audience: dict[int, list[int]] = defaultdict(list)
        for position in np.flatnonzero(wanted[self.addressed.audiences]).tolist():
            by_audience[self.addressed.audiences[position]].append(position)
        positions = {
            pair: sorted(position for number in of_pair for position in by_audience[number])
            for pair, of_pair in numbers.items()
        }
        refs = self.load_dates_and_slugs({position for of_pair in positions.values() for position in of_pair[-most:]})
        return {
            pair: StatementSummary(
                self.build_fact(of_pair[0]),
                self.build_fact(of_pair[-1]),
                [refs[position] for position in of_pair[-most:] if position in refs],
            )
            for pair, of_pair in positions.items()
        }

    def load_dates_and_slugs(self, positions: Set[int]) -> dict[int, tuple[str, str]]:
        """By position in `addressed`. A statement that was deleted just now is left out."""
        keys, days = self.addressed.keys, self.addressed.days
        quotes = Quote.objects.filter(pk__in=[int(keys[position]) for position in positions]).order_by()
        slugs = dict(quotes.values_list("pk", "slug"))
        return {
            position: (get_date(days[position]), slugs[keys[position]])
            for position in positions
            if keys[position] in slugs
        }

    def build_fact(self, position: int) -> Fact:
        sort_date, earliest, latest, date = CALENDAR.values[self.addressed.days[position]]
        return Fact(date, (sort_date, earliest, latest))
