"""The record as bit strings, as it was at one revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..models import Actor, Event
from ..periods import Unit
from ..search import engine
from ..search.query import parse
from . import bits
from .answers import everybody
from .bits import Ladder, Planes
from .kept import Kept

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
    searches: dict[str, int] = field(default_factory=dict)
    drawn: Kept[Any] = field(default_factory=lambda: Kept(CHARACTERS_KEPT))

    @property
    def size(self) -> int:
        return len(self.keys)

    @cached_property
    def people(self) -> Mapping[int, Actor]:
        return everybody(self.using)

    @property
    def everything(self) -> int:
        return (1 << self.size) - 1

    def mentioning(self, text: str) -> int:
        """Asked of the index of words once."""
        known = self.searches.get(text)
        if known is not None:
            return known
        found = Event.objects.using(self.using).filter(pk__in=engine.events(parse(text), self.using))
        keys = found.order_by().values_list("pk", flat=True)
        known = bits.of((self.position[pk] for pk in keys if pk in self.position), self.size)
        if len(self.searches) >= SEARCHES_KEPT:
            self.searches.clear()
        self.searches[text] = known
        return known
