"""What takes long to load is loaded once a session; every further test gets the rows as they stood then.

Rows are copied past the models, in the database's own words: no signals, no histories written again, no words indexed
again, because the tables of histories and of words are copied with the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from timeline.maintenance import shipped_data
from timeline.search import full_text_index

Rows = dict[str, Any]  # by table: tuples for SQLite, the bytes of a COPY for PostgreSQL

WORDS = (full_text_index.EVENTS, full_text_index.QUOTES)


@cache
def columns() -> dict[str, list[str]]:
    """Of each table of articles and of the timeline, with histories and links, and of the two with words."""
    models = [model._meta for app in ("articles", "timeline") for model in apps.get_app_config(app).get_models(True)]
    found = {model.db_table: [f'"{field.column}"' for field in model.local_concrete_fields] for model in models}
    return found | {table: ["rowid", "words"] for table in WORDS}


class Kept:
    """Call it as often as you like in a database without records: it loads the first time, then copies."""

    def __init__(self, load: Callable[[], int]) -> None:
        self.load = load
        self.rows: Rows = {}
        self.answer = 0

    def __call__(self) -> int:
        """What loading answered: the number of events."""
        if self.rows:
            put(self.rows)
        else:
            self.answer = self.load()
            self.rows = taken()
        return self.answer


def taken() -> Rows:
    return dict(_from_sqlite() if connection.vendor == "sqlite" else _from_postgres())


def put(rows: Rows) -> None:
    """References are checked when the transaction ends, so the order of tables does not matter."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for table in WORDS:
                cursor.execute(f"DELETE FROM {table}")  # flushing the tables of the models leaves the words
        (_to_sqlite if connection.vendor == "sqlite" else _to_postgres)(rows)


def _from_sqlite() -> Iterator[tuple[str, Any]]:
    with connection.cursor() as cursor:
        for table, names in columns().items():
            # With a plus before it a column is an expression, and SQLite's own value comes back, not a date or a bool.
            cursor.execute(f"SELECT {', '.join('+' + name for name in names)} FROM {table}")
            if rows := cursor.fetchall():
                yield table, rows


def _to_sqlite(kept: Rows) -> None:
    for table, rows in kept.items():
        names = columns()[table]
        insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        connection.connection.executemany(insert, rows)


def _from_postgres() -> Iterator[tuple[str, Any]]:
    with connection.cursor() as cursor:
        for table, names in columns().items():
            with cursor.copy(f"COPY {table} ({', '.join(names)}) TO STDOUT") as copy:
                if data := b"".join(copy):
                    yield table, data


def _to_postgres(kept: Rows) -> None:
    """Numbers given out already are not given out again: sequences outlive both a rollback and a flush."""
    with connection.cursor() as cursor:
        for table, data in kept.items():
            with cursor.copy(f"COPY {table} ({', '.join(columns()[table])}) FROM STDIN") as copy:
                copy.write(data)
        cursor.execute(f"ANALYZE {', '.join(kept)}")  # as loading does


seeds = Kept(lambda: shipped_data.load(shipped_data.ARTICLES))
whole_record = Kept(shipped_data.load)
