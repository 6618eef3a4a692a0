"""The list of sources, and the page of one article with every passage quoted from it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import citations, outgoing_links
from articles.models import Article
from timeline.models import Citation, Event, Post, Quote, public_articles

from ..shared.pagination import paginate

SOURCES_PER_PAGE = 100


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    articles = public_articles().select_related("outlet", "agency").order_by("-published_latest", "slug")
    found = paginate(request, articles, SOURCES_PER_PAGE)
    listed = list(found.page)
    events, statements = count_uses(listed)
    context = {
        "page": found.page,
        "rows": [(one, events[one.pk], statements[one.pk]) for one in listed],
        "page_problem": found.problem,
    }
    return render(request, "source/list.html", context, status=found.status)


def count_uses(articles: list[Article]) -> tuple[Counter[int], Counter[int]]:
    """How many public events cite each of these, and how many public statements come from it."""
    cited = Citation.objects.public().filter(article__in=articles).order_by().values_list("article", "event")
    said = Quote.objects.public().filter(article__in=articles).order_by().values_list("article", flat=True)
    return Counter(article for article, _event in cited.distinct()), Counter(said)


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(public_articles().select_related("outlet", "agency", "held"), slug=slug)
    context = {
        "article": found,
        "passages": list_passages(found),
        "events": Event.objects.public().resting_on(Q(article=found)).oldest_first(),
        "publisher": outgoing_links.safe_url(found.url),
        "archive": outgoing_links.archive_link(found.url, found.archive_url),
        "references": citations.cite(found),
        "text": found.text if found.rights == Article.Rights.FULL else None,
        "posts": Post.objects.filter(source=found).select_related("actor"),
    }
    return render(request, "source/page.html", context)


def list_passages(article: Article) -> list[Quote | Citation]:
    """Every passage quoted as a statement or cited for an event, in reading order; those without a position last."""
    quotes = list(Quote.objects.public().filter(article=article).for_page())
    cited = list(Citation.objects.public().filter(article=article).exclude(exact="").select_related("event"))
    found: list[Any] = [*quotes, *cited]
    return sorted(found, key=lambda one: (one.start is None, one.start or 0, one.end or 0))
