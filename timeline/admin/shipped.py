"""Shipped records whose values on this site differ from newer ones of a release."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..maintenance.shipped_data.fixtures import find_model
from ..models import ShippedRecord
from .task_filter import TaskFilter


@admin.register(ShippedRecord)
class ShippedRecordAdmin(admin.ModelAdmin):
    """Read-only: to use a newer value, an editor types it into the record itself."""

    list_display = ("identifier", "record_type", "newer_values", "version", "on_this_site")
    list_filter = (TaskFilter, "model", "version")
    search_fields = ("identifier",)
    list_per_page = 50
    fields = ("identifier", "record_type", "on_this_site", "newer_values", "version")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("values")

    @admin.display(description=gettext_lazy("type of record"), ordering="model")
    def record_type(self, shipped: ShippedRecord) -> str:
        return str(find_model(shipped.model)._meta.verbose_name)

    @admin.display(description=gettext_lazy("newer values in the release"))
    def newer_values(self, shipped: ShippedRecord) -> str:
        if not shipped.kept:
            return "–"
        rows = [(get_field_label(shipped, name), format_field_value(value)) for name, value in shipped.kept.items()]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", rows))

    @admin.display(description=gettext_lazy("on this site"))
    def on_this_site(self, shipped: ShippedRecord) -> str:
        model: Any = find_model(shipped.model)
        if not model._base_manager.filter(pk=shipped.record).exists():
            return _("deleted")
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[shipped.record])
        return format_html("<a href='{}'>{}</a>", page, _("Open the record"))


def get_field_label(shipped: ShippedRecord, name: str) -> str:
    model: type[Model] = find_model(shipped.model)
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def format_field_value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value if value not in ("", None) else "–")
