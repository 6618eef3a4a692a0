"""Pairs of actors who met or spoke to each other in the selected events, each with links to the records.

`index/contacts.py` finds who was at an event with whom; this module decides which of them make a pair. All pairs are
counted; the details of a row are loaded only for the rows shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from timeline.filters import querystring
from timeline.filters.filterset import EventFilter
from timeline.index.bitmap_backend import SearchBackend
from timeline.index.contacts import MEETINGS, StatementSummary, sort_pair
from timeline.index.contacts_bitmap import Contacts
from timeline.models import Actor, Side

SIDES = tuple(Side)
STATEMENTS_PER_ROW = 20  # the latest of those by one actor to another


@dataclass(frozen=True)
class Pair:
    """Two actors who met or spoke to each other, in the order of their sides."""

    first: Actor
    second: Actor
    meetings: int
    there: int  # statements by the first to the second
    back: int

    @property
    def key(self) -> str:
        return f"pair-{self.first.slug}.{self.second.slug}"

    @property
    def strength(self) -> int:
        return self.meetings + self.there + self.back


@dataclass(frozen=True)
class StatementsTo:
    """Statements by one to the other. `elsewhere` is the address of all statements by the speaker."""

    speaker: Actor
    listener: Actor
    number: int
    latest: list[tuple[str, str]]  # date and address, the latest last
    elsewhere: str

    @property
    def earlier(self) -> int:
        return self.number - len(self.latest)


@dataclass(frozen=True)
class Row:
    """A row of the table."""

    pair: Pair
    url: str  # their meetings, within the filters
    planned: int  # of these
    there: StatementsTo | None
    back: StatementsTo | None
    earliest: str  # EDTF
    latest: str


@dataclass(frozen=True)
class Node:
    """An actor who met or spoke to somebody."""

    actor: Actor
    strength: int  # number of meetings and statements
    met: list[str]  # slugs of those they met


@dataclass(frozen=True)
class Network:
    pairs: list[Pair]  # the strongest first
    nodes: list[Node]  # the most connected first
    contacts: Contacts
    links: Links

    def find_first_day(self, node: Node) -> str:
        """The first day on which the actor met or spoke to somebody."""
        return self.contacts.find_first_day(node.actor.slug, node.met)

    def build_url(self, node: Node) -> str:
        """The actor’s events; for one who was only addressed, and is in no list of events, the actor’s page."""
        slug = node.actor.slug
        return self.links.link_events(slug) if slug in self.contacts.involved else node.actor.get_absolute_url()

    def build_rows(self, pairs: Iterable[Pair]) -> list[Row]:
        slugs = {pair: (pair.first.slug, pair.second.slug) for pair in pairs}
        meetings = self.contacts.summarize_meetings(sort_pair(*two) for pair, two in slugs.items() if pair.meetings)
        said = self.contacts.summarize_statements(
            [way for two in slugs.values() for way in (two, two[::-1])], STATEMENTS_PER_ROW
        )
        rows = []
        for pair, two in slugs.items():
            held, there, back = meetings.get(sort_pair(*two)), said.get(two), said.get(two[::-1])
            facts = sorted(  # stable: on the same day, meetings come before statements
                (fact for some in (held, there, back) if some for fact in (some.first, some.last)),
                key=lambda fact: fact.day,
            )
            rows.append(
                Row(
                    pair,
                    self.links.link_meetings(*two),
                    held.planned if held else 0,
                    self.build_statements_to(pair.first, pair.second, pair.there, there),
                    self.build_statements_to(pair.second, pair.first, pair.back, back),
                    facts[0].date,
                    facts[-1].date,
                )
            )
        return rows

    def build_statements_to(
        self, speaker: Actor, listener: Actor, number: int, said: StatementSummary | None
    ) -> StatementsTo | None:
        if not said:
            return None
        latest = [(date, reverse("timeline:statement", args=[slug])) for date, slug in said.latest]
        return StatementsTo(speaker, listener, number, latest, self.links.link_statements(speaker.slug))


@dataclass(frozen=True)
class Links:
    """Links to the records that a number counts, within the filters."""

    event_filter: EventFilter

    @cached_property
    def parameters(self) -> querystring.Pairs:
        return self.event_filter.parameters

    @cached_property
    def meeting_parameters(self) -> querystring.Pairs:
        chosen = [kind for kind in self.event_filter.values.get("kind") or MEETINGS if kind in MEETINGS]
        parameters = querystring.replace_values(self.parameters, kind="")
        for kind in chosen:
            parameters = querystring.add_value(parameters, "kind", kind)
        return parameters

    @cached_property
    def path(self) -> str:
        return reverse("timeline:event_list")

    def link_events(self, actor: str) -> str:
        return self.path + querystring.build_query(querystring.add_value(self.parameters, "actor", actor))

    def link_meetings(self, one: str, other: str) -> str:
        first = querystring.add_value(self.meeting_parameters, "actor", one)
        return self.path + querystring.build_query(querystring.add_value(first, "actor", other))

    def link_statements(self, actor: str) -> str:
        return reverse("timeline:compare") + querystring.build_query(
            querystring.add_value(self.parameters, "actor", actor)
        )


def build_network(events: EventFilter, answers: SearchBackend) -> Network:
    contacts = answers.find_contacts()
    actors = {actor.slug: actor for actor in answers.actors_by_key.values()}
    pairs = sorted(
        _build_pairs(contacts, actors),
        key=lambda pair: (-pair.meetings, -pair.strength, pair.first.name, pair.second.name, pair.key),
    )
    return Network(pairs, _build_nodes(pairs), contacts, Links(events))


def _build_pairs(contacts: Contacts, actors: Mapping[str, Actor]) -> Iterable[Pair]:
    delegations = {slug: _get_delegation(actor) for slug, actor in actors.items()}
    places = {slug: (SIDES.index(actor.side), actor.name, slug) for slug, actor in actors.items()}

    def can_meet(one: str, other: str) -> bool:
        """Two persons, or two states or bodies, that do not belong to the same delegation."""
        (person, delegation), (also_person, also_delegation) = delegations[one], delegations[other]
        return person == also_person and delegation != also_delegation

    together, said = contacts.meeting_counts, contacts.statement_counts
    joined = {two for two in contacts.pairs_that_met if can_meet(*two)} | {sort_pair(*two) for two in said}
    for two in joined:
        first, second = sorted(two, key=places.__getitem__)
        meetings = together.get(two, 0) if can_meet(*two) else 0
        there, back = said.get((first, second), 0), said.get((second, first), 0)
        yield Pair(actors[first], actors[second], meetings, there, back)


def _get_delegation(actor: Actor) -> tuple[bool, str]:
    """Whether it is a person; and the side, for others the country or the body itself."""
    side = actor.side
    return actor.kind == Actor.Kind.PERSON, side if side != Side.OTHER else actor.country or actor.slug


def _build_nodes(pairs: list[Pair]) -> list[Node]:
    actors: dict[str, Actor] = {}
    strength: dict[str, int] = defaultdict(int)
    met: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            actors[one.slug] = one
            strength[one.slug] += pair.strength
            if pair.meetings:
                met[one.slug].append(other.slug)
    nodes = [Node(actor, strength[slug], met[slug]) for slug, actor in actors.items()]
    return sorted(nodes, key=lambda node: (-node.strength, node.actor.name, node.actor.slug))
