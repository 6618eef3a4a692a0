"""A matter, what each side said of it, and how that moved."""

from __future__ import annotations

from itertools import chain

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from timeline.filters import querystring
from timeline.models import Event, Topic
from timeline.pages.topic import positions_over_time

from .chart import lanes, line_of


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    public = Event.objects.public()
    topics = Topic.objects.annotate(n_events=Count("events", filter=Q(events__in=public), distinct=True))
    # The order is said here: a question that groups has none of its own.
    return render(request, "topic/list.html", {"topics": topics.order_by("name", "pk")})


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Topic, slug=slug)
    spans = list(Event.objects.public().about(slug).order_by().values_list("earliest", "latest"))
    said = positions_over_time.said_on(found)
    days = {side: [one.day for one in briefs] for side, briefs in said.items()}
    # Where the first and the latest are all there are, nothing is left to unfold.
    line = line_of(chain(*days.values())) if any(len(theirs) > 2 for theirs in days.values()) else None
    context = {
        "topic": found,
        "ends": positions_over_time.ends(said),
        "picture": lanes(days, line) if line else None,
        "rows": positions_over_time.rows(slug, said, line, spans) if line else [],
        "unfolded": sum(map(len, said.values())) <= positions_over_time.FEW,
        "events": len(spans),
        "query": querystring.build_query((("topic", slug),)),
    }
    return render(request, "topic/page.html", context)
