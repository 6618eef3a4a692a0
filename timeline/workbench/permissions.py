"""Access to the workbench. A form sent after the session has ended is not lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

CREDENTIALS = ("username", "password", "csrfmiddlewaretoken")
NEEDED = ("timeline.add_quote", "timeline.add_event", "timeline.change_event")

View = Callable[..., HttpResponse]


def require_editor(view: View) -> View:
    """Require an editor. A form sent after the session has ended is processed after logging in again."""

    @wraps(view)
    @never_cache
    @csrf_protect
    def check_editor(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.method != "POST":
                return redirect(f"{reverse('admin:login')}?next={request.get_full_path()}")
            form = AdminAuthenticationForm(request, data=request.POST if "password" in request.POST else None)
            if not form.is_valid():
                sent = [(k, v) for k, values in request.POST.lists() if k not in CREDENTIALS for v in values]
                return render(request, "admin/workbench/again.html", {"form": form, "sent": sent}, status=401)
            login(request, form.get_user())
        if not (request.user.is_staff and request.user.has_perms(NEEDED)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return check_editor
