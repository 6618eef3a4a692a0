"""Incremental update of a snapshot: only the events that changed are read, and a new snapshot is made with them.

The old one stays as it was, for requests that still use it.
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
from .bitset import BitMover, BitSlicedDays, Planes
from .consistent_read import consistent_read
from .loader import SnapshotReader
from .snapshot import Snapshot
from .statement_planes import StatementPlanes

K = TypeVar("K")


def update_incrementally(old: Snapshot, most: int = MOST) -> Snapshot | None:
    """None if more events changed than `most`, or if the log does not say which."""
    with consistent_read(old.using):
        found = revision.since(old.log_position, old.using)
        if found is None:
            return None
        at, log_position, touched = found
        if at.mark == old.mark:
            return old
        if len(touched.events) > most:
            return None
        names = vocabulary.read_vocabulary(old.using) if vocabulary.is_stale(touched) else old.vocabulary
        if not touched.events:
            return replace(old, mark=at.mark, log_position=log_position, vocabulary=names)
        fresh = SnapshotReader(old.using, names, touched.events).read_snapshot(at.mark, log_position)
    return merge_snapshots(old, fresh, touched.events)


def merge_snapshots(old: Snapshot, fresh: Snapshot, touched: frozenset[int]) -> Snapshot:
    """`fresh` has those of the touched events that are public now."""
    merge = SnapshotMerge(old, fresh, touched)
    before, after = old.statements, fresh.statements
    keys = {k: merge.splice_plane(before.keys.get(k), after.keys.get(k)) for k in sorted({*before.keys, *after.keys})}
    keys = {k: plane for k, plane in keys.items() if any(plane)}
    days = {k: merge.splice_plane(before.days.get(k), after.days.get(k)) for k in keys}
    audiences = {k: merge.splice_plane(before.audiences.get(k), after.audiences.get(k)) for k in keys}
    return Snapshot(
        mark=fresh.mark,
        log_position=fresh.log_position,
        using=fresh.using,
        vocabulary=fresh.vocabulary,
        keys=merge.splice(old.keys, fresh.keys),
        days=merge.splice(old.days, fresh.days),
        firsts=merge.splice(old.firsts, fresh.firsts),
        lasts=merge.splice(old.lasts, fresh.lasts),
        earliest=merge.merge_days(old.earliest, fresh.earliest),
        latest=merge.merge_days(old.latest, fresh.latest),
        imprecise={unit: merge.merge_bits(events, fresh.imprecise[unit]) for unit, events in old.imprecise.items()},
        corroborated=merge.merge_bits(old.corroborated, fresh.corroborated),
        planned=merge.merge_bits(old.planned, fresh.planned),
        of_events={name: merge.merge_values(values, fresh.of_events[name]) for name, values in old.of_events.items()},
        of_statements={
            name: merge.merge_statements(values, fresh.of_statements[name])
            for name, values in old.of_statements.items()
        },
        statements=StatementPlanes(keys, days, audiences),
        **old.copy_caches(touched, merge.move),
    )


class SnapshotMerge:
    """Gives the events that did not change and those that were read again their new positions."""

    def __init__(self, old: Snapshot, fresh: Snapshot, touched: frozenset[int]) -> None:
        removed = list(compress(range(old.size), map(touched.__contains__, old.keys)))
        self.old_size, self.fresh_size = old.size, fresh.size
        self.size = old.size - len(removed) + fresh.size
        self.runs, self.fresh_positions = plan_merge(old, fresh, removed)
        self.move = BitMover(self.runs, old.size)
        self.insert = cache(self._insert)  # of one fresh event there are only two sets: with and without it

    def _insert(self, events: int) -> int:
        """Bits of the fresh snapshot at their new positions."""
        positions = bitset.iter_positions(events, 0, self.fresh_size)
        return bitset.from_positions((self.fresh_positions[position] for position in positions), self.size)

    def merge_bits(self, old: int, fresh: int) -> int:
        return self.move(old) | self.insert(fresh)

    def merge_values(self, old: Mapping[K, int], fresh: Mapping[K, int]) -> Mapping[K, int]:
        """Without values that no event has any more."""
        merged = {value: moved for value, events in old.items() if (moved := self.move(events))}
        for value, events in fresh.items():
            merged[value] = merged.get(value, 0) | self.insert(events)
        return merged

    def merge_statements(self, old: Mapping[str, Planes], fresh: Mapping[str, Planes]) -> Mapping[str, Planes]:
        merged = {value: self.merge_values(old.get(value, {}), fresh.get(value, {})) for value in {**old, **fresh}}
        return {value: planes for value, planes in merged.items() if planes}

    def merge_days(self, old: BitSlicedDays, fresh: BitSlicedDays) -> BitSlicedDays:
        return BitSlicedDays(tuple(map(self.merge_bits, old.slices, fresh.slices)), self.size)

    def splice(self, old: array[int], fresh: array[int]) -> array[int]:
        parts = [(new_start, old[start:stop]) for start, stop, new_start in self.runs]
        parts += [(new, fresh[position : position + 1]) for position, new in enumerate(self.fresh_positions)]
        merged = array(old.typecode)
        for _start, part in sorted(parts, key=lambda part: part[0]):
            merged.extend(part)
        return merged

    def splice_plane(self, old: array[int] | None, fresh: array[int] | None) -> array[int]:
        kind = (old or fresh or array("q")).typecode
        return self.splice(old or array(kind, [0]) * self.old_size, fresh or array(kind, [0]) * self.fresh_size)


def plan_merge(old: Snapshot, fresh: Snapshot, removed: list[int]) -> tuple[list[tuple[int, int, int]], list[int]]:
    """Runs (start, stop, new start) of the events that stay, and the new positions of those in `fresh`."""
    insertions = [bisect_left(range(old.size), fresh.get_sort_key(n), key=old.get_sort_key) for n in range(fresh.size)]
    steps = [(at, False) for at in insertions] + [(at, True) for at in removed] + [(old.size, True)]
    runs, fresh_positions, start, new_start = [], [], 0, 0
    for at, is_removal in sorted(steps):
        if start < at:
            runs.append((start, at, new_start))
            new_start += at - start
        if is_removal:
            start = at + 1
        else:
            start = at
            fresh_positions.append(new_start)
            new_start += 1
    return runs, fresh_positions
