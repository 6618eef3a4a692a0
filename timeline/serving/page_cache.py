"""Pages kept under their tags: who asks for an address that somebody asked for since the last change gets those bytes.

The tag says all that a page depends on, so what is kept is never stale and nothing is thrown away by hand; what no tag
leads to any more goes with time. Kept as browsers take it, packed: a seventh of the size. The first reader waits for
the page, so it is packed in a sixth of the time and is a quarter larger; who asks next has it packed well, for all that
follow. What htmx asks for is packed well at once.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass

import brotli
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from isal import igzip

SECONDS = 24 * 3600
HEADERS = ("Content-Type", "Vary", "Cache-Control", "HX-Push-Url", "Content-Language")  # what a view has a say in

Page = tuple[bytes, dict[str, str], bool]  # whether it is packed well


@dataclass(frozen=True)
class Packing:
    name: str  # as HTTP calls it
    at_once: Callable[[bytes], bytes]
    well: Callable[[bytes], bytes]
    unpack: Callable[[bytes], bytes]


# The best first. Higher levels take many times longer and save a few hundredths.
PACKINGS = (
    Packing(
        "br",
        lambda body: brotli.compress(body, quality=1),
        lambda body: brotli.compress(body, quality=5),
        brotli.decompress,
    ),
    Packing(
        "gzip",
        lambda body: igzip.compress(body, 2, mtime=0),
        lambda body: gzip.compress(body, 8, mtime=0),
        gzip.decompress,
    ),
)


def worth_keeping(response: HttpResponse) -> bool:
    """Pages and feeds; pictures are packed already."""
    return not response["Content-Type"].startswith("image/")


def keep(tag: str, request: HttpRequest, response: HttpResponse) -> None:
    """As the reader takes it, and the answer is packed too; for who takes nothing packed, nothing is kept."""
    if packing := best(request):
        small = "HX-Request" in request.headers  # only a part of a page, for who is waiting on a phone perhaps
        body = (packing.well if small else packing.at_once)(response.content)
        headers = {name: response[name] for name in HEADERS if name in response}
        cache.set(key(tag, packing), (body, headers, small), SECONDS)
        send_packed(response, body, packing)


def find(tag: str, request: HttpRequest) -> HttpResponse | None:
    """Packed as the reader takes it; unpacked, if they take nothing packed."""
    taken = best(request)
    for packing in [taken] if taken else PACKINGS:
        page: Page | None = cache.get(key(tag, packing))
        if page is None:
            continue
        body, headers, well = page
        response = HttpResponse(headers={**headers, "ETag": tag})
        if taken:
            send_packed(response, body if well else packed_well(tag, packing, body, headers), packing)
        else:
            response.content = packing.unpack(body)
        return response
    return None


def packed_well(tag: str, packing: Packing, body: bytes, headers: dict[str, str]) -> bytes:
    body = packing.well(packing.unpack(body))
    cache.set(key(tag, packing), (body, headers, True), SECONDS)
    return body


def best(request: HttpRequest) -> Packing | None:
    """Of those that the reader takes."""
    return next((packing for packing in PACKINGS if takes(request, packing)), None)


def takes(request: HttpRequest, packing: Packing) -> bool:
    return packing.name in request.headers.get("Accept-Encoding", "")


def key(tag: str, packing: Packing) -> str:
    return f"{packing.name}:{tag}"


def send_packed(response: HttpResponse, body: bytes, packing: Packing) -> None:
    response.content = body
    response["Content-Encoding"] = packing.name
    response["Content-Length"] = str(len(body))
