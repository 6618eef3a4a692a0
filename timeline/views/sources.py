"""An article: where, when, whose, and every passage of it that we quote or rest on."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import citing, links
from articles.models import Article

from ..models import Citation, Event, Post, Quote, public_articles
from .paging import paged

SOURCES_PER_PAGE = 100


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    shown = Event.objects.public()
    articles = public_articles().select_related("outlet", "agency")
    counted = articles.annotate(
        n_statements=Count("quotes", filter=Q(quotes__event__in=shown), distinct=True),
        n_events=Count("citations__event", filter=Q(citations__event__in=shown), distinct=True),
    )
    found = paged(request, counted.order_by("-published_latest", "slug"), SOURCES_PER_PAGE)
    context = {"page": found.page, "page_problem": found.problem}
    return render(request, "timeline/source_list.html", context, status=found.status)


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(public_articles().select_related("outlet", "agency", "held"), slug=slug)
    context = {
        "article": found,
        "passages": passages(found),
        "events": Event.objects.public().resting_on(Q(article=found)).oldest_first(),
        "publisher": links.safe_url(found.url),
        "archive": links.archive_link(found.url, found.archive_url),
        "references": citing.cite(found),
        "text": found.text if found.rights == Article.Rights.FULL else None,
        "posts": Post.objects.filter(source=found).select_related("actor"),
    }
    return render(request, "timeline/source.html", context)


def passages(article: Article) -> list[Quote | Citation]:
    """Every passage we quote or rest an event on, in reading order; those without a place last."""
    shown = Event.objects.public()
    quotes = list(Quote.objects.filter(article=article, event__in=shown).for_page())
    cited = list(Citation.objects.filter(article=article, event__in=shown).exclude(exact="").select_related("event"))
    found: list[Any] = [*quotes, *cited]
    return sorted(found, key=lambda one: (one.start is None, one.start or 0, one.end or 0))
