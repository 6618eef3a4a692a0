"""`?until=2007-10`: events that may have happened in that year, month or day, or earlier."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models.events import EventQuerySet
from ..models.quotes import QuoteQuerySet
from .base import SearchableSnapshot, Slot, TimelineFilter
from .date_range import Limit
from .fields import LimitField


class UntilFilter(TimelineFilter):
    name = "until"
    label = gettext_lazy("To")
    slot = Slot.TIME

    @property
    def field(self) -> forms.Field:
        return LimitField(label=self.label, end=True, required=False)

    def format_chip(self, value: Limit) -> str:
        return _("to %(date)s") % {"date": value.label}

    def describe(self, value: Limit) -> str:
        """The range, unless `since` describes it."""
        return "" if self.parent.dates.since else self.parent.dates.describe()

    def filter(self, events: EventQuerySet, value: Limit) -> EventQuerySet:
        return events.until(value.day, certainly=self.parent.dates.definitely)

    def filter_statements(self, quotes: QuoteQuerySet, value: Limit) -> QuoteQuerySet:
        return quotes.until(value.day, certainly=self.parent.dates.definitely)

    def find(self, snapshot: SearchableSnapshot, value: Limit) -> int:
        return snapshot.find_not_after(value.day, definitely=self.parent.dates.definitely)
