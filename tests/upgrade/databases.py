"""The old databases, made again from their dumps for a test."""

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


def dump_of(engine: str) -> Path:
    """`engine` is Django's name of the vendor: sqlite, postgresql."""
    return HERE / f"{engine}.sql.xz"


def read_dump(engine: str) -> str:
    return lzma.decompress(dump_of(engine).read_bytes()).decode()


def load_sqlite(text: str, path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(text)
        (answer,) = database.execute("PRAGMA integrity_check").fetchone()
        orphans = database.execute("PRAGMA foreign_key_check").fetchall()
    if answer != "ok" or orphans:
        raise ValueError(f"The SQLite dump does not make a sound database: {answer}, {orphans[:3]}")


@contextmanager
def old_database(connection: BaseDatabaseWrapper, folder: Path) -> Iterator[None]:
    """Django's connection leads to a fresh copy of the old database meanwhile, and then where it led before."""
    before = connection.settings_dict["NAME"]
    make = {"sqlite": make_sqlite, "postgresql": make_postgresql}[connection.vendor]
    with make(connection, folder) as name:
        point_at(connection, name)
        try:
            yield
        finally:
            point_at(connection, before)


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
    """A database of its own on the server of the tests, dropped at the end."""
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
