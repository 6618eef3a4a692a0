"""The record as bit strings, as it was at one revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..models import Event, Quote
from ..periods import Unit
from ..search import engine
from ..search.query import parse
from . import bits
from .bits import Ladder, Planes
from .kept import Kept
from .statements import Statements

SEARCHES_KEPT = 200
CHARACTERS_KEPT = 24_000_000  # of what was drawn of single events; a card has about two thousand
Values = Mapping[str, int]


@dataclass(frozen=True)
class Record:
    """What a choice gives: events by what they are, and by what is said at them."""

    mark: str  # of the revision
    using: str
    keys: list[int]  # of the events, by position
    days: list[int]  # their places in the list, as ordinal days
    earliest: Ladder
    latest: Ladder
    unsettled: Mapping[Unit, int]  # may have been in more than one decade, year, month or day
    corroborated: int
    of_events: Mapping[str, Values]  # by parameter: side, actor, topic, kind, outlet, language
    of_statements: Mapping[str, Mapping[str, Planes]]  # actor, side, said, office, topic
    labels: Mapping[str, Mapping[str, str]]
    side_of: Mapping[str, str]  # by actor
    known: Mapping[str, frozenset[str]]  # what may be asked for, shown or not
    position: Mapping[int, int]  # by key
    statements: Statements
    searches: dict[str, int] = field(default_factory=dict)
    searches_said: dict[str, Planes] = field(default_factory=dict)
    drawn: Kept[Any] = field(default_factory=lambda: Kept(CHARACTERS_KEPT))

    @property
    def size(self) -> int:
        return len(self.keys)

    @property
    def everything(self) -> int:
        return (1 << self.size) - 1

    def mentioning(self, text: str) -> int:
        """Events, asked of the index of words once."""
        known = self.searches.get(text)
        if known is not None:
            return known
        found = Event.objects.using(self.using).filter(pk__in=engine.events(parse(text), self.using))
        keys = found.order_by().values_list("pk", flat=True)
        known = bits.of((self.position[pk] for pk in keys if pk in self.position), self.size)
        _keep(self.searches, text, known)
        return known

    def saying(self, text: str) -> Planes:
        """Statements, likewise."""
        known = self.searches_said.get(text)
        if known is not None:
            return known
        found = Quote.objects.using(self.using).filter(pk__in=engine.quotes(parse(text), self.using))
        planes: dict[int, list[int]] = defaultdict(list)
        for k, at, _key in self.places(found.order_by().values_list("event", "pk")):
            planes[k].append(at)
        known = {k: bits.of(places, self.size) for k, places in planes.items()}
        _keep(self.searches_said, text, known)
        return known

    def places(self, statements: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
        """(plane, position, key) of (event, key); who has just been stored has none."""
        for event, key in statements:
            at = self.position.get(event)
            k = None if at is None else self.statements.plane(at, key)
            if at is not None and k is not None:
                yield k, at, key


def _keep(searches: dict[str, Any], text: str, found: Any) -> None:
    if len(searches) >= SEARCHES_KEPT:
        searches.clear()
    searches[text] = found
