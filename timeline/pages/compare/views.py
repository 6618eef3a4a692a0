"""Statements of Japan, Russia and the United States side by side, in order of date."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from timeline.listing.selection import load_selection
from timeline.pages.shared.list_response import HtmxRequest, render_list, render_rest_of_facet
from timeline.pages.shared.pagination import parse_page_number

from .columns import DatesOnPage, load_comparison, split_into_pages


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def compare(request: HtmxRequest) -> HttpResponse:
    number, listing = parse_page_number(request.GET.get("page")), load_selection(request)
    if rest := render_rest_of_facet(request, listing, number):
        return rest
    said = listing.backend.count_statements()
    page = Paginator(split_into_pages(said) or [DatesOnPage([])], 1).get_page(number or 1)

    def load_results() -> dict[str, Any]:
        return {"comparison": load_comparison(listing.events, listing.backend, said, page[0])}

    return render_list(request, "compare", listing, load_results, number, page)
