"""What a search gives besides events: counts of choices, statements by day, labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..models import Actor

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
    """The statements that are shown by themselves (`EventFilter.listed_statements`)."""

    events: int  # at which they were made
    days: Sequence[tuple[str, int]]  # each date with how many, in the order asked for

    @property
    def statements(self) -> int:
        return sum(n for _date, n in self.days)


def everybody(using: str) -> dict[int, Actor]:
    return {actor.pk: actor for actor in Actor.objects.using(using).prefetch_related("posts")}
