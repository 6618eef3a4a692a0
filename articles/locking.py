"""Who stores takes turns: between looking at what is stored and storing over it nobody else does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction

WRITE_LOCK = 5_2007  # the number of the lock that all who store wait for on PostgreSQL


def acquire_write_lock(using: str) -> None:
    """Wait for one's turn; it lasts to the end of the transaction.

    SQLite's transactions are IMMEDIATE and do so by themselves.
    """
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITE_LOCK])


@contextmanager
def write_lock(using: str) -> Iterator[None]:
    with transaction.atomic(using=using):
        acquire_write_lock(using)
        yield
