"""What a card, a column or a rail shows of an event, put in order for the templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from articles import dates

from .filters import EventFilter
from .models import Event, Quote, Side
from .search.query import Query, parse

STATEMENTS_ON_A_CARD = 2


@dataclass(frozen=True)
class Card:
    """An event with the statements to show, those asked for first, and those left to the event's page."""

    event: Event
    shown: list[Quote]
    left: list[Quote]
    wanted: frozenset[int] = frozenset()
    words: Query | None = None  # asked for, to be marked

    @property
    def span(self) -> dates.Span:
        return dates.parse(self.event.date)

    @property
    def year(self) -> int:
        return self.event.sort_date.year

    @property
    def sides(self) -> list[Side]:
        """The sides that take part or speak, in the order of `Side`."""
        here = {actor.side for actor in self.event.actors.all()} | {
            quote.speaker.side for quote in self.event.quotes.all()
        }
        return [side for side in Side if side in here]

    @property
    def sources(self) -> list[str]:
        """The outlets, each once, with the agency whose report it carries."""
        articles = [one.article for one in self.event.citations.all()]
        return list(dict.fromkeys(f"{a.outlet} ({a.agency})" if a.agency else str(a.outlet) for a in articles))


def cards(events: Iterable[Event], asked: EventFilter) -> list[Card]:
    listed = list(events)
    wanted_quotes = asked.wanted_statements() if listed else None
    wanted: frozenset[int] = frozenset()
    if wanted_quotes is not None:
        wanted = frozenset(wanted_quotes.filter(event__in=listed).order_by().values_list("pk", flat=True))
    words = parse(asked.values.get("q") or "")
    return [card(event, wanted, words) for event in listed]


def card(event: Event, wanted: frozenset[int], words: Query) -> Card:
    quotes = sorted(event.quotes.all(), key=lambda quote: quote.pk not in wanted)  # stable: reading order stays
    return Card(event, quotes[:STATEMENTS_ON_A_CARD], quotes[STATEMENTS_ON_A_CARD:], wanted, words)


@dataclass(frozen=True)
class Column:
    side: Side
    quotes: list[Quote]
