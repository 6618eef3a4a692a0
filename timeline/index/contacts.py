"""Who met whom, and who spoke to whom, at some events: `pages/network/pairs.py` decides from this who makes a pair."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import Event

# Kinds of event at which people talk with each other. A treaty or a declaration does not say who met whom.
MEETINGS = (Event.Kind.CALL, Event.Kind.SUMMIT, Event.Kind.TALKS, Event.Kind.VISIT)
LARGEST = 8  # actors named at a meeting: if there are more, two who are named may never have met

ActorPair = tuple[str, str]  # slugs: of a meeting in alphabetical order, of statements the speaker and the addressee
SortDay = tuple[str, str, str]  # the sort date, the earliest and the latest day


@dataclass(frozen=True)
class Fact:
    """Something with a date in the history of a pair."""

    date: str  # EDTF
    day: SortDay


@dataclass(frozen=True)
class MeetingSummary:
    """The meetings of a pair."""

    planned: int  # how many were planned when they were reported
    first: Fact
    last: Fact


@dataclass(frozen=True)
class StatementSummary:
    """Statements by one actor to another."""

    first: Fact
    last: Fact
    latest: list[tuple[str, str]]  # date and slug of statements, the latest last


def sort_pair(one: str, other: str) -> ActorPair:
    return (one, other) if one < other else (other, one)
