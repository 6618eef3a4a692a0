"""The pages that list events by the filter in their address, and the part of them that htmx puts in place.

What all of them have, each in its own template (`_head.html`, `_filters.html`), is filled in here; what only one has
comes from its view: as values, and as what its template decides by.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from timeline.filters import querystring

from ..listing.selection import WAYS, Asked
from .choices import chips, groups, hidden
from .mould import fill, fill_page, mould, page_mould

COMMON = "sentence query here address problems chips hidden q since until facets pages"
TYPED = ("q", "since", "until")


def page(
    request: HttpRequest, template: str, listing: Asked, problem: str, values: Mapping[str, str | bytes], **decided: Any
) -> bytes:
    """`problem` says what else is wrong than the filter."""
    form = listing.events.form
    problems = [*listing.problems, *([problem] if problem else [])]
    understood, path = listing.understood, listing.path
    place = request.scheme or "http", request.get_host(), path
    cast = page_mould(
        template,
        f"{COMMON} {' '.join(values)}",
        place,
        swapped=bool(request.htmx),  # type: ignore[attr-defined]
        path=path,
        ways=ways(get_language()),
        understood=understood,
        asked=bool(listing.parameters),
        problems_told=bool(problems),
        wrong=tuple(name for name in TYPED if name in form.errors),
        certain=bool(listing.events.values.get("certain")),
        corroborated=bool(listing.events.values.get("corroborated")),
        oldest_first=not listing.events.newest_first,
        **decided,
    )
    typed = {name: listing.events.data.get(name, "") for name in TYPED}
    here = "{}://{}{}{}".format(*place, listing.query)
    return fill_page(
        cast,
        sentence=listing.sentence,
        query=listing.query,
        here=here,
        address=request.build_absolute_uri(),
        problems=format_html_join("", "<p>{}</p>", ((one,) for one in problems)),
        chips=chips(listing.chips),
        hidden=hidden(listing.facets),
        facets=groups(listing.facets),
        **typed,
        **values,
    )


@cache
def ways(_language: str | None) -> tuple[tuple[str, str], ...]:
    """The pages that show one choice, and what readers call them."""
    return tuple((reverse(name), str(label)) for name, label in WAYS)


def pages(page: Page, parameters: querystring.Pairs | None, anchor: str = "") -> SafeString:
    """The way to the pages before and after, where there are any; `parameters` are those of all of them."""
    if not page.has_other_pages():
        return SafeString()
    here, last = page.number, page.paginator.num_pages
    cast = mould("timeline/_pages.html", "to_previous to_next number all", previous=here > 1, next=here < last)
    return fill(
        cast,
        to_previous=numbered(parameters, here - 1) + anchor,
        to_next=numbered(parameters, here + 1) + anchor,
        number=str(here),
        all=str(last),
    )


def numbered(parameters: querystring.Pairs | None, number: int) -> str:
    return querystring.query(querystring.replacing(parameters or (), page=str(number) if number > 1 else "")) or "?"
