"""Meetings and statements between actors from plain database queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from functools import cached_property
from itertools import combinations
from typing import Any

from timeline.filters.filterset import EventFilter
from timeline.index.contacts import (
    LARGEST,
    MEETINGS,
    ActorPair,
    Fact,
    MeetingSummary,
    SortDay,
    StatementSummary,
    sort_pair,
)
from timeline.models import Quote

PLACE = ("sort_date", "earliest", "latest")


class QueryContacts:
    def __init__(self, events: EventFilter, involved: set[tuple[int, str]]) -> None:
        """`involved` has the keys of events and the slugs of actors."""
        self.events = events
        self.involved: Set[str] = {slug for _event, slug in involved}
        self.attendees: dict[int, set[str]] = defaultdict(set)
        for event, slug in involved:
            if event in self.facts:
                self.attendees[event].add(slug)

    @cached_property
    def facts(self) -> dict[int, tuple[Fact, bool]]:
        """The meetings, and which of them were only planned."""
        rows = self.events.matching().filter(kind__in=MEETINGS).order_by()
        found = rows.values_list("pk", "date", "planned", *PLACE)
        return {pk: (Fact(date, _read_day(day)), planned) for pk, date, planned, *day in found}

    @property
    def n_large_meetings(self) -> int:
        return sum(len(slugs) > LARGEST for slugs in self.attendees.values())

    @cached_property
    def shared(self) -> Mapping[ActorPair, list[int]]:
        """The meetings at which two are named, the earliest first."""
        found: dict[ActorPair, list[int]] = defaultdict(list)
        for event, slugs in sorted(self.attendees.items(), key=lambda pair: (self.facts[pair[0]][0].day, pair[0])):
            for two in combinations(sorted(slugs), 2):
                found[two].append(event)
        return found

    @cached_property
    def meeting_counts(self) -> Mapping[ActorPair, int]:
        return {two: len(events) for two, events in self.shared.items()}

    @cached_property
    def pairs_that_met(self) -> Set[ActorPair]:
        small = {event for event, slugs in self.attendees.items() if len(slugs) <= LARGEST and not self.facts[event][1]}
        return {two for two, events in self.shared.items() if not small.isdisjoint(events)}

    @cached_property
    def addressed(self) -> Mapping[ActorPair, list[tuple[Fact, str]]]:
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
        found: dict[ActorPair, list[tuple[Fact, str]]] = defaultdict(list)
        for *day, date, _pk, slug, speaker, addressee in sorted(rows):
            if speaker != addressee:
                found[speaker, addressee].append((Fact(date, _read_day(day)), slug))
        return found

    @cached_property
    def statement_counts(self) -> Mapping[ActorPair, int]:
        return Counter({two: len(statements) for two, statements in self.addressed.items()})

    def find_first_day(self, actor: str, others: Iterable[str]) -> str:
        firsts = [self.facts[events[0]][0] for other in others if (events := self.shared.get(sort_pair(actor, other)))]
        firsts += [statements[0][0] for two, statements in self.addressed.items() if actor in two]
        return min(fact.day for fact in firsts)[0]

    def summarize_meetings(self, pairs: Iterable[ActorPair]) -> Mapping[ActorPair, MeetingSummary]:
        found = {}
        for two in pairs:
            if facts := [self.facts[event] for event in self.shared.get(sort_pair(*two), ())]:
                found[two] = MeetingSummary(sum(planned for _fact, planned in facts), facts[0][0], facts[-1][0])
        return found

    def summarize_statements(self, pairs: Iterable[ActorPair], most: int) -> Mapping[ActorPair, StatementSummary]:
        found = {}
        for two in pairs:
            if statements := self.addressed.get(two):
                latest = [(fact.date, slug) for fact, slug in statements[-most:]]
                found[two] = StatementSummary(statements[0][0], statements[-1][0], latest)
        return found


def _read_day(several: Iterable[Any]) -> SortDay:
    first, earliest, latest = map(str, several)
    return first, earliest, latest
