"""Who changed what in a record, according to its versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby
from typing import Any

from .aspects import Aspect, list_aspects
from .histories import Trail, Version


class Blank(Enum):
    """Values that mean “no value”."""

    UNKNOWN = "the history does not say"
    NOTHING = "there was no record"


@dataclass(frozen=True)
class Trace:
    """The account's changes to one value.

    `original` is the value before the account's first change, `before` the value before its last one (others may have
    changed it in between), `left` the value after it. `after` is the version in which somebody else has changed it
    since, or None.
    """

    original: Any
    before: Any
    left: Any
    after: Version | None = None


def trace_changes(ends: Iterable[tuple[Version, Any]], value: Any, same: Callable[[Any, Any], bool]) -> Trace | None:
    """None if the account changed nothing. `ends` are the values at the ends of runs, `value` the one before them."""
    found: Trace | None = None
    for version, end in ends:
        is_changed = value is not Blank.UNKNOWN and (value is Blank.NOTHING or not same(value, end))
        if is_changed and version.is_account:
            is_owned = found is not None and found.after is None
            found = Trace(
                original=found.original if found else value,
                before=found.before if found and is_owned else value,
                left=end,
            )
        elif is_changed and found:
            found = replace(found, after=version)
        value = end
    return found


class Traces:
    """The account's changes to one record."""

    def __init__(self, trail: Trail) -> None:
        self.trail = trail
        self.runs = [list(run) for _author, run in groupby(trail.versions, key=lambda version: version.author)]
        self.ends = [run[-1] for run in self.runs]
        was_made = trail.versions[0].row.history_type == "+"
        self.first: Any = Blank.NOTHING if was_made else Blank.UNKNOWN
        self.aspects = list_aspects(trail.model)
        stored = [(version, not version.is_deletion) for version in self.ends]
        self.existence = trace_changes(stored, not was_made, bool.__eq__)

    def of(self, aspect: Aspect) -> Trace | None:
        """A deletion does not change the value of a field."""
        ends = [(end, aspect.read_version(end)) for end in self.ends]
        return trace_changes(ends, self.first, aspect.is_same)

    @property
    def is_restored(self) -> bool:
        """Whether to restore the record: the account deleted it, and nobody has changed that since."""
        one = self.existence
        return one is not None and one.after is None and bool(one.before and not one.left)

    @property
    def is_deleted(self) -> bool:
        """Whether to delete the record: the account created it, or restored it from the trash."""
        one = self.existence
        return self.is_temporary or (one is not None and one.after is None and bool(one.left and not one.before))

    @property
    def is_adopted(self) -> bool:
        """The account created the record, and somebody else has deleted or restored it since."""
        one = self.existence
        return one is not None and one.after is not None and not one.original

    @property
    def is_temporary(self) -> bool:
        """The account created the record and deleted it again. It may be restored with another record."""
        last = self.ends[-1]
        return last.is_account and last.is_deletion and not self.was_stored_before(len(self.runs) - 1)

    @property
    def has_unknown_start(self) -> bool:
        """The history begins with a change by this account, so the previous values are unknown."""
        first = self.runs[0][0]
        return first.is_account and str(first.row.history_type) == "~"

    def find_change_by_others(self) -> Version | None:
        """The last version by which somebody else changed the record after the account created it."""
        start = max(
            (n for n, run in enumerate(self.runs) if run[0].is_account and self.is_created_in(n)),
            default=len(self.runs) - 1,
        )
        found = None
        for before, end in zip(self.ends[start:], self.ends[start + 1 :], strict=False):
            if not end.is_account and self.has_difference(before, end):
                found = end
        return found

    def is_created_in(self, number: int) -> bool:
        """Whether the record was stored at the end of this run and not before it."""
        return not self.was_stored_before(number) and not self.ends[number].is_deletion

    def was_stored_before(self, number: int) -> bool:
        return not self.ends[number - 1].is_deletion if number else self.first is Blank.UNKNOWN

    def has_difference(self, one: Version, other: Version) -> bool:
        return any(not aspect.is_same(aspect.read_version(one), aspect.read_version(other)) for aspect in self.aspects)
