"""A matter, and what each side said of it."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .. import addresses
from ..cards import columns
from ..models import Event, Quote, Topic


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    public = Event.objects.public()
    topics = Topic.objects.annotate(n_events=Count("events", filter=Q(events__in=public), distinct=True))
    return render(request, "timeline/topic_list.html", {"topics": topics})


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Topic, slug=slug)
    quotes = Quote.objects.public().filter(topics=found).for_page().order_by("sort_date", "latest", "pk")
    context = {
        "topic": found,
        "columns": columns(quotes),
        "events": Event.objects.public().about(slug).count(),
        "query": addresses.query((("topic", slug),)),
    }
    return render(request, "timeline/topic.html", context)
