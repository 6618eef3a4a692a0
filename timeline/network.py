"""Who met whom, and who said something to whom, in the events asked for: facts, each with the link that proves it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from django.urls import reverse

from . import addresses
from .filters import EventFilter
from .index.plain import involved
from .models import Actor, Event, Quote, Side

# Kinds of event in which people talk with each other. A treaty or a declaration does not say who sat with whom.
MEETINGS = (Event.Kind.CALL, Event.Kind.SUMMIT, Event.Kind.TALKS, Event.Kind.VISIT)
LARGEST = 8  # named in one meeting: with more, being named together no longer says that two of them met
SIDES = tuple(Side)


@dataclass(frozen=True)
class Fact:
    """A dated thing in a pair's history."""

    date: str  # EDTF
    place: tuple[object, ...]  # in time


@dataclass(frozen=True)
class Meeting(Fact):
    planned: bool


@dataclass(frozen=True)
class Said(Fact):
    """A statement, which can be opened."""

    slug: str

    @property
    def url(self) -> str:
        return reverse("timeline:statement", args=[self.slug])


@dataclass(frozen=True)
class Pair:
    """Two who met or spoke to each other; Japan’s first, then Russia’s, then the United States’."""

    first: Actor
    second: Actor
    meetings: list[Meeting]
    there: list[Said]  # first to second
    back: list[Said]  # second to first
    url: str  # their meetings, within the filter

    @property
    def key(self) -> str:
        return f"pair-{self.first.slug}.{self.second.slug}"

    @property
    def facts(self) -> list[Fact]:
        return sorted([*self.meetings, *self.there, *self.back], key=lambda fact: fact.place)

    @property
    def earliest(self) -> Fact:
        return self.facts[0]

    @property
    def latest(self) -> Fact:
        return self.facts[-1]

    @property
    def strength(self) -> int:
        return len(self.meetings) + len(self.there) + len(self.back)

    @property
    def planned(self) -> int:
        return sum(meeting.planned for meeting in self.meetings)


@dataclass(frozen=True)
class Node:
    """One who met or spoke to somebody; `url` lists the events with them, within the filter."""

    actor: Actor
    url: str
    strength: int  # meetings and statements that they share with others
    since: tuple[object, ...]  # the first of them


@dataclass(frozen=True)
class Network:
    pairs: list[Pair]  # the strongest first
    nodes: list[Node]  # the most connected first
    large: int  # meetings with more than LARGEST named


def who_met_whom(events: EventFilter) -> Network:
    """Asks the database a number of questions that does not depend on the number of events."""
    meetings, attended = _meetings(events), defaultdict[str, set[int]](set)
    present = involved(events)
    named = defaultdict[int, set[str]](set)
    for event, slug in present:
        if event in meetings:
            attended[slug].add(event)
            named[event].add(slug)
    actors = {actor.slug: actor for actor in Actor.objects.only("slug", "name", "kind", "country")}
    small = [slugs for event, slugs in named.items() if len(slugs) <= LARGEST and not meetings[event].planned]
    said = _said(events)
    keys = set(_met(small, actors)) | {_in_order(actors[one], actors[other]) for one, other in said}
    pairs = [
        Pair(
            first := actors[one],
            second := actors[other],
            [meetings[event] for event in attended[one] & attended[other]] if _can_meet(first, second) else [],
            said.get((one, other), []),
            said.get((other, one), []),
            _meetings_of(events, one, other),
        )
        for one, other in keys
    ]
    pairs.sort(key=lambda pair: (-len(pair.meetings), -pair.strength, pair.first.name, pair.second.name, pair.key))
    nodes = _nodes(pairs, events, {slug for _event, slug in present})
    return Network(pairs, nodes, sum(len(slugs) > LARGEST for slugs in named.values()))


def _meetings(events: EventFilter) -> dict[int, Meeting]:
    rows = events.matching().filter(kind__in=MEETINGS).order_by()
    fields = rows.values_list("pk", "date", "sort_date", "earliest", "latest", "planned")
    return {pk: Meeting(date, (*place, pk), planned) for pk, date, *place, planned in fields}


def _said(events: EventFilter) -> dict[tuple[str, str], list[Said]]:
    """Statements of the events asked for by (speaker, addressee), of the kinds and offices and with the words asked."""
    quotes = events.statements().filter(event__in=events.matching().order_by().values("pk")).order_by()
    if text := events.values.get("q"):
        quotes = quotes.mentioning(text)
    rows = Quote.addressees.through.objects.filter(quote__in=quotes.values("pk")).values_list(
        "quote__speaker__slug",
        "actor__slug",
        "quote__slug",
        "quote__date",
        "quote__sort_date",
        "quote__earliest",
        "quote__latest",
        "quote_id",
    )
    found: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for speaker, addressee, slug, date, *place in rows:
        if speaker != addressee:
            found[speaker, addressee].append(Said(date, tuple(place), slug))
    return {key: sorted(said, key=lambda one: one.place) for key, said in found.items()}


def _met(meetings: Iterable[set[str]], actors: dict[str, Actor]) -> Iterator[tuple[str, str]]:
    for slugs in meetings:
        for one, other in combinations(slugs, 2):
            if _can_meet(actors[one], actors[other]):
                yield _in_order(actors[one], actors[other])


def _can_meet(one: Actor, other: Actor) -> bool:
    """Like with like, and not two of one delegation: a person is not said to have met a state, nor a colleague."""
    alike = (one.kind == Actor.Kind.PERSON) == (other.kind == Actor.Kind.PERSON)
    return alike and _delegation(one) != _delegation(other)


def _delegation(actor: Actor) -> str:
    """The side; of others the country, or the international body itself."""
    return actor.side if actor.side != Side.OTHER else actor.country or actor.slug


def _in_order(one: Actor, other: Actor) -> tuple[str, str]:
    first, second = sorted([one, other], key=lambda actor: (SIDES.index(actor.side), actor.name, actor.slug))
    return first.slug, second.slug


def _nodes(pairs: list[Pair], events: EventFilter, present: set[str]) -> list[Node]:
    """Who only was spoken to is in no list of events as a participant: their own page is the honest link."""
    theirs: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        theirs[pair.first.slug].append(pair)
        theirs[pair.second.slug].append(pair)
    actors = {actor.slug: actor for pair in pairs for actor in (pair.first, pair.second)}
    nodes = [
        Node(
            actors[slug],
            _list_of(addresses.with_value(addresses.pairs(events.values), "actor", slug))
            if slug in present
            else actors[slug].get_absolute_url(),
            sum(pair.strength for pair in own),
            min(pair.earliest.place for pair in own),
        )
        for slug, own in theirs.items()
    ]
    return sorted(nodes, key=lambda node: (-node.strength, node.actor.name, node.actor.slug))


def _meetings_of(events: EventFilter, *actors: str) -> str:
    chosen = [kind for kind in events.values.get("kind") or MEETINGS if kind in MEETINGS]
    parameters = addresses.replacing(addresses.pairs(events.values), kind="")
    for kind in chosen:
        parameters = addresses.with_value(parameters, "kind", kind)
    for actor in actors:
        parameters = addresses.with_value(parameters, "actor", actor)
    return _list_of(parameters)


def _list_of(parameters: addresses.Pairs) -> str:
    return reverse("timeline:event_list") + addresses.query(parameters)
