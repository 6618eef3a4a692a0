"""Reading what the database held at one moment, while others save."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections


def is_in_transaction(using: str) -> bool:
    """Whether this connection may see changes that no other connection sees."""
    return connections[using].in_atomic_block


@contextmanager
def consistent_read(using: str) -> Iterator[None]:
    """Not `atomic`: on SQLite that would begin as a writer does, and wait for writers."""
    connection = connections[using]
    if is_in_transaction(using):
        yield
        return
    isolation = "" if connection.vendor == "sqlite" else " ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(f"BEGIN{isolation}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
