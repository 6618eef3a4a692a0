"""Templates drawn once and then filled, as one fills in a form.

A page of the list has some four hundred nodes, and Django asks one after the other what they are on this page: that
takes longer than all the counting behind it. Most of them are the same on every page. So a template is drawn once with
*holes* where pages differ, and what comes out is a text that `%` fills: words and structure stay in the template, a
page costs joining strings.

    {% partialdef link %}<a href="{{ query }}">{{ label }}</a>{% endpartialdef %}

    fill(mould("timeline/_rail.html#link", "query label"), query="?since=2007", label="2007")

What a template decides by (`{% if %}`, `{% for %}`) is no hole but a value given to `mould`: another value, another
mould. A hole stands as it is or within `blocktranslate`; other tags and filters would see the hole, not its value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.template import loader
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

PIECES, PAGES = 1024, 48  # kept of each kind: a piece has a few hundred characters, a page forty thousand
BLANK_LINES = re.compile(r"\s*\n\s*")
Place = tuple[str, str, str]  # scheme, host and path of a page
Made = TypeVar("Made", bound=Callable[..., Any])
Decided = tuple[tuple[str, Any], ...]
HOLE = re.compile("\0(\\w+)\0")


def kept(most: int) -> Callable[[Made], Made]:
    """So many of what a function made, each by what it was made from; while debugging none, for templates change then
    without a restart.
    """
    return (lambda make: make) if settings.DEBUG else lru_cache(most)  # type: ignore[return-value]


def hole(name: str) -> SafeString:
    return mark_safe(f"\0{name}\0")


def mould(template: str, holes: str, **decided: Any) -> str:
    """The template in the active language, for `fill`.

    `holes` are names with blanks between; other values are what it decides by.
    """
    return _piece(template, holes, get_language(), tuple(decided.items()), _types(decided))


def page_mould(template: str, holes: str, place: Place, **decided: Any) -> bytes:
    """The same of a whole page, for `fill_page`."""
    return _page(template, holes, place, get_language(), tuple(decided.items()), _types(decided))


def fill(mould: str, **values: str) -> SafeString:
    """What is not markup is escaped."""
    return mark_safe(mould % {name: one if type(one) is SafeString else escape(one) for name, one in values.items()})


def fill_page(mould: bytes, **values: str | bytes) -> bytes:
    """The same for what is sent. Most of a page is kept encoded: to encode all of it takes longer than to fill it."""
    return mould % {name.encode(): encoded(one) for name, one in values.items()}


def encoded(value: str | bytes) -> bytes:
    if isinstance(value, bytes):
        return value
    return (value if type(value) is SafeString else escape(value)).encode()


def made(template: str, holes: str, place: Place | None = None, **decided: Any) -> str:
    """A mould that nobody keeps."""
    context = {**decided, **{name: hole(name) for name in holes.split()}}
    drawn = loader.render_to_string(template, context, _asking(*place) if place else None)
    text = HOLE.sub(r"%(\1)s", without_indentation(drawn).strip().replace("%", "%%"))
    if "\0" in text:
        raise ValueError(f"{template}: a filter or a tag has cut a hole")
    return text


def without_indentation(drawn: SafeString) -> SafeString:
    return mark_safe(BLANK_LINES.sub("\n", drawn))


def _types(decided: dict[str, Any]) -> tuple[type, ...]:
    """A text and the same text as markup are equal, but are not drawn alike."""
    return tuple(map(type, decided.values()))


@kept(PIECES)
def _piece(template: str, holes: str, _language: str | None, decided: Decided, _types: tuple[type, ...]) -> str:
    return made(template, holes, **dict(decided))


@kept(PAGES)
def _page(
    template: str, holes: str, place: Place, _language: str | None, decided: Decided, _types: tuple[type, ...]
) -> bytes:
    return made(template, holes, place, **dict(decided)).encode()


def _asking(scheme: str, host: str, path: str) -> HttpRequest:
    """A request that says where the page is and nothing else: no reader's own words are left in a mould."""
    request = HttpRequest()
    request.path = request.path_info = path
    request.META = {"HTTP_HOST": host, "SERVER_NAME": host, "wsgi.url_scheme": scheme}
    request._get_scheme = lambda: scheme  # type: ignore[attr-defined]
    return request
