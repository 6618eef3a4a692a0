"""The versions of all records that an account has changed since a given time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from .marking import is_marked

APPS = ("articles", "timeline")

Model = Any  # a model with a history: simple-history has no types
Related = dict[str, frozenset[Any]]  # keys of related records, by many-to-many field


@dataclass
class Version:
    """A row of a history. `is_account` marks the changes to undo."""

    row: Any
    related: Related
    is_account: bool

    @property
    def is_deletion(self) -> bool:
        return str(self.row.history_type) == "-"

    @property
    def author(self) -> Any:
        return "account" if self.is_account else (self.row.history_user_id, is_marked(self.row))

    def describe(self) -> str:
        """“ed (29 November 2026, 10:00)”."""
        when = date_format(localtime(self.row.history_date), "DATETIME_FORMAT")
        who = self.row.history_user or _("the program")
        message = _("an undo by %(who)s (%(when)s)") if is_marked(self.row) else _("%(who)s (%(when)s)")
        return message % {"who": who, "when": when}


@dataclass
class Trail:
    """All versions of one record, oldest first."""

    model: Model
    key: Any
    versions: list[Version] = field(default_factory=list)

    def load_record(self) -> Any:
        """The record as it is now, or None."""
        return self.model._base_manager.filter(pk=self.key).first()

    def add(self, row: Any, related: Related, is_account: bool) -> None:
        """A deletion clears many-to-many relations, and a restored record gets them back a moment later.

        Nobody made these changes, so the relations of the version before are used.
        """
        before = self.versions[-1] if self.versions else None
        if before and (row.history_type == "-" or before.is_deletion):
            related = before.related
        self.versions.append(Version(row, related, is_account))


def list_models_with_history() -> list[Model]:
    """Every model with a history, each after those it refers to."""
    found: dict[Model, None] = {}
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            visit_model(model, found, set())
    return list(found)


def has_history(model: Model) -> bool:
    return hasattr(model._meta, "simple_history_manager_attribute")


def visit_model(model: Model, found: dict[Model, None], visiting: set[Model]) -> None:
    if not has_history(model) or model in found or model in visiting:
        return
    visiting.add(model)
    for one in (*model._meta.concrete_fields, *model._meta.many_to_many):
        if one.related_model:
            visit_model(one.related_model, found, visiting)
    found[model] = None


def load_trails(account: Any, since: dt.datetime) -> list[Trail]:
    """Sorted as in `list_models_with_history`, then by key."""
    return [trail for model in list_models_with_history() for trail in load_model_trails(model, account, since)]


def load_model_trails(model: Model, account: Any, since: dt.datetime) -> Iterator[Trail]:
    key = model._meta.pk.attname
    written = model.history.filter(history_user=account, history_date__gte=since)
    rows = model.history.filter(**{f"{key}__in": written.order_by().values(key)}).select_related("history_user")
    related = load_related(model, rows)
    trails: dict[Any, Trail] = {}
    for row in rows.order_by(key, "history_date", "history_id"):
        is_account = row.history_user_id == account.pk and row.history_date >= since and not is_marked(row)
        trail = trails.setdefault(getattr(row, key), Trail(model, getattr(row, key)))
        trail.add(row, related[row.history_id], is_account)
    yield from (trail for trail in trails.values() if any(version.is_account for version in trail.versions))


def load_related(model: Model, rows: models.QuerySet[Any]) -> dict[Any, Related]:
    """The many-to-many relations of these versions, by history_id; one query for each field."""
    fields = model.history.model._history_m2m_fields
    found: dict[Any, Related] = defaultdict(lambda: {one.name: frozenset() for one in fields})
    for one in fields:
        through = HistoricalRecords.m2m_models[one].objects.filter(history__in=rows.order_by().values("history_id"))
        keys = defaultdict(set)
        for version, key in through.values_list("history_id", f"{one.m2m_reverse_field_name()}_id"):
            keys[version].add(key)
        for version, those in keys.items():
            found[version][one.name] = frozenset(those)
    return found
