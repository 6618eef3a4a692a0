"""Japan, Russia and the United States side by side on one time axis."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from timeline.drawn.comparison import years
from timeline.listing.selection import asked
from timeline.pages.shared.list_response import HtmxRequest, Shown, answer, choices_alone, page_number

from .columns import Leaf, comparison, leaves, told


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def compare(request: HtmxRequest) -> HttpResponse:
    number = page_number(request.GET.get("page"))
    listing = asked(request)
    if choices := choices_alone(request, listing, number):
        return choices
    said = listing.answers.said()
    page = Paginator(leaves(said) or [Leaf([])], 1).get_page(number or 1)
    leaf = page[0]

    def shown() -> Shown:
        found = comparison(listing.events, listing.answers, leaf)
        values: dict[str, str | bytes] = {
            "told": told(listing.events, said, leaf, listing.total),
            "years": years(found, oldest_first=not listing.events.newest_first),
        }
        return values, {"sides": tuple(found.sides) if found.years else ()}

    return answer(request, "timeline/compare.html", listing, shown, number, page)
