"""One record in bit strings for each worker, of the newest revision that somebody asked for.

It is made beside the requests, and they wait for it a moment: where the record is so large that it takes longer, they
are answered from plain questions meanwhile. Nobody is ever answered from a record of another revision.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace

from django.db import connections

from .. import replicas
from ..revision import Revision
from .build import build
from .record import Record

WAIT = 2.0  # seconds

logger = logging.getLogger(__name__)
_lock = threading.Lock()
_kept: dict[str, Record] = {}
_makers: dict[str, threading.Thread] = {}
_took: dict[str, float] = {}


def record_at(at: Revision, using: str | None = None) -> Record | None:
    """`using`: where this request reads, if nothing else is said."""
    using = using or replicas.alias()
    if (kept := _kept_at(at, using)) is not None:
        return kept
    if _alone(using):
        _make(using)
    else:
        with _lock:
            maker = _makers.get(using)
            if maker is None or not maker.is_alive():
                maker = _makers[using] = threading.Thread(target=_make_beside, args=[using], daemon=True)
                maker.start()
        if _took.get(using, 0) <= WAIT:
            maker.join(WAIT)
    return _kept_at(at, using)


def _kept_at(at: Revision, using: str) -> Record | None:
    """What was read from one copy of a database is right for the others at the same revision."""
    for name in (using, *list(_kept)):
        if (kept := _kept.get(name)) and kept.mark == at.mark:
            if name != using:
                kept = _kept[using] = replace(kept, using=using)
            return kept
    return None


def _alone(using: str) -> bool:
    """Nobody but this connection sees what it sees: it is within a transaction, or its database is in memory."""
    connection = connections[using]
    return connection.in_atomic_block or (
        connection.vendor == "sqlite" and connection.is_in_memory_db()  # type: ignore[attr-defined]
    )


def _make(using: str) -> None:
    begun = time.perf_counter()
    made = _kept[using] = build(using)
    _took[using] = time.perf_counter() - begun
    for name in [name for name, kept in list(_kept.items()) if kept.mark != made.mark]:  # of another copy, and older
        _kept.pop(name, None)


def _make_beside(using: str) -> None:
    try:
        _make(using)
    except Exception:  # readers are answered all the same; the next one tries again
        logger.exception("The record could not be read into memory.")
    finally:
        connections.close_all()
