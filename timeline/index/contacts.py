"""Who met whom, and who spoke to whom, in the events found: what `network/pairs.py` makes pairs of."""

from __future__ import annotations

from dataclasses import dataclass

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


def in_order(one: str, other: str) -> Two:
    return (one, other) if one < other else (other, one)
