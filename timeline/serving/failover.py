"""With copies of the database: if one fails during a request for a public page, the request is repeated on another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from timeline.serving import replicas

from .conditional_get import is_public_read
from .unavailable import DatabaseUnavailable


class FailoverMiddleware:
    """Must be outside of all middleware that queries the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not replicas.list_copies():
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with replicas.isolate_request():
            response = self.get_response(request)
            for _each in settings.DATABASES:
                choice = replicas.current_choice()
                if choice is None or not isinstance(response, DatabaseUnavailable):
                    break
                replicas.mark_failed(choice)
                response = self.get_response(request)
            return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if is_public_read(request):
            replicas.begin_request(editor=settings.SESSION_COOKIE_NAME in request.COOKIES)
