"""Shows editors whether readers see a record, and if not, why."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import AnchorState

from ..models import Event

SYMBOLS = {
    AnchorState.VERIFIED: "✓",
    AnchorState.AMBIGUOUS: "?",
    AnchorState.CHANGED: "≠",
    AnchorState.MISSING: "✗",
    AnchorState.UNHELD: "○",
    AnchorState.NONE: "–",
}


def format_anchor_state(state: str) -> str:
    """A symbol and a word, so that the state does not depend on colour."""
    known = AnchorState(state)
    return f"{SYMBOLS[known]} {known.label.partition(':')[0]}"


def list_hiding_reasons(status: str, is_cited: bool) -> list[str]:
    """Why readers do not see an event and its statements; the rule itself is `EventQuerySet.public`."""
    draft = [] if status == Event.Status.PUBLISHED else [_("draft")]
    return draft if is_cited else [*draft, _("cites no article")]


def describe_visibility(status: str, is_cited: bool) -> str:
    reasons = list_hiding_reasons(status, is_cited)
    return _("✗ not shown: %(reasons)s") % {"reasons": ", ".join(reasons)} if reasons else _("✓ shown")


class ReadersFilter(admin.SimpleListFilter):
    """Filters events by whether readers see them."""

    title = gettext_lazy("what readers see")
    parameter_name = "readers"
    published = Q(status=Event.Status.PUBLISHED)
    cited = Q(n_sources__gt=0)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("shown", gettext_lazy("shown")),
            ("hidden", gettext_lazy("not shown")),
            ("draft", gettext_lazy("not shown: draft")),
            ("uncited", gettext_lazy("not shown: cites no article")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        shown = self.published & self.cited
        wanted = {"shown": shown, "hidden": ~shown, "draft": ~self.published, "uncited": ~self.cited}
        return queryset.filter(wanted.get(self.value() or "", Q()))


class EventReadersFilter(ReadersFilter):
    """Filters statements by whether readers see their events."""

    published = Q(event__status=Event.Status.PUBLISHED)
    cited = Q(is_cited=True)
