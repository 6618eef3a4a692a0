"""The answers of a search from plain database queries."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Max, Min

from articles import dates
from articles.models import Outlet
from timeline.filters.filterset import EventFilter
from timeline.index.backend import Counted, Counts, Labels, Said, Spoken, everybody, fixed_labels, language_labels
from timeline.index.lru_cache import LruCache
from timeline.index.snapshot import CHARACTERS_KEPT
from timeline.models import Actor, Citation, Event, Post, Quote, Side, Topic
from timeline.models.events import LIST_ORDER
from timeline.models.quotes import QuoteQuerySet
from timeline.models.sides import SIDE_OF_COUNTRY
from timeline.pages.shared.cards import sides_of

from .contacts import QueryContacts
from .histogram import Dated, Several

DAY = ("sort_date", "earliest", "latest", "date")


class QueryBackend:
    def __init__(self, events: EventFilter) -> None:
        self.events = events

    @cached_property
    def total(self) -> int:
        return self.events.matching().count()

    @cached_property
    def people(self) -> Mapping[int, Actor]:
        return everybody(self.events.queryset.db)

    def sides(self, keys: list[int]) -> Mapping[int, list[Side]]:
        events = Event.objects.filter(pk__in=keys).prefetch_related("actors", "quotes__speaker")
        return {event.pk: sides_of(event) for event in events}

    @cached_property
    def drawn(self) -> LruCache[Any]:
        """Nothing: these answers are gone with their page."""
        return LruCache(CHARACTERS_KEPT)

    def listed(self, start: int, stop: int) -> list[int]:
        return list(self.events.qs.values_list("pk", flat=True)[start:stop])

    def counted(self, name: str) -> Counted:
        if name in ("side", "actor"):
            return (_sides if name == "side" else _actors)(self.involved)
        return Counted.of(*COUNTING[name](self.events))

    @cached_property
    def involved(self) -> set[tuple[int, str]]:
        return involved(self.events)

    def contacts(self) -> QueryContacts:
        return QueryContacts(self.events, self.involved)

    def spread(self) -> Several:
        return Several(dated(self.events))

    def said(self) -> Said:
        shown = self.events.statements_shown().order_by()
        rows = shown.values_list(*DAY).annotate(Count("pk"))
        days = [(date, n) for *_place, date, n in sorted(rows, reverse=self.events.newest_first)]
        return Said(shown.aggregate(n=Count("event", distinct=True))["n"], days)

    def said_on(self, dates: Sequence[str], start: int = 0, stop: int | None = None) -> list[Spoken]:
        quotes = self.events.statements_shown().filter(date__in=dates).order_by("pk")
        order = (*DAY, *(f"event__{name}" for name in LIST_ORDER))
        rows = list(quotes.values_list(*order, "pk", "speaker__country"))
        rows.sort(key=lambda row: row[: len(order)], reverse=self.events.newest_first)  # stable
        return [
            Spoken(row[DAY.index("date")], row[len(order) - 1], pk, SIDE_OF_COUNTRY.get(country, Side.OTHER).value)
            for *row, pk, country in rows[start:stop]
        ]

    def all_speak(self) -> bool:
        speaking = self.events.matching()
        for actor in self.events.values.get("actor") or []:
            quotes = self.events.statements().by([actor])
            for topic in self.events.values.get("topic") or [None]:
                speaking = speaking.with_statement(quotes.filter(topics__slug=topic) if topic else quotes)
        return bool(self.total) and speaking.count() == self.total

    def reach(self) -> tuple[dt.date, dt.date] | None:
        found = self.events.queryset.aggregate(first=Min("sort_date"), last=Max("sort_date"))
        return (found["first"], found["last"]) if found["first"] else None


def involved(events: EventFilter) -> set[tuple[int, str]]:
    """(event, actor’s slug) for who takes part or speaks; only who speaks, where statements of a kind are asked for."""
    matching = events.matching().order_by().values("pk")
    quotes = events.statements().filter(event__in=matching).order_by().values_list("event_id", "speaker__slug")
    pairs = set(quotes)
    if not events.asks_for_statements():
        through = Event.actors.through.objects.filter(event__in=matching)
        pairs.update(through.values_list("event_id", "actor__slug"))
    return pairs


def _actors(involved: set[tuple[int, str]]) -> Counted:
    counts = Counter(slug for _event, slug in involved)
    actors = list(Actor.objects.only("slug", "name", "country"))
    return Counted.of(counts, {a.slug: a.name for a in actors}, {a.slug: a.side for a in actors})


def _sides(involved: set[tuple[int, str]]) -> Counted:
    side = {
        slug: SIDE_OF_COUNTRY.get(country, Side.OTHER) for slug, country in Actor.objects.values_list("slug", "country")
    }
    counts = Counter(str(one.value) for _event, one in {(event, side[slug]) for event, slug in involved})
    return Counted.of(counts, fixed_labels("side"), {s.value: s.value for s in Side})


def _topics(events: EventFilter) -> tuple[Counts, Labels]:
    through = Event.topics.through.objects.filter(event__in=events.matching().order_by().values("pk"))
    counts = Counter(through.values_list("topic__slug", flat=True))
    return counts, dict(Topic.objects.values_list("slug", "name"))


def _kinds(events: EventFilter) -> tuple[Counts, Labels]:
    rows = events.matching(without="kind").order_by().values_list("kind").annotate(Count("pk"))
    return Counter(dict(rows)), fixed_labels("kind")


def _quotes(events: EventFilter, without: str) -> QuoteQuerySet:
    """Statements that count for a choice of `without`: those of matching events."""
    matching = events.matching(without=without).order_by().values("pk")
    return events.statements(without=without).filter(event__in=matching).order_by()


def _said_by_all(events: EventFilter, rows: Iterable[tuple[int, str, str]]) -> Counts:
    """Events per value from (event, value, speaker), where every chosen actor must have said something so."""
    speakers: dict[tuple[int, str], set[str]] = defaultdict(set)
    for event, value, speaker in rows:
        speakers[event, value].add(speaker)
    needed = set(events.values.get("actor") or [])
    return Counter(value for (_event, value), names in speakers.items() if needed <= names)


def _said(events: EventFilter) -> tuple[Counts, Labels]:
    rows = _quotes(events, "said").values_list("event_id", "kind", "speaker__slug")
    return _said_by_all(events, rows), fixed_labels("said")


def _offices(events: EventFilter) -> tuple[Counts, Labels]:
    held = Post.objects.filter(
        actor__quotes__in=_quotes(events, "office").values("pk"),
        start_earliest__lte=F("actor__quotes__latest"),
        end_latest__gte=F("actor__quotes__sort_date"),
    )
    rows = list(held.order_by().values_list("actor__quotes__event_id", "office", "actor__slug", "title"))
    return _said_by_all(events, (row[:3] for row in rows)), {row[1]: row[3] for row in rows}


def _article_pairs(events: EventFilter, without: str, *fields: str) -> set[tuple[Any, ...]]:
    matching = events.matching(without=without).order_by().values("pk")
    rows: Iterable[tuple[Any, ...]] = (
        Citation.objects.filter(event__in=matching).order_by().values_list("event_id", *fields)
    )
    more = Quote.objects.filter(event__in=matching).order_by().values_list("event_id", *fields)
    return {*rows, *more}


def _outlets(events: EventFilter) -> tuple[Counts, Labels]:
    rows = _article_pairs(events, "outlet", "article__outlet__slug", "article__agency__slug")
    pairs = {(event, slug) for event, *slugs in rows for slug in slugs if slug}
    return Counter(slug for _event, slug in pairs), dict(Outlet.objects.values_list("slug", "name"))


def _languages(events: EventFilter) -> tuple[Counts, Labels]:
    pairs = _article_pairs(events, "language", "article__language")
    counts = Counter(tag for _event, tag in pairs)
    return counts, language_labels(counts)


COUNTING = {
    "topic": _topics,
    "kind": _kinds,
    "said": _said,
    "office": _offices,
    "outlet": _outlets,
    "language": _languages,
}


def dated(events: EventFilter) -> list[Dated]:
    """The matching events with the sides that take part or speak: three questions, however many events."""
    matching = events.matching().order_by()
    shown = matching.values("pk")
    taking_part = Event.actors.through.objects.filter(event__in=shown).values_list("event_id", "actor__country")
    speaking = Quote.objects.filter(event__in=shown).order_by().values_list("event_id", "speaker__country")
    sides: dict[int, set[Side]] = {}
    for pk, country in {*taking_part, *speaking}:
        sides.setdefault(pk, set()).add(SIDE_OF_COUNTRY.get(country, Side.OTHER))
    return [Dated(dates.parse(date), frozenset(sides.get(pk, ()))) for pk, date in matching.values_list("pk", "date")]
