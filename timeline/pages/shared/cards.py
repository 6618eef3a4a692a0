"""What a card shows of an event, prepared for the templates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from articles import dates
from timeline.filters.filterset import EventFilter
from timeline.models import Actor, Citation, Event, Quote, Side
from timeline.search.query_parser import Query

STATEMENTS_ON_A_CARD = 2


@dataclass(frozen=True)
class Card:
    """An event with the statements to show, those picked by the filters first, and those only on the event's page."""

    event: Event
    shown: list[Quote]
    left: list[Quote]
    sides: list[Side]  # that take part or speak, in the order of `Side`
    citations: list[Citation]
    wanted: frozenset[int] = frozenset()
    words: Query | None = None  # searched for, to be highlighted

    @property
    def span(self) -> dates.Span:
        return dates.parse(self.event.date)

    @property
    def year(self) -> int:
        return self.event.sort_date.year

    @property
    def sources(self) -> list[str]:
        """The outlets, each once, with the agency whose report they republish."""
        articles = [one.article for one in self.citations]
        return list(dict.fromkeys(f"{a.outlet} ({a.agency})" if a.agency else str(a.outlet) for a in articles))


def build_full_card(event: Event) -> Card:
    """With every statement, from an event fetched `for_list`."""
    return Card(event, list(event.quotes.all()), [], list_sides(event), list(event.citations.all()))


def list_sides(event: Event) -> list[Side]:
    here = {actor.side for actor in event.actors.all()} | {quote.speaker.side for quote in event.quotes.all()}
    return [side for side in Side if side in here]


def load_cards(
    keys: list[int], event_filter: EventFilter, sides: Mapping[int, list[Side]], people: Mapping[int, Actor]
) -> list[Card]:
    """Three queries, however many events. `people` has every actor with their posts."""
    resting: dict[int, list[Citation]] = defaultdict(list)
    for citation in Citation.objects.for_cards().filter(event__in=keys):
        resting[citation.event_id].append(citation)
    said: dict[int, list[Quote]] = defaultdict(list)
    for quote in Quote.objects.for_cards(event_filter.words).filter(event__in=keys):
        if quote.speaker_id in people:  # a speaker added since then is loaded with the quote
            quote.speaker = people[quote.speaker_id]
        said[quote.event_id].append(quote)
    return [
        build_card(resting[key][0].event, resting[key], said[key], sides.get(key, []), event_filter)
        for key in keys
        if resting[key]
    ]


def build_card(
    event: Event, citations: list[Citation], quotes: list[Quote], sides: list[Side], event_filter: EventFilter
) -> Card:
    wanted = frozenset(quote.pk for quote in quotes if event_filter.picks(quote))
    for quote in quotes:
        quote.event = event
    quotes = sorted(quotes, key=lambda quote: quote.pk not in wanted)  # a stable sort: reading order is preserved
    first, left = quotes[:STATEMENTS_ON_A_CARD], quotes[STATEMENTS_ON_A_CARD:]
    return Card(event, first, left, sides, citations, wanted, event_filter.words)


@dataclass(frozen=True)
class Column:
    side: Side
    quotes: list[Quote]
