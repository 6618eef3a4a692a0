"""Who talked with whom: the choice of the list as a picture and a table of pairs."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from ..listing import asked
from ..network import LARGEST, who_met_whom
from ..pictures.arcs import arcs
from .lists import HtmxRequest, answer

ROWS_AT_ONCE = 50  # further pairs are folded away


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def network(request: HtmxRequest) -> HttpResponse:
    listing = asked(request)

    def shown() -> dict[str, Any]:
        found = who_met_whom(listing.events)
        return {
            "network": found,
            "picture": arcs(found),
            "first_pairs": found.pairs[:ROWS_AT_ONCE],
            "more_pairs": found.pairs[ROWS_AT_ONCE:],
            "largest": LARGEST,
        }

    return answer(request, "timeline/network.html", listing, shown)
