"""The newest snapshot of the data that each worker process holds in memory.

After a save the next request updates it, which takes as long as reading what the save changed. If that is much, or all
data has to be read (a worker starts, or the log does not say what changed), a thread reads it in the background.
Requests wait for that thread for a limited time: then `TemporarilyUnavailable` becomes a page with the status 503. No
request is answered from a snapshot older than the revision that it began with.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from dataclasses import replace

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections

from timeline.serving import replicas

from ..serving.change_log import MOST
from ..serving.revision import Revision
from ..serving.unavailable import TemporarilyUnavailable
from .consistent_read import is_in_transaction
from .incremental import update_incrementally
from .loader import load_snapshot
from .snapshot import Snapshot

WAIT = 25.0  # seconds that a request waits; shorter than proxy_read_timeout in deploy/nginx.conf
FEW = 100  # changed events that a request reads itself; more are read by a thread
PAUSE = 0.0005  # seconds between parts of the reading, in which requests are served

logger = logging.getLogger(__name__)
_locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
_snapshots: dict[str, Snapshot] = {}
_threads: dict[str, ReadingThread] = {}


def snapshot_at(at: Revision, using: str | None = None) -> Snapshot:
    """Of this revision or, if somebody has saved since, of a later one. `using` is by default what the request reads.

    Raises `TemporarilyUnavailable` if it cannot be read in time, and whatever error reading it raised.
    """
    using = using or replicas.alias()
    deadline = time.monotonic() + WAIT
    while (snapshot := _find_snapshot(at, using) or _update_snapshot(at, using)) is None:
        if is_in_transaction(using):
            return _read_here(using)
        _wait_for_thread(using, deadline)
    return snapshot


def preload(using: str = DEFAULT_DB_ALIAS) -> None:
    """Start reading before the first request: called when a worker starts."""
    with _locks[using]:
        if using not in _snapshots:
            _start_thread(using)


def _find_snapshot(at: Revision, using: str) -> Snapshot | None:
    """A snapshot read from one copy of a database is right for the others at the same revision."""
    for name in (using, *list(_snapshots)):
        if (found := _snapshots.get(name)) and found.mark == at.mark:
            if name != using:
                found = _snapshots[using] = replace(
                    found, using=using, vocabulary=replace(found.vocabulary, using=using)
                )
            return found
    return None


def _update_snapshot(at: Revision, using: str) -> Snapshot | None:
    """One request updates it while the others wait for the lock; None if a thread has to read it."""
    with _locks[using]:
        found = _snapshots.get(using)
        if found is None or found.mark == at.mark or _running_thread(using):
            return found if found and found.mark == at.mark else None
        if updated := _try_update(found, FEW):
            _snapshots[using] = updated
        return updated


def _try_update(snapshot: Snapshot, most: int) -> Snapshot | None:
    try:
        return update_incrementally(snapshot, most)
    except (InterfaceError, OperationalError):  # no connection: the snapshot can still be updated later
        raise
    except Exception:
        logger.exception("The snapshot in memory could not be updated; reading all data again.")
        _snapshots.pop(snapshot.using, None)
        return None


def _read_here(using: str) -> Snapshot:
    """Inside a transaction: no thread would see what this connection sees."""
    with _locks[using]:
        _snapshots[using] = load_snapshot(using)
        return _snapshots[using]


def _wait_for_thread(using: str, deadline: float) -> None:
    seconds_left = deadline - time.monotonic()
    with _locks[using]:
        thread = _start_thread(using)
    thread.join(max(0.0, seconds_left))
    if seconds_left < 0 or thread.is_alive():
        raise TemporarilyUnavailable("The data could not be read into memory in time.")
    if thread.error:
        raise thread.error


def _running_thread(using: str) -> ReadingThread | None:
    thread = _threads.get(using)
    return thread if thread and thread.is_alive() else None


def _start_thread(using: str) -> ReadingThread:
    """Or return the one that is running. Call it with the lock held."""
    if (thread := _running_thread(using)) is None:
        thread = _threads[using] = ReadingThread(using)
        thread.start()
    return thread


class ReadingThread(threading.Thread):
    """Updates the snapshot of one database or, where that cannot be done, reads all of it."""

    def __init__(self, using: str) -> None:
        super().__init__(daemon=True)
        self.using = using
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            old = _snapshots.get(self.using)
            updated = _try_update(old, MOST) if old else None
            _snapshots[self.using] = updated or load_snapshot(self.using, lambda: time.sleep(PAUSE))
        except Exception as error:
            logger.exception("The data could not be read into memory.")
            self.error = error
        finally:
            connections.close_all()
