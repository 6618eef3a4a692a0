"""The list of events: the page, its results for htmx, and the parts that are collapsed at first."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from timeline.index.bitmap_backend import EventKeys
from timeline.listing.presets import PRESETS
from timeline.listing.selection import DATES, load_selection
from timeline.pages.shared.card_fragments import load_card_fragments
from timeline.pages.shared.list_response import (
    HtmxRequest,
    is_for_folded_part,
    is_for_results,
    render_list,
    render_rest_of_facet,
)
from timeline.pages.shared.pagination import parse_page_number
from timeline.sharing.script_tags import serialize_list

from .histogram import build_histogram

EVENTS_PER_PAGE = 25


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def event_list(request: HtmxRequest) -> HttpResponse:
    number, listing = parse_page_number(request.GET.get("page")), load_selection(request)
    if rest := render_rest_of_facet(request, listing, number):
        return rest
    page = Paginator(EventKeys(listing.backend), EVENTS_PER_PAGE).get_page(number or 1)
    if listing.whole == DATES and is_for_folded_part(request, listing):
        histogram = build_histogram(listing.events, listing.backend)
        if histogram.picture:
            return render(request, "event_list/histogram_table.html", {"histogram": histogram})

    def load_results() -> dict[str, Any]:
        cards = load_card_fragments(list(page.object_list), request, listing.events, listing.backend)
        results: dict[str, Any] = {
            "cards": cards,
            "histogram": build_histogram(listing.events, listing.backend),
            "presets": PRESETS if listing.understood and not listing.parameters and number == 1 else (),
        }
        if not is_for_results(request):
            items = [card.item for card in cards]
            results["json"] = (
                serialize_list(items, listing.description, listing.total, page.start_index()) if items else ""
            )
            results["references"] = list(dict.fromkeys(one for card in cards for one in card.references))
        return results

    return render_list(request, "event_list", listing, load_results, number, page)
