"""Who talked with whom: the choice of the list as a picture and a table of pairs."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from ..listing import asked
from ..network import LARGEST, who_met_whom
from ..pictures.arcs import arcs
from .lists import HtmxRequest, Shown, answer

ROWS_AT_ONCE = 50  # further pairs are folded away


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def network(request: HtmxRequest) -> HttpResponse:
    listing = asked(request)

    def shown() -> Shown:
        found = who_met_whom(listing.events)
        context = {
            "understood": listing.understood,
            "network": found,
            "picture": arcs(found),
            "first_pairs": found.pairs[:ROWS_AT_ONCE],
            "more_pairs": found.pairs[ROWS_AT_ONCE:],
            "largest": LARGEST,
        }
        return {"drawn": render_to_string("timeline/_network.html", context)}, {}

    return answer(request, "timeline/network.html", listing, shown)
