"""How events lie in time, counted by decade, year, month or day and by side."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

from articles.dates.periods import Period

from ..models import Side


@dataclass
class Tally:
    """By the number of the unit."""

    totals: Counter[int] = field(default_factory=Counter)
    by_side: dict[Side, Counter[int]] = field(default_factory=lambda: {side: Counter() for side in Side})
    unsettled: int = 0  # events whose possible days reach beyond their unit


class Spread(Protocol):
    def __len__(self) -> int: ...

    def between(self, first: dt.date, last: dt.date) -> Spread:
        """Those that stand there in the list."""

    def ends(self) -> tuple[dt.date, dt.date]:
        """Of at least one event."""

    def tally(self, axis: Period) -> Tally:
        """In each unit of the axis, which has a place for all of them."""
