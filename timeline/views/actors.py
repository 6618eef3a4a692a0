"""Who: posts over time, and what they said."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .. import addresses
from ..models import Actor, Event, Quote, Side

STATEMENTS_PER_PAGE = 50


@require_safe
def actor_list(request: HttpRequest) -> HttpResponse:
    actors = Actor.objects.public().prefetch_related("posts")
    shown = Q(quotes__event__in=Event.objects.public())
    by_side: dict[str, list[Actor]] = {side: [] for side in Side.values}
    for one in actors.annotate(n_statements=Count("quotes", filter=shown, distinct=True)):
        by_side[one.side].append(one)
    sides = [(Side(side), found) for side, found in by_side.items() if found]
    return render(request, "timeline/actor_list.html", {"sides": sides})


@require_safe
def actor(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Actor.objects.public().prefetch_related("posts__source__outlet"), slug=slug)
    quotes = Quote.objects.public().filter(speaker=found).for_page().order_by("-sort_date", "-latest", "pk")
    context = {
        "actor": found,
        "page": Paginator(quotes, STATEMENTS_PER_PAGE).get_page(request.GET.get("page")),
        "events": Event.objects.public().involving(slug).count(),
        "query": addresses.query((("actor", slug),)),
    }
    return render(request, "timeline/actor.html", context)
