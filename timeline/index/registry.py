"""One record in bit strings for each worker, of the newest revision that somebody asked for.

After a save the next reader brings it forward, which takes as long as reading what the save touched. Where that is
much, it is done beside the requests; so is reading all of it, where a worker begins or nobody can tell what changed.
Requests wait for it, but not for ever: then they are answered from plain questions. Nobody is answered from a record
older than what they asked for.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from dataclasses import replace

from django.db import DEFAULT_DB_ALIAS, connections

from timeline.serving import replicas

from ..serving.change_log import MOST
from ..serving.revision import Revision
from .consistent_read import alone
from .incremental import renewed
from .loader import build
from .snapshot import Record

WAIT = 25.0  # seconds, from when it is begun: wherever reading takes so long, plain questions take minutes
FEW = 100  # events read again while readers wait
REST = 0.0005  # now and then, so that requests get their turn

logger = logging.getLogger(__name__)
_locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
_kept: dict[str, Record] = {}
_makers: dict[str, Maker] = {}


def record_at(at: Revision, using: str | None = None) -> Record | None:
    """Of that revision or, where somebody has saved since, of a later one. `using`: else where this request reads."""
    using = using or replicas.alias()
    if kept := _kept_at(at, using):
        return kept
    try:
        return _renewed(at, using) or _read(at, using)
    except Exception:  # readers are answered all the same; the next one tries again
        logger.exception("The record could not be read into memory.")
        return None


def begin(using: str = DEFAULT_DB_ALIAS) -> None:
    """Read the record before a reader asks for it: where a worker starts."""
    with _locks[using]:
        if using not in _kept:
            _making(using)


def _kept_at(at: Revision, using: str) -> Record | None:
    """What was read from one copy of a database is right for the others at the same revision."""
    for name in (using, *list(_kept)):
        if (kept := _kept.get(name)) and kept.mark == at.mark:
            if name != using:
                kept = _kept[using] = replace(kept, using=using, names=replace(kept.names, using=using))
            return kept
    return None


def _renewed(at: Revision, using: str) -> Record | None:
    """By one reader, for whom the others wait."""
    with _locks[using]:
        kept = _kept.get(using)
        if kept is None or kept.mark == at.mark or _maker(using):
            return kept if kept and kept.mark == at.mark else None
        if now := _forward(kept, FEW):
            _kept[using] = now
        return now


def _forward(kept: Record, most: int = MOST) -> Record | None:
    try:
        return renewed(kept, most)
    except Exception:
        logger.exception("The record in memory could not be brought forward: it is read anew.")
        _kept.pop(kept.using, None)
        return None


def _read(at: Revision, using: str) -> Record | None:
    if alone(using):
        with _locks[using]:
            _kept[using] = build(using)
            return _kept[using]
    with _locks[using]:
        maker = _making(using)
    maker.join(max(0, maker.begun + WAIT - time.monotonic()))
    return _renewed(at, using)  # what was saved since it was begun


def _maker(using: str) -> Maker | None:
    """Who is at it now."""
    maker = _makers.get(using)
    return maker if maker and maker.is_alive() else None


def _making(using: str) -> Maker:
    """The same, or who begins; under the lock."""
    if (maker := _maker(using)) is None:
        maker = _makers[using] = Maker(using)
        maker.start()
    return maker


class Maker(threading.Thread):
    def __init__(self, using: str) -> None:
        super().__init__(daemon=True)
        self.using, self.begun = using, time.monotonic()

    def run(self) -> None:
        try:
            kept = _kept.get(self.using)
            now = _forward(kept) if kept else None
            _kept[self.using] = now or build(self.using, lambda: time.sleep(REST))
        except Exception:
            logger.exception("The record could not be read into memory.")
        finally:
            connections.close_all()
