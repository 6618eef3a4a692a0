"""The database triggers that increase the revision and log changes, and their installation.

`migrate` compares what a database has with what this program expects, and replaces every trigger and function that
differs: after an upgrade, after a table was renamed, or where somebody changed one by hand. Each has a version, the
fingerprint of its SQL; on PostgreSQL it is the comment on the trigger or function.

While migrations run, tables and columns that the log's queries use may be missing. Until they are finished, every
trigger therefore writes only “everything changed”, which uses no tables except the two of the revision. These simple
triggers also work if a migration fails halfway.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from timeline.serving import change_log

TABLE = "timeline_revision"
# Tables that public pages do not show. Histories are written together with their records.
UNSEEN = ("timeline.proposal", "timeline.shippedrecord", "timeline.shippedrelease")

MOVE_ONCE = f"""
BEGIN
    -- The number once in a transaction: others see only how it ends. The transaction itself sees each of its steps.
    IF split_part(current_setting('timeline.moved', true), ' ', 1) IS DISTINCT FROM pg_current_xact_id()::text THEN
        UPDATE {TABLE} SET number = number + 1, mark = gen_random_uuid()::text;
    END IF;
    IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO {change_log.TABLE} (mark, event) SELECT mark, NULL FROM {TABLE};
    END IF;
    PERFORM set_config('timeline.moved', pg_current_xact_id()::text || ' ' || gen_random_uuid()::text, true);
    RETURN NULL;
END
"""


class Part(NamedTuple):
    """A trigger, or a function of PostgreSQL, whose `table` is empty."""

    name: str
    table: str
    sql: str

    @property
    def version(self) -> str:
        return f"version {hashlib.sha256(self.sql.encode()).hexdigest()[:16]}"


def list_seen_models() -> Iterable[type[Model]]:
    """All models that public pages show, including links between records and models added later."""
    for app in ("articles", "timeline"):
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            if model._meta.label_lower not in UNSEEN and not model._meta.model_name.startswith("historical"):  # type: ignore[union-attr]
                yield model


def list_seen_tables() -> list[str]:
    return [model._meta.db_table for model in list_seen_models()]


def can_track(connection: BaseDatabaseWrapper) -> bool:
    """Whether the tables that triggers write to exist; migrations may have been reversed to before them."""
    return TABLE in connection.introspection.table_names()


def install(connection: BaseDatabaseWrapper) -> bool:
    """Install this program's triggers and functions and drop outdated ones. Returns whether anything differed."""
    if not can_track(connection):
        return False
    there = set(connection.introspection.table_names())
    expected = list(build_parts(connection, [table for table in list_seen_tables() if table in there]))
    return replace(connection, expected)


def simplify(connection: BaseDatabaseWrapper) -> None:
    """Before migrations: every existing trigger writes only “everything changed”."""
    watched = sorted({part.table for part in read_installed(connection) if part.table})
    if not watched:
        return
    if connection.vendor == "postgresql":  # the functions' bodies alone: no table is locked for it
        with connection.cursor() as cursor:
            for part in [part for part in read_installed(connection) if part.name.endswith("_touches")]:
                cursor.execute(build_function(part.name, change_log.build_statement_logging("")).sql)
        return
    replace(connection, list(build_parts(connection, watched, simple=True)))


def drop(connection: BaseDatabaseWrapper) -> None:
    replace(connection, [])


def replace(connection: BaseDatabaseWrapper, expected: list[Part]) -> bool:
    """Drop what differs from `expected`, then create what is missing. Triggers are dropped before their functions."""
    found = read_installed(connection)
    wrong = found - {to_installed_form(connection, part) for part in expected}
    missing = [part for part in expected if to_installed_form(connection, part) not in found]
    if not wrong and not missing:
        return False
    functions = {part.name for part in expected if not part.table}  # replaced in place: triggers depend on them
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for part in sorted(wrong, key=lambda one: (not one.table, one.name)):
            if part.table or part.name not in functions:
                cursor.execute(build_drop_statement(connection, part))
        for part in missing:
            cursor.execute(part.sql)
            if connection.vendor == "postgresql":
                cursor.execute(build_comment_statement(part))
    return True


# ---- what this program expects


def build_parts(connection: BaseDatabaseWrapper, tables: Iterable[str], *, simple: bool = False) -> Iterator[Part]:
    of_table: Callable[[str, bool], Iterator[Part]] = _for_sqlite
    if connection.vendor == "postgresql":
        yield build_function(f"{TABLE}_moves", MOVE_ONCE)
        of_table = _for_postgresql
    for table in tables:
        yield from of_table(table, simple)


def build_function(name: str, body: str) -> Part:
    return Part(
        name, "", f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $trigger${body}$trigger$"
    )


def _for_postgresql(table: str, simple: bool) -> Iterator[Part]:
    yield build_function(f"{table}_touches", change_log.build_statement_logging("" if simple else table))
    yield Part(  # before: a transaction that waits for the revision must not have locked rows that others wait for
        f"{table}_moves",
        table,
        f"CREATE TRIGGER {table}_moves BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_moves()",
    )
    for name, change, rows in (
        ("inserted", "INSERT", "NEW"),
        ("deleted", "DELETE", "OLD"),
        ("updated", "UPDATE", "OLD"),
        ("updated_to", "UPDATE", "NEW"),
    ):
        yield Part(
            f"{table}_{name}_moves",
            table,
            f"CREATE TRIGGER {table}_{name}_moves AFTER {change} ON {table} REFERENCING {rows} TABLE AS changed "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_touches()",
        )


def _for_sqlite(table: str, simple: bool) -> Iterator[Part]:
    for change in ("insert", "update", "delete"):
        body = (
            f"UPDATE {TABLE} SET number = number + 1, mark = {fresh_mark('sqlite')}; "
            f"{change_log.build_row_logging('' if simple else table, change)}"
        )
        version = Part("", "", body).version
        name = f"{table}_moves_on_{change}"
        yield Part(name, table, f"CREATE TRIGGER {name} AFTER {change} ON {table} BEGIN {body} /* {version} */ END")


def fresh_mark(vendor: str) -> str:
    return "gen_random_uuid()::text" if vendor == "postgresql" else "lower(hex(randomblob(16)))"


# ---- what a database has

TRIGGERS = """
SELECT t.tgname, c.relname, coalesce(obj_description(t.oid, 'pg_trigger'), '')
       || CASE WHEN t.tgenabled = 'O' THEN '' ELSE ' disabled' END
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND NOT t.tgisinternal AND t.tgname ~ '^(articles|timeline)_.*_moves$'
"""
FUNCTIONS = """
SELECT p.proname, '', p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = current_schema() AND p.prorettype = 'trigger'::regtype
AND (p.proname ~ '^(articles|timeline)_.*_touches$' OR p.proname = %s)
"""


def read_installed(connection: BaseDatabaseWrapper) -> set[Part]:
    """This program's. On PostgreSQL, `sql` is the version of a trigger, or the body of a function."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(TRIGGERS)
            found = cursor.fetchall()
            cursor.execute(FUNCTIONS, [f"{TABLE}_moves"])
            found += cursor.fetchall()
        else:
            cursor.execute(
                "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
                ["%_moves_on_%"],
            )
            found = cursor.fetchall()
    return {Part(*row) for row in found}


def to_installed_form(connection: BaseDatabaseWrapper, part: Part) -> Part:
    """An expected part in the form in which `installed` reports it."""
    if connection.vendor != "postgresql":
        return part
    return part._replace(sql=part.version if part.table else part.sql.split("$trigger$")[1])


def build_drop_statement(connection: BaseDatabaseWrapper, part: Part) -> str:
    if not part.table:
        return f"DROP FUNCTION IF EXISTS {part.name}()"
    on = f' ON "{part.table}"' if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {part.name}{on}"


def build_comment_statement(part: Part) -> str:
    what = f"TRIGGER {part.name} ON {part.table}" if part.table else f"FUNCTION {part.name}()"
    return f"COMMENT ON {what} IS '{part.version}'"
