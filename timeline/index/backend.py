"""What a page of the list asks of the snapshot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple, Protocol, overload

from django.utils.translation import get_language

from articles import languages

from ..models import Actor, Event, Quote, Side
from .contacts import Contacts
from .histogram import Spread
from .lru_cache import Kept

Counts = Mapping[str, int]
Labels = Mapping[str, str]


@dataclass(frozen=True)
class Counted:
    """Events by choice, the names of the choices, and of actors and sides the side."""

    counts: Counts
    labels: Labels
    ranked: list[str]  # the choices that give any, the most frequent first; of those as frequent, by name
    sides: Labels = field(default_factory=dict)

    @classmethod
    def of(cls, counts: Counts, labels: Labels, sides: Labels | None = None) -> Counted:
        ranked = sorted((one for one, n in counts.items() if n), key=lambda one: (-counts[one], labels.get(one, one)))
        return cls(counts, labels, ranked, sides or {})


class Spoken(NamedTuple):
    """A statement and its event, by their keys."""

    date: str
    event: int
    statement: int
    side: str  # of the speaker


@dataclass(frozen=True)
class Said:
    """The statements that are shown by themselves (`EventFilter.statements_shown`)."""

    events: int  # at which they were made
    days: Sequence[tuple[str, int]]  # each date with how many, in the order asked for

    @property
    def statements(self) -> int:
        return sum(n for _date, n in self.days)


class Answers(Protocol):
    @property
    def total(self) -> int:
        """Matching events."""

    @property
    def drawn(self) -> Kept[Any]:
        """What was drawn of single events before."""

    @property
    def people(self) -> Mapping[int, Actor]:
        """Every actor, with their posts."""

    def sides(self, keys: list[int]) -> Mapping[int, list[Side]]:
        """Which take part or speak in these of the events listed, in the order of `Side`."""

    def listed(self, start: int, stop: int) -> list[int]:
        """The keys of matching events, in the order asked for."""

    def counted(self, name: str) -> Counted:
        """By each choice of a parameter, what it gives if it is chosen too (or, once chosen, as it is)."""

    def spread(self) -> Spread:
        """When the matching events were, and whose part in them."""

    def all_speak(self) -> bool:
        """Whether each actor chosen speaks in every event listed, and about every topic chosen."""

    def said(self) -> Said:
        """What was said, day by day."""

    def said_on(self, dates: Sequence[str], start: int = 0, stop: int | None = None) -> list[Spoken]:
        """What was said on these days, those from the `start`-th to before the `stop`-th: dates and of each the events
        in the order asked for, statements of an event as they were stored.
        """

    def contacts(self) -> Contacts:
        """Who met and who spoke to whom."""

    def reach(self) -> tuple[dt.date, dt.date] | None:
        """From the first to the last event of the whole record."""


class Listed(Sequence[int]):
    """The keys of the matching events, for a paginator."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers

    def __len__(self) -> int:
        return self.answers.total

    @overload
    def __getitem__(self, part: int) -> int: ...
    @overload
    def __getitem__(self, part: slice) -> list[int]: ...
    def __getitem__(self, part: int | slice) -> int | list[int]:
        if isinstance(part, int):
            return self.answers.listed(part, part + 1)[0]
        start, stop, _step = part.indices(len(self))
        return self.answers.listed(start, stop) if start < stop else []


def everybody(using: str) -> dict[int, Actor]:
    return {actor.pk: actor for actor in Actor.objects.using(using).prefetch_related("posts")}


def fixed_labels(name: str, language: str | None = None) -> Labels:
    """`language` is the active one, for who knows it already."""
    return _labels(name, language or get_language())


@cache
def _labels(name: str, _language: str | None) -> Labels:
    """Of choices that are the same in every record; asked for on every page."""
    if name == "side":
        return {side.value: str(side.label) for side in Side}
    if name == "kind":
        return {kind.value: str(kind.label) for kind in Event.Kind}
    return {kind.value: str(kind.label).split(":")[0] for kind in Quote.Kind}


def language_labels(tags: Iterable[str]) -> dict[str, str]:
    return {tag: languages.name(tag) for tag in tags}
