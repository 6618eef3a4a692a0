"""Data that takes long to load is loaded once per session; every further test gets a copy of the rows.

Rows are copied with SQL, without the models: no signals are sent, and no history or search index is written again,
because their tables are copied with the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from timeline.maintenance import shipped_data
from timeline.search import full_text_index

Rows = dict[str, Any]  # by table: tuples on SQLite, the bytes of a COPY on PostgreSQL

SEARCH_TABLES = (full_text_index.EVENTS, full_text_index.QUOTES)


@cache
def list_columns() -> dict[str, list[str]]:
    """The columns of each table of both apps, with histories and many-to-many tables, and of the two search tables."""
    models = [model._meta for app in ("articles", "timeline") for model in apps.get_app_config(app).get_models(True)]
    found = {model.db_table: [f'"{field.column}"' for field in model.local_concrete_fields] for model in models}
    return found | {table: ["rowid", "words"] for table in SEARCH_TABLES}


class Dataset:
    """Call it in a database without records: it loads the data the first time, and copies it from then on."""

    def __init__(self, load: Callable[[], int]) -> None:
        self.load = load
        self.rows: Rows = {}
        self.number_of_events = 0

    def __call__(self) -> int:
        """Return the number of events."""
        if self.rows:
            insert_rows(self.rows)
        else:
            self.number_of_events = self.load()
            self.rows = read_rows()
        return self.number_of_events


def read_rows() -> Rows:
    return dict(_read_sqlite() if connection.vendor == "sqlite" else _read_postgres())


def insert_rows(rows: Rows) -> None:
    """Foreign keys are checked when the transaction ends, so the order of tables does not matter."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for table in SEARCH_TABLES:
                cursor.execute(f"DELETE FROM {table}")  # flush empties only the tables of the models
        (_insert_sqlite if connection.vendor == "sqlite" else _insert_postgres)(rows)


def _read_sqlite() -> Iterator[tuple[str, Any]]:
    with connection.cursor() as cursor:
        for table, names in list_columns().items():
            # A plus before a column makes it an expression: SQLite returns its own value, not a date or a bool.
            cursor.execute(f"SELECT {', '.join('+' + name for name in names)} FROM {table}")
            if rows := cursor.fetchall():
                yield table, rows


def _insert_sqlite(tables: Rows) -> None:
    for table, rows in tables.items():
        names = list_columns()[table]
        insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        connection.connection.executemany(insert, rows)


def _read_postgres() -> Iterator[tuple[str, Any]]:
    with connection.cursor() as cursor:
        for table, names in list_columns().items():
            with cursor.copy(f"COPY {table} ({', '.join(names)}) TO STDOUT") as copy:
                if data := b"".join(copy):
                    yield table, data


def _insert_postgres(tables: Rows) -> None:
    """Sequences need no reset: neither a rollback nor a flush sets them back."""
    with connection.cursor() as cursor:
        for table, data in tables.items():
            with cursor.copy(f"COPY {table} ({', '.join(list_columns()[table])}) FROM STDIN") as copy:
                copy.write(data)
        cursor.execute(f"ANALYZE {', '.join(tables)}")  # as loading does


load_two_articles = Dataset(lambda: shipped_data.load(shipped_data.ARTICLES))
load_all_data = Dataset(shipped_data.load)
