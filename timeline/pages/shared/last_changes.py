"""When records were last changed by an editor."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery

from timeline.maintenance.shipped_data.history import is_shipped


def annotate_last_change(records: QuerySet[Any]) -> QuerySet[Any]:
    """Adds `changed_at`: the last change in the history of each record, or None."""
    history: Any = records.model.history.model.objects
    changes = history.filter(id=OuterRef("pk")).exclude(is_shipped())
    latest = changes.order_by().values("id").annotate(last=Max("history_date")).values("last")
    return records.annotate(changed_at=Subquery(latest))
