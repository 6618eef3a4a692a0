"""Versions that an undo writes are marked, so that a later undo does not treat them as the account's own changes.

The version's reason begins with the mark. Nothing else can write it: it is removed from the beginning of reasons that
editors type. Otherwise a misused account could protect its changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.dispatch import receiver
from simple_history.signals import pre_create_historical_record

from timeline.corrections import recording  # its receiver sets the version's reason, and must run before the one below

MARK = "[undo]"
TYPED_MARK = re.compile(rf"^(?:\s*{re.escape(MARK)})+\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Signature:
    """Who undoes (None on the command line) and why."""

    by: Any
    reason: str


signature: ContextVar[Signature | None] = ContextVar("signature", default=None)


@contextmanager
def sign_versions(by: Any, reason: str) -> Iterator[None]:
    """Every version written inside the block is marked, and has this account as its author."""
    token = signature.set(Signature(by, reason))
    try:
        with recording.give_reason(reason):
            yield
    finally:
        signature.reset(token)


def is_marked(version: Any) -> bool:
    return (version.history_change_reason or "").startswith(MARK)


@receiver(pre_create_historical_record)
def sign_version(history_instance: Any, **kwargs: Any) -> None:
    signed = signature.get()
    if signed:
        history_instance.history_user = signed.by
        reason = f"{MARK} {signed.reason}"
        history_instance.history_change_reason = reason[: recording.LONGEST_IN_HISTORY]
    elif history_instance.history_change_reason:
        history_instance.history_change_reason = TYPED_MARK.sub("", history_instance.history_change_reason)
