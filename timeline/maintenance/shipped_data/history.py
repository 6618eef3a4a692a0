"""The first version in a shipped record's history, “As shipped in …”, so that an editor's first change can be undone.

This version is not a change: feeds and the sitemap ignore it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min, Q
from django.utils import timezone

from .fixtures import Model, Values

PREFIX = "As shipped in"


def make_reason(version: str) -> str:
    return f"{PREFIX} {version}"


def is_shipped() -> Q:
    """A filter for the versions written when data was loaded."""
    return Q(history_change_reason__startswith=PREFIX)


def add_first_versions(records: list[Any], why: str, when: dt.datetime | None = None) -> None:
    """For records of one model without a history, with their many-to-many relations."""
    if not records:
        return
    model: Any = type(records[0])
    table = model.history.model
    rows = table.objects.bulk_create([make_first_version(record, why, when or timezone.now()) for record in records])
    for relation in table._history_m2m_fields:
        add_relations(relation, {row.id: row for row in rows})


def make_first_version(record: Any, why: str, when: dt.datetime, **fields: Any) -> Any:
    table = type(record).history.model
    values = {one.attname: getattr(record, one.attname) for one in table.tracked_fields}
    return table(history_date=when, history_type="+", history_change_reason=why, **values, **fields)


def add_relations(relation: Any, versions: dict[int, Any]) -> None:
    """Add the present values of one many-to-many relation to the versions."""
    through = relation.remote_field.through
    source = relation.m2m_column_name()
    table = next(iter(versions.values())).__class__
    rows = table._meta.get_field(f"historical{through._meta.model_name}").related_model
    found = []
    for start in range(0, len(versions), 500):
        part = list(versions)[start : start + 500]
        for link in through._base_manager.filter(**{f"{source}__in": part}):
            values = {one.attname: getattr(link, one.attname) for one in through._meta.fields}
            found.append(rows(history=versions[getattr(link, source)], **values))
    rows.objects.bulk_create(found)


# ---- sites that were filled before releases were recorded


def adopt_histories(model: Model, bases: dict[int, tuple[Any, Values]], why: str) -> None:
    """Make each history begin with the shipped version. `bases` has the record and that version, by key.

    Versions that loading itself wrote, without an author or a reason, get the reason. Nothing else is changed.
    """
    table: Any = model.history.model  # type: ignore[attr-defined]
    versions: dict[int, list[Any]] = defaultdict(list)
    for row in table.objects.filter(id__in=list(bases)).order_by("history_date", "history_id"):
        versions[row.id].append(row)
    fresh, before = [], []
    for key, (base, plain) in bases.items():
        first = find_loaded_versions(versions[key], plain)
        if first:
            table.objects.filter(pk__in=[row.pk for row in first]).update(history_change_reason=why)
        elif versions[key]:
            before.append((base, versions[key][0].history_date - dt.timedelta(seconds=1)))
        else:
            fresh.append(base)
    add_first_versions(fresh, why, find_start_of_site())
    add_earlier_versions(table, before, why)


def find_loaded_versions(versions: list[Any], plain: Values) -> list[Any]:
    """Those that loading wrote, out of `versions`, oldest first."""
    found = []
    for row in versions:
        if row.history_user_id or row.history_change_reason or any(getattr(row, n) != v for n, v in plain.items()):
            break
        found.append(row)
    return found


def add_earlier_versions(table: Any, records: list[tuple[Any, dt.datetime]], why: str) -> None:
    """Before existing versions. Their keys are negative: the trash takes the highest key for the newest version."""
    lowest = min(table.objects.aggregate(lowest=Min("history_id"))["lowest"] or 0, 0)
    rows = [
        make_first_version(record, why, when, history_id=lowest - number)
        for number, (record, when) in enumerate(records, 1)
    ]
    table.objects.bulk_create(rows)


def find_start_of_site() -> dt.datetime:
    applied: Iterable[Any] = MigrationRecorder.Migration.objects.filter(app="timeline").order_by("applied")
    return next((one.applied for one in applied), timezone.now())
