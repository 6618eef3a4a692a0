"""A matter, what each side said of it, and how that moved."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .. import addresses, development
from ..cards import columns
from ..models import Event, Quote, Topic
from ..pictures.lanes import lanes, line_of


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    public = Event.objects.public()
    topics = Topic.objects.annotate(n_events=Count("events", filter=Q(events__in=public), distinct=True))
    return render(request, "timeline/topic_list.html", {"topics": topics})


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Topic, slug=slug)
    quotes = list(Quote.objects.public().filter(topics=found).for_page().order_by("sort_date", "latest", "pk"))
    spans = list(Event.objects.public().about(slug).order_by().values_list("earliest", "latest"))
    by_side = columns(quotes)
    # Where the first and the latest are all there are, nothing is left to unfold.
    line = line_of(quotes) if any(len(column.quotes) > 2 for column in by_side) else None
    context = {
        "topic": found,
        "columns": by_side,
        "ends": development.ends(by_side),
        "picture": lanes(by_side, line) if line else None,
        "rows": development.rows(slug, by_side, line, spans) if line else [],
        "unfolded": len(quotes) <= development.FEW,
        "events": len(spans),
        "query": addresses.query((("topic", slug),)),
    }
    return render(request, "timeline/topic.html", context)
