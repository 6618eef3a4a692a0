"""`?since=1998`: events that may have happened in that year, month or day, or later."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models.events import EventQuerySet
from ..models.quotes import QuoteQuerySet
from .base import SearchableSnapshot, Slot, TimelineFilter
from .date_range import Limit
from .fields import LimitField


class SinceFilter(TimelineFilter):
    name = "since"
    label = gettext_lazy("From")
    slot = Slot.TIME

    @property
    def field(self) -> forms.Field:
        return LimitField(label=self.label, end=False, required=False)

    def format_chip(self, value: Limit) -> str:
        return _("from %(date)s") % {"date": value.label}

    def describe(self, value: Limit) -> str:
        """The whole range."""
        return self.parent.dates.describe()

    def filter(self, events: EventQuerySet, value: Limit) -> EventQuerySet:
        return events.since(value.day, certainly=self.parent.dates.definitely)

    def filter_statements(self, quotes: QuoteQuerySet, value: Limit) -> QuoteQuerySet:
        return quotes.since(value.day, certainly=self.parent.dates.definitely)

    def find(self, snapshot: SearchableSnapshot, value: Limit) -> int:
        return snapshot.find_not_before(value.day, definitely=self.parent.dates.definitely)
