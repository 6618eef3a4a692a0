"""Records that are saved, deleted or linked are indexed again in the same transaction.

`QuerySet.update` and `bulk_create` send no signals: run `manage.py reindex` after them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver

from ..models import Actor, Event, Quote, Topic
from ..search import full_text_index

_is_delayed: ContextVar[bool] = ContextVar("is_delayed", default=False)


@contextmanager
def delay_indexing(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """For loading many records: index everything once, at the end of the outermost block."""
    outermost = not _is_delayed.get()
    token = _is_delayed.set(True)
    try:
        yield
    finally:
        _is_delayed.reset(token)
    if outermost:
        full_text_index.reindex(using)


@receiver([post_save, post_delete], sender=Event)
def index_event(instance: Event, using: str, **kwargs: Any) -> None:
    index(using, events=[instance.pk])


@receiver([post_save, post_delete], sender=Quote)
def index_quote(instance: Quote, using: str, **kwargs: Any) -> None:
    index(using, quotes=[instance.pk])


@receiver(post_save, sender=Actor)
@receiver(post_save, sender=Topic)
def index_name(instance: Actor | Topic, using: str, **kwargs: Any) -> None:
    """Events and statements are also found by the names of their actors and topics."""
    quotes = instance.quotes.using(using).values_list("pk", flat=True) if isinstance(instance, Actor) else ()
    index(using, events=find_events(instance, using), quotes=list(quotes))


@receiver(pre_delete, sender=Actor)
@receiver(pre_delete, sender=Topic)
def remember_events(instance: Any, using: str, **kwargs: Any) -> None:
    instance.remembered_events = find_events(instance, using)


@receiver(post_delete, sender=Actor)
@receiver(post_delete, sender=Topic)
def index_remembered_events(instance: Any, using: str, **kwargs: Any) -> None:
    index(using, events=instance.remembered_events)


@receiver(m2m_changed, sender=Event.actors.through)
@receiver(m2m_changed, sender=Event.topics.through)
def index_links(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, using: str, **kwargs: Any) -> None:
    """From the event's side (`event.actors.add`) or from the other (`actor.events.clear`)."""
    if action == "pre_clear" and reverse:
        instance.remembered_events = find_events(instance, using)
    elif action == "post_clear" and reverse:
        index(using, events=instance.remembered_events)
    elif action.startswith("post_"):
        index(using, events=list(pk_set or ()) if reverse else [instance.pk])


def find_events(named: Actor | Topic, using: str) -> list[int]:
    return list(named.events.using(using).values_list("pk", flat=True))


def index(using: str, *, events: list[int] | None = None, quotes: list[int] | None = None) -> None:
    if not _is_delayed.get():
        full_text_index.index_events(events or (), using)
        full_text_index.index_quotes(quotes or (), using)
