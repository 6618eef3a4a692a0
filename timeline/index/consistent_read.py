"""Reading what the database held at one moment, while others save."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections


def alone(using: str) -> bool:
    """Nobody but this connection sees what it sees: it is within a transaction."""
    return connections[using].in_atomic_block


@contextmanager
def snapshot(using: str) -> Iterator[None]:
    """Not `atomic`: on SQLite that would begin as a writer does, and wait for writers."""
    connection = connections[using]
    if alone(using):
        yield
        return
    isolated = "" if connection.vendor == "sqlite" else " ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(f"BEGIN{isolated}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
