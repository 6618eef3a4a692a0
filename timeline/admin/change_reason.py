"""Changes that readers see need a reason, which the public list of corrections shows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.messages import get_messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _

from articles.admin.base import RecordAdmin
from timeline.corrections import recording

from ..models import Correction, Event

WITHDRAWING = ("delete_selected", "return_to_draft")


class ReasonMissing(Exception):
    """Rolls the save back, so that the form can ask for a reason."""


def get_typed_reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()


def get_reason(request: HttpRequest) -> str:
    """The reason for a change. Withdrawing a record is never a typing error: use `get_typed_reason` for it."""
    slip = _("Typing error; the meaning is unchanged.")
    return get_typed_reason(request) or (slip if request.POST.get("slip") else "")


class CorrectedAdmin(RecordAdmin):
    """The base of the admin of events and of the records that belong to them."""

    asks_reason = True

    def events_of(self, records: models.QuerySet[Any]) -> models.QuerySet[Event]:
        """The published events that these records belong to."""
        return Event.objects.public().filter(pk__in=records.values("pk" if self.model is Event else "event"))

    def is_public(self, record: Any) -> bool:
        return self.events_of(self.model._default_manager.filter(pk=record.pk)).exists()

    def describe_reason_field(
        self, request: HttpRequest, *, missing: bool = False, may_be_typo: bool = True
    ) -> dict[str, Any]:
        """The context of the template `admin/reason.html`."""
        typed = {"typed": request.POST.get("reason", ""), "slip": request.POST.get("slip")}
        return {**typed, "missing": missing, "may_be_typo": may_be_typo}

    # ---- forms

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with recording.give_reason(get_reason(request)):
            return super().changeform_view(request, *args, **kwargs)

    def _changeform_view(self, request: Any, *args: Any) -> Any:
        if request.method != "POST":
            return super()._changeform_view(request, *args)
        try:
            with transaction.atomic():
                return super()._changeform_view(request, *args)
        except ReasonMissing:
            list(get_messages(request))  # drop messages about the save that was rolled back
            request.reason_missing = True
            request.refusal = _(
                "Readers will see this change. Enter a reason under “For the list of corrections”. Nothing was saved."
            )
            return super()._changeform_view(request, *args)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        record = form.instance
        waiting = recording.find_pending(record.pk if isinstance(record, Event) else record.event_id)
        made = waiting.make_correction() if waiting and not get_reason(request) else None
        if made and made.kind != Correction.Kind.AGAIN:
            raise ReasonMissing

    def render_change_form(self, request: Any, context: dict[str, Any], **kwargs: Any) -> Any:
        record = kwargs.get("obj")
        missing = getattr(request, "reason_missing", False)
        if missing or (record is not None and self.is_public(record)):
            context["reason"] = self.describe_reason_field(request, missing=missing)
        return super().render_change_form(request, context, **kwargs)

    # ---- versions and the trash

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with recording.give_reason(_("An earlier version was restored.") if request.method == "POST" else ""):
            return super().history_form_view(request, *args, **kwargs)

    def restore_view(self, request: HttpRequest, history_id: int) -> Any:
        with recording.give_reason(_("Restored from the trash.")):
            return super().restore_view(request, history_id)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with recording.give_reason(get_typed_reason(request)):
            return super().delete_view(request, *args, **kwargs)

    def prepare_deletion(self, request: Any, record: Any) -> dict[str, Any]:
        context = {"reason": self.describe_reason_field(request, may_be_typo=False)} if self.is_public(record) else {}
        return super().prepare_deletion(request, record) | context

    def find_deletion_problem(self, request: HttpRequest, record: Any) -> str:
        if request.method != "POST" or get_typed_reason(request) or not self.is_public(record):
            return ""
        return _("Readers see this record. Enter a reason for deleting it.")

    # ---- lists

    def changelist_view(self, request: Any, extra_context: dict[str, Any] | None = None) -> Any:
        with recording.give_reason(get_typed_reason(request)):
            return super().changelist_view(request, {**(extra_context or {}), "asks_reason": self.asks_reason})

    def response_action(self, request: Any, queryset: models.QuerySet[Any]) -> Any:
        chosen = self.model._default_manager.filter(pk__in=self.get_chosen_rows(request, queryset).values("pk"))
        action = set(request.POST.getlist("action")) & set(WITHDRAWING)
        if not action or get_typed_reason(request) or not self.events_of(chosen).exists():
            return super().response_action(request, queryset)
        if request.POST.get("post") or "return_to_draft" in action:
            message = _(
                "Readers see some of these. Enter a reason in the field next to the action. Nothing was changed."
            )
            self.message_user(request, message, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset)
