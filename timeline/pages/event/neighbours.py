"""The events just before and after an event on the same topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from timeline.models import Event, Topic


@dataclass(frozen=True)
class Neighbour:
    """An event, and the topics on which it is the nearest."""

    event: Event
    topics: Sequence[Topic]


@dataclass(frozen=True)
class Neighbours:
    before: list[Neighbour]
    after: list[Neighbour]

    def __bool__(self) -> bool:
        return bool(self.before or self.after)


def find_neighbours(event: Event) -> Neighbours:
    """The nearest earlier and later event on each topic, nearest first and each once."""
    public = Event.objects.public()
    within = {"topics": OuterRef("pk")}
    topics = list(
        Topic.objects.filter(events=event).annotate(
            before=Subquery(public.before(event).filter(**within).values("pk")[:1]),
            after=Subquery(public.after(event).filter(**within).values("pk")[:1]),
        )
    )
    pks = {pk for topic in topics for pk in (topic.before, topic.after) if pk}
    events = list(Event.objects.filter(pk__in=pks).oldest_first())

    def select_nearest(way: str, found: list[Event]) -> list[Neighbour]:
        shared = {one: [topic for topic in topics if getattr(topic, way) == one.pk] for one in found}
        return [Neighbour(one, theirs) for one, theirs in shared.items() if theirs]

    return Neighbours(select_nearest("before", events[::-1]), select_nearest("after", events))
