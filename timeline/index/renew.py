"""A record brought forward to what is stored now: only what was touched since is read, and put among the rest.

The old one is left as it was, for those who are still asking it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import compress

from .. import revision
from . import bits, names
from .bits import Days, Move, Planes
from .build import Reader
from .record import Record, Values
from .snapshot import snapshot

Combine = Callable[[int, int], int]


def renewed(old: Record) -> Record | None:
    """None where too much was touched, or nobody can tell what: then all must be read anew."""
    with snapshot(old.using):
        found = revision.since(old.place, old.using)
        if found is None:
            return None
        at, place, touched = found
        if at.mark == old.mark:
            return old
        now = names.read(old.using) if touched.names else old.names
        if not touched.events:
            return replace(old, mark=at.mark, place=place, names=now)
        fresh = Reader(old.using, now, touched.events).record(at.mark, place)
    return merged(old, fresh, touched.events)


def merged(old: Record, fresh: Record, touched: frozenset[int]) -> Record:
    """`fresh` has those of the touched events that are public now."""
    gone = list(compress(range(old.size), map(touched.__contains__, old.keys)))
    runs, places = parted(old, fresh, gone)
    move, size = Move(runs, old.size), old.size - len(gone) + fresh.size

    def combined(one: int, other: int) -> int:
        placed = bits.of((places[at] for at in bits.positions(other, 0, fresh.size)), size) if other else 0
        return move(one) | placed

    def spliced(one: array[int], other: array[int]) -> array[int]:
        parts = [(to, one[start:stop]) for start, stop, to in runs]
        parts += [(place, other[at : at + 1]) for at, place in enumerate(places)]
        whole = array(one.typecode)
        for _to, part in sorted(parts, key=lambda part: part[0]):
            whole.extend(part)
        return whole

    return Record(
        fresh.mark,
        fresh.place,
        fresh.using,
        fresh.names,
        spliced(old.keys, fresh.keys),
        spliced(old.days, fresh.days),
        spliced(old.firsts, fresh.firsts),
        spliced(old.lasts, fresh.lasts),
        days(old.earliest, fresh.earliest, size, combined),
        days(old.latest, fresh.latest, size, combined),
        {unit: combined(old.unsettled[unit], fresh.unsettled[unit]) for unit in old.unsettled},
        combined(old.corroborated, fresh.corroborated),
        {name: values(old.of_events[name], fresh.of_events[name], combined) for name in old.of_events},
        {name: statements(old.of_statements[name], fresh.of_statements[name], combined) for name in old.of_statements},
        **old.carried(touched, move),
    )


def parted(old: Record, fresh: Record, gone: list[int]) -> tuple[list[tuple[int, int, int]], list[int]]:
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


def days(one: Days, other: Days, size: int, combined: Combine) -> Days:
    return Days(tuple(map(combined, one.slices, other.slices)), size)


def values(one: Values, other: Values, combined: Combine) -> Values:
    """What no event is or has any more is left out."""
    found = {value: combined(one.get(value, 0), other.get(value, 0)) for value in {**one, **other}}
    return {value: events for value, events in found.items() if events}


def statements(one: Mapping[str, Planes], other: Mapping[str, Planes], combined: Combine) -> dict[str, Planes]:
    found = {}
    for value in {**one, **other}:
        mine, theirs = one.get(value, {}), other.get(value, {})
        planes = {k: combined(mine.get(k, 0), theirs.get(k, 0)) for k in {**mine, **theirs}}
        if planes := {k: events for k, events in planes.items() if events}:
            found[value] = planes
    return found
