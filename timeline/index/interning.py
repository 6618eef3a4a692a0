"""A number for each of some things, for as long as the program runs and in whichever record they stand.

So records can be made from one another, and numbers be counted.
"""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Numbered(Generic[T]):
    def __init__(self) -> None:
        self.all: list[T] = []  # by number
        self.numbers: dict[T, int] = {}
        self.lock = Lock()

    def number(self, one: T) -> int:
        found = self.numbers.get(one)
        if found is None:
            with self.lock:
                found = self.numbers.get(one)
                if found is None:
                    found = len(self.all)
                    self.all.append(one)
                    self.arrived(one, found)
                    self.numbers[one] = found
        return found

    def arrived(self, one: T, number: int) -> None:
        """Before anybody else knows of it."""
