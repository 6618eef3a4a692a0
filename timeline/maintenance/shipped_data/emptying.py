"""Deleting all records with their histories, for `manage.py empty_data`."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from articles.locking import acquire_write_lock
from articles.models import ArticleText
from timeline.corrections import recording
from timeline.models import Correction, Proposal, Redirect, ShippedRecord, ShippedRelease
from timeline.signals import search_index

from .fixtures import MODELS, Model

# Dependent records first, so that no protected reference prevents a deletion.
RECORDS: tuple[Model, ...] = (Redirect, Proposal, ArticleText, *reversed(MODELS))


def count_records() -> list[str]:
    """A line for each kind of record, with the numbers of all and of those that editors made."""
    lines = []
    models: list[Model] = [*reversed(RECORDS), Correction]
    for model in models:
        if n := model._base_manager.count():
            own = n - len(find_shipped_rows(model)) if model in MODELS else n
            text = _("%(n)s %(records)s, of which %(own)s did not come with the program")
            lines.append(text % {"n": n, "records": model._meta.verbose_name_plural, "own": own})
    return lines


def find_shipped_rows(model: Model) -> set[int]:
    noted = ShippedRecord.objects.filter(model=model._meta.label_lower).values("record")
    return set(model._base_manager.filter(pk__in=noted).values_list("pk", flat=True))


@transaction.atomic
def delete_records() -> None:
    acquire_write_lock(connection.alias)
    with search_index.delay_indexing(), recording.pause_recording():
        for model in RECORDS:
            model._base_manager.all().delete()
            history: Any = model.history.model  # type: ignore[attr-defined]
            history.objects.all().delete()
        for model in (Correction, ShippedRecord, ShippedRelease):
            model._base_manager.all().delete()
