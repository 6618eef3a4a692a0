"""The list of actors, and the page of one: posts, events, topics, company and statements."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from timeline.filters import querystring
from timeline.models import Actor, Event, Quote, Side
from timeline.pages.actor import statistics
from timeline.pages.shared.pagination import paginate

from .career_chart import build_career_chart
from .statistics import EventCounts

STATEMENTS_PER_PAGE = 50
TABLE = "by-years"  # the id of the table on the page


@require_safe
def actor_list(request: HttpRequest) -> HttpResponse:
    actors = Actor.objects.public().prefetch_related("posts")
    shown = Q(quotes__event__in=Event.objects.public())
    by_side: dict[str, list[Actor]] = {side: [] for side in Side.values}
    counted = actors.annotate(n_statements=Count("quotes", filter=shown, distinct=True))
    for one in counted.order_by("name", "pk"):  # a query that groups ignores the model’s order
        by_side[one.side].append(one)
    sides = [(Side(side), found) for side, found in by_side.items() if found]
    return render(request, "actor/list.html", {"sides": sides})


@require_safe
def actor(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Actor.objects.public().prefetch_related("posts__source__outlet"), slug=slug)
    quotes = Quote.objects.public().filter(speaker=found).for_page().order_by("-sort_date", "-latest", "pk")
    events = statistics.load_actor_events(found)
    topics, beside = statistics.build_topic_counts(found)
    statements = paginate(request, quotes, STATEMENTS_PER_PAGE)
    context = {
        "actor": found,
        "page": statements.page,
        "page_problem": statements.problem,
        "band": build_career_chart(found.slug, list(found.posts.all()), events, TABLE),
        "table": TABLE,
        "topics": EventCounts(_("Topics"), topics),
        "topics_beside": beside,
        "company": group_company(found),
        "events": len(events),
        "query": querystring.build_query((("actor", slug),)),
    }
    return render(request, "actor/page.html", context, status=statements.status)


def group_company(found: Actor) -> list[EventCounts]:
    """Persons separately, because nobody would say that an actor met a state."""
    others = statistics.count_company(found)
    persons = [pair for pair in others if pair[0].kind == Actor.Kind.PERSON]
    bodies = [pair for pair in others if pair[0].kind != Actor.Kind.PERSON]
    groups = [(_("Persons"), persons), (_("States and organisations"), bodies)]
    return [EventCounts(label, statistics.build_company_counts(found, pairs)) for label, pairs in groups if pairs]
