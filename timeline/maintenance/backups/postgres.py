"""PostgreSQL, by pg_dump and pg_restore: one snapshot for a backup, one transaction for a restore."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _
from psycopg import errors, pq, sql
from psycopg.conninfo import make_conninfo

from timeline.serving import replicas, revision

from .archive import Manifest
from .dumps import load_dump
from .engines import DatabaseCopy, Engine
from .errors import BackupError, DamagedDatabase, DifferentContent
from .programs import find_program, run_program
from .rows import digest_postgres, find_differences

OURS = ("articles_", "timeline_", "auth_", "django_")  # prefixes of our tables and functions
WAIT = "15s"  # for open transactions of editors
SECRET = ("password", "sslpassword")  # never on a command line, where every user of the machine can read it

RELATIONS = """
SELECT relname FROM pg_class one WHERE relnamespace = current_schema()::regnamespace AND relkind::text = ANY (%s)
AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = one.oid
                AND deptype IN ('a', 'i', 'e'))
ORDER BY relname
"""  # without sequences that belong to a column, and without objects of extensions
FUNCTIONS = """
SELECT proname, oid::regprocedure::text FROM pg_proc one WHERE pronamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = one.oid AND deptype = 'e')
"""
TABLES, SEQUENCES, ALL_KINDS = ["r", "p"], ["S"], ["r", "p", "v", "m", "f", "S"]


class Postgres(Engine):
    name, title, member, compression = "postgresql", "PostgreSQL", "database.dump", zipfile.ZIP_STORED

    def __init__(self, django_connection: BaseDatabaseWrapper) -> None:
        known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
        params: dict[str, Any] = django_connection.get_connection_params()
        self.password = str(params.get("password") or "")
        self.conninfo = make_conninfo(
            "", **{key: value for key, value in params.items() if key in known and key not in SECRET}
        )
        self.held: psycopg.Connection | None = None

    def copy_database(self, into: Path) -> DatabaseCopy:
        with self.connect() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            if not (tables := find_relations(connection, TABLES)):
                raise BackupError(_("The database has no tables yet, so there is nothing to back up."))
            digests, migrations = digest_postgres(connection, tables), read_migrations(connection, tables)
            pg_dump = find_program("pg_dump", read_version(connection))
            self.write_dump(connection, pg_dump.path, into)
            details = {"schema": read_schema(connection), "pg_dump": str(pg_dump.version)}
        return DatabaseCopy(digests, migrations, details)

    def write_dump(self, connection: psycopg.Connection, pg_dump: str, into: Path) -> None:
        """pg_dump uses the snapshot of the connection's transaction."""
        schema = _quote(read_schema(connection))
        names = [name for (name,) in connection.execute(RELATIONS, [ALL_KINDS]) if not name.startswith(OURS)]
        left_out = [f"--exclude-table={schema}.{_quote(name)}" for name in names]
        (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        command = [pg_dump, "--format=custom", f"--snapshot={snapshot}", f"--schema={schema}", *left_out]
        command += ["--no-owner", "--no-privileges", "--no-password", f"--lock-wait-timeout={WAIT}"]
        run_program([*command, f"--dbname={self.conninfo}", f"--file={into}"], self.password)

    def check_content(self, content: Path, manifest: Manifest) -> None:
        with self.connect() as connection:
            schema, was = read_schema(connection), manifest.details.get("schema", "")
            run_program([self.find_pg_restore(connection, manifest), "--list", str(content)])
        if schema != was:
            raise BackupError(
                _(
                    "The backup is of the schema “%(was)s”, and this site's tables are in “%(schema)s”. Restore it "
                    "into a database whose search path begins with “%(was)s”."
                )
                % {"was": was, "schema": schema}
            )

    def find_pg_restore(self, connection: psycopg.Connection, manifest: Manifest) -> str:
        """At least as new as the server and as the pg_dump that wrote the backup."""
        needed = max(read_version(connection), int(manifest.details.get("pg_dump", 0)))
        return find_program("pg_restore", needed).path

    def is_empty(self) -> bool:
        with self.connect() as connection:
            return not find_relations(connection, TABLES)

    def count_rows(self, tables: Iterable[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        with self.connect() as connection:
            for table in tables:
                with suppress(psycopg.Error):
                    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
                    found[table] = connection.execute(query).fetchall()[0][0]
        return found

    @contextmanager
    def hold_writers(self) -> Iterator[None]:
        """Readers can continue until `load`. The loaded data is committed at the end of the block."""
        with self.connect() as connection, connection.transaction():
            if tables := find_relations(connection, TABLES):
                # Saving a record locks the revision first: the same order avoids deadlocks.
                tables.sort(key=lambda table: table != revision.TABLE)
                connection.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(_join(tables)))
            self.held = connection
            try:
                yield
            finally:
                self.held = None

    def load(self, content: Path, manifest: Manifest, aside: str = "") -> str:
        connection = self.held
        assert connection, "load() must be called inside hold_writers()"
        number = read_revision(connection)
        for statement in move_away(connection, aside) if aside else drop_all(connection):
            connection.execute(statement)
        load_dump(connection, self.find_pg_restore(connection, manifest), content, lambda name: name.startswith(OURS))
        tables = find_relations(connection, TABLES)
        if different := find_differences(digest_postgres(connection, tables), manifest.tables):
            raise DifferentContent(", ".join(different))
        if replicas.list_copies():
            connection.execute(RAISE_REVISION, [number])
        connection.execute(sql.SQL("ANALYZE {}").format(_join(tables)))  # without statistics some queries take minutes
        return _("The damaged tables were moved to the schema “%(name)s”.") % {"name": aside} if aside else ""

    def undo(self, saved: Path) -> None:
        """Nothing was committed."""

    @contextmanager
    def connect(self) -> Iterator[psycopg.Connection]:
        with (
            explain_errors(),
            psycopg.connect(self.conninfo, password=self.password or None, autocommit=True) as connection,
        ):
            for setting, value in SETTINGS.items():
                connection.execute("SELECT set_config(%s, %s, false)", [setting, value])
            yield connection


# A replica without the restored data must not count as newer than the primary (timeline/serving/replicas.py).
RAISE_REVISION = f"UPDATE {revision.TABLE} SET number = greatest(number, %s) + 1, mark = gen_random_uuid()::text"
SETTINGS = {"lock_timeout": WAIT, "statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}


def find_relations(connection: psycopg.Connection, kinds: list[str]) -> list[str]:
    """Ours, in the current schema, by the prefixes of Django's table names."""
    return [name for (name,) in connection.execute(RELATIONS, [kinds]) if name.startswith(OURS)]


def drop_all(connection: psycopg.Connection) -> Iterator[sql.Composed]:
    """Also tables without a model. Fails with a message if other objects in the database depend on our tables."""
    if tables := find_relations(connection, TABLES):
        yield sql.SQL("DROP TABLE {}").format(_join(tables))
    if sequences := find_relations(connection, SEQUENCES):
        yield sql.SQL("DROP SEQUENCE {}").format(_join(sequences))
    for function in find_functions(connection):
        yield sql.SQL("DROP FUNCTION {}").format(function)


def move_away(connection: psycopg.Connection, schema: str) -> Iterator[sql.Composed]:
    yield sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema))
    to = sql.SQL("SET SCHEMA {}").format(sql.Identifier(schema))
    for table in find_relations(connection, TABLES):
        yield sql.SQL("ALTER TABLE {} {}").format(sql.Identifier(table), to)
    for sequence in find_relations(connection, SEQUENCES):
        yield sql.SQL("ALTER SEQUENCE {} {}").format(sql.Identifier(sequence), to)
    for function in find_functions(connection):
        yield sql.SQL("ALTER FUNCTION {} {}").format(function, to)


def find_functions(connection: psycopg.Connection) -> list[sql.SQL]:
    found = connection.execute(FUNCTIONS).fetchall()
    return [sql.SQL(signature) for name, signature in found if name.startswith(OURS)]


def read_version(connection: psycopg.Connection) -> int:
    """The server's major version."""
    return connection.info.server_version // 10000


def read_schema(connection: psycopg.Connection) -> str:
    (schema,) = connection.execute("SELECT current_schema()").fetchone() or (None,)
    if not schema:
        raise BackupError(_("The search path of the database contains no existing schema."))
    return str(schema)


def read_migrations(connection: psycopg.Connection, tables: list[str]) -> list[str]:
    if "django_migrations" not in tables:
        return []
    return [f"{app}.{name}" for app, name in connection.execute("SELECT app, name FROM django_migrations ORDER BY id")]


def read_revision(connection: psycopg.Connection) -> int:
    """0 if there is none or it cannot be read."""
    with suppress(psycopg.Error), connection.transaction():
        return int((connection.execute(f"SELECT number FROM {revision.TABLE}").fetchone() or (0,))[0])
    return 0


@contextmanager
def explain_errors() -> Iterator[None]:
    try:
        yield
    except (errors.LockNotAvailable, errors.DeadlockDetected) as error:
        raise BackupError(_("A transaction is open in the database. Try again, or stop the site.")) from error
    except psycopg.Error as error:
        message = " ".join(filter(None, [error.diag.message_primary, error.diag.message_detail])) or str(error)
        message = " ".join(message.split()).strip(". ")
        if (error.sqlstate or "").startswith(("XX", "58")):  # internal and disk errors
            raise DamagedDatabase(_("The database is damaged: %(error)s.") % {"error": message}) from error
        raise BackupError(_("PostgreSQL error: %(error)s.") % {"error": message}) from error


def _quote(name: str) -> str:
    """For a pattern of pg_dump."""
    return '"' + name.replace('"', '""') + '"'


def _join(names: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
