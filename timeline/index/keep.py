"""One record in bit strings for each worker, of the newest revision that somebody asked for.

It is made beside the requests, and they wait for it a moment: where the record is so large that it takes longer, they
are answered from plain questions meanwhile. Nobody is ever answered from a record of another revision.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import DEFAULT_DB_ALIAS, connections

from ..revision import Revision
from .build import build
from .record import Record

WAIT = 2.0  # seconds

logger = logging.getLogger(__name__)
_lock = threading.Lock()
_kept: dict[str, Record] = {}
_makers: dict[str, threading.Thread] = {}
_took: dict[str, float] = {}


def record_at(at: Revision, using: str = DEFAULT_DB_ALIAS) -> Record | None:
    if (kept := _kept.get(using)) and kept.mark == at.mark:
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
    kept = _kept.get(using)
    return kept if kept and kept.mark == at.mark else None


def _alone(using: str) -> bool:
    """Nobody but this connection sees what it sees: it is within a transaction, or its database is in memory."""
    connection = connections[using]
    return connection.in_atomic_block or (
        connection.vendor == "sqlite" and connection.is_in_memory_db()  # type: ignore[attr-defined]
    )


def _make(using: str) -> None:
    begun = time.perf_counter()
    _kept[using] = build(using)
    _took[using] = time.perf_counter() - begun


def _make_beside(using: str) -> None:
    try:
        _make(using)
    except Exception:  # readers are answered all the same; the next one tries again
        logger.exception("The record could not be read into memory.")
    finally:
        connections.close_all()
