"""Who may keep an answer that does not say so itself: nobody, unless it asks each time."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from timeline.serving.conditional_get import REVALIDATE

# nginx keeps nothing of max-age=0. For it alone: keep this, as what ran out in 1970, so that it asks each time.
NGINX_ALREADY_EXPIRED = "@1"


class CacheHeadersMiddleware:
    """Outermost: redirections and refusals of every other one pass here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            one_persons = response.cookies or settings.SESSION_COOKIE_NAME in request.COOKIES
            response["Cache-Control"] = "private, no-store" if one_persons else "no-cache"
        elif response["Cache-Control"] == REVALIDATE and "ETag" in response:
            del response["Cache-Control"]  # to stand after the other: to nginx before 1.23 the first one counts
            response["X-Accel-Expires"] = NGINX_ALREADY_EXPIRED
            response["Cache-Control"] = REVALIDATE
        return response
