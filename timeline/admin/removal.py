"""Removal for legal or privacy reasons, exactly as previewed. For superusers only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.concurrent_edits import CONFLICT

from ..corrections.recording import LONGEST_REASON
from ..maintenance.removal import report
from ..maintenance.removal.plan import RemovalPlan
from ..maintenance.removal.remove import OutdatedPlan, RemovalResult, make_plan, remove
from ..maintenance.removal.request import CannotRemove, RemovalRequest
from ..models import Actor

SALT = "timeline.admin.removal"
PREVIEW_LIFETIME = 24 * 3600  # seconds in which a preview may be confirmed


class RemovalForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Words or passages, one per line. Only whole words are found, in upper or lower case, also across line "
            "breaks. Enter other spellings and inflected forms (Иванов, Иванова) on separate lines."
        ),
    )
    person = forms.CharField(
        label=gettext_lazy("Or a person"),
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy(
            "The slug of an actor. The person’s record, posts and statements are removed completely."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Readers see the reason in the list of corrections, so do not repeat the words."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            lines = tuple(line.strip() for line in cleaned["words"].splitlines() if line.strip())
            self.asked = RemovalRequest(lines, cleaned["person"].strip(), cleaned["reason"])
            try:
                self.plan = make_plan(self.asked)
            except CannotRemove as error:
                raise forms.ValidationError(str(error)) from error
        return cleaned


def removal_view(request: HttpRequest, site: Any) -> HttpResponse:
    if not request.user.is_active or not getattr(request.user, "is_superuser", False):
        raise PermissionDenied
    page = RemovalPage(request, site)
    return page.confirm_removal(request.POST["previewed"]) if "previewed" in request.POST else page.show_form()


class RemovalPage:
    def __init__(self, request: HttpRequest, site: Any) -> None:
        self.request, self.site = request, site

    def show_form(self) -> HttpResponse:
        form = RemovalForm(self.request.POST or None, initial={"person": self.request.GET.get("person", "")})
        if form.is_valid():
            return self.render_preview(form.asked, form.plan)
        return self.render_page(form=form)

    def confirm_removal(self, token: str) -> HttpResponse:
        try:
            words, person, reason, numbers, user = signing.loads(token, salt=SALT, max_age=PREVIEW_LIFETIME)
        except (signing.BadSignature, ValueError):
            user = None
        if user != self.request.user.pk:
            messages.error(self.request, _("This page has expired. Fill in the form again. Nothing was removed."))
            return HttpResponseRedirect(reverse("admin:remove"))
        asked = RemovalRequest(tuple(words), person, reason)
        try:
            done = remove(asked, self.request.user, numbers)
        except CannotRemove as error:
            messages.error(self.request, _("%(error)s Nothing was changed.") % {"error": error})
            return HttpResponseRedirect(reverse("admin:remove"))
        except OutdatedPlan as error:
            return self.render_preview(asked, error.plan, is_outdated=True)
        return self.render_result(done)

    def render_preview(self, asked: RemovalRequest, plan: RemovalPlan, *, is_outdated: bool = False) -> HttpResponse:
        sent = [asked.words, asked.person, asked.reason, plan.numbers, self.request.user.pk]
        context: dict[str, Any] = {
            "asked": asked,
            "plan": plan,
            "deleted": [report.describe_deleted(row) for row in plan.deleted],
            "redacted": [report.describe_redacted(row) for row in plan.redacted],
            "too_short": report.describe_short_names(plan) if plan.short_names else "",
            "waiting": report.describe_messages(plan) if plan.sessions else "",
            "events": list(report.shorten_list(plan.events.values())),
            "outdated": is_outdated,
            "previewed": "" if plan.is_empty else signing.dumps(sent, salt=SALT, compress=True),
        }
        return self.render_page(status=CONFLICT if is_outdated else 200, **context)

    def render_result(self, done: RemovalResult) -> HttpResponse:
        remains = done.remains
        left = [f"{one.label}, “{one.name}”: {one.places}" for one in remains.left]
        context: dict[str, Any] = {
            "done": done,
            "elsewhere": report.list_other_places(),
            "left": list(report.shorten_list(left)),
            "command": report.suggest_command(remains.forms),
        }
        return self.render_page(**context)

    def render_page(self, status: int = 200, **context: Any) -> HttpResponse:
        context |= {**self.site.each_context(self.request), "title": _("Remove for legal or privacy reasons")}
        return render(self.request, "admin/remove.html", context, status=status)


class RemovalActionMixin:
    """Adds an action to the list of actors, which opens the page for removals."""

    def has_remove_permission(self, request: HttpRequest) -> bool:
        return bool(getattr(request.user, "is_superuser", False))

    def remove_person(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        chosen = list(queryset[:2])
        if len(chosen) != 1 or chosen[0].kind != Actor.Kind.PERSON:
            messages.error(request, _("Choose one person. States and organisations cannot be removed in this way."))
            return None
        return HttpResponseRedirect(f"{reverse('admin:remove')}?person={chosen[0].slug}")

    remove_person.short_description = gettext_lazy("Remove for legal or privacy reasons…")  # type: ignore[attr-defined]
    remove_person.allowed_permissions = ["remove"]  # type: ignore[attr-defined]
