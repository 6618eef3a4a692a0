"""A cache of fragments of pages, for each event of a snapshot."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Set, Sized
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T", bound=Sized)


class LruCache(Generic[T]):
    """By event and variant. The least recently used entries are removed first. Safe to use from several threads."""

    def __init__(self, max_size: int) -> None:
        self.max_size = max_size  # the sum of `len()` of the entries
        self.size = 0
        self.entries: OrderedDict[tuple[int, Hashable], T] = OrderedDict()
        self.lock = Lock()

    def get(self, event: int, variant: Hashable) -> T | None:
        with self.lock:
            found = self.entries.get((event, variant))
            if found is not None:
                self.entries.move_to_end((event, variant))
            return found

    def set(self, event: int, variant: Hashable, entry: T) -> None:
        with self.lock:
            before = self.entries.pop((event, variant), ())
            self.entries[event, variant] = entry
            self.size += len(entry) - len(before)
            while self.size > self.max_size:
                self.size -= len(self.entries.popitem(last=False)[1])

    def copy_without(self, events: Set[int]) -> LruCache[T]:
        """For a snapshot in which these events changed."""
        copy: LruCache[T] = LruCache(self.max_size)
        with self.lock:
            copy.entries = OrderedDict(pair for pair in self.entries.items() if pair[0][0] not in events)
        copy.size = sum(map(len, copy.entries.values()))
        return copy
