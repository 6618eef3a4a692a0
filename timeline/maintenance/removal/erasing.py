"""Rewriting the database's files, which otherwise still contain overwritten and deleted values."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.db import DatabaseError, OperationalError, connection
from django.utils.translation import gettext as _

from timeline.search.full_text_index import EVENTS, QUOTES, purge_deleted_words

from .columns import list_models

LOCK_TIMEOUT = 5_000  # milliseconds


def erase_all_free_space() -> list[str]:
    """In all tables that may have contained removed words. Returns problems, as sentences."""
    purge_deleted_words(connection)
    return erase_free_space(model._meta.db_table for model in [*list_models(), Session])


def erase_free_space(tables: Iterable[str]) -> list[str]:
    """To be called outside of a transaction, after the records were changed. Returns problems, as sentences."""
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
    """Returns whether a reader prevented it.

    VACUUM rewrites the whole file into the write-ahead log, which must then be copied into the file.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(cursor.fetchone()[0])


def vacuum_postgresql(tables: Iterable[str]) -> bool:
    """Returns whether a table was in use for longer than `LOCK_TIMEOUT`: all later queries would have to wait too.

    FULL rewrites tables and indexes: otherwise a search index still contains deleted words. ANALYZE, because the
    statistics of columns contain some of their values.
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
