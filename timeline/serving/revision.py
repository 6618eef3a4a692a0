"""The revision: a number that grows in the same transaction as any change that readers can see.

Database triggers increase it, so nothing in Python can bypass it: `QuerySet.update`, `bulk_create`, `loaddata` and SQL
typed by hand count too, and a rolled-back change does not. Drafts also count: rendering a page again costs less than a
rule about which rows were public before and after.

The revision is read before the data, so a page with its mark is as new as the mark or newer, never older. The mark is a
random string, unique to one state of the data even if a backup is restored. The number says which of two databases is
behind. The same triggers log which events have changed (`change_log`).
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
    """The revision, and the last position of the change log."""
    found = _with_log(using, f"(SELECT max(number) FROM {change_log.TABLE})")
    if found is None:
        raise LookupError("The change log is empty.")
    return found[0], change_log.last_position(found[1])


def since(place: LogPosition, using: str = DEFAULT_DB_ALIAS) -> tuple[Revision, LogPosition, ChangedEvents] | None:
    """The revision, the last position, and the changes since `place`; None if the log does not go back that far."""
    found = _with_log(using, str(place.number))
    if found is None or (between := change_log.list_changes(place, found[1])) is None:
        return None
    at, rows = found
    return at, change_log.last_position(rows), between


def move(using: str = DEFAULT_DB_ALIAS) -> None:
    """For changes that no trigger sees: the rebuilt search index."""
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
    """Within a transaction of PostgreSQL each change has its own mark."""
    return "''" if connection.vendor == "sqlite" else "coalesce(current_setting('timeline.moved', true), '')"


def _revision(number: int, mark: str, step: str) -> Revision:
    return Revision(number, f"{mark} {step}".strip())


def _with_log(using: str, first: str) -> tuple[Revision, list[change_log.Row]] | None:
    """The revision and the log from a row on, in one query."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT now.number, now.mark, {_step(connection)}, log.number, log.mark, log.event "
            f"FROM {TABLE} now, {change_log.TABLE} log WHERE log.number >= {first} ORDER BY log.number"
        )
        rows = cursor.fetchall()
    return (_revision(*rows[0][:3]), [row[3:] for row in rows]) if rows else None
