"""Recording corrections: the differences in what readers see of an event, and the reason for them.

An event is read before the first change in a transaction to itself, its statements or its citations, and again at the
end of the transaction. The differences become one correction, however many rows were written. Drafts, a first
publication, anchors found again in a new text, and loading data are not recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.dispatch import receiver
from simple_history.signals import pre_create_historical_record

from articles import normalisation

from ..models import Citation, Correction, Event, Quote
from .values import Values, read_event

LONGEST_REASON = 300
LONGEST_IN_HISTORY = 100  # the column is simple-history's

current_reason: ContextVar[str] = ContextVar("current_reason", default="")
is_recording: ContextVar[bool] = ContextVar("is_recording", default=True)

Change = dict[str, Any]


@contextmanager
def give_reason(reason: str) -> Iterator[None]:
    """Changes stored inside the block have this reason, in the public list and in the history."""
    token = current_reason.set(normalisation.normalise(reason)[:LONGEST_REASON])
    try:
        yield
    finally:
        current_reason.reset(token)


@contextmanager
def pause_recording() -> Iterator[None]:
    """For loading shipped data, which is not a correction."""
    token = is_recording.set(False)
    try:
        yield
    finally:
        is_recording.reset(token)


# ---- differences


def list_changes(before: Values, after: Values) -> list[Change]:
    found = compare_fields("event", None, "", before["event"], after["event"])
    for part, name in (("statements", name_statement), ("citations", name_citation)):
        old, new = before[part], after[part]
        for key in [*old, *(key for key in new if key not in old)]:
            if key in old and key in new:
                found += compare_fields(part, key, name(new[key]), old[key], new[key])
            else:
                gone = key in old
                whose = name(old[key] if gone else new[key])
                found.append({"of": part, "key": key, "name": whose, "field": "withdrawn" if gone else "added"})
    return found


def compare_fields(of: str, key: int | None, name: str, before: Values, after: Values) -> list[Change]:
    return [
        {"of": of, "key": key, "name": name, "field": field, "before": before[field], "after": after[field]}
        for field in before
        if before[field] != after[field]
    ]


def name_statement(statement: Values) -> str:
    return f"{statement['speaker']}, {statement['said']}"


def name_citation(citation: Values) -> str:
    return str(citation["source"])


# ---- read before the first change, and at the end of the transaction


class PendingCorrection:
    """Runs when the transaction is committed; dropped with it if it is rolled back."""

    def __init__(self, record: int) -> None:
        self.record, self.before, self.reason = record, read_event(record), current_reason.get()

    def make_correction(self) -> Correction | None:
        after = read_event(self.record)
        made = Correction(record=self.record, reason=self.reason)
        if self.before is None:
            last = Correction.objects.filter(record=self.record).first() if after else None
            if last is None or last.kind != Correction.Kind.WITHDRAWN:
                return None
            made.kind = Correction.Kind.AGAIN
        elif after is None:
            made.kind = Correction.Kind.WITHDRAWN
        else:
            made.changes = list_changes(self.before, after)
            if not made.changes:
                return None
        made.title = (after or self.before or {})["event"]["title"]
        return made

    def __call__(self) -> None:
        if made := self.make_correction():
            made.save()


def find_pending(record: int) -> PendingCorrection | None:
    waiting = (callback for _sids, callback, _robust in transaction.get_connection().run_on_commit)
    return next((one for one in waiting if isinstance(one, PendingCorrection) and one.record == record), None)


def watch(record: int | None) -> None:
    """Record changes from here to the end of the transaction. Outside of a transaction, nothing is recorded."""
    if record and is_recording.get() and transaction.get_connection().in_atomic_block and find_pending(record) is None:
        transaction.on_commit(PendingCorrection(record))


# ---- signals of changes to an event


@receiver([pre_save, pre_delete], sender=Event)
def watch_event(instance: Event, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        watch(instance.pk)


@receiver([pre_save, pre_delete], sender=Quote)
@receiver([pre_save, pre_delete], sender=Citation)
def watch_part(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Watch the event it belongs to, and the one it belonged to."""
    if raw or not is_recording.get():
        return
    watch(instance.event_id)
    if instance.pk:
        watch(sender.objects.filter(pk=instance.pk).values_list("event", flat=True).first())


@receiver(m2m_changed, sender=Event.topics.through)
@receiver(m2m_changed, sender=Event.actors.through)
@receiver(m2m_changed, sender=Quote.topics.through)
@receiver(m2m_changed, sender=Quote.addressees.through)
def watch_links(instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **kwargs: Any) -> None:
    if not action.startswith("pre_") or not is_recording.get():
        return
    for one in model.objects.filter(pk__in=pk_set or ()) if reverse else [instance]:
        watch(one.event_id if isinstance(one, Quote) else one.pk)


@receiver(pre_create_historical_record)
def copy_reason(history_instance: Any, **kwargs: Any) -> None:
    if not history_instance.history_change_reason and current_reason.get():
        history_instance.history_change_reason = current_reason.get()[:LONGEST_IN_HISTORY]
