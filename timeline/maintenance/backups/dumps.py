"""Loading a dump of pg_dump in the custom format inside our own transaction.

psql would commit before the rows could be compared. So the SQL that pg_restore makes from the dump is sent through a
connection that has not committed yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from django.utils.translation import gettext as _

from .errors import BackupError
from .programs import run_program, stream_program

OPTIONS = ["--no-owner", "--no-privileges", "--no-tablespaces", "--no-publications", "--no-subscriptions"]

# Kinds of entries in a dump's table of contents that create our tables. Not SCHEMA, which exists already.
KINDS = (
    *("TABLE DATA", "TABLE", "SEQUENCE OWNED BY", "SEQUENCE SET", "SEQUENCE", "DEFAULT"),
    *("FK CONSTRAINT", "CHECK CONSTRAINT", "CONSTRAINT", "INDEX", "FUNCTION", "TRIGGER"),
)
COMMENTED = ("COLUMN", "CONSTRAINT", "FUNCTION", "INDEX", "SEQUENCE", "TABLE", "TRIGGER")
ENTRY = re.compile(
    rf"\d+; \d+ \d+ (?:(?P<kind>{'|'.join(KINDS)}) \S+|COMMENT \S+ (?P<commented>{'|'.join(COMMENTED)})) (?P<name>\w+)"
)

# Lines of pg_restore that are not SQL, or that older servers do not know. This program's function bodies have none.
NO_SQL = (b"\\restrict ", b"\\unrestrict ", b"SET transaction_timeout ")


def load_dump(
    connection: psycopg.Connection, pg_restore: str, dump: Path, is_function_ours: Callable[[str], bool]
) -> None:
    """Tables, then rows, then constraints and triggers, so that no trigger fires and no reference is missing."""
    contents = _choose_entries(pg_restore, dump, is_function_ours)
    restore = [pg_restore, *OPTIONS, f"--use-list={contents}", "--file=-"]
    connection.execute(_read_section(restore, "pre-data", dump))
    with stream_program([*restore, "--section=data", str(dump)]) as lines:
        _load_rows(connection, iter(lines))
    connection.execute(_read_section(restore, "post-data", dump))
    connection.execute("RESET search_path")  # pg_restore's SQL empties it


def _choose_entries(pg_restore: str, dump: Path, is_function_ours: Callable[[str], bool]) -> Path:
    lines = run_program([pg_restore, "--list", str(dump)]).decode().splitlines(keepends=True)
    found = [(entry, line) for line in lines if (entry := ENTRY.match(line))]
    chosen = [
        line
        for entry, line in found
        if "FUNCTION" not in (entry["kind"], entry["commented"]) or is_function_ours(entry["name"])
    ]
    path = dump.with_name("contents")
    path.write_text("".join(chosen))
    return path


def _read_section(restore: list[str], section: str, dump: Path) -> bytes:
    lines = run_program([*restore, f"--section={section}", str(dump)]).splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(NO_SQL))


def _load_rows(connection: psycopg.Connection, lines: Iterator[bytes]) -> None:
    for line in lines:
        if line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n"):
            with connection.cursor() as cursor, cursor.copy(line.removesuffix(b";\n")) as copy:
                for row in _rows(lines):
                    copy.write(row)
        elif line.startswith((b"SELECT ", b"SET ")) and not line.startswith(NO_SQL):
            connection.execute(line)


def _rows(lines: Iterator[bytes]) -> Iterator[bytes]:
    for line in lines:
        if line == b"\\.\n":
            return
        yield line
    raise BackupError(_("The dump in the backup ends in the middle of a table. Use another backup."))
