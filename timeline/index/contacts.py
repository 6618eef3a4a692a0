"""Who met whom, and who spoke to whom, in the events found: what `network/pairs.py` makes pairs of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Protocol

from ..models import Event

# Kinds of event in which people talk with each other. A treaty or a declaration does not say who sat with whom.
MEETINGS = (Event.Kind.CALL, Event.Kind.SUMMIT, Event.Kind.TALKS, Event.Kind.VISIT)
LARGEST = 8  # named in one meeting: with more, being named together no longer says that two of them met

Two = tuple[str, str]  # actors' slugs: of a meeting in order, of statements the speaker and the one spoken to
Day = tuple[str, str, str]  # the place in time: of the list, the earliest and the latest day


@dataclass(frozen=True)
class Fact:
    """A dated thing in a pair's history."""

    date: str  # EDTF
    day: Day


@dataclass(frozen=True)
class Meetings:
    """Of two."""

    planned: int  # and nothing more
    first: Fact
    last: Fact


@dataclass(frozen=True)
class Said:
    """By one to another."""

    first: Fact
    last: Fact
    latest: list[tuple[str, str]]  # date and slug of statements, the latest last


class Contacts(Protocol):
    @property
    def present(self) -> Set[str]:
        """Who takes part or speaks; only who speaks, where statements of a kind are asked for."""

    @property
    def large(self) -> int:
        """Meetings with more than LARGEST named."""

    @property
    def together(self) -> Mapping[Two, int]:
        """Meetings at which both are named."""

    @property
    def met(self) -> Set[Two]:
        """At a meeting that took place, with not more than LARGEST named."""

    @property
    def said(self) -> Mapping[Two, int]:
        """Statements, of the kinds and offices and with the words asked for."""

    def since(self, actor: str, others: Iterable[str]) -> str:
        """The day of the first meeting with one of these others, or of the first statement by or to the actor."""

    def meetings(self, several: Iterable[Two]) -> Mapping[Two, Meetings]:
        """Of those of these that have any."""

    def statements(self, several: Iterable[Two], most: int) -> Mapping[Two, Said]:
        """Likewise; of each the latest, not more than so many."""


def in_order(one: str, other: str) -> Two:
    return (one, other) if one < other else (other, one)
