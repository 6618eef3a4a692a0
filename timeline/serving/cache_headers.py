"""Cache-Control for responses without one: not to be stored, or to be revalidated each time."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from timeline.serving.conditional_get import REVALIDATE

# nginx does not store a response with max-age=0. This header, for nginx only, stores it as expired since 1970, so that
# nginx revalidates it each time.
NGINX_ALREADY_EXPIRED = "@1"


class CacheHeadersMiddleware:
    """Outermost, so that redirects and errors from all other middleware pass through it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            is_personal = response.cookies or settings.SESSION_COOKIE_NAME in request.COOKIES
            response["Cache-Control"] = "private, no-store" if is_personal else "no-cache"
        elif response["Cache-Control"] == REVALIDATE and "ETag" in response:
            del response[
                "Cache-Control"
            ]  # set again below X-Accel-Expires: nginx before 1.23 uses the first of the two
            response["X-Accel-Expires"] = NGINX_ALREADY_EXPIRED
            response["Cache-Control"] = REVALIDATE
        return response
