"""The numbers on an actor’s page. Each equals the number of events that its link lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from timeline.filters import querystring
from timeline.models import Actor, Event, Quote, Side, Topic
from timeline.models.events import EventQuerySet

from .career_chart import ActorEvent

MEETINGS = (Event.Kind.SUMMIT, Event.Kind.TALKS, Event.Kind.VISIT)
SHOWN_AT_ONCE = 8


@dataclass(frozen=True)
class EventCount:
    """`n` events, `with_statement` of them with a statement by the actor on the topic."""

    label: str
    n: int
    query: str
    width: float  # percent of the largest
    with_statement: int = 0
    statement_width: float = 0
    side: Side | None = None


@dataclass(frozen=True)
class EventCounts:
    label: str
    all: list[EventCount]

    @property
    def first(self) -> list[EventCount]:
        return self.all[:SHOWN_AT_ONCE]

    @property
    def rest(self) -> list[EventCount]:
        return self.all[SHOWN_AT_ONCE:]


def filter_events(actor: Actor) -> EventQuerySet:
    return Event.objects.public().involving(actor.slug)


def load_actor_events(actor: Actor) -> list[ActorEvent]:
    said = Counter(Quote.objects.filter(speaker=actor).order_by().values_list("event_id", flat=True))
    fields = ("title", "slug", "date", "earliest", "latest", "sort_date")
    events = filter_events(actor).oldest_first().values_list("pk", *fields)
    return [
        ActorEvent(title, slug, date, earliest, latest, sort_date, said[pk])
        for pk, title, slug, date, earliest, latest, sort_date in events
    ]


def count_company(actor: Actor) -> list[tuple[Actor, int]]:
    """Others who take part or speak in the same summits, talks and visits, and in how many; most first."""
    here = filter_events(actor).filter(kind__in=MEETINGS).order_by().values("pk")
    taking_part = Event.actors.through.objects.filter(event__in=here).values_list("event_id", "actor_id")
    speaking = Quote.objects.filter(event__in=here).order_by().values_list("event_id", "speaker_id")
    counts = Counter(other for _event, other in {*taking_part, *speaking} if other != actor.pk)
    found = Actor.objects.filter(pk__in=counts).only("slug", "name", "kind", "country")
    return sorted(((one, counts[one.pk]) for one in found), key=lambda pair: (-pair[1], pair[0].name))


def build_company_counts(actor: Actor, pairs: Iterable[tuple[Actor, int]]) -> list[EventCount]:
    listed = list(pairs)
    most = max((n for _other, n in listed), default=0)
    return [
        EventCount(
            other.name,
            n,
            _build_query(actor=[actor.slug, other.slug], kind=[str(kind) for kind in MEETINGS]),
            _compute_share(n, most),
            side=other.side,
        )
        for other, n in listed
    ]


def build_topic_counts(actor: Actor) -> tuple[list[EventCount], list[Topic]]:
    """Topics of the events, most frequent first; and topics of statements at events on other topics only."""
    here = filter_events(actor).order_by().values("pk")
    about = set(Event.topics.through.objects.filter(event__in=here).values_list("event_id", "topic_id"))
    tagged = Quote.topics.through.objects.filter(quote__speaker=actor, quote__event__in=here)
    spoken = set(tagged.values_list("quote__event_id", "topic_id"))
    counts, counts_spoken = _count_by_topic(about), _count_by_topic(about & spoken)
    topics = {topic.pk: topic for topic in Topic.objects.filter(pk__in={*counts, *_count_by_topic(spoken)})}
    most = max(counts.values(), default=0)
    found = [
        EventCount(
            topics[pk].name,
            n,
            _build_query(actor=[actor.slug], topic=[topics[pk].slug]),
            _compute_share(n, most),
            counts_spoken[pk],
            _compute_share(counts_spoken[pk], most),
        )
        for pk, n in counts.items()
    ]
    beside = [topic for pk, topic in topics.items() if pk not in counts]
    return sorted(found, key=lambda one: (-one.n, one.label)), sorted(beside, key=lambda topic: topic.name)


def _count_by_topic(pairs: Iterable[tuple[int, int]]) -> Counter[int]:
    return Counter(topic for _event, topic in pairs)


def _compute_share(n: int, most: int) -> float:
    """In percent; 0, for no bar, if every number is one."""
    return round(100 * n / most, 1) if most > 1 else 0


def _build_query(**parameters: list[str]) -> str:
    given: Mapping[str, list[str]] = parameters
    return querystring.build_query(querystring.build_pairs(given))
