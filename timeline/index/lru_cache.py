"""What was made of single events of a record, kept until there is too much of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Set, Sized
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T", bound=Sized)


class LruCache(Generic[T]):
    """By event and manner; what was asked for least recently goes first. Several threads may ask at once."""

    def __init__(self, most: int) -> None:
        self.most = most  # the sum of the sizes kept
        self.size = 0
        self.things: OrderedDict[tuple[int, Hashable], T] = OrderedDict()
        self.lock = Lock()

    def get(self, event: int, manner: Hashable) -> T | None:
        with self.lock:
            found = self.things.get((event, manner))
            if found is not None:
                self.things.move_to_end((event, manner))
            return found

    def keep(self, event: int, manner: Hashable, one: T) -> None:
        with self.lock:
            before = self.things.pop((event, manner), ())
            self.things[event, manner] = one
            self.size += len(one) - len(before)
            while self.size > self.most:
                self.size -= len(self.things.popitem(last=False)[1])

    def without(self, touched: Set[int]) -> LruCache[T]:
        """The same for a record in which these events changed."""
        left: LruCache[T] = LruCache(self.most)
        with self.lock:
            left.things = OrderedDict(pair for pair in self.things.items() if pair[0][0] not in touched)
        left.size = sum(map(len, left.things.values()))
        return left
