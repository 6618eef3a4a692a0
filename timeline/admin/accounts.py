"""Editors' accounts: Django's own pages, and one to undo the changes of a misused account."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.timezone import get_current_timezone_name, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..maintenance.account_undo import TooManyRecords, UndoReport, lock_account, parse_since, undo

SALT = "timeline.admin.accounts"
MAX_RECORDS = 100  # records: other editors wait while they are saved, 50 ms each; SQLite gives up after 5 seconds
PREVIEW_LIFETIME = 24 * 3600  # seconds in which a preview may be confirmed

admin.site.unregister(User)


class SinceField(forms.CharField):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def clean(self, value: Any) -> Any:
        try:
            return parse_since(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class UndoForm(forms.Form):
    since = SinceField(
        label=gettext_lazy("Changes since"),
        max_length=40,
        help_text=gettext_lazy(
            "When the account was first misused, in the site’s time zone (%(zone)s). "
            "Nothing is changed yet: you see a preview first."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].help_text %= {"zone": get_current_timezone_name()}


@admin.register(User)
class AccountAdmin(UserAdmin):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<id>/undo/", view, name="auth_user_undo"), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_superuser:
            address = reverse("admin:auth_user_undo", args=[quote(unquote(object_id))])
            kwargs["extra_context"] = {**(kwargs.get("extra_context") or {}), "undo_address": address}
        return super().change_view(request, object_id, *args, **kwargs)

    def undo_view(self, request: HttpRequest, id: str) -> HttpResponse:
        """The form, then a preview, then the result if nothing has changed since the preview."""
        if not request.user.is_superuser:
            raise PermissionDenied
        account = self.get_object(request, unquote(id))
        if account is None:
            raise Http404
        if "looked_at" in request.POST:
            return self.confirm_undo(request, account)
        form = UndoForm(request.POST or None)
        if not form.is_valid():
            return self.render_page(request, account, form)
        return self.preview_undo(request, account, form.cleaned_data["since"], form)

    def preview_undo(self, request: HttpRequest, account: User, since: dt.datetime, form: UndoForm) -> HttpResponse:
        try:
            report = undo(account, since, request.user, dry_run=True, most=MAX_RECORDS)
        except TooManyRecords as error:
            form.add_error("since", describe_limit(error, account, form.data["since"]))
            return self.render_page(request, account, form)
        return self.render_page(request, account, form, report)

    def confirm_undo(self, request: HttpRequest, account: User) -> HttpResponse:
        try:
            sent = signing.loads(request.POST["looked_at"], salt=SALT, max_age=PREVIEW_LIFETIME)
            user, key, since, fingerprint = sent
        except (signing.BadSignature, ValueError):
            user = key = None
        if (user, key) != (request.user.pk, account.pk):
            self.message_user(request, _("This page has expired. Please load the preview again."), messages.ERROR)
            return HttpResponseRedirect(request.path)
        if request.POST.get("lock") and account != request.user:
            self.lock_and_report(request, account)
        moment = parse_since(since)
        form = UndoForm({"since": localtime(moment).strftime("%Y-%m-%dT%H:%M:%S")})  # the format of a browser's field
        try:
            report = undo(account, moment, request.user, looked_at=fingerprint, most=MAX_RECORDS)
        except TooManyRecords as error:
            form.add_error("since", describe_limit(error, account, form.data["since"]))
            return self.render_page(request, account, form)
        return self.render_page(request, account, form, report)

    def lock_and_report(self, request: HttpRequest, account: User) -> None:
        """Lock first, even if undoing fails: while the account goes on saving, every preview is outdated."""
        n = lock_account(account, request.user)
        message = ngettext(
            "The account is locked. %(n)s session was ended.",
            "The account is locked. %(n)s sessions were ended.",
            n,
        )
        self.message_user(request, message % {"n": n}, messages.SUCCESS)

    def render_page(
        self, request: HttpRequest, account: User, form: UndoForm, report: UndoReport | None = None
    ) -> HttpResponse:
        looked_at = ""
        if report and report.has_work and not report.is_done:
            sent = [request.user.pk, account.pk, report.since.isoformat(), report.fingerprint]
            looked_at = signing.dumps(sent, salt=SALT)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Undo changes of %(account)s") % {"account": account},
            "account": account,
            "form": form,
            "report": report,
            "looked_at": looked_at,
            "may_lock": account.is_active and account != request.user,
        }
        return render(request, "admin/undo_account.html", context)


def describe_limit(error: TooManyRecords, account: User, since: str) -> str:
    message = _(
        "The account has changed %(n)s records since then; this page can undo at most %(most)s. "
        "Run on the server: manage.py undo_account %(account)s --since %(since)s"
    )
    return message % {"n": f"{error.n:,}", "most": MAX_RECORDS, "account": account, "since": since}
