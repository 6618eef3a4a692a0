"""One number that moves in the same transaction as anything readers can see: triggers in the database move it.

So nothing in Python can walk round it: `QuerySet.update`, `bulk_create`, `loaddata` and SQL typed by hand move it too,
and a change rolled back leaves it where it was. Drafts move it as well: a page drawn again costs less than a rule about
which rows were public before and after.

Whoever answers reads it before the data. What then carries its mark is as new as the mark, or newer; never older.
Beside the number stands a mark made at random, which no other state of the data ever had, whatever backup is put back.
The number is for telling which of two databases is behind. The same triggers log which events were touched: `touched`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from . import touched
from .touched import Place, Touched

TABLE = "timeline_revision"
UNSEEN = ("timeline.proposal",)  # what no reader ever sees; histories are written with what they tell of

FUNCTION = f"""
CREATE OR REPLACE FUNCTION {TABLE}_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The number once in a transaction: others see only how it ends. The transaction itself sees each of its steps.
    IF split_part(current_setting('timeline.moved', true), ' ', 1) IS DISTINCT FROM pg_current_xact_id()::text THEN
        UPDATE {TABLE} SET number = number + 1, mark = gen_random_uuid()::text;
    END IF;
    IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO {touched.TABLE} (mark, event) SELECT mark, NULL FROM {TABLE};
    END IF;
    PERFORM set_config('timeline.moved', pg_current_xact_id()::text || ' ' || gen_random_uuid()::text, true);
    RETURN NULL;
END $$
"""


@dataclass(frozen=True)
class Revision:
    number: int
    mark: str


def current(using: str = DEFAULT_DB_ALIAS) -> Revision:
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number, mark, {_step(connection)} FROM {TABLE}")
        return _revision(*cursor.fetchone())


def last(using: str = DEFAULT_DB_ALIAS) -> tuple[Revision, Place]:
    """With the end of the log."""
    found = _with_log(using, f"(SELECT max(number) FROM {touched.TABLE})")
    if found is None:
        raise LookupError("The log of what was touched has no row.")
    return found[0], touched.end(found[1])


def since(place: Place, using: str = DEFAULT_DB_ALIAS) -> tuple[Revision, Place, Touched] | None:
    """The same, and what was touched between; None where that cannot be told."""
    found = _with_log(using, str(place.number))
    if found is None or (between := touched.since(place, found[1])) is None:
        return None
    at, rows = found
    return at, touched.end(rows), between


def move(using: str = DEFAULT_DB_ALIAS) -> None:
    """For what no trigger sees: the index of words made anew."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET number = number + 1, mark = {_fresh(connection)}")
    touched.everything(connection)


def take_turn(using: str = DEFAULT_DB_ALIAS) -> None:
    """Wait for others who are saving, before locking anything that they may want to save."""
    connection = connections[using]
    if connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT number FROM {TABLE} FOR UPDATE")


def create(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (number bigint NOT NULL, mark varchar(40) NOT NULL)")
        cursor.execute(f"INSERT INTO {TABLE} VALUES (1, {_fresh(connection)})")
    touched.create(connection)


def drop(connection: BaseDatabaseWrapper) -> None:
    """The triggers go with the tables they stand on, or here."""
    with connection.cursor() as cursor:
        for trigger, table in _triggers(connection):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {trigger}{on}")
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION IF EXISTS {TABLE}_moves()")
        cursor.execute(f"DROP TABLE {TABLE}")
    touched.drop(connection, seen_tables())


def watch(connection: BaseDatabaseWrapper) -> None:
    """A trigger on every table, where there is none yet: SQLite loses them when a migration makes a table anew."""
    watched = {table for _trigger, table in _triggers(connection)}
    there = set(connection.introspection.table_names())
    missing = [table for table in seen_tables() if table in there and table not in watched]
    if not missing or TABLE not in there:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for table in missing:
            for statement in _watching(connection, table):
                cursor.execute(statement)


def seen_tables() -> list[str]:
    return [model._meta.db_table for model in seen_models()]


def seen_models() -> Iterable[type[Model]]:
    """Everything articles and events are made of, links between them too; a model yet to come is among them."""
    for app in ("articles", "timeline"):
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            if model._meta.label_lower not in UNSEEN and not model._meta.model_name.startswith("historical"):  # type: ignore[union-attr]
                yield model


def _watching(connection: BaseDatabaseWrapper, table: str) -> Iterable[str]:
    if connection.vendor == "postgresql":  # before: who waits for the number has locked no row that others wait for
        yield (
            f"CREATE TRIGGER {table}_moves BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_moves()"
        )
        yield from touched.for_each_statement(table)
        return
    for change in ("insert", "update", "delete"):
        yield (
            f"CREATE TRIGGER {table}_moves_on_{change} AFTER {change} ON {table} "
            f"BEGIN UPDATE {TABLE} SET number = number + 1, mark = {_fresh(connection)}; "
            f"{touched.for_each_row(table, change)} END"
        )


def _triggers(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """(name, table) of ours."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT DISTINCT trigger_name, event_object_table FROM information_schema.triggers "
                "WHERE trigger_schema = current_schema() AND trigger_name LIKE %s",
                ["%\\_moves"],
            )
        else:
            cursor.execute(
                "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", ["%_moves_on_%"]
            )
        return [(name, table) for name, table in cursor.fetchall()]


def _fresh(connection: BaseDatabaseWrapper) -> str:
    return "gen_random_uuid()::text" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"


def _step(connection: BaseDatabaseWrapper) -> str:
    """PostgreSQL's transactions see each of their steps."""
    return "''" if connection.vendor == "sqlite" else "coalesce(current_setting('timeline.moved', true), '')"


def _revision(number: int, mark: str, step: str) -> Revision:
    return Revision(number, f"{mark} {step}".strip())


def _with_log(using: str, first: str) -> tuple[Revision, list[touched.Row]] | None:
    """The revision and the log from a row on, seen at one moment."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT now.number, now.mark, {_step(connection)}, log.number, log.mark, log.event "
            f"FROM {TABLE} now, {touched.TABLE} log WHERE log.number >= {first} ORDER BY log.number"
        )
        rows = cursor.fetchall()
    return (_revision(*rows[0][:3]), [row[3:] for row in rows]) if rows else None
