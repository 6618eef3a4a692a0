"""One number that moves in the same transaction as anything readers can see: triggers in the database move it.

So nothing in Python can walk round it: `QuerySet.update`, `bulk_create`, `loaddata` and SQL typed by hand move it too,
and a change rolled back leaves it where it was. Drafts move it as well: a page drawn again costs less than a rule about
which rows were public before and after.

Whoever answers reads it before the data. What then carries its mark is as new as the mark, or newer; never older.
Beside the number stands a mark made at random, which no other state of the data ever had, whatever backup is put back.
The number is for telling which of two databases is behind. The same triggers log which events were touched: `touched`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from timeline.serving import change_log, triggers

from .change_log import ChangedEvents, LogPosition
from .triggers import TABLE


@dataclass(frozen=True)
class Revision:
    number: int
    mark: str


def current(using: str = DEFAULT_DB_ALIAS) -> Revision:
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number, mark, {_step(connection)} FROM {TABLE}")
        return _revision(*cursor.fetchone())


def last(using: str = DEFAULT_DB_ALIAS) -> tuple[Revision, LogPosition]:
    """With the end of the log."""
    found = _with_log(using, f"(SELECT max(number) FROM {change_log.TABLE})")
    if found is None:
        raise LookupError("The log of what was touched has no row.")
    return found[0], change_log.last_position(found[1])


def since(place: LogPosition, using: str = DEFAULT_DB_ALIAS) -> tuple[Revision, LogPosition, ChangedEvents] | None:
    """The same, and what was touched between; None where that cannot be told."""
    found = _with_log(using, str(place.number))
    if found is None or (between := change_log.list_changes(place, found[1])) is None:
        return None
    at, rows = found
    return at, change_log.last_position(rows), between


def move(using: str = DEFAULT_DB_ALIAS) -> None:
    """For what no trigger sees: the index of words made anew."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET number = number + 1, mark = {triggers.fresh_mark(connection.vendor)}")
    change_log.log_everything(connection)


def take_turn(using: str = DEFAULT_DB_ALIAS) -> None:
    """Wait for others who are saving, before locking anything that they may want to save."""
    connection = connections[using]
    if connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT number FROM {TABLE} FOR UPDATE")


def create(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (number bigint NOT NULL, mark varchar(40) NOT NULL)")
        cursor.execute(f"INSERT INTO {TABLE} VALUES (1, {triggers.fresh_mark(connection.vendor)})")
    change_log.create_table(connection)


def drop(connection: BaseDatabaseWrapper) -> None:
    triggers.drop(connection)
    change_log.drop_table(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")


def _step(connection: BaseDatabaseWrapper) -> str:
    """PostgreSQL's transactions see each of their steps."""
    return "''" if connection.vendor == "sqlite" else "coalesce(current_setting('timeline.moved', true), '')"


def _revision(number: int, mark: str, step: str) -> Revision:
    return Revision(number, f"{mark} {step}".strip())


def _with_log(using: str, first: str) -> tuple[Revision, list[change_log.Row]] | None:
    """The revision and the log from a row on, seen at one moment."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT now.number, now.mark, {_step(connection)}, log.number, log.mark, log.event "
            f"FROM {TABLE} now, {change_log.TABLE} log WHERE log.number >= {first} ORDER BY log.number"
        )
        rows = cursor.fetchall()
    return (_revision(*rows[0][:3]), [row[3:] for row in rows]) if rows else None
