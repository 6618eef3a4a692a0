"""A topic, and what each side said about it over time."""

from __future__ import annotations

from itertools import chain

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from timeline.filters import querystring
from timeline.models import Event, Topic
from timeline.pages.topic import positions_over_time

from .chart import build_chart, build_topic_axis


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    public = Event.objects.public()
    topics = Topic.objects.annotate(n_events=Count("events", filter=Q(events__in=public), distinct=True))
    # A query that groups ignores the default order of the model.
    return render(request, "topic/list.html", {"topics": topics.order_by("name", "pk")})


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Topic, slug=slug)
    spans = list(Event.objects.public().about(slug).order_by().values_list("earliest", "latest"))
    statements = positions_over_time.load_statements(found)
    days = {side: [one.day for one in theirs] for side, theirs in statements.items()}
    # If no side has more than its first and its latest statement, both are shown already.
    line = build_topic_axis(chain(*days.values())) if any(len(theirs) > 2 for theirs in days.values()) else None
    context = {
        "topic": found,
        "ends": positions_over_time.find_ends(statements),
        "picture": build_chart(days, line) if line else None,
        "rows": positions_over_time.build_rows(slug, statements, line, spans) if line else [],
        "unfolded": sum(map(len, statements.values())) <= positions_over_time.FEW,
        "events": len(spans),
        "query": querystring.build_query((("topic", slug),)),
    }
    return render(request, "topic/page.html", context)
