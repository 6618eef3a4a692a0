"""What a search returns besides events: counts of choices, statements by day, labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ..models import Actor

Counts = Mapping[str, int]
Labels = Mapping[str, str]


@dataclass(frozen=True)
class ChoiceCounts:
    """Events by choice, with the labels of the choices; of actors and sides also the side."""

    counts: Counts
    labels: Labels
    ranked: list[str]  # the choices that have events: the most frequent first, then by label
    sides: Labels = field(default_factory=dict)

    @classmethod
    def from_counts(cls, counts: Counts, labels: Labels, sides: Labels | None = None) -> ChoiceCounts:
        ranked = sorted((one for one, n in counts.items() if n), key=lambda one: (-counts[one], labels.get(one, one)))
        return cls(counts, labels, ranked, sides or {})


class StatementRef(NamedTuple):
    """A statement and its event, by their keys."""

    date: str
    event: int
    statement: int
    side: str  # of the speaker


@dataclass(frozen=True)
class StatementDays:
    """How many statements a page lists by themselves, day by day."""

    events: int  # at which they were made
    days: Sequence[tuple[str, int]]  # each date with the number of its statements, in the order of the page

    @cached_property
    def statements(self) -> int:
        return sum([n for _date, n in self.days])


def load_actors(using: str) -> dict[int, Actor]:
    return {actor.pk: actor for actor in Actor.objects.using(using).prefetch_related("posts")}
