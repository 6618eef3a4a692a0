"""`?order=oldest`: the oldest event first."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from .base import TimelineFilter
from .fields import OrderField


class OrderFilter(TimelineFilter):
    """Puts the list in another order; `EventFilter.qs` and the index read it."""

    name = "order"
    label = gettext_lazy("Order")
    field_class = OrderField
