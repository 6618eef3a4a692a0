"""Meetings and statements between actors from plain database queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from functools import cached_property
from itertools import combinations
from typing import Any

from timeline.filters.filterset import EventFilter
from timeline.index.contacts import LARGEST, MEETINGS, Day, Fact, Meetings, Said, Two, in_order
from timeline.models import Quote

PLACE = ("sort_date", "earliest", "latest")


class QueryContacts:
    def __init__(self, events: EventFilter, involved: set[tuple[int, str]]) -> None:
        """`involved` are all who take part, by event."""
        self.events = events
        self.present: Set[str] = {slug for _event, slug in involved}
        self.named: dict[int, set[str]] = defaultdict(set)
        for event, slug in involved:
            if event in self.facts:
                self.named[event].add(slug)

    @cached_property
    def facts(self) -> dict[int, tuple[Fact, bool]]:
        """The meetings, and which of them were only planned."""
        rows = self.events.matching().filter(kind__in=MEETINGS).order_by()
        found = rows.values_list("pk", "date", "planned", *PLACE)
        return {pk: (Fact(date, _day(day)), planned) for pk, date, planned, *day in found}

    @property
    def large(self) -> int:
        return sum(len(slugs) > LARGEST for slugs in self.named.values())

    @cached_property
    def at(self) -> Mapping[Two, list[int]]:
        """The meetings at which two are named, the earliest first."""
        found: dict[Two, list[int]] = defaultdict(list)
        for event, slugs in sorted(self.named.items(), key=lambda pair: (self.facts[pair[0]][0].day, pair[0])):
            for two in combinations(sorted(slugs), 2):
                found[two].append(event)
        return found

    @cached_property
    def together(self) -> Mapping[Two, int]:
        return {two: len(events) for two, events in self.at.items()}

    @cached_property
    def met(self) -> Set[Two]:
        small = {event for event, slugs in self.named.items() if len(slugs) <= LARGEST and not self.facts[event][1]}
        return {two for two, events in self.at.items() if not small.isdisjoint(events)}

    @cached_property
    def told(self) -> Mapping[Two, list[tuple[Fact, str]]]:
        """Statements by speaker and addressee, the earliest first; with their slugs."""
        # In steps: PostgreSQL needs minutes for some of these conditions nested in one query.
        events = list(self.events.matching().order_by().values_list("pk", flat=True))
        quotes = self.events.statements().filter(event__in=events).order_by()
        if words := self.events.words:
            quotes = quotes.mentioning(words)
        fields = ("date", "pk", "slug", "speaker__slug")
        rows = Quote.addressees.through.objects.filter(quote__in=list(quotes.values_list("pk", flat=True))).values_list(
            *(f"quote__{name}" for name in (*PLACE, *fields)), "actor__slug"
        )
        found: dict[Two, list[tuple[Fact, str]]] = defaultdict(list)
        for *day, date, _pk, slug, speaker, addressee in sorted(rows):
            if speaker != addressee:
                found[speaker, addressee].append((Fact(date, _day(day)), slug))
        return found

    @cached_property
    def said(self) -> Mapping[Two, int]:
        return Counter({two: len(told) for two, told in self.told.items()})

    def since(self, actor: str, others: Iterable[str]) -> str:
        firsts = [self.facts[events[0]][0] for other in others if (events := self.at.get(in_order(actor, other)))]
        firsts += [told[0][0] for two, told in self.told.items() if actor in two]
        return min(fact.day for fact in firsts)[0]

    def meetings(self, several: Iterable[Two]) -> Mapping[Two, Meetings]:
        found = {}
        for two in several:
            if facts := [self.facts[event] for event in self.at.get(in_order(*two), ())]:
                found[two] = Meetings(sum(planned for _fact, planned in facts), facts[0][0], facts[-1][0])
        return found

    def statements(self, several: Iterable[Two], most: int) -> Mapping[Two, Said]:
        found = {}
        for two in several:
            if told := self.told.get(two):
                latest = [(fact.date, slug) for fact, slug in told[-most:]]
                found[two] = Said(told[0][0], told[-1][0], latest)
        return found


def _day(several: Iterable[Any]) -> Day:
    first, earliest, latest = map(str, several)
    return first, earliest, latest
