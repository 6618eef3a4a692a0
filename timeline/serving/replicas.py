"""Which database a request for a public page reads, if there are copies (`REPLICA_URLS`) of the primary.

The page's ETag contains the primary's revision, so a page that a browser or a cache has needs no other query. Other
pages are read from a copy that has this revision, from the primary while no copy has it, and from any copy while the
primary is unavailable. Everything else (editors' pages, writes, commands) uses the primary.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections

from timeline.serving import revision

from .revision import Revision

PRIMARY = DEFAULT_DB_ALIAS
CATCH_UP = 0.25  # seconds to wait for a copy to receive the latest change
REST = 2.0  # seconds without requests to a copy that was unavailable or behind
RETRY_TIME = 6.0  # seconds for one attempt to reconnect: longer than connect_timeout in settings.py
SLOW = 0.5  # seconds; a database that takes longer to fail is tried by one request at a time

_away: dict[str, float] = {}  # until when, by this process's monotonic clock
_behind: dict[str, float] = {}


class DatabaseChoice:
    """The database that one request reads, chosen at its first query and used until its end."""

    def __init__(self, *, editor: bool = False) -> None:
        self.editor = editor

    @cached_property
    def newest(self) -> Revision | None:
        """The revision that pages must have at least; None while the primary is unavailable."""
        return read_revision(PRIMARY)

    @cached_property
    def alias(self) -> str:
        if self.editor and self.newest:
            return PRIMARY
        return find_copy(self.newest) or PRIMARY

    @cached_property
    def revision(self) -> Revision:
        return self.newest or revision.current(self.alias)


_choice: ContextVar[DatabaseChoice | None] = ContextVar("database_choice", default=None)


@contextmanager
def isolate_request() -> Iterator[None]:
    """Forget the choice at the end of the block."""
    before = _choice.set(None)
    try:
        yield
    finally:
        _choice.reset(before)


def begin_request(*, editor: bool) -> None:
    _choice.set(DatabaseChoice(editor=editor))


def current_choice() -> DatabaseChoice | None:
    return _choice.get()


def alias() -> str:
    choice = _choice.get()
    return choice.alias if choice else PRIMARY


def newest_revision() -> Revision:
    """To be read before the data, so that the data is as new or newer."""
    choice = _choice.get()
    return choice.revision if choice else revision.current()


class Router:
    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        return alias() if _choice.get() else None

    def db_for_write(self, model: Any, **_hints: Any) -> str:
        return PRIMARY

    def allow_relation(self, one: Any, other: Any, **_hints: Any) -> bool:
        return True  # all are copies of one database

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        return db == PRIMARY


def list_copies() -> list[str]:
    return [name for name in settings.DATABASES if name != PRIMARY]


_preference = random.random()


def order_copies() -> list[str]:
    """Each worker prefers one copy, and so needs one snapshot in memory; the others follow in case it fails."""
    found = list_copies()
    first = int(_preference * len(found))
    return found[first:] + found[:first]


def find_copy(newest: Revision | None) -> str | None:
    """A copy that has this revision; if the revision is unknown, any copy that responds, even one that just failed."""
    for name in order_copies():
        if newest and is_resting(_behind, name):
            continue
        if (found := read_revision(name)) and (
            newest is None or has_revision(found, newest) or wait_for_copy(name, newest)
        ):
            return name
    if newest is None:
        return next((name for name in order_copies() if read_revision(name, even_if_resting=True)), None)
    return None


def has_revision(found: Revision, newest: Revision) -> bool:
    return found.mark == newest.mark or found.number > newest.number


def wait_for_copy(name: str, newest: Revision) -> bool:
    until = time.monotonic() + CATCH_UP
    while time.monotonic() < until:
        time.sleep(0.005)
        found = read_revision(name)
        if found is None:
            return False
        if has_revision(found, newest):
            return True
    _behind[name] = time.monotonic() + REST
    return False


def read_revision(name: str, *, even_if_resting: bool = False) -> Revision | None:
    """None if the database is unavailable.

    A primary that refuses connections immediately is tried by every request, so that its return is noticed at once. If
    it fails slowly, only one request at a time tries again.
    """
    if is_resting(_away, name) and not even_if_resting:
        return None
    if name in _away:
        _away[name] = time.monotonic() + RETRY_TIME
    begun = time.monotonic()
    try:
        found = revision.current(name)
    except (OperationalError, InterfaceError):
        close_connection(name)
        if name != PRIMARY or time.monotonic() - begun > SLOW:
            _away[name] = time.monotonic() + REST
        return None
    _away.pop(name, None)
    return found


def mark_failed(choice: DatabaseChoice) -> None:
    """After a failure in the middle of a page. The primary stays available: it is tried first again."""
    name = vars(choice).get("alias", PRIMARY)
    close_connection(name)
    if name != PRIMARY:
        _away[name] = time.monotonic() + REST


def is_resting(those: dict[str, float], name: str) -> bool:
    return time.monotonic() < those.get(name, 0.0)


def close_connection(name: str) -> None:
    """A broken connection would stay broken until the end of the request."""
    if not connections[name].in_atomic_block:
        connections[name].close()
