"""Japan, Russia and the United States side by side on one time axis."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from ..comparison import comparison, days, told
from ..listing import asked
from .lists import HtmxRequest, answer, page_number

DAYS_PER_PAGE = 40  # with about sixty statements


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def compare(request: HtmxRequest) -> HttpResponse:
    number = page_number(request.GET.get("page"))
    listing = asked(request)
    page = Paginator(days(listing.events), DAYS_PER_PAGE).get_page(number or 1)
    context = {
        "page": page,
        "comparison": comparison(listing.events, page),
        "told": told(listing.events, listing.total) if page else "",
    }
    return answer(request, "timeline/compare.html", listing, context, number, page)
