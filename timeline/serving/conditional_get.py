"""Every public page has the data's revision for its tag: who has the page already is told so, at the price of reading
that number; who asks for what somebody else was shown gets the same bytes.

The tag says all that the page depends on: the revision, the program and its templates, the language, what part of the
page htmx asked for, and the full address. It is read before the view runs, so a page is never older than its tag.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from timeline.serving import page_cache, replicas, revision

HTMX = ("HX-Request", "HX-Target")  # whether the whole page is asked for, or which part
CHECKED_EACH_TIME = "public, max-age=0, must-revalidate"
OUR_OWN = ("articles", "config", "locale", "static", "templates", "timeline")  # folders of what makes a page


class RevisionMiddleware:
    """Stands inside LocaleMiddleware, whose language is part of the tag, and outside of CompressionMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        tag = getattr(request, "tag", "")
        if tag and response.status_code == 200 and not response.cookies and shared(response):
            mark(response, tag)
            if isinstance(response, HttpResponse) and page_cache.is_cacheable(response):
                page_cache.store(tag, request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not public(request):
            return None
        request.revision = replicas.newest()  # type: ignore[attr-defined]
        if settings.DEBUG:  # templates change without a restart
            return None
        request.tag = tag = tag_of(request, request.revision)  # type: ignore[attr-defined]
        unchanged = HttpResponse()
        mark(unchanged, tag)
        answer = get_conditional_response(request, etag=tag, response=unchanged)
        if answer is not unchanged:
            return answer
        if kept := page_cache.find(tag, request):
            request.tag = ""  # type: ignore[attr-defined]  # it is marked and cached already
        return kept


def public(request: HttpRequest) -> bool:
    return is_public_page(request) and request.method in ("GET", "HEAD")


def is_public_page(request: HttpRequest) -> bool:
    """Whether the address is one for readers, whatever the method."""
    match = request.resolver_match
    return match is not None and (match.app_names == ["timeline"] or match.view_name in ("sitemap", "sitemap_part"))


def shared(response: HttpResponseBase) -> bool:
    """Not one that a view keeps out of caches: by chance, or for today only."""
    return not any(word in response.get("Cache-Control", "") for word in ("private", "no-store", "no-cache"))


def mark(response: HttpResponseBase, tag: str) -> None:
    response["ETag"] = tag
    response.setdefault("Cache-Control", CHECKED_EACH_TIME)
    patch_vary_headers(response, ["Accept-Encoding", *HTMX])  # alike on the page and on “not changed”


def tag_of(request: HttpRequest, at: revision.Revision) -> str:
    """Weak: the same page may be compressed in different ways."""
    said = [request.headers.get(name, "") for name in HTMX]
    parts = [at.mark, version(), translation.get_language() or "", *said, request.build_absolute_uri()]
    return f'W/"{at.number}-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


@cache
def version() -> str:
    """A fingerprint of the program, its templates and what it is built on: the same on every machine that runs it."""
    found = hashlib.sha256(settings.TIME_ZONE.encode())
    for path in sorted(path for folder in OUR_OWN for path in (settings.BASE_DIR / folder).rglob("*.*")):
        if path.suffix in (".css", ".py", ".html", ".xml", ".mo"):
            found.update(path.read_bytes())
    for package in sorted(f"{one.name} {one.version}" for one in distributions()):
        found.update(package.encode())
    names = Path(settings.STATIC_ROOT, "staticfiles.json")  # the fingerprints that stand in addresses of static files
    found.update(names.read_bytes() if names.exists() else b"")
    return found.hexdigest()
