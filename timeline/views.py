"""One function a page: what it shows, then how much of the page is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from articles import citing, links
from articles.models import Article

from . import addresses
from .cards import Card, cards, columns
from .density import Density, density
from .facets import Chip, Facet, chips, facets
from .filters import EventFilter
from .models import Actor, Citation, Event, Post, Quote, Side, Topic, public_articles
from .paths import PATHS
from .sentence import sentence

EVENTS_PER_PAGE = 25
STATEMENTS_PER_PAGE = 50


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@dataclass(frozen=True)
class Listing:
    """All that the list of events shows for one address."""

    events: EventFilter
    page: Page
    cards: list[Card]
    facets: list[Facet]
    density: Density | None
    sentence: str
    query: str  # canonical, without the page
    parameters: addresses.Pairs

    @property
    def chips(self) -> list[Chip]:
        return chips(self.events, self.facets)

    @property
    def chosen(self) -> list[Facet]:
        return [facet for facet in self.facets if facet.chosen]


def listing(request: HttpRequest, page: int) -> Listing:
    events = EventFilter(request.GET, Event.objects.public())
    found = facets(events)
    shown = Paginator(events.qs.for_list(), EVENTS_PER_PAGE).get_page(page)
    parameters = addresses.pairs(events.values)
    text = sentence(events, {facet.name: facet for facet in found}, shown.paginator.count)
    return Listing(
        events, shown, cards(shown, events), found, density(events), text, addresses.query(parameters), parameters
    )


def page_number(text: str | None) -> int:
    """1 where none is asked for; 0 for what is no page's number."""
    if not text:
        return 1
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def event_list(request: HtmxRequest) -> HttpResponse:
    number = page_number(request.GET.get("page"))
    shown = listing(request, number or 1)
    understood = shown.events.understood and number > 0
    beyond = number > shown.page.paginator.num_pages
    pairs = tuple(sorted([*shown.parameters, *([("page", str(number))] if number > 1 else [])]))
    if understood and not beyond and not request.htmx and pairs != addresses.as_sent(request.GET):
        return redirect(request.path + addresses.query(pairs))
    context = {"listing": shown, "page_problem": page_problem(number, beyond, shown.page)}
    if understood and not pairs:
        context["paths"] = PATHS
    status = 400 if not understood else 404 if beyond else 200
    partial = "#results" if request.htmx.target == "results" else ""
    response = render(request, f"timeline/event_list.html{partial}", context, status=status)
    if request.htmx and understood:
        response["HX-Push-Url"] = request.path + addresses.query(pairs)
    return response


def page_problem(number: int, beyond: bool, page: Page) -> str:
    if number == 0:
        return _("A page’s number is 1, 2, 3 and so on. This is the first page.")
    return _("There are only %(n)s pages. This is the last.") % {"n": page.paginator.num_pages} if beyond else ""


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Event.objects.public().for_list(), slug=slug)
    public = Event.objects.public()
    context = {
        "event": found,
        "card": Card(found, list(found.quotes.all()), []),
        "earlier": public.before(found).first(),
        "later": public.after(found).first(),
    }
    return render(request, "timeline/event.html", context)


@require_safe
def statement(request: HttpRequest, slug: str) -> HttpResponse:
    quotes = (
        Quote.objects.public().for_page().prefetch_related("topics", "event__topics").select_related("article__held")
    )
    quote = get_object_or_404(quotes, slug=slug)
    lead, tail = quote.surroundings()
    context = {
        "quote": quote,
        "lead": lead,
        "tail": tail,
        "publisher": links.text_fragment(links.safe_url(quote.article.url), quote.exact, quote.prefix, quote.suffix),
        "archive": links.archive_link(quote.article.url, quote.article.archive_url),
        "references": citing.cite(quote.article),
        "others": quote.event.quotes.exclude(pk=quote.pk).for_page(),
    }
    return render(request, "timeline/statement.html", context)


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


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    shown = Event.objects.public()
    articles = public_articles().select_related("outlet", "agency")
    counted = articles.annotate(
        n_statements=Count("quotes", filter=Q(quotes__event__in=shown), distinct=True),
        n_events=Count("citations__event", filter=Q(citations__event__in=shown), distinct=True),
    )
    page = Paginator(counted.order_by("-published_latest", "slug"), 100).get_page(request.GET.get("page"))
    return render(request, "timeline/source_list.html", {"page": page})


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


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)
