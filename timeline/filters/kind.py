"""`?kind=visit`: the kind of event."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from ..models import Event
from ..models.events import EventQuerySet
from .base import Columns, EventChoiceFilter, FixedNames, Slot
from .wording import join_alternatives


class KindFilter(FixedNames, EventChoiceFilter):
    name = "kind"
    label = gettext_lazy("Kind of event")
    noun = gettext_lazy("kind of event")
    members = Event.Kind
    slot = Slot.KIND
    columns = Columns(event=("kind",))

    def describe(self, value: list[str]) -> str:
        return f"({join_alternatives(value)})"

    def filter(self, events: EventQuerySet, value: tuple[str, ...]) -> EventQuerySet:
        return events.filter(kind__in=value)
