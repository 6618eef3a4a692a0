"""The record as bit strings, as it was at one revision."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any

from ..models import Actor, Event
from ..periods import Unit
from ..search import engine
from ..search.query import parse
from ..touched import MOST, Place
from . import bits
from .answers import everybody
from .bits import Days, Move, Planes
from .kept import Kept
from .names import Names

SEARCHES_KEPT = 200
CHARACTERS_KEPT = 24_000_000  # of what was drawn of single events; a card has about two thousand
Values = Mapping[str, int]
Order = tuple[int, int, int, int]


@dataclass(frozen=True)
class Search:
    found: int
    unasked: frozenset[int] = frozenset()  # events touched since


@dataclass(frozen=True)
class Record:
    """What a choice gives: events by what they are, and by what is said at them. Nothing in it is ever changed."""

    mark: str  # of the revision
    place: Place  # in the log of what was touched
    using: str
    names: Names
    keys: array[int]  # of the events, by position
    days: array[int]  # their places in the list, as ordinal days
    firsts: array[int]  # the earliest and the latest day of each
    lasts: array[int]
    earliest: Days
    latest: Days
    unsettled: Mapping[Unit, int]  # may have been in more than one decade, year, month or day
    corroborated: int
    of_events: Mapping[str, Values]  # by parameter: side, actor, topic, kind, outlet, language
    of_statements: Mapping[str, Mapping[str, Planes]]  # actor, side, said, office, topic
    searches: dict[str, Search] = field(default_factory=dict, compare=False)
    drawn: Kept[Any] = field(default_factory=lambda: Kept(CHARACTERS_KEPT), compare=False)

    @property
    def size(self) -> int:
        return len(self.keys)

    @cached_property
    def people(self) -> Mapping[int, Actor]:
        return everybody(self.using)

    @property
    def everything(self) -> int:
        return (1 << self.size) - 1

    @property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        return self.names.labels

    @property
    def side_of(self) -> Mapping[str, str]:
        return self.names.side_of

    @property
    def known(self) -> Mapping[str, frozenset[str]]:
        return self.names.known

    @cached_property
    def position(self) -> Mapping[int, int]:
        """By key; only words are looked up so."""
        return dict(zip(self.keys, count(), strict=False))

    def order(self, at: int) -> Order:
        """As `LIST_ORDER` has it."""
        return self.days[at], self.firsts[at], self.lasts[at], self.keys[at]

    def carried(self, touched: frozenset[int], move: Move) -> dict[str, Any]:
        """What a record made from this one need not find out again: all that was not touched still holds.

        `move` takes bits to where these events stand now. Copies: who is still asking this record adds to this one.
        """
        searches = {}
        for text, search in list(self.searches.items()):
            unasked = search.unasked | touched
            if len(unasked) <= MOST:
                searches[text] = Search(move(search.found), unasked)
        return {"searches": searches, "drawn": self.drawn.without(touched)}

    def mentioning(self, text: str) -> int:
        """Asked of the index of words once; later only about events that were touched since."""
        known = self.searches.get(text)
        if known is not None and not known.unasked:
            return known.found
        keys = Event.objects.using(self.using).order_by().values_list("pk", flat=True)
        keys = keys.filter(pk__in=engine.events(parse(text), self.using))
        if known is not None:
            keys = keys.filter(pk__in=known.unasked)
        found = bits.of((self.position[pk] for pk in keys if pk in self.position), self.size)
        if len(self.searches) >= SEARCHES_KEPT:
            self.searches.clear()
        self.searches[text] = Search(found | known.found if known else found)
        return self.searches[text].found
