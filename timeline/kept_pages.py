"""Pages kept under their tags: who asks for an address that somebody asked for since the last change gets those bytes.

The tag says all that a page depends on, so what is kept is never stale and nothing is thrown away by hand; what no tag
leads to any more goes with time. Kept compressed: most readers take it so, and it is a fifth of the size.
"""

from __future__ import annotations

import gzip

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

SECONDS = 24 * 3600
LEVEL = 6
HEADERS = ("Content-Type", "Vary", "Cache-Control", "HX-Push-Url", "Content-Language")

Page = tuple[bytes, dict[str, str]]  # compressed, and the headers that a view has a say in


def worth_keeping(response: HttpResponse) -> bool:
    """Pages and feeds; pictures are packed already."""
    return not response["Content-Type"].startswith("image/")


def keep(tag: str, request: HttpRequest, response: HttpResponse) -> None:
    """The answer too is packed, if the reader takes it so: once for both."""
    body = gzip.compress(response.content, LEVEL, mtime=0)
    cache.set(tag, (body, {name: response[name] for name in HEADERS if name in response}), SECONDS)
    if takes_packed(request):
        pack(response, body)


def find(tag: str, request: HttpRequest) -> HttpResponse | None:
    page: Page | None = cache.get(tag)
    if page is None:
        return None
    body, headers = page
    response = HttpResponse(headers={**headers, "ETag": tag})
    if takes_packed(request):
        pack(response, body)
    else:
        response.content = gzip.decompress(body)
    return response


def takes_packed(request: HttpRequest) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


def pack(response: HttpResponse, body: bytes) -> None:
    response.content = body
    response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(body))
