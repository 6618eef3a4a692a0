"""Filters a list by the tasks that the start page counts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from .tasks import list_tasks


class TaskFilter(admin.SimpleListFilter):
    title = gettext_lazy("needs attention")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(task.key, task.title) for task in list_tasks(model_admin.model)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        task = next((task for task in list_tasks(queryset.model) if task.key == self.value()), None)
        return task.select(queryset) if task else queryset
