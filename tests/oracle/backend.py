"""What a search finds, from plain database queries."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, Min
from django.utils.translation import get_language

from articles import dates
from timeline.filters.base import ChoiceFilter, ChoiceNames, InvolvementFilter, Rows, StatementChoiceFilter
from timeline.filters.filterset import CHOICES, EventFilter
from timeline.index.backend import ChoiceCounts, StatementDays, StatementRef, load_actors
from timeline.index.lru_cache import LruCache
from timeline.index.snapshot import MAX_FRAGMENTS
from timeline.models import Actor, Citation, Event, Quote, Side
from timeline.models.events import LIST_ORDER
from timeline.models.quotes import QuoteQuerySet
from timeline.models.sides import SIDE_OF_COUNTRY
from timeline.pages.shared.cards import list_sides

from .contacts import QueryContacts
from .histogram import DatedEvent, QueryDistribution

DAY = ("sort_date", "earliest", "latest", "date")


class QueryBackend:
    def __init__(self, events: EventFilter) -> None:
        self.events = events

    @cached_property
    def total(self) -> int:
        return self.events.matching().count()

    @cached_property
    def actors_by_key(self) -> Mapping[int, Actor]:
        return load_actors(self.events.queryset.db)

    def find_sides(self, keys: list[int]) -> Mapping[int, list[Side]]:
        events = Event.objects.filter(pk__in=keys).prefetch_related("actors", "quotes__speaker")
        return {event.pk: list_sides(event) for event in events}

    @cached_property
    def fragments(self) -> LruCache[Any]:
        """Empty: nothing is shared between pages."""
        return LruCache(MAX_FRAGMENTS)

    def list_keys(self, start: int, stop: int) -> list[int]:
        return list(self.events.qs.values_list("pk", flat=True)[start:stop])

    def count_choices(self, name: str) -> ChoiceCounts:
        one = CHOICES[name]
        names = one.read_names(Rows(self.events.queryset.db))
        counts = Counter(value for _event, value in self.find_pairs(one, names))
        return ChoiceCounts.from_counts(counts, one.label_values(names, counts, get_language()), names.sides)

    def find_pairs(self, one: ChoiceFilter, names: ChoiceNames) -> set[tuple[int, str]]:
        """Each event with each value of a choice for which it counts."""
        if isinstance(one, InvolvementFilter):
            of_actor = dict(list_values_of_actors(one, names))
            return {(event, value) for event, slug in self.involvement for value in of_actor[slug]}
        if isinstance(one, StatementChoiceFilter):
            return set(find_statement_pairs(self.events, one, names))
        return {
            (event, value) for event, *row in read_event_rows(self.events, one) for value in one.values_of(names, *row)
        }

    @cached_property
    def involvement(self) -> set[tuple[int, str]]:
        return find_involved(self.events)

    def find_contacts(self) -> QueryContacts:
        return QueryContacts(self.events, self.involvement)

    def find_distribution(self) -> QueryDistribution:
        return QueryDistribution(read_dated_events(self.events))

    def count_statements(self) -> StatementDays:
        shown = list_statements(self.events).order_by()
        rows = shown.values_list(*DAY).annotate(Count("pk"))
        days = [(date, n) for *_place, date, n in sorted(rows, reverse=self.events.newest_first)]
        return StatementDays(shown.aggregate(n=Count("event", distinct=True))["n"], days)

    def list_statements(self, dates: Sequence[str], start: int = 0, stop: int | None = None) -> list[StatementRef]:
        quotes = list_statements(self.events).filter(date__in=dates).order_by("pk")
        order = (*DAY, *(f"event__{name}" for name in LIST_ORDER))
        rows = list(quotes.values_list(*order, "pk", "speaker__country"))
        rows.sort(key=lambda row: row[: len(order)], reverse=self.events.newest_first)  # stable
        return [
            StatementRef(
                row[DAY.index("date")], row[len(order) - 1], pk, SIDE_OF_COUNTRY.get(country, Side.OTHER).value
            )
            for *row, pk, country in rows[start:stop]
        ]

    def has_actors_speaking(self) -> bool:
        speaking = self.events.matching()
        for actor in self.events.actors:
            quotes = self.events.statements().by([actor])
            for topic in self.events.values.get("topic", (None,)):
                speaking = speaking.with_statement(quotes.filter(topics__slug=topic) if topic else quotes)
        return bool(self.total) and speaking.count() == self.total

    def find_date_span(self) -> tuple[dt.date, dt.date] | None:
        found = Event.objects.public().aggregate(first=Min("sort_date"), last=Max("sort_date"))
        return (found["first"], found["last"]) if found["first"] else None


def list_statements(events: EventFilter) -> QuoteQuerySet:
    """As `SearchBackend.listed_statements` has them."""
    matching = events.matching().order_by().values("pk")
    quotes, preferred = Quote.objects.filter(event__in=matching), Quote.objects.all()
    for one, value in sorted(events.chosen, key=lambda pair: pair[0].slot):
        if one.prefers_statements:
            preferred = preferred.preferring(one.filter_statements(preferred, value))
        else:
            quotes = one.filter_statements(quotes, value)
    if any(one.prefers_statements for one, _value in events.chosen):
        quotes = quotes.filter(pk__in=preferred.order_by().values("pk"))
    return quotes


def find_involved(events: EventFilter) -> set[tuple[int, str]]:
    """Pairs of event and actor’s slug: participants and speakers, or speakers only if statements are filtered."""
    matching = events.matching().order_by().values("pk")
    quotes = events.statements().filter(event__in=matching).order_by().values_list("event_id", "speaker__slug")
    pairs = set(quotes)
    if not events.has_statement_choices():
        through = Event.actors.through.objects.filter(event__in=matching)
        pairs.update(through.values_list("event_id", "actor__slug"))
    return pairs


def list_values_of_actors(one: InvolvementFilter, names: ChoiceNames) -> Iterable[tuple[str, list[str]]]:
    return ((slug, list(one.values_of(names, pk))) for pk, slug in Actor.objects.values_list("pk", "slug"))


def read_event_rows(events: EventFilter, one: ChoiceFilter) -> set[tuple[Any, ...]]:
    """The keys of matching events, each with the columns that the choice's values come from."""
    matching = events.matching(without="" if one.needs_all else one.name).order_by()
    columns = one.columns
    if columns.event:
        return set(matching.values_list("pk", *columns.event))
    if columns.event_relation:
        return set(matching.exclude(**{columns.event_relation: None}).values_list("pk", columns.event_relation))
    fields = ["event_id", *(f"article__{column}" for column in columns.articles)]
    found: set[tuple[Any, ...]] = set()
    for model in (Citation, Quote):
        found |= set(model.objects.filter(event__in=matching.values("pk")).order_by().values_list(*fields))
    return found


def find_statement_pairs(
    events: EventFilter, one: StatementChoiceFilter, names: ChoiceNames
) -> Iterable[tuple[int, str]]:
    """Events with values, where every chosen actor must have made such a statement."""
    matching = events.matching(without=one.name).order_by().values("pk")
    quotes = events.statements(without=one.name).filter(event__in=matching).order_by()
    speakers: dict[tuple[int, str], set[str]] = defaultdict(set)
    for event, speaker, *row in quotes.values_list("event_id", "speaker__slug", *one.columns.statement):
        for value in one.values_of(names, *row):
            speakers[event, value].add(speaker)
    return (pair for pair, speaking in speakers.items() if speaking.issuperset(events.actors))


def read_dated_events(events: EventFilter) -> list[DatedEvent]:
    """The matching events with the sides that take part or speak: three queries, however many events."""
    matching = events.matching().order_by()
    shown = matching.values("pk")
    taking_part = Event.actors.through.objects.filter(event__in=shown).values_list("event_id", "actor__country")
    speaking = Quote.objects.filter(event__in=shown).order_by().values_list("event_id", "speaker__country")
    sides: dict[int, set[Side]] = {}
    for pk, country in {*taking_part, *speaking}:
        sides.setdefault(pk, set()).add(SIDE_OF_COUNTRY.get(country, Side.OTHER))
    return [
        DatedEvent(dates.parse(date), frozenset(sides.get(pk, ()))) for pk, date in matching.values_list("pk", "date")
    ]
