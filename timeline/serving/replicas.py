"""Which database a request for a public page reads, where there are copies (`REPLICA_URLS`) beside the primary.

The page carries the primary's revision: who has the page already, or finds it in a cache, asks nothing more. What must
be read is read from a copy that has this revision; from the primary while none has it; and from any copy while the
primary is away. Everything else (an editor's pages, whatever is stored, commands) is the primary's.
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
CATCH_UP = 0.25  # seconds in which a copy may still receive what was just stored
REST = 2.0  # seconds in which a copy that was away, or did not catch up, is left alone
RETRY_TIME = 6.0  # seconds for one that tries whether it is back: longer than connect_timeout in settings.py
SLOW = 0.5  # a database that takes longer to be away is not asked by everybody

_away: dict[str, float] = {}  # until when, by the clock of this process
_behind: dict[str, float] = {}


class DatabaseChoice:
    """What one request reads: decided when it first asks, and kept to."""

    def __init__(self, *, editor: bool = False) -> None:
        self.editor = editor

    @cached_property
    def newest(self) -> Revision | None:
        """What readers must not be shown less than; unknown while the primary is away."""
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
    """What is decided within is forgotten at its end."""
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
    """Read before the data: what is read after it is as new, or newer."""
    choice = _choice.get()
    return choice.revision if choice else revision.current()


class Router:
    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        return alias() if _choice.get() else None

    def db_for_write(self, model: Any, **_hints: Any) -> str:
        return PRIMARY

    def allow_relation(self, one: Any, other: Any, **_hints: Any) -> bool:
        return True  # they are copies of one database

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        return db == PRIMARY


def list_copies() -> list[str]:
    return [name for name in settings.DATABASES if name != PRIMARY]


_preference = random.random()


def order_copies() -> list[str]:
    """Each worker keeps to a copy of its own, and so keeps one record in memory; the others are there if it fails."""
    found = list_copies()
    first = int(_preference * len(found))
    return found[first:] + found[:first]


def find_copy(newest: Revision | None) -> str | None:
    """A copy that has this revision; if none is known, one that answers, be it the one that just had to rest."""
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
    """The revision that a database has; nothing if it is away.

    A primary that refuses at once is asked by everybody, so that nobody misses its return. After one that was slow to
    be away, only one at a time tries again.
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
    """It failed in the middle of a page. The primary is asked again first, and so is not left alone."""
    name = vars(choice).get("alias", PRIMARY)
    close_connection(name)
    if name != PRIMARY:
        _away[name] = time.monotonic() + REST


def is_resting(those: dict[str, float], name: str) -> bool:
    return time.monotonic() < those.get(name, 0.0)


def close_connection(name: str) -> None:
    """A broken connection would stay broken to the end of the request."""
    if not connections[name].in_atomic_block:
        connections[name].close()
