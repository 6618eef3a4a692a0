"""One number that moves in the same transaction as anything readers can see: triggers in the database move it.

So nothing in Python can walk round it: `QuerySet.update`, `bulk_create`, `loaddata` and SQL typed by hand move it too,
and a change rolled back leaves it where it was. Drafts move it as well: a page drawn again costs less than a rule about
which rows were public before and after.

Whoever answers reads it before the data. What then carries its mark is as new as the mark, or newer; never older.
Beside the number stands a mark made at random, which no other state of the data ever had, whatever backup is put back.
The number is for telling which of two databases is behind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

TABLE = "timeline_revision"
UNSEEN = ("timeline.proposal",)  # what no reader ever sees; histories are written with what they tell of

FUNCTION = f"""
CREATE OR REPLACE FUNCTION {TABLE}_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The number once in a transaction: others see only how it ends. The transaction itself sees each of its steps.
    IF split_part(current_setting('timeline.moved', true), ' ', 1) IS DISTINCT FROM pg_current_xact_id()::text THEN
        UPDATE {TABLE} SET number = number + 1, mark = gen_random_uuid()::text;
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
    step = "''" if connection.vendor == "sqlite" else "coalesce(current_setting('timeline.moved', true), '')"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number, mark, {step} FROM {TABLE}")
        number, mark, step = cursor.fetchone()
    return Revision(number, f"{mark} {step}".strip())


def move(using: str = DEFAULT_DB_ALIAS) -> None:
    """For what no trigger sees: the index of words made anew."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET number = number + 1, mark = {_fresh(connection)}")


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


def drop(connection: BaseDatabaseWrapper) -> None:
    """The triggers go with the tables they stand on, or here."""
    with connection.cursor() as cursor:
        for trigger, table in _triggers(connection):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {trigger}{on}")
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION IF EXISTS {TABLE}_moves()")
        cursor.execute(f"DROP TABLE {TABLE}")


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
        return
    for change in ("insert", "update", "delete"):
        yield (
            f"CREATE TRIGGER {table}_moves_on_{change} AFTER {change} ON {table} "
            f"BEGIN UPDATE {TABLE} SET number = number + 1, mark = {_fresh(connection)}; END"
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
