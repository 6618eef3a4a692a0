"""Numbers for values such as days: the same in every snapshot, for as long as the process runs.

So one snapshot can be made from another, and numpy can count the numbers.
"""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Interner(Generic[T]):
    def __init__(self) -> None:
        self.values: list[T] = []  # by number
        self.numbers: dict[T, int] = {}
        self.lock = Lock()

    def intern(self, value: T) -> int:
        """The number of a value, which is added if it is new."""
        number = self.numbers.get(value)
        if number is None:
            with self.lock:
                number = self.numbers.get(value)
                if number is None:
                    number = len(self.values)
                    self.values.append(value)
                    self.on_added(value, number)
                    self.numbers[value] = number
        return number

    def on_added(self, value: T, number: int) -> None:
        """Called before other threads see the number."""
