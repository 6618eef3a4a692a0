"""The start page for editors, with counts of tasks and links to their lists."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse


class EditorsSite(AdminSite):
    def get_urls(self) -> list[Any]:
        return [path("remove/", self.admin_view(self.removal_page), name="remove"), *super().get_urls()]

    def removal_page(self, request: HttpRequest) -> HttpResponse:
        from .admin.removal import removal_view

        return removal_view(request, self)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(request, {**(extra_context or {}), "task_counts": self.count_tasks(request)})

    def count_tasks(self, request: HttpRequest) -> list[dict[str, Any]]:
        from .admin.tasks import TASKS  # models are not loaded yet when the site is created

        rows = []
        for task in TASKS:
            model = apps.get_model(task.model)
            shown = self._registry.get(model)
            if shown and shown.has_view_permission(request):
                address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + task.query
                rows.append({"task": task, "n": task.count(), "address": address})
        return rows
