"""Create the old databases from their dumps for a test."""

from __future__ import annotations

import lzma
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

HERE = Path(__file__).resolve().parent
EXPECTED = HERE / "expected.json"


def find_dump(engine: str) -> Path:
    """`engine` is Django's `connection.vendor`: sqlite or postgresql."""
    return HERE / f"{engine}.sql.xz"


def read_dump(engine: str) -> str:
    return lzma.decompress(find_dump(engine).read_bytes()).decode()


def load_sqlite(text: str, path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(text)
        (answer,) = database.execute("PRAGMA integrity_check").fetchone()
        orphans = database.execute("PRAGMA foreign_key_check").fetchall()
    if answer != "ok" or orphans:
        raise ValueError(f"The SQLite dump does not create an intact database: {answer}, {orphans[:3]}")


@contextmanager
def use_old_database(connection: BaseDatabaseWrapper, folder: Path) -> Iterator[None]:
    """Connect Django to a fresh copy of the old database, and afterwards to the former one again."""
    former = connection.settings_dict["NAME"]
    make = {"sqlite": make_sqlite, "postgresql": make_postgresql}[connection.vendor]
    with make(connection, folder) as name:
        point_at(connection, name)
        try:
            yield
        finally:
            point_at(connection, former)


def point_at(connection: BaseDatabaseWrapper, name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


@contextmanager
def make_sqlite(connection: BaseDatabaseWrapper, folder: Path) -> Iterator[str]:
    path = folder / "old.sqlite3"
    load_sqlite(read_dump("sqlite"), path)
    yield str(path)


@contextmanager
def make_postgresql(connection: BaseDatabaseWrapper, folder: Path) -> Iterator[str]:
    """A separate database on the tests' server, dropped at the end."""
    import psycopg

    def connect(name: str) -> Any:
        return psycopg.connect(**connection.get_connection_params() | {"dbname": name}, autocommit=True)

    name = f"upgrade_{os.getpid()}"
    with closing(connect("postgres")) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        try:
            with closing(connect(name)) as database:
                database.execute(read_dump("postgresql"))
            yield name
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
