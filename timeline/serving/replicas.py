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
TRYING = 6.0  # seconds for one that tries whether it is back: longer than connect_timeout in settings.py
SLOW = 0.5  # a database that takes longer to be away is not asked by everybody

_away: dict[str, float] = {}  # until when, by the clock of this process
_behind: dict[str, float] = {}


class Reading:
    """What one request reads: decided when it first asks, and kept to."""

    def __init__(self, *, editor: bool = False) -> None:
        self.editor = editor

    @cached_property
    def newest(self) -> Revision | None:
        """What readers must not be shown less than; unknown while the primary is away."""
        return ask(PRIMARY)

    @cached_property
    def alias(self) -> str:
        if self.editor and self.newest:
            return PRIMARY
        return copy_with(self.newest) or PRIMARY

    @cached_property
    def revision(self) -> Revision:
        return self.newest or revision.current(self.alias)


_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


@contextmanager
def reading_set_apart() -> Iterator[None]:
    """What is decided within is forgotten at its end."""
    before = _reading.set(None)
    try:
        yield
    finally:
        _reading.reset(before)


def begin(*, editor: bool) -> None:
    _reading.set(Reading(editor=editor))


def current() -> Reading | None:
    return _reading.get()


def alias() -> str:
    reading = _reading.get()
    return reading.alias if reading else PRIMARY


def newest() -> Revision:
    """Read before the data: what is read after it is as new, or newer."""
    reading = _reading.get()
    return reading.revision if reading else revision.current()


class Router:
    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        return alias() if _reading.get() else None

    def db_for_write(self, model: Any, **_hints: Any) -> str:
        return PRIMARY

    def allow_relation(self, one: Any, other: Any, **_hints: Any) -> bool:
        return True  # they are copies of one database

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        return db == PRIMARY


def copies() -> list[str]:
    return [name for name in settings.DATABASES if name != PRIMARY]


_favourite = random.random()


def in_order() -> list[str]:
    """Each worker keeps to a copy of its own, and so keeps one record in memory; the others are there if it fails."""
    found = copies()
    first = int(_favourite * len(found))
    return found[first:] + found[:first]


def copy_with(newest: Revision | None) -> str | None:
    """A copy that has this revision; if none is known, one that answers, be it the one that just had to rest."""
    for name in in_order():
        if newest and resting(_behind, name):
            continue
        if (found := ask(name)) and (newest is None or has(found, newest) or catches_up(name, newest)):
            return name
    if newest is None:
        return next((name for name in in_order() if ask(name, even_if_resting=True)), None)
    return None


def has(found: Revision, newest: Revision) -> bool:
    return found.mark == newest.mark or found.number > newest.number


def catches_up(name: str, newest: Revision) -> bool:
    until = time.monotonic() + CATCH_UP
    while time.monotonic() < until:
        time.sleep(0.005)
        found = ask(name)
        if found is None:
            return False
        if has(found, newest):
            return True
    _behind[name] = time.monotonic() + REST
    return False


def ask(name: str, *, even_if_resting: bool = False) -> Revision | None:
    """The revision that a database has; nothing if it is away.

    A primary that refuses at once is asked by everybody, so that nobody misses its return. After one that was slow to
    be away, only one at a time tries again.
    """
    if resting(_away, name) and not even_if_resting:
        return None
    if name in _away:
        _away[name] = time.monotonic() + TRYING
    begun = time.monotonic()
    try:
        found = revision.current(name)
    except (OperationalError, InterfaceError):
        hang_up(name)
        if name != PRIMARY or time.monotonic() - begun > SLOW:
            _away[name] = time.monotonic() + REST
        return None
    _away.pop(name, None)
    return found


def leave_alone(reading: Reading) -> None:
    """It failed in the middle of a page. The primary is asked again first, and so is not left alone."""
    name = vars(reading).get("alias", PRIMARY)
    hang_up(name)
    if name != PRIMARY:
        _away[name] = time.monotonic() + REST


def resting(those: dict[str, float], name: str) -> bool:
    return time.monotonic() < those.get(name, 0.0)


def hang_up(name: str) -> None:
    """A broken connection would stay broken to the end of the request."""
    if not connections[name].in_atomic_block:
        connections[name].close()
