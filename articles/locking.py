"""A lock for writers: nobody else saves between reading a record and saving it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction

WRITE_LOCK = 5_2007  # the number of the advisory lock on PostgreSQL


def acquire_write_lock(using: str) -> None:
    """Wait for the lock and hold it until the end of the transaction.

    SQLite needs none: its transactions are IMMEDIATE.
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
