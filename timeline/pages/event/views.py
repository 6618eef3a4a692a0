"""The page of an event, and the page of a statement."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import citations, outgoing_links
from timeline.models import Event, Quote
from timeline.pages.shared.cards import build_full_card

from .independent_sources import describe_independence, group_by_origin
from .neighbours import find_neighbours


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Event.objects.public().for_list(), slug=slug)
    public, reporting = Event.objects.public(), group_by_origin(found)
    context = {
        "event": found,
        "card": build_full_card(found),
        "origins": reporting,
        "independence": describe_independence(reporting),
        "around": find_neighbours(found),
        "earlier": public.before(found).first(),
        "later": public.after(found).first(),
    }
    return render(request, "event/page.html", context)


@require_safe
def statement(request: HttpRequest, slug: str) -> HttpResponse:
    quotes = (
        Quote.objects.public().for_page().prefetch_related("topics", "event__topics").select_related("article__held")
    )
    quote = get_object_or_404(quotes, slug=slug)
    lead, tail = quote.get_surroundings()
    context = {
        "quote": quote,
        "lead": lead,
        "tail": tail,
        "publisher": outgoing_links.text_fragment(
            outgoing_links.safe_url(quote.article.url), quote.exact, quote.prefix, quote.suffix
        ),
        "archive": outgoing_links.archive_link(quote.article.url, quote.article.archive_url),
        "references": citations.cite(quote.article),
        "others": quote.event.quotes.exclude(pk=quote.pk).for_page(),
    }
    return render(request, "event/statement.html", context)
