"""`?certain=1`: with `since` and `until`, leaves out what may have happened outside these dates."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Slot, TimelineFilter
from .fields import SwitchField


class CertainFilter(TimelineFilter):
    """Changes what `since` and `until` find; finds nothing by itself."""

    name = "certain"
    label = gettext_lazy("Only events definitely within these dates")
    field_class = SwitchField
    slot = Slot.TIME

    def format_values(self, value: bool) -> list[str]:
        return ["1"]

    def format_chip(self, value: bool) -> str:
        return _("definitely within these dates")
