"""Meetings and statements between actors, from bit strings and from arrays of those who are named side by side."""

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
from .contacts import LARGEST, MEETINGS, Day, Fact, Meetings, Said, Two
from .statement_planes import AUDIENCES, CALENDAR, Addressed, written

if TYPE_CHECKING:
    from .bitmap_backend import SearchBackend


class Contacts:
    def __init__(self, answers: SearchBackend) -> None:
        self.answers, self.record = answers, answers.record

    # ---- meetings

    @cached_property
    def attended(self) -> Mapping[str, int]:
        """By actor, the meetings at which they are named."""
        kinds = self.record.of_events["kind"]
        meetings = self.answers.found & bitset.any_of(kinds.get(kind, 0) for kind in MEETINGS)
        found = {slug: events & meetings for slug, events in self.involved.items()}
        return {slug: found[slug] for slug in sorted(found) if found[slug]}

    @cached_property
    def involved(self) -> Mapping[str, int]:
        """By actor, the events of the whole record at which they have the part that is asked for."""
        quotes = self.answers.statements()
        if quotes is None:
            return self.record.of_events["actor"]
        speaking = self.record.of_statements["actor"]
        return {slug: bitset.events(bitset.both(quotes, spoken)) for slug, spoken in speaking.items()}

    @cached_property
    def present(self) -> Set[str]:
        """Who takes part or speaks; only who speaks, where statements of a kind are asked for."""
        return {slug for slug, events in self.involved.items() if events & self.answers.found}

    @cached_property
    def named(self) -> tuple[np.ndarray, np.ndarray]:
        """Whoever is named in a meeting: its position and their number in `attended`, meeting by meeting."""
        at = [np.flatnonzero(bitset.flags(meetings, self.record.size)) for meetings in self.attended.values()]
        places = np.concatenate([np.empty(0, dtype=np.int64), *at])
        order = np.argsort(places, kind="stable")
        return places[order], np.repeat(np.arange(len(at)), [len(theirs) for theirs in at])[order]

    @cached_property
    def in_room(self) -> np.ndarray:
        """How many are named, by the event's position."""
        return np.bincount(self.named[0], minlength=self.record.size)

    @property
    def large(self) -> int:
        """Meetings with more than LARGEST named."""
        return int(np.count_nonzero(self.in_room > LARGEST))

    @cached_property
    def couples(self) -> tuple[np.ndarray, np.ndarray]:
        """Any two of a meeting: its position, and one number for both. First neighbours, then those two apart …"""
        (places, who), n = self.named, len(self.attended)
        at, two = [places[:0]], [who[:0]]
        for apart in range(1, int(self.in_room.max(initial=0))):
            same = places[apart:] == places[:-apart]
            at.append(places[apart:][same])
            two.append((who[:-apart] * n + who[apart:])[same])
        return np.concatenate(at), np.concatenate(two)

    @cached_property
    def together(self) -> Mapping[Two, int]:
        """Meetings at which both are named."""
        numbers, counts = np.unique(self.couples[1], return_counts=True)
        return dict(zip(self.slugs(numbers), counts.tolist(), strict=True))

    @cached_property
    def met(self) -> Set[Two]:
        """At a meeting that took place, with not more than LARGEST named."""
        at, two = self.couples
        took_place = ~bitset.flags(self.record.planned, self.record.size)
        return set(self.slugs(np.unique(two[(took_place & (self.in_room <= LARGEST))[at]])))

    def slugs(self, numbers: np.ndarray) -> list[Two]:
        names = list(self.attended)
        ones, others = (part.tolist() for part in np.divmod(numbers, max(len(names), 1)))
        return [(names[one], names[other]) for one, other in zip(ones, others, strict=True)]

    def meetings(self, several: Iterable[Two]) -> Mapping[Two, Meetings]:
        """For those of these pairs that have any."""
        shared = {two: self.attended.get(two[0], 0) & self.attended.get(two[1], 0) for two in several}
        ends = {two: (bitset.lowest(both), both.bit_length() - 1) for two, both in shared.items() if both}
        written = self.dates({at for pair in ends.values() for at in pair})
        return {
            two: Meetings((shared[two] & self.record.planned).bit_count(), written[first], written[last])
            for two, (first, last) in ends.items()
        }

    def dates(self, places: Set[int]) -> dict[int, Fact]:
        """An event deleted just now is told by the day it had."""
        keys = self.record.keys
        asked = Event.objects.filter(pk__in=[keys[at] for at in places]).order_by()
        written = dict(asked.values_list("pk", "date"))
        days = {at: self.day(at) for at in places}
        return {at: Fact(written.get(keys[at], day[0]), day) for at, day in days.items()}

    def day(self, at: int) -> Day:
        first, earliest, latest = (dt.date.fromordinal(n).isoformat() for n in self.record.order(at)[:3])
        return first, earliest, latest

    def since(self, actor: str, others: Iterable[str]) -> str:
        """The day of the first meeting with one of these others, or of the first statement by or to the actor."""
        shared = self.attended.get(actor, 0) & bitset.any_of(self.attended.get(other, 0) for other in others)
        days = [self.day(bitset.lowest(shared))[0]] if shared else []
        days += [CALENDAR.all[self.addressed.days[self.heard_of[actor]]][0]] if actor in self.heard_of else []
        return min(days)

    # ---- statements

    @cached_property
    def addressed(self) -> Addressed:
        """Those asked for, of the events asked for, that were said to somebody."""
        found: Planes | None = self.answers.statements()
        found = self.record.spoken if found is None else found
        if words := self.answers.events.words:
            found = bitset.both(found, self.record.saying(words))
        return self.record.statements.addressed({k: some & self.answers.found for k, some in found.items()})

    @cached_property
    def audiences(self) -> Mapping[Two, list[int]]:
        """By speaker and addressee, the numbers of the audiences that the addressee is one of."""
        found: dict[Two, list[int]] = defaultdict(list)
        for number in np.unique(self.addressed.audiences).tolist():
            speaker, *others = self.people(number)
            for other in others:
                found[speaker, other].append(number)
        return found

    def people(self, audience: int) -> list[str]:
        """Who spoke, and to whom."""
        slugs, (speaker, others) = self.record.names.of["actor"].slugs, AUDIENCES.all[audience]
        return [slugs[one] for one in (speaker, *others)]

    @cached_property
    def said(self) -> Mapping[Two, int]:
        """Statements, of the kinds and offices and with the words asked for."""
        counts = np.bincount(self.addressed.audiences).tolist()
        return {two: sum(counts[number] for number in numbers) for two, numbers in self.audiences.items()}

    @cached_property
    def heard_of(self) -> Mapping[str, int]:
        """By actor, where the first statement by or to them stands among those addressed."""
        found: dict[str, int] = {}
        numbers, firsts = np.unique(self.addressed.audiences, return_index=True)
        for number, first in zip(numbers.tolist(), firsts.tolist(), strict=True):
            for slug in self.people(number):
                found[slug] = min(found.get(slug, first), first)
        return found

    def statements(self, several: Iterable[Two], most: int) -> Mapping[Two, Said]:
        """For those of these pairs that have any: not more than so many, the latest."""
        numbers = {two: self.audiences[two] for two in several if two in self.audiences}
        wanted = np.zeros(len(AUDIENCES.all), dtype=bool)
        wanted[[number for theirs in numbers.values() for number in theirs]] = True
        found: dict[int, list[int]] = defaultdict(list)
        for place in np.flatnonzero(wanted[self.addressed.audiences]).tolist():
            found[self.addressed.audiences[place]].append(place)
        places = {two: sorted(at for number in theirs for at in found[number]) for two, theirs in numbers.items()}
        slugs = self.slugs_of({at for theirs in places.values() for at in theirs[-most:]})
        return {
            two: Said(self.fact(theirs[0]), self.fact(theirs[-1]), [slugs[at] for at in theirs[-most:] if at in slugs])
            for two, theirs in places.items()
        }

    def slugs_of(self, places: Set[int]) -> dict[int, tuple[str, str]]:
        """With their dates; one deleted just now has none."""
        keys, days = self.addressed.keys, self.addressed.days
        asked = Quote.objects.filter(pk__in=[int(keys[at]) for at in places]).order_by()
        slugs = dict(asked.values_list("pk", "slug"))
        return {at: (written(days[at]), slugs[keys[at]]) for at in places if keys[at] in slugs}

    def fact(self, place: int) -> Fact:
        *day, date = CALENDAR.all[self.addressed.days[place]]
        first, earliest, latest = day
        return Fact(date, (first, earliest, latest))
