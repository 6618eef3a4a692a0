"""Who met whom, and who spoke to whom, in the selected events: a diagram and a table of pairs."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from timeline.filters import querystring
from timeline.index.contacts import LARGEST
from timeline.listing.selection import load_selection
from timeline.pages.shared.list_response import HtmxRequest, render_list, render_rest_of_facet
from timeline.pages.shared.pagination import build_page_query, parse_page_number

from .arc_diagram import build_arc_diagram
from .pairs import Network, build_network

PAIRS_PER_PAGE = 50


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def network(request: HtmxRequest) -> HttpResponse:
    number, listing = parse_page_number(request.GET.get("page")), load_selection(request)
    if rest := render_rest_of_facet(request, listing, number):
        return rest
    found = build_network(listing.events, listing.backend)
    page = Paginator(found.pairs, PAIRS_PER_PAGE).get_page(number or 1)

    def load_results() -> dict[str, Any]:
        return {
            "network": found,
            "links": found.links,
            "picture": build_arc_diagram(found),
            "rows": found.build_rows(page.object_list),
            "rows_by_pair": link_rows(found, page, listing.parameters),
            "largest": LARGEST,
        }

    return render_list(request, "network", listing, load_results, number, page)


def link_rows(found: Network, page: Page, parameters: querystring.Pairs) -> dict[str, str]:
    """The address of the row of each pair that spoke to each other, by key; it may be on another page."""
    numbers = page.paginator.page_range
    others = {number: build_page_query(parameters, number) if number != page.number else "" for number in numbers}
    spoke = ((n, pair.key) for n, pair in enumerate(found.pairs) if pair.there or pair.back)
    return {key: f"{others[1 + n // PAIRS_PER_PAGE]}#{key}" for n, key in spoke}
