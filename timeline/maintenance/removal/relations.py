"""What is removed with a record: rows that refer to it, rows that refer to those, and all their old versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db import models

from timeline.models import Proposal

from ..batches import split_into_batches
from .columns import Model, find_record_key, is_history, list_models
from .plan import RemovalPlan

Ids = dict[Model, set[int]]

# Links that a deletion sets to null, but whose rows contain the record's words.
DELETED_TOO = {(Proposal, "quote")}


class RemovedRecords:
    """`ids` are the keys of removed records, including those that were deleted before and are in the trash."""

    def __init__(self, plan: RemovalPlan, model: Model, key: int) -> None:
        self.plan = plan
        self.ids: Ids = defaultdict(set, {model: {key}})
        self.records = [one for one in list_models() if one is not LogEntry and not is_history(one)]
        self.versions = [one for one in list_models() if is_history(one)]

    def run(self) -> None:
        while self.follow_links():
            pass
        for model, keys in self.ids.items():
            for some in split_into_batches(keys):
                self.plan.delete(model, model._base_manager.filter(pk__in=some).values_list("pk", flat=True))
        for model in self.versions:  # links of versions after the versions: simple-history makes their models later
            self.delete_versions(model)
        for model in self.versions:
            self.delete_links_of_versions(model)
        self.empty_links()

    # ---- records

    def follow_links(self) -> bool:
        """One step. Returns whether it found more records."""
        before = self.count_records()
        for model in self.records:
            for link in list_foreign_keys(model):
                if (wanted := self.ids.get(link.related_model)) and is_deleted_with(model, link):
                    self.ids[model] |= find_referring(model, link, wanted) | self.find_in_trash(model, link, wanted)
        return self.count_records() > before

    def count_records(self) -> int:
        return sum(map(len, self.ids.values()))

    @staticmethod
    def find_in_trash(model: Model, link: Any, wanted: set[int]) -> set[int]:
        """Records in the trash whose last version refers to one of these."""
        if not hasattr(model, "history"):
            return set()
        table, key = model.history.model, model._meta.pk.attname
        found = set()
        for some in split_into_batches(wanted):
            newest = table.objects.filter(**{key: models.OuterRef(key)}).order_by("-history_id").values("history_id")
            last = table.objects.filter(**{f"{link.attname}__in": some}, history_id=models.Subquery(newest[:1]))
            stored = model._base_manager.filter(pk=models.OuterRef(key))
            found |= set(last.filter(~models.Exists(stored)).values_list(key, flat=True))
        return found

    # ---- versions

    def delete_versions(self, model: Model) -> None:
        of, key = model.instance_type, find_record_key(model)
        if of._meta.auto_created:
            return
        for some in split_into_batches(self.ids.get(of, ())):
            self.plan.delete(model, model._base_manager.filter(**{f"{key}__in": some}).values_list("pk", flat=True))
        for link in list_foreign_keys(of):
            if (wanted := self.ids.get(link.related_model)) and is_deleted_with(of, link):
                self.plan.delete(model, find_referring(model, model._meta.get_field(link.name), wanted))

    def delete_links_of_versions(self, model: Model) -> None:
        if not model.instance_type._meta.auto_created:
            return
        for link in list_foreign_keys(model):
            wanted = self.ids.get(link.related_model) or self.plan.deletions.get(link.related_model)
            if wanted:
                self.plan.delete(model, find_referring(model, link, wanted))

    def empty_links(self) -> None:
        """Set to null the links of remaining records and their versions."""
        for model in self.records:
            for link in list_foreign_keys(model):
                wanted = self.ids.get(link.related_model)
                if not wanted or is_deleted_with(model, link):
                    continue
                for table in (model, *([model.history.model] if hasattr(model, "history") else [])):
                    for key in find_referring(table, table._meta.get_field(link.name), wanted):
                        self.plan.change(table, key, {link.attname: None}, 1)


def list_foreign_keys(model: Model) -> Iterator[Any]:
    for field in model._meta.local_concrete_fields:
        if field.is_relation and field.related_model:
            yield field


def is_deleted_with(model: Model, link: Any) -> bool:
    return link.remote_field.on_delete is not models.SET_NULL or (model, link.name) in DELETED_TOO


def find_referring(model: Model, link: Any, wanted: set[int]) -> set[int]:
    found: set[int] = set()
    for some in split_into_batches(wanted):
        found |= set(model._base_manager.filter(**{f"{link.attname}__in": some}).values_list("pk", flat=True))
    return found
