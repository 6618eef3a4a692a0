"""Pages kept under their tags: who asks for an address that somebody asked for since the last change gets those bytes.

The tag says all that a page depends on, so what is kept is never stale and nothing is thrown away by hand; what no tag
leads to any more goes with time. Kept as browsers take it, packed: a seventh of the size, and packed once.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass

import brotli
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

SECONDS = 24 * 3600
HEADERS = ("Content-Type", "Vary", "Cache-Control", "HX-Push-Url", "Content-Language")  # what a view has a say in

Page = tuple[bytes, dict[str, str]]


@dataclass(frozen=True)
class Packing:
    name: str  # as HTTP calls it
    pack: Callable[[bytes], bytes]
    unpack: Callable[[bytes], bytes]


# The best first. Higher levels take many times longer and save a few hundredths.
PACKINGS = (
    Packing("br", lambda body: brotli.compress(body, quality=5), brotli.decompress),
    Packing("gzip", lambda body: gzip.compress(body, 8, mtime=0), gzip.decompress),
)


def worth_keeping(response: HttpResponse) -> bool:
    """Pages and feeds; pictures are packed already."""
    return not response["Content-Type"].startswith("image/")


def keep(tag: str, request: HttpRequest, response: HttpResponse) -> None:
    """As the reader takes it, and the answer is packed too; for who takes nothing packed, nothing is kept."""
    for packing in PACKINGS:
        if takes(request, packing):
            body = packing.pack(response.content)
            headers = {name: response[name] for name in HEADERS if name in response}
            cache.set(key(tag, packing), (body, headers), SECONDS)
            send_packed(response, body, packing)
            return


def find(tag: str, request: HttpRequest) -> HttpResponse | None:
    """Packed as the reader takes it; unpacked, if they take nothing packed."""
    taken = [packing for packing in PACKINGS if takes(request, packing)]
    for packing in taken[:1] or PACKINGS:
        page: Page | None = cache.get(key(tag, packing))
        if page is None:
            continue
        body, headers = page
        response = HttpResponse(headers={**headers, "ETag": tag})
        if taken:
            send_packed(response, body, packing)
        else:
            response.content = packing.unpack(body)
        return response
    return None


def takes(request: HttpRequest, packing: Packing) -> bool:
    return packing.name in request.headers.get("Accept-Encoding", "")


def key(tag: str, packing: Packing) -> str:
    return f"{packing.name}:{tag}"


def send_packed(response: HttpResponse, body: bytes, packing: Packing) -> None:
    response.content = body
    response["Content-Encoding"] = packing.name
    response["Content-Length"] = str(len(body))
