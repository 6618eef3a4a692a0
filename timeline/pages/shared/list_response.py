"""The pages that list events by the filters in the address: the list, the comparison and the network.

Each has two templates in its folder: `page.html`, and `results.html`, which the page includes and which htmx gets
alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from timeline.filters import querystring
from timeline.filters.filterset import CHOICES
from timeline.listing.selection import DATES, WAYS, Selection

from .pagination import build_page_query, describe_page_problem

WHOLE = ("", DATES, *CHOICES)  # the values of `all=`


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


def render_list(
    request: HtmxRequest,
    folder: str,
    listing: Selection,
    load_results: Callable[[], dict[str, Any]],
    number: int,
    page: Page,
) -> HttpResponse:
    """The page, or only its results; other forms of an address are redirected to the canonical one.

    `load_results` gives what only this page shows; it is not called for a redirection.
    400 where a value is not understood, 404 for a page beyond the last.
    """
    understood = listing.understood and number > 0 and listing.whole in WHOLE
    beyond = number > page.paginator.num_pages
    pairs = build_parameters(listing, number)
    if understood and not beyond and not request.htmx and pairs != querystring.list_pairs(request.GET):
        return redirect(request.path + querystring.build_query(pairs))
    context = {
        "listing": listing,
        "heading": listing.description if listing.understood else _("Check your search"),
        "page": page,
        "page_query": partial(build_page_query, listing.parameters),
        "problems": list_problems(listing, number, page),
        "here": request.build_absolute_uri(listing.path + listing.query),
        "ways": WAYS,
        **load_results(),
    }
    template = f"{folder}/results.html" if is_for_results(request) else f"{folder}/page.html"
    response = render(request, template, context, status=400 if not understood else 404 if beyond else 200)
    if request.htmx and understood:
        response["HX-Push-Url"] = request.path + querystring.build_query(pairs)
    return response


def render_rest_of_facet(request: HtmxRequest, listing: Selection, number: int) -> HttpResponse | None:
    """The collapsed choices of one facet, if htmx requests only these: nothing else is computed."""
    if listing.understood and number > 0 and listing.whole in CHOICES and is_for_folded_part(request, listing):
        return render(request, "shared/rest_of_facet.html", {"facet": listing.facet(listing.whole)})
    return None


def get_requested_part(request: HtmxRequest) -> str | None:
    """The id of the part that htmx requests; None for a request by anything else, whatever its headers."""
    return request.htmx.target if request.htmx else None


def is_for_results(request: HtmxRequest) -> bool:
    """Whether htmx requests only the results, to replace those on the page."""
    return get_requested_part(request) == "results"


def is_for_folded_part(request: HtmxRequest, listing: Selection) -> bool:
    """Whether htmx requests only a part that is collapsed on the page."""
    return get_requested_part(request) == f"rest-{listing.whole}"


def build_parameters(listing: Selection, number: int) -> querystring.Pairs:
    """The canonical parameters: the filters, the page number and the part shown in full."""
    shown = [("page", str(number))] if number > 1 else []
    shown += [("all", listing.whole)] if listing.whole else []
    return tuple(sorted([*listing.parameters, *shown]))


def list_problems(listing: Selection, number: int, page: Page) -> list[str]:
    """What is wrong with the address, for readers."""
    if listing.whole not in WHOLE:
        problem = _("There is no filter called “%(name)s”.") % {"name": listing.whole[:60]}
    else:
        problem = describe_page_problem(number, page)
    return [*listing.problems, *([problem] if problem else [])]
