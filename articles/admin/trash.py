"""The trash: deleted records can be restored, and editors see beforehand what cannot."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import NestedObjects, unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models, router
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles import trash

from . import form_snapshot
from .concurrent_edits import ConcurrentEditAdmin


class TrashAdmin(ConcurrentEditAdmin):
    delete_confirmation_template = "admin/delete_one.html"
    asks_reason = False  # whether withdrawing a record needs a reason for readers

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("deleted/", view(self.deleted_view), name=f"{name}_deleted"),
            path("deleted/<int:history_id>/restore/", view(self.restore_view), name=f"{name}_restore"),
            *super().get_urls(),
        ]

    def get_address(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """The deleted records, each with what is restored with it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = Paginator(trash.get_deletions(self.model), self.list_per_page).get_page(request.GET.get("p"))
        parts: dict[int, Counter[Any]] = {version.pk: Counter() for version in page}
        for version, gone in trash.find_deleted_with(list(page)):
            parts[version.pk][gone.instance_type] += 1
        rows = [self.describe_row(version, parts[version.pk]) for version in page]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Deleted %(records)s") % {"records": self.opts.verbose_name_plural},
            "page": page,
            "rows": rows,
            "may_restore": self.has_add_permission(request),
        }
        return render(request, "admin/deleted.html", context)

    def describe_row(self, version: Any, parts: Counter[Any]) -> dict[str, Any]:
        return {
            "key": getattr(version, self.opts.pk.attname),
            "name": trash.get_display_name(version.instance),
            "version": version,
            "returning": format_counts({model: n for model, n in parts.items() if trash.has_full_history(model)}),
            "lost": format_counts({model: n for model, n in parts.items() if not trash.has_full_history(model)}),
        }

    def restore_view(self, request: HttpRequest, history_id: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseRedirect(self.get_address("deleted"))
        if not self.has_add_permission(request):
            raise PermissionDenied
        version = get_object_or_404(self.model.history.model, pk=history_id, history_type="-")
        try:
            with form_snapshot.lock_for_saving(request, self.model):
                if not trash.get_deletions(self.model).filter(pk=history_id).exists():
                    raise trash.CannotRestore([_("The record has already been restored.")])
                record = trash.restore(version)
        except trash.CannotRestore as obstacle:
            self.message_user(request, _("Nothing was restored."), messages.ERROR)
            for problem in obstacle.problems:
                self.message_user(request, problem, messages.ERROR)
            return HttpResponseRedirect(self.get_address("deleted"))
        page = self.get_address("change", record.pk)
        message = format_html(_("Restored: <a href='{}'>{}</a>."), page, str(record))
        self.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(page)

    # ---- before deleting

    def response_action(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> Any:
        response = super().response_action(request, queryset)
        context_data = getattr(response, "context_data", None) or {}
        if "deletable_objects" in context_data:
            context_data |= {"lost": list_lost_with(list(context_data["queryset"])), "asks_reason": self.asks_reason}
        return response

    def delete_view(self, request: Any, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        with form_snapshot.lock_for_saving(request, self.model):
            record = self.get_object(request, unquote(object_id))
            context = dict(extra_context or {})
            if record is not None and self.has_delete_permission(request, record):
                context |= self.prepare_deletion(request, record)
            return super().delete_view(request, object_id, context)

    def prepare_deletion(self, request: Any, record: models.Model) -> dict[str, Any]:
        """The context of the confirmation page. If there is a problem, a POST shows the page again."""
        form = self.get_form(request, record, change=True)(instance=record)
        formsets = self.build_stored_formsets(request, record)
        token, problem = request.POST.get(form_snapshot.NAME), ""
        if token and self.has_changed(form_snapshot.load_state(token), form_snapshot.read_state(form, formsets)):
            problem = _("Somebody has changed this record since you opened this page. Check it, then decide again.")
        problem = problem or self.find_deletion_problem(request, record)
        if problem:
            request.POST = QueryDict()
            self.message_user(request, problem, messages.ERROR)
        return {"opened": form_snapshot.read_state(form, formsets).sign(), "lost": list_lost_with([record])}

    @staticmethod
    def has_changed(before: form_snapshot.FormState, now: form_snapshot.FormState) -> bool:
        return form_snapshot.load_state(now.sign()) != before

    def find_deletion_problem(self, request: HttpRequest, record: models.Model) -> str:
        """Why the record cannot be deleted yet; empty if it can."""
        return ""


def list_lost_with(records: list[Any]) -> list[str]:
    """Records that would be deleted with these and cannot be restored."""
    if not records:
        return []
    using = router.db_for_write(type(records[0]))
    collector = NestedObjects(using=using, origin=records)
    collector.collect(records)
    return [
        str(one)
        for model, found in collector.model_objs.items()
        if hasattr(model, "history") and not trash.has_full_history(model)
        for one in found
    ]


def format_counts(numbers: dict[Any, int]) -> list[str]:
    """“2 × citations” for each kind of record."""
    names = {model: (model._meta.verbose_name, model._meta.verbose_name_plural) for model in numbers}
    return [f"{n} × {names[model][n > 1]}" for model, n in numbers.items()]
