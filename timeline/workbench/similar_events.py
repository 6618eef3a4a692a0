"""Existing events that a new one may duplicate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from articles import dates

from ..models import Actor, Event

AROUND = dt.timedelta(days=3)
MIN_SIMILARITY = 60  # percent, of the wording
MAX_EVENTS = 5


@dataclass(frozen=True)
class SimilarEvent:
    event: Event
    shared: list[Actor]
    similarity: int  # percent
    has_same_days: bool

    @property
    def weight(self) -> float:
        return len(self.shared) + self.similarity / 50 + self.has_same_days


def find_similar_events(span: dates.Span, actors: Iterable[Actor], words: str) -> list[SimilarEvent]:
    """Events within three days that share an actor or have similar wording, the most similar first."""
    wanted = {actor.pk for actor in actors}
    first, last = go_back(span.earliest), go_forward(span.latest)
    near = Event.objects.filter(earliest__lte=last, latest__gte=first).prefetch_related("actors", "quotes__speaker")
    found = []
    for event in near:
        there = {actor.pk: actor for actor in event.actors.all()}
        there.update({quote.speaker.pk: quote.speaker for quote in event.quotes.all()})
        similarity = round(fuzz.token_set_ratio(words.casefold(), f"{event.title} {event.summary}".casefold()))
        shared = [actor for pk, actor in there.items() if pk in wanted]
        if shared or similarity >= MIN_SIMILARITY:
            same = event.earliest <= span.latest and span.earliest <= event.latest
            found.append(SimilarEvent(event, shared, similarity, same))
    return sorted(found, key=lambda one: (-one.weight, one.event.pk))[:MAX_EVENTS]


def go_back(day: dt.date) -> dt.date:
    return day - AROUND if day > dt.date.min + AROUND else dt.date.min


def go_forward(day: dt.date) -> dt.date:
    return day + AROUND if day < dt.date.max - AROUND else dt.date.max
