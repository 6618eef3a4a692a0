"""Public pages only read: every other method is answered with 405, before anything else looks at the request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from .conditional_get import SAFE_METHODS, is_public_page


class SafeMethodsMiddleware:
    """Above `CsrfViewMiddleware`, which checks a form before the view can refuse the method, and answers with Django's
    page about cookies. The admin and the workbench are not public pages: their forms are checked as ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if is_public_page(request) and request.method not in SAFE_METHODS:
            return HttpResponseNotAllowed(SAFE_METHODS)
        return None
