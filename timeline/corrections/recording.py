"""The public list of corrections: what readers saw of an event before and after a transaction, and the reason given.

An event is looked at before it, a statement or a citation of it is first touched in a transaction, and again at the
transaction's end; what differs is one correction, however many rows were written. Drafts, a first publication, anchors
looked for again and the loading of data make none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.dispatch import receiver
from simple_history.signals import pre_create_historical_record

from articles import dates, normalisation

from ..models import Citation, Correction, Event, Quote

LONGEST_REASON = 300
LONGEST_IN_HISTORY = 100  # the column is simple-history's

given: ContextVar[str] = ContextVar("given", default="")
watching: ContextVar[bool] = ContextVar("watching", default=True)

Seen = dict[str, Any]
Change = dict[str, Any]


@contextmanager
def giving(reason: str) -> Iterator[None]:
    """What is stored meanwhile has this reason, in the public list and in the history."""
    token = given.set(normalisation.normalise(reason)[:LONGEST_REASON])
    try:
        yield
    finally:
        given.reset(token)


@contextmanager
def put_off() -> Iterator[None]:
    """While data is loaded: it comes with the project, nobody corrects anything."""
    token = watching.set(False)
    try:
        yield
    finally:
        watching.reset(token)


# ---- what readers see


def seen(record: int) -> Seen | None:
    """All that readers see of an event, in words; None where they see nothing of it."""
    statements = Quote.objects.select_related("speaker", "article").prefetch_related("addressees", "topics")
    events = Event.objects.public().prefetch_related(
        "topics",
        "actors",
        Prefetch("quotes", statements),
        Prefetch("citations", Citation.objects.select_related("article")),
    )
    event = events.filter(pk=record).first()
    if event is None:
        return None
    return {
        "event": event_seen(event),
        "statements": {quote.pk: statement_seen(quote) for quote in event.quotes.all()},
        "citations": {one.pk: {"source": one.article.title, "passage": one.exact} for one in event.citations.all()},
    }


def event_seen(event: Event) -> Seen:
    return {
        "title": event.title,
        "date": dates.label(event.date),
        "kind": str(event.get_kind_display()),
        "summary": event.summary,
        "place": event.place,
        "planned": "✓" if event.planned else "",
        "note": event.note,
        "actors": names(event.actors.all()),
        "topics": names(event.topics.all()),
        "address": event.get_absolute_url(),
    }


def statement_seen(quote: Quote) -> Seen:
    return {
        "speaker": quote.speaker.name,
        "words": quote.words,
        "manner": str(quote.get_kind_display()),
        "said": dates.label(quote.date),
        "venue": quote.venue,
        "named": quote.attributed_to,
        "addressees": names(quote.addressees.all()),
        "topics": names(quote.topics.all()),
        "source": quote.article.title,
        "note": quote.note,
        "address": quote.get_absolute_url(),
    }


def names(records: Any) -> str:
    return "; ".join(sorted(str(record) for record in records))


def changes(before: Seen, after: Seen) -> list[Change]:
    found = differing("event", None, "", before["event"], after["event"])
    for part, name in (("statements", statement_name), ("citations", citation_name)):
        old, new = before[part], after[part]
        for key in [*old, *(key for key in new if key not in old)]:
            if key in old and key in new:
                found += differing(part, key, name(new[key]), old[key], new[key])
            else:
                gone = key in old
                told = name(old[key] if gone else new[key])
                found.append({"of": part, "key": key, "name": told, "field": "withdrawn" if gone else "added"})
    return found


def differing(of: str, key: int | None, name: str, before: Seen, after: Seen) -> list[Change]:
    return [
        {"of": of, "key": key, "name": name, "field": field, "before": before[field], "after": after[field]}
        for field in before
        if before[field] != after[field]
    ]


def statement_name(statement: Seen) -> str:
    return f"{statement['speaker']}, {statement['said']}"


def citation_name(citation: Seen) -> str:
    return str(citation["source"])


# ---- one look before, one at the end


class Pending:
    """Waits in the connection's list for the end of the transaction, and leaves it where that is rolled back."""

    def __init__(self, record: int) -> None:
        self.record, self.before, self.reason = record, seen(record), given.get()

    def correction(self) -> Correction | None:
        after = seen(self.record)
        made = Correction(record=self.record, reason=self.reason)
        if self.before is None:
            last = Correction.objects.filter(record=self.record).first() if after else None
            if last is None or last.kind != Correction.Kind.WITHDRAWN:
                return None
            made.kind = Correction.Kind.AGAIN
        elif after is None:
            made.kind = Correction.Kind.WITHDRAWN
        else:
            made.changes = changes(self.before, after)
            if not made.changes:
                return None
        made.title = (after or self.before or {})["event"]["title"]
        return made

    def __call__(self) -> None:
        if made := self.correction():
            made.save()


def pending(record: int) -> Pending | None:
    waiting = transaction.get_connection().run_on_commit
    return next((one for _sids, one, _robust in waiting if isinstance(one, Pending) and one.record == record), None)


def watch(record: int | None) -> None:
    """From here to the end of the transaction; outside of one nothing could be compared."""
    if record and watching.get() and transaction.get_connection().in_atomic_block and pending(record) is None:
        transaction.on_commit(Pending(record))


# ---- whatever touches an event


@receiver([pre_save, pre_delete], sender=Event)
def event_is_touched(instance: Event, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        watch(instance.pk)


@receiver([pre_save, pre_delete], sender=Quote)
@receiver([pre_save, pre_delete], sender=Citation)
def part_is_touched(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Of the event it belongs to, and of the one it belonged to."""
    if raw or not watching.get():
        return
    watch(instance.event_id)
    if instance.pk:
        watch(sender.objects.filter(pk=instance.pk).values_list("event", flat=True).first())


@receiver(m2m_changed, sender=Event.topics.through)
@receiver(m2m_changed, sender=Event.actors.through)
@receiver(m2m_changed, sender=Quote.topics.through)
@receiver(m2m_changed, sender=Quote.addressees.through)
def names_are_touched(instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **kwargs: Any) -> None:
    if not action.startswith("pre_") or not watching.get():
        return
    for one in model.objects.filter(pk__in=pk_set or ()) if reverse else [instance]:
        watch(one.event_id if isinstance(one, Quote) else one.pk)


@receiver(pre_create_historical_record)
def reason_is_kept(history_instance: Any, **kwargs: Any) -> None:
    if not history_instance.history_change_reason and given.get():
        history_instance.history_change_reason = given.get()[:LONGEST_IN_HISTORY]
