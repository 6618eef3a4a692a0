"""Overwritten and deleted values stay in a database's files until the files are rewritten."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.db import DatabaseError, OperationalError, connection
from django.utils.translation import gettext as _

from timeline.search.full_text_index import EVENTS, QUOTES, forget_old_words

from .columns import list_models

LOCK_TIMEOUT = 5_000  # milliseconds


def erase_all_free_space() -> list[str]:
    """Of all tables that words may have been in."""
    forget_old_words(connection)
    return erase_free_space(model._meta.db_table for model in [*list_models(), Session])


def erase_free_space(tables: Iterable[str]) -> list[str]:
    """Outside of a transaction. What could not be done, in sentences; the records themselves are changed already."""
    if connection.in_atomic_block:
        return [_("The free space of the database is not cleared yet: run “manage.py remove --clear-free-space”.")]
    try:
        busy = vacuum_sqlite() if connection.vendor == "sqlite" else vacuum_postgresql({*tables, EVENTS, QUOTES})
    except DatabaseError as error:
        text = _(
            "The free space of the database could not be cleared, so its files still contain the words: %(error)s. "
            "Try again with “manage.py remove --clear-free-space”."
        )
        return [text % {"error": str(error).strip()}]
    if not busy:
        return []
    text = _(
        "The database was in use, so its files still contain the words. "
        "Run “manage.py remove --clear-free-space”, if necessary while the site is stopped."
    )
    return [text]


def vacuum_sqlite() -> bool:
    """VACUUM rewrites the whole file into the write-ahead log, from where it must come into the file.

    Whether somebody who is reading stood in the way.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(cursor.fetchone()[0])


def vacuum_postgresql(tables: Iterable[str]) -> bool:
    """FULL rewrites tables and indexes: otherwise a search index keeps deleted words.

    ANALYZE, because the statistics of columns hold some of their values. A table that is in use is not waited for
    longer than `LOCK_TIMEOUT`, because everybody who comes later would wait as well. Whether there was one.
    """
    busy = False
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {LOCK_TIMEOUT}")
        for table in sorted(tables):
            try:
                cursor.execute(f'VACUUM (FULL, ANALYZE) "{table}"')
            except OperationalError:
                busy = True
        cursor.execute("VACUUM pg_catalog.pg_statistic")
        cursor.execute("RESET lock_timeout")
    return busy
