"""Counts of related records, in one query for all rows of a list."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Coalesce


def count_related(model: type[models.Model], related: str) -> Coalesce:
    """The number of related records of each row; `related` is the name of the reverse relation."""
    relation: Any = model._meta.get_field(related)
    link = relation.field.name
    rows = relation.related_model._default_manager.filter(**{link: models.OuterRef("pk")})
    counted = rows.order_by().values(link).annotate(n=models.Count("*")).values("n")
    return Coalesce(models.Subquery(counted), 0)
