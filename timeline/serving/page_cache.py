"""Responses in the cache under their ETags: a page that was built since the last change is sent again as it is.

An ETag covers everything that a page depends on, so an entry is never stale and none needs to be deleted; the cache
evicts those that are no longer requested. Bodies are stored compressed, with an entry for each coding:
`RevisionMiddleware`, which calls these functions, is outside of `HttpCompressionMiddleware`.
"""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django_http_compression.middleware import best_coding

SECONDS = 24 * 3600
# Set by a view or by the compression; all other headers are the same for all pages.
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
