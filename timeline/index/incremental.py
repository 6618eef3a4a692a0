"""A record brought forward to what is stored now: only what was touched since is read, and put among the rest.

The old one is left as it was, for those who are still asking it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import compress
from typing import TypeVar

from timeline.serving import revision

from ..serving.change_log import MOST
from . import bitset, vocabulary
from .bitset import Days, Move, Planes
from .consistent_read import snapshot
from .loader import Reader
from .snapshot import Snapshot
from .statement_planes import Statements

K = TypeVar("K")


def renewed(old: Snapshot, most: int = MOST) -> Snapshot | None:
    """None where more events were touched, or nobody can tell which."""
    with snapshot(old.using):
        found = revision.since(old.place, old.using)
        if found is None:
            return None
        at, place, touched = found
        if at.mark == old.mark:
            return old
        if len(touched.events) > most:
            return None
        now = vocabulary.read(old.using) if vocabulary.is_stale(touched) else old.names
        if not touched.events:
            return replace(old, mark=at.mark, place=place, names=now)
        fresh = Reader(old.using, now, touched.events).record(at.mark, place)
    return merged(old, fresh, touched.events)


def merged(old: Snapshot, fresh: Snapshot, touched: frozenset[int]) -> Snapshot:
    """`fresh` has those of the touched events that are public now."""
    merge = Merge(old, fresh, touched)
    was, now = old.statements, fresh.statements
    keys = {k: merge.plane(was.keys.get(k), now.keys.get(k)) for k in sorted({*was.keys, *now.keys})}
    keys = {k: found for k, found in keys.items() if any(found)}
    numbers = {k: merge.plane(was.numbers.get(k), now.numbers.get(k)) for k in keys}
    audiences = {k: merge.plane(was.audiences.get(k), now.audiences.get(k)) for k in keys}
    return Snapshot(
        mark=fresh.mark,
        place=fresh.place,
        using=fresh.using,
        names=fresh.names,
        keys=merge.spliced(old.keys, fresh.keys),
        days=merge.spliced(old.days, fresh.days),
        firsts=merge.spliced(old.firsts, fresh.firsts),
        lasts=merge.spliced(old.lasts, fresh.lasts),
        earliest=merge.days(old.earliest, fresh.earliest),
        latest=merge.days(old.latest, fresh.latest),
        unsettled={unit: merge.both(events, fresh.unsettled[unit]) for unit, events in old.unsettled.items()},
        corroborated=merge.both(old.corroborated, fresh.corroborated),
        planned=merge.both(old.planned, fresh.planned),
        of_events={name: merge.values(found, fresh.of_events[name]) for name, found in old.of_events.items()},
        of_statements={
            name: merge.statements(found, fresh.of_statements[name]) for name, found in old.of_statements.items()
        },
        statements=Statements(keys, numbers, audiences),
        **old.carried(touched, merge.move),
    )


class Merge:
    """The events of a record that stay, and those that arrive, each at their new place."""

    def __init__(self, old: Snapshot, fresh: Snapshot, touched: frozenset[int]) -> None:
        gone = list(compress(range(old.size), map(touched.__contains__, old.keys)))
        self.old_size, self.fresh_size = old.size, fresh.size
        self.size = old.size - len(gone) + fresh.size
        self.runs, self.places = parted(old, fresh, gone)
        self.move = Move(self.runs, old.size)
        self.placed = cache(self._placed)  # of one event there are two

    def _placed(self, found: int) -> int:
        return bitset.of((self.places[at] for at in bitset.positions(found, 0, self.fresh_size)), self.size)

    def both(self, one: int, other: int) -> int:
        return self.move(one) | self.placed(other)

    def values(self, one: Mapping[K, int], other: Mapping[K, int]) -> Mapping[K, int]:
        """What no event is or has any more is left out."""
        found = {value: now for value, events in one.items() if (now := self.move(events))}
        for value, events in other.items():
            found[value] = found.get(value, 0) | self.placed(events)
        return found

    def statements(self, one: Mapping[str, Planes], other: Mapping[str, Planes]) -> Mapping[str, Planes]:
        found = {value: self.values(one.get(value, {}), other.get(value, {})) for value in {**one, **other}}
        return {value: planes for value, planes in found.items() if planes}

    def days(self, one: Days, other: Days) -> Days:
        return Days(tuple(map(self.both, one.slices, other.slices)), self.size)

    def spliced(self, one: array[int], other: array[int]) -> array[int]:
        parts = [(to, one[start:stop]) for start, stop, to in self.runs]
        parts += [(place, other[at : at + 1]) for at, place in enumerate(self.places)]
        whole = array(one.typecode)
        for _to, part in sorted(parts, key=lambda part: part[0]):
            whole.extend(part)
        return whole

    def plane(self, one: array[int] | None, other: array[int] | None) -> array[int]:
        kind = (one or other or array("q")).typecode
        return self.spliced(one or array(kind, [0]) * self.old_size, other or array(kind, [0]) * self.fresh_size)


def parted(old: Snapshot, fresh: Snapshot, gone: list[int]) -> tuple[list[tuple[int, int, int]], list[int]]:
    """Where what stays goes, as runs of (start, stop, to); and the places of what arrives."""
    arriving = [bisect_left(range(old.size), fresh.order(at), key=old.order) for at in range(fresh.size)]
    runs, places, start, to = [], [], 0, 0
    for at, leaves in sorted([(at, False) for at in arriving] + [(at, True) for at in gone] + [(old.size, True)]):
        if start < at:
            runs.append((start, at, to))
            to += at - start
        if leaves:
            start = at + 1
        else:
            start = at
            places.append(to)
            to += 1
    return runs, places
