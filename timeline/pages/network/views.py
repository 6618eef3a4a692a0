"""Who talked with whom: the choice of the list as a picture and a table of pairs."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from timeline.drawn.network import lines
from timeline.drawn.page import numbered, pages
from timeline.filters import querystring
from timeline.index.contacts import LARGEST
from timeline.listing.selection import asked
from timeline.pages.shared.list_response import HtmxRequest, Shown, answer, choices_alone, page_number

from .arc_diagram import arcs
from .pairs import Network, who_met_whom

PAIRS_PER_PAGE = 50
TABLE = "#pairs"  # where further pages begin to be read


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def network(request: HtmxRequest) -> HttpResponse:
    number = page_number(request.GET.get("page"))
    listing = asked(request)
    if choices := choices_alone(request, listing, number):
        return choices
    found = who_met_whom(listing.events, listing.answers)
    page = Paginator(found.pairs, PAIRS_PER_PAGE).get_page(number or 1)

    def shown() -> Shown:
        picture = arcs(found)
        context = {
            "understood": listing.understood,
            "network": found,
            "picture": picture,
            "lines": lines(picture, found.links, rows_of(found, page, listing.parameters)),
            "page": page,
            "rows": found.rows(page.object_list),
            "pages": pages(page, listing.parameters, TABLE),
            "largest": LARGEST,
        }
        return {"drawn": render_to_string("timeline/_network.html", context)}, {}

    return answer(request, "timeline/network.html", listing, shown, number, page)


def rows_of(found: Network, page: Page, parameters: querystring.Pairs) -> dict[str, str]:
    """By key of those who spoke to each other the address of their row, on this page or on another."""
    numbers = page.paginator.page_range
    others = {number: numbered(parameters, number) if number != page.number else "" for number in numbers}
    spoke = ((n, pair.key) for n, pair in enumerate(found.pairs) if pair.there or pair.back)
    return {key: f"{others[1 + n // PAIRS_PER_PAGE]}#{key}" for n, key in spoke}
