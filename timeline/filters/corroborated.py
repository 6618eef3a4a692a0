"""`?corroborated=1`: events that two independent sources report."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models.events import EventQuerySet
from .base import SearchableSnapshot, Slot, TimelineFilter
from .fields import SwitchField


class CorroboratedFilter(TimelineFilter):
    name = "corroborated"
    label = gettext_lazy("Only events with two independent sources")
    field_class = SwitchField
    slot = Slot.SOURCE

    def format_values(self, value: bool) -> list[str]:
        return ["1"]

    def format_chip(self, value: bool) -> str:
        return _("two independent sources")

    def describe(self, value: bool) -> str:
        return _("with two independent sources")

    def filter(self, events: EventQuerySet, value: bool) -> EventQuerySet:
        return events.corroborated() if value else events

    def find(self, snapshot: SearchableSnapshot, value: bool) -> int:
        return snapshot.corroborated
