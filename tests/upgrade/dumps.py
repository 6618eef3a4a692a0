"""Dump whole databases as SQL text for an empty database of the same kind."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

ROWS_AT_ONCE = 200
SHADOWS = ("data", "idx", "content", "docsize", "config")  # the internal tables of an FTS5 table
# The settings at the beginning of a pg_dump 15 dump that every server since 13 knows; others are left out.
KNOWN_SETTINGS = (
    "client_encoding",
    "standard_conforming_strings",
    "check_function_bodies",
    "xmloption",
    "client_min_messages",
    "row_security",
    "default_tablespace",
    "default_table_access_method",
)


def dump_sqlite(path: Path) -> str:
    """Not sqlite3's own dump: that writes FTS5's tables into sqlite_master, which SQLite refuses by default."""
    with closing(sqlite3.connect(path)) as connection:
        return "".join(f"{statement};\n" for statement in list_sqlite_statements(connection))


def list_sqlite_statements(connection: sqlite3.Connection) -> Iterator[str]:
    """Triggers come last, so that loading the rows does not fire them."""
    found = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
    created = [(kind, name, sql) for kind, name, sql in found if not name.startswith("sqlite_")]
    virtual = [name for kind, name, sql in created if sql.startswith("CREATE VIRTUAL TABLE")]
    hidden = {f"{name}_{shadow}" for name in virtual for shadow in SHADOWS}
    tables = [(name, sql) for kind, name, sql in created if kind == "table" and name not in hidden]
    yield "BEGIN"
    for name, sql in tables:
        yield sql
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
        yield from list_sqlite_inserts(connection, name, ["rowid", *columns] if name in virtual else columns)
    yield "DELETE FROM sqlite_sequence"
    yield from list_sqlite_inserts(connection, "sqlite_sequence", ["name", "seq"])
    for last in ("index", "trigger"):
        yield from (sql for kind, name, sql in created if kind == last)
    yield "COMMIT"


def list_sqlite_inserts(connection: sqlite3.Connection, table: str, columns: list[str]) -> Iterator[str]:
    names = ", ".join(f'"{name}"' for name in columns)
    quoted = ", ".join(f'quote("{name}")' for name in columns)
    rows = connection.execute(f'SELECT {quoted} FROM "{table}" ORDER BY rowid')
    while some := rows.fetchmany(ROWS_AT_ONCE):
        values = ",\n".join(f"({','.join(row)})" for row in some)
        yield f'INSERT INTO "{table}" ({names}) VALUES\n{values}'


def dump_postgresql(folder: str) -> str:
    """Dump the database “postgres” of the server that `ci/pg-start` started in this folder."""
    options = ["--no-owner", "--no-privileges", "--inserts", f"--rows-per-insert={ROWS_AT_ONCE}"]
    command = [find_program("pg_dump"), "--host", folder, "--username", "postgres", *options, "postgres"]
    dumped = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    return "".join(line for line in dumped.splitlines(keepends=True) if is_sql(line))


def find_program(name: str) -> str:
    """The program of the server's version: `ci/pg-start` looks in the same folders."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    return str(Path(os.environ.get("PGBIN") or installed[-1], name))


def is_sql(line: str) -> bool:
    r"""Exclude psql commands (\restrict …) and settings that not every server knows.

    Values of more than one line are not confused with these: no text in the data has a line that begins with a
    backslash or with SET.
    """
    if line.startswith("SET "):
        return line.split()[1] in KNOWN_SETTINGS
    return not line.startswith("\\")
