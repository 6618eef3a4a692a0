"""Restores deleted records from their history, together with the records that were deleted with them.

Everything is checked before anything is stored; if there is a problem, nothing changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

MAX_TIME_APART = dt.timedelta(seconds=30)  # dependent records are deleted in the same transaction, just before

Model = Any  # a model with a history: simple-history has no types


class CannotRestore(Exception):
    """`problems` has the reasons, as sentences."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(*problems)
        self.problems = problems


def get_dependent_relations(model: Model) -> list[Any]:
    """The relations whose records are deleted together with a record, and have a history."""
    return [
        relation
        for relation in model._meta.related_objects
        if not relation.many_to_many
        and relation.on_delete is models.CASCADE
        and hasattr(relation.related_model, "history")
    ]


def has_full_history(model: Model) -> bool:
    """Whether the history has all fields of a record. Of a text it has the fingerprint only."""
    return not model.history.model._history_excluded_fields


def get_deletions(model: Model) -> models.QuerySet[Any]:
    """The last version of each deleted record, the newest first."""
    key = model._meta.pk.attname
    stored = model._base_manager.filter(pk=models.OuterRef(key))
    newest = model.history.filter(**{key: models.OuterRef(key)}).order_by("-history_id").values("history_id")[:1]
    gone = model.history.filter(~models.Exists(stored), history_type="-", history_id=models.Subquery(newest))
    return gone.select_related("history_user")


def find_deleted_with(versions: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Pairs of one of these deletions and a record deleted with it; one query for each model."""
    if not versions:
        return
    model = versions[0].instance_type
    of = {getattr(version, model._meta.pk.attname): version for version in versions}
    for relation in get_dependent_relations(model):
        link = relation.field.attname
        for gone in get_deletions(relation.related_model).filter(**{f"{link}__in": list(of)}).order_by("history_id"):
            version = of[getattr(gone, link)]
            if version.history_date - MAX_TIME_APART <= gone.history_date <= version.history_date:
                yield version, gone


def restore(version: Any) -> models.Model:
    """Restore a deleted record with its dependent records, or raise CannotRestore."""
    try:
        with transaction.atomic():
            return Restoration(version).run()
    except IntegrityError as error:
        raise CannotRestore([_("Another record prevents it from being restored: %s") % error]) from error


class Restoration:
    def __init__(self, version: Any) -> None:
        self.version = version
        self.record = version.instance
        dependent = [gone for _version, gone in find_deleted_with([version]) if has_full_history(gone.instance_type)]
        self.parts = [(version, self.record), *((gone, gone.instance) for gone in dependent)]
        self.problems: list[str] = []

    def run(self) -> models.Model:
        related = [(record, self.get_related(version)) for version, record in self.parts]
        for _version, record in self.parts:
            self.check_links(record)
            self.check_duplicates(record)
        self.raise_problems()
        for record, sets in related:
            self.store(record)
            for name, keys in sets.items():
                getattr(record, name).set(keys)
        self.raise_problems()
        self.restore_references()
        return self.record

    def raise_problems(self) -> None:
        if self.problems:
            raise CannotRestore(self.problems)

    def store(self, record: Any) -> None:
        if self.problems:
            return
        record._change_reason = _("Restored from the trash")
        try:
            record.save(force_insert=True)
        except ValidationError as error:
            self.add_problem(record, " ".join(error.messages))

    def add_problem(self, record: models.Model, what: str) -> None:
        name = _("“%(record)s”") % {"record": get_display_name(record)}
        self.problems.append(f"{name}: {what}")

    def check_links(self, record: models.Model) -> None:
        """The records that it refers to must exist."""
        restored = {(type(one), one.pk) for _version, one in self.parts}
        for field in record._meta.concrete_fields:
            key = getattr(record, field.attname)
            target: Any = field.related_model
            if target is None or key is None or (target, key) in restored:
                continue
            if not target._base_manager.filter(pk=key).exists():
                self.add_problem(record, self.explain_missing(target, key))

    def explain_missing(self, target: Any, key: Any) -> str:
        version = target.history.filter(**{target._meta.pk.attname: key}).first()
        what = {"kind": target._meta.verbose_name, "name": get_display_name(version.instance) if version else key}
        return _("its %(kind)s was deleted too: %(name)s. Restore that record first.") % what

    def check_duplicates(self, record: models.Model) -> None:
        """A unique value, such as a slug, may have been given to another record since."""
        for field in record._meta.concrete_fields:
            if field.unique and not field.primary_key:
                value = getattr(record, field.attname)
                other = type(record)._base_manager.filter(**{field.attname: value}).first()
                if other:
                    message = _(
                        "its %(field)s “%(value)s” is now used by another record: %(other)s. Change it there first."
                    )
                    self.add_problem(
                        record,
                        message % {"field": field.verbose_name, "value": value, "other": get_display_name(other)},
                    )
        try:
            record.validate_constraints(exclude=[field.name for field in record._meta.fields if field.unique])
        except ValidationError as error:
            self.add_problem(record, " ".join(error.messages))

    def get_related(self, version: Any) -> dict[str, list[Any]]:
        """Its many-to-many relations in the version before the deletion."""
        model = version.instance_type
        key = {model._meta.pk.attname: version.instance.pk}
        before = model.history.filter(**key, history_id__lt=version.history_id).order_by("-history_id").first()
        if before is None:
            return {}
        found = {}
        for field in before._history_m2m_fields:
            target: Any = field.related_model
            keys = [getattr(row, f"{field.m2m_reverse_field_name()}_id") for row in getattr(before, field.name).all()]
            there = set(target._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
            for gone in set(keys) - there:
                self.check_still_related(version, target, gone)
            found[field.name] = sorted(there)
        return found

    def check_still_related(self, version: Any, target: Any, key: Any) -> None:
        """A topic that was deleted before the event did not belong to it any more."""
        last = target.history.filter(**{target._meta.pk.attname: key}, history_type="-").first()
        if last is None or last.history_date >= version.history_date:
            self.add_problem(version.instance, self.explain_missing(target, key))

    def restore_references(self) -> None:
        """For a deleted topic: add it again to its events, which have it in their last versions before the deletion."""
        for relation in self.record._meta.related_objects:
            holder: Any = relation.related_model
            versions = getattr(holder, "history", None)
            if relation.many_to_many and versions and relation.field in versions.model._history_m2m_fields:
                for one in self.find_referrers(holder, relation.field):
                    getattr(one, relation.field.name).add(self.record)

    def find_referrers(self, holder: Model, field: Any) -> models.QuerySet[Any]:
        versions = holder.history.filter(history_date__lte=self.version.history_date)
        newest = versions.filter(id=models.OuterRef("id")).order_by("-history_id").values("history_id")[:1]
        row = f"historical{field.remote_field.through._meta.model_name}__{field.m2m_reverse_field_name()}"
        named = versions.filter(**{row: self.record.pk}, history_id=models.Subquery(newest))
        found: models.QuerySet[Any] = holder._base_manager.filter(pk__in=named.values("id"))
        return found


def get_display_name(record: Any) -> str:
    """The record's name, even if it depends on another record that was deleted too."""
    try:
        return str(record)
    except models.ObjectDoesNotExist:
        return f"{record._meta.verbose_name} {record.pk}"
