"""A number of rows and a SHA-256 for every table: two databases with equal digests have the same rows.

The digest does not depend on the order of rows on the disk, on session settings or on the version of the database: rows
are read in the order of the primary key, and each value has one fixed format.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass

import psycopg
from psycopg import sql


@dataclass(frozen=True)
class TableDigest:
    rows: int
    sha256: str


Digests = dict[str, TableDigest]


def find_differences(found: Digests, expected: Digests) -> list[str]:
    """The names of tables that are missing, unexpected, or have other rows."""
    return sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))


class SqliteText(bytes):
    """The bytes of a TEXT value in SQLite, to distinguish it from a BLOB."""


def digest_sqlite(connection: sqlite3.Connection) -> Digests:
    """All tables that are stored in pages.

    A full-text table is compared through the tables in which FTS5 stores its words and its index. The query planner's
    statistics are left out, because they are not content.
    """
    # rootpage is 0 for virtual tables, whose rows are in other tables named after them.
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite\\_stat%' "
        "ESCAPE '\\' ORDER BY name"
    ).fetchall()
    return {name: _digest_sqlite_table(connection, name) for (name,) in tables}


def _digest_sqlite_table(connection: sqlite3.Connection, table: str) -> TableDigest:
    keys = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", [table]).fetchall()
    order = ", ".join(_quote(name) for (name,) in keys) or "rowid"
    before, connection.text_factory = connection.text_factory, SqliteText
    try:
        with closing(connection.execute(f"SELECT * FROM {_quote(table)} ORDER BY {order}")) as rows:
            names = ",".join(column[0] for column in rows.description)
            digest, count = hashlib.sha256(names.encode() + b"\n"), 0
            for row in rows:
                digest.update(b"".join(map(_spell, row)) + b"\n")
                count += 1
    finally:
        connection.text_factory = before
    return TableDigest(count, digest.hexdigest())


def _spell(value: int | float | bytes | None) -> bytes:
    """Type, length and value, so that different rows never look the same."""
    if value is None:
        return b"n"
    if isinstance(value, bytes):
        return b"%s%d:%s" % (b"t" if isinstance(value, SqliteText) else b"b", len(value), value)
    return f"{value!r};".encode()


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


SPELLING = {  # how PostgreSQL formats values, whatever the settings of the server or the role
    "TimeZone": "UTC",
    "DateStyle": "ISO",
    "IntervalStyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
}
COLUMNS = """
SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
KEY = """
SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
WHERE indrelid = %s::regclass AND indisprimary ORDER BY array_position(indkey::int2[], attnum)
"""


def digest_postgres(connection: psycopg.Connection, tables: Iterable[str]) -> Digests:
    """In the connection's transaction."""
    for setting, value in SPELLING.items():
        connection.execute("SELECT set_config(%s, %s, true)", [setting, value])
    return {table: _digest_postgres_table(connection, table) for table in tables}


def _digest_postgres_table(connection: psycopg.Connection, table: str) -> TableDigest:
    name = sql.Identifier(table)
    columns = [column for (column,) in connection.execute(COLUMNS, [name.as_string(connection)])]
    keys = [column for (column,) in connection.execute(KEY, [name.as_string(connection)])] or columns
    # As text and by bytes, because servers differ in how they sort letters.
    order = sql.SQL(", ").join(sql.SQL('{}::text COLLATE "C"').format(sql.Identifier(key)) for key in keys)
    query = sql.SQL("COPY (SELECT {columns} FROM {table} ORDER BY {order}) TO STDOUT").format(
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)), table=name, order=order
    )
    digest, count = hashlib.sha256(",".join(columns).encode() + b"\n"), 0
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for data in copy:
            digest.update(data)
            count += bytes(data).count(b"\n")  # a line break within a value is written as \n with a backslash
    return TableDigest(count, digest.hexdigest())
