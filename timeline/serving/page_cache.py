"""Responses in the cache under their ETags: a request for a page that was built since the last change gets those bytes.

An ETag says all that a page depends on, so an entry is never stale and none is deleted by hand; the cache drops those
that nobody asks for any more. Bodies are stored compressed, an entry for each coding (`CompressionMiddleware`
stands inside of `RevisionMiddleware`, which calls these functions).
"""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django_http_compression.middleware import best_coding

SECONDS = 24 * 3600
# What a view or the compression says; everything else is the same for all pages.
HEADERS = ("Content-Type", "Content-Encoding", "Vary", "Cache-Control", "HX-Push-Url", "Content-Language")

Page = tuple[bytes, dict[str, str]]


def is_cacheable(response: HttpResponse) -> bool:
    """Pages and feeds; images are not worth the memory."""
    return not response["Content-Type"].startswith("image/")


def store(tag: str, request: HttpRequest, response: HttpResponse) -> None:
    page: Page = response.content, {name: response[name] for name in HEADERS if name in response}
    cache.set(cache_key(tag, request), page, SECONDS)


def find(tag: str, request: HttpRequest) -> HttpResponse | None:
    page: Page | None = cache.get(cache_key(tag, request))
    if page is None:
        return None
    body, headers = page
    return HttpResponse(body, headers={**headers, "ETag": tag})


def cache_key(tag: str, request: HttpRequest) -> str:
    return f"{best_coding(request.headers.get('Accept-Encoding', ''))}:{tag}"
