"""Nobody overwrites a newer change unseen: the form comes back with both versions and the editor's input."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core import signing
from django.core.exceptions import BadRequest
from django.db import models, router
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from simple_history.admin import SimpleHistoryAdmin

from ..locking import acquire_write_lock
from . import form_snapshot
from .conflict_page import Conflict, describe_version, list_typed_values

SEEN = "seen"  # the hidden field of a list: its newest version
CONFLICT = 409


class ConcurrentEditAdmin(SimpleHistoryAdmin):
    """Forms contain the values they were opened with, lists the newest version; both are compared before saving."""

    delete_selected_confirmation_template = "admin/delete_selected.html"

    # ---- forms

    def _changeform_view(self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: Any) -> Any:
        """Overrides Django's method, which runs inside the transaction."""
        if request.method == "POST":
            acquire_write_lock(router.db_for_write(self.model))
        if request.method == "POST" and object_id and form_snapshot.NAME in request.POST:
            record = self.get_object(request, unquote(object_id))
            if record is None:
                return self.render_deleted(request, object_id)
            if self.has_change_permission(request, record):
                self.find_conflict(request, record, self.build_stored_formsets(request, record))
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def build_stored_formsets(self, request: HttpRequest, record: models.Model) -> list[Any]:
        """The formsets with the values stored now."""
        return [
            formset(instance=record, queryset=inline.get_queryset(request))
            for formset, inline in self.get_formsets_with_inlines(request, record)
            if inline.has_change_permission(request, record)
        ]

    def find_conflict(self, request: Any, record: models.Model, formsets: list[Any], *, merged: bool = True) -> None:
        before = form_snapshot.load_state(str(request.POST[form_snapshot.NAME]))
        form = self.get_form(request, record, change=True)(instance=record)
        conflict = Conflict(before, form, formsets, request.POST)
        if not conflict:
            return
        if merged:
            request.POST = conflict.data
        request.conflict = conflict
        message = _("Not saved: %(who)s saved this record while you had it open. Your input is still here.")
        request.refusal = message % {"who": conflict.last_editor}

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", "")
        return add_refusal(form, refusal) if refusal else form

    def render_change_form(self, request: Any, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        conflict = getattr(request, "conflict", None)
        if kwargs.get("change") and context["adminform"].form.instance.pk:
            context |= {"opened": self.get_opened_state(request, context), "conflict": conflict}
        response = super().render_change_form(request, context, **kwargs)
        response.status_code = CONFLICT if conflict else response.status_code
        return response

    def get_opened_state(self, request: Any, context: dict[str, Any]) -> str:
        """The signed values for the form's hidden field. A form with errors keeps those it was opened with."""
        if conflict := getattr(request, "conflict", None):
            return str(conflict.now.sign())
        if request.method == "POST":
            return str(request.POST.get(form_snapshot.NAME, ""))
        formsets = [one.formset for one in context.get("inline_admin_formsets", ()) if one.has_change_permission]
        return form_snapshot.read_state(context["adminform"].form, formsets).sign()

    def render_deleted(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The record has been deleted: show the input, so that it can be copied."""
        formsets = [
            formset(request.POST, instance=self.model())
            for formset, _inline in self.get_formsets_with_inlines(request, None)
            if f"{formset.get_default_prefix()}-TOTAL_FORMS" in request.POST
        ]
        version = self.model.history.filter(**{self.opts.pk.attname: unquote(object_id)}).first()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Deleted while you had it open"),
            "who": describe_version(version),
            "typed": list_typed_values(self.get_form(request, None)(request.POST), formsets),
        }
        return render(request, "admin/gone.html", context, status=CONFLICT)

    # ---- restoring an old version

    def history_form_view(self, request: Any, object_id: str, version_id: str, extra_context: Any = None) -> Any:
        with form_snapshot.lock_for_saving(request, self.model):
            record = self.get_object(request, unquote(object_id)) if form_snapshot.NAME in request.POST else None
            if record and self.has_change_permission(request, record):
                self.find_conflict(request, record, [], merged=False)
            return super().history_form_view(request, object_id, version_id, extra_context)

    def render_history_view(self, request: Any, template: str, context: dict[str, Any], **kwargs: Any) -> Any:
        conflict = getattr(request, "conflict", None)
        record = self.get_object(request, unquote(context["object_id"])) if "object_id" in context else None
        if record:
            context |= {"opened": self.get_stored_state(request, record).sign(), "conflict": conflict}
        response = super().render_history_view(request, template, context, **kwargs)
        response.status_code = CONFLICT if conflict else response.status_code
        return response

    def get_stored_state(self, request: HttpRequest, record: models.Model) -> form_snapshot.FormState:
        form = super().get_form(request, record, change=True)
        return form_snapshot.read_state(form(instance=record), [])

    # ---- actions of lists

    def changelist_view(self, request: Any, extra_context: dict[str, Any] | None = None) -> Any:
        seen = request.POST.get(SEEN) or signing.dumps(self.get_newest_version(), salt=SEEN)
        return super().changelist_view(request, {**(extra_context or {}), "seen": seen})

    def get_newest_version(self) -> int:
        return int(self.model.history.aggregate(newest=models.Max("history_id"))["newest"] or 0)

    def response_action(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> Any:
        with form_snapshot.lock_for_saving(request, self.model):
            return super().response_action(request, self.exclude_newer(request, queryset))

    def get_chosen_rows(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The selected rows, or all rows of the list."""
        if request.POST.get("select_across") == "1":
            return queryset.order_by()
        sent = request.POST.getlist("_selected_action")
        keys = [int(one) for one in sent if one.isascii() and one.isdigit() and len(one) < 19]
        return self.model._default_manager.filter(pk__in=keys)

    def exclude_newer(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Without selected rows that others have changed since the list was shown; a message names them."""
        token = request.POST.get(SEEN)
        if not token:
            return queryset
        try:
            seen = signing.loads(token, salt=SEEN)
        except signing.BadSignature as error:
            raise BadRequest from error
        key = self.opts.pk.attname
        versions = self.model.history.filter(history_id__gt=seen).select_related("history_user")
        versions = versions.filter(**{f"{key}__in": self.get_chosen_rows(request, queryset).values("pk")})
        newest = {getattr(version, key): version for version in versions.order_by("history_id")}
        newest = {one: version for one, version in newest.items() if version.history_user_id != request.user.pk}
        if newest:
            message = ngettext(
                "Skipped, because it was changed after this list was shown: %(records)s. "
                "Check it, then select it again.",
                "Skipped, because they were changed after this list was shown: %(records)s. "
                "Check them, then select them again.",
                len(newest),
            )
            names = "; ".join(
                f"{get_version_name(version)} – {describe_version(version)}" for version in newest.values()
            )
            self.message_user(request, message % {"records": names}, messages.WARNING)
        return queryset.exclude(pk__in=newest)


def get_version_name(version: Any) -> str:
    return str(getattr(version, "title", "") or getattr(version, "name", "") or getattr(version, "slug", version.pk))


def add_refusal(form: type[forms.ModelForm], why: str) -> type[forms.ModelForm]:
    """A form class that always fails with this message."""

    class UnsavableForm(form):  # type: ignore[misc, valid-type]
        def full_clean(self) -> None:
            super().full_clean()
            if self.is_bound:
                self.add_error(None, why)

    return UnsavableForm
