"""`?outlet=kyodo`: the outlet whose article reports an event, or the agency whose report the article carries."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Outlet

from ..models.events import EventQuerySet
from .base import ChoiceNames, Columns, EventChoiceFilter, Rows, Slot
from .wording import join_alternatives


class OutletFilter(EventChoiceFilter):
    name = "outlet"
    label = gettext_lazy("Reported by")
    noun = gettext_lazy("outlet")
    slot = Slot.SOURCE
    columns = Columns(articles=("outlet", "agency"))
    names_from = (Outlet,)

    def read_names(self, rows: Rows) -> ChoiceNames:
        outlets = rows.of(Outlet, "pk", "slug", "name")
        labels = {slug: name for _pk, slug, name in outlets}
        return ChoiceNames(labels, frozenset(labels), {pk: slug for pk, slug, _name in outlets})

    def values_of(self, names: ChoiceNames, outlet: int, agency: int | None) -> Iterable[str]:
        return {names.slugs[one] for one in (outlet, agency) if one is not None}

    def describe(self, value: list[str]) -> str:
        return _("reported by %(outlets)s") % {"outlets": join_alternatives(value)}

    def filter(self, events: EventQuerySet, value: tuple[str, ...]) -> EventQuerySet:
        return events.reported_by(value)
