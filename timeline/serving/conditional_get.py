"""ETags for public pages: a browser with a valid copy gets 304 after one query, others get the page from the cache.

The ETag covers everything that the page depends on: the revision, the program and its templates, the language, the part
of the page that htmx requested, and the full address. It is made before the view runs, so no page is older than it.
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

HTMX = ("HX-Request", "HX-Target")  # whether the whole page is requested, or which part
REVALIDATE = "public, max-age=0, must-revalidate"
SAFE_METHODS = ("GET", "HEAD")
PROGRAM_FOLDERS = ("articles", "config", "locale", "static", "templates", "timeline")  # whose files affect pages


class RevisionMiddleware:
    """Stands inside LocaleMiddleware, whose language is part of the tag, and outside of CompressionMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        tag = getattr(request, "tag", "")
        if tag and response.status_code == 200 and not response.cookies and is_shared(response):
            set_headers(response, tag)
            if isinstance(response, HttpResponse) and page_cache.is_cacheable(response):
                page_cache.store(tag, request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not is_public_read(request):
            return None
        request.revision = replicas.newest_revision()  # type: ignore[attr-defined]
        if settings.DEBUG:  # templates change without a restart
            return None
        request.tag = tag = build_etag(request, request.revision)  # type: ignore[attr-defined]
        unchanged = HttpResponse()
        set_headers(unchanged, tag)
        answer = get_conditional_response(request, etag=tag, response=unchanged)
        if answer is not unchanged:
            return answer
        if cached := page_cache.find(tag, request):
            request.tag = ""  # type: ignore[attr-defined]  # it is marked and cached already
        return cached


def is_public_read(request: HttpRequest) -> bool:
    return is_public_page(request) and request.method in SAFE_METHODS


def is_public_page(request: HttpRequest) -> bool:
    """Whether the address is one for readers, whatever the method."""
    match = request.resolver_match
    return match is not None and (match.app_names == ["timeline"] or match.view_name in ("sitemap", "sitemap_part"))


def is_shared(response: HttpResponseBase) -> bool:
    """Whether caches may store it: views of random or of today's events forbid it."""
    return not any(word in response.get("Cache-Control", "") for word in ("private", "no-store", "no-cache"))


def set_headers(response: HttpResponseBase, tag: str) -> None:
    response["ETag"] = tag
    response.setdefault("Cache-Control", REVALIDATE)
    patch_vary_headers(response, ["Accept-Encoding", *HTMX])  # the same for 200 and 304


def build_etag(request: HttpRequest, at: revision.Revision) -> str:
    """Weak: the same page may be compressed in different ways."""
    headers = [request.headers.get(name, "") for name in HTMX]
    parts = [at.mark, fingerprint_program(), translation.get_language() or "", *headers, request.build_absolute_uri()]
    return f'W/"{at.number}-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


@cache
def fingerprint_program() -> str:
    """Over the program, its templates and its dependencies: the same on every machine that runs it."""
    found = hashlib.sha256(settings.TIME_ZONE.encode())
    for path in sorted(path for folder in PROGRAM_FOLDERS for path in (settings.BASE_DIR / folder).rglob("*.*")):
        if path.suffix in (".css", ".py", ".html", ".xml", ".mo"):
            found.update(path.read_bytes())
    for package in sorted(f"{one.name} {one.version}" for one in distributions()):
        found.update(package.encode())
    names = Path(settings.STATIC_ROOT, "staticfiles.json")  # the fingerprints in addresses of static files
    found.update(names.read_bytes() if names.exists() else b"")
    return found.hexdigest()
