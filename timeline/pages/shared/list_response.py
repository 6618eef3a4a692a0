"""The pages that list events by the filter in their address: different ways to look at the same choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from timeline.drawn.choices import rest
from timeline.drawn.events import by_year, drawn, references_of
from timeline.drawn.page import page as drawn_page
from timeline.drawn.page import pages
from timeline.drawn.rail import rail as drawn_rail
from timeline.drawn.rail import table
from timeline.filters import querystring
from timeline.filters.filterset import CHOICES
from timeline.index.bitmap_backend import Listed
from timeline.listing.presets import PATHS
from timeline.listing.selection import DATES, Asked, asked
from timeline.sharing.script_tags import of_list

from ..event_list.histogram import Rail, rail

EVENTS_PER_PAGE = 25
Shown = tuple[
    dict[str, str | bytes], dict[str, Any]
]  # what only one page has: values, and what its template decides by
WHOLE = ("", DATES, *CHOICES)  # what `all=` may ask for


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


def page_number(text: str | None) -> int:
    """1 where none is asked for; 0 for what is no page's number."""
    if not text:
        return 1
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def event_list(request: HtmxRequest) -> HttpResponse:
    number = page_number(request.GET.get("page"))
    listing = asked(request)
    if choices := choices_alone(request, listing, number):
        return choices
    page = Paginator(Listed(listing.answers), EVENTS_PER_PAGE).get_page(number or 1)

    def over_time() -> Rail:
        return rail(listing.events, listing.answers)

    if listing.whole == DATES and unfolds(request, listing) and (picture := over_time().picture):
        return HttpResponse(table(picture))

    def shown() -> Shown:
        listed = drawn(list(page.object_list), request, listing.events, listing.answers)
        values: dict[str, str | bytes] = {"cards": by_year(listed), "rail": drawn_rail(over_time(), listing)}
        if not in_place(request):
            items = [one.item for one in listed]
            values["data"] = of_list(items, listing.sentence, listing.total, page.start_index()) if items else ""
            values["references"] = references_of(listed)
        begins = listing.understood and not listing.parameters and number == 1
        return values, {"listed": bool(listed), "paths": PATHS if begins else ()}

    return answer(request, "timeline/event_list.html", listing, shown, number, page)


def answer(
    request: HtmxRequest,
    template: str,
    listing: Asked,
    shown: Callable[[], Shown],
    number: int = 1,
    page: Page | None = None,
) -> HttpResponse:
    """The page, or only its results; an address in a longer form is redirected to its short one.

    `shown` finds what only this page shows: asked when it is drawn, not for a redirection.
    400 where a value is not understood, 404 for a page beyond the last.
    """
    problem = problem_with(listing, number, page)
    understood = listing.understood and number > 0 and listing.whole in WHOLE
    beyond = page is not None and number > page.paginator.num_pages
    pairs = canonical(listing, number if page else 1)
    if understood and not beyond and not request.htmx and pairs != querystring.as_sent(request.GET):
        return redirect(request.path + querystring.query(pairs))
    values, decided = shown()
    values["pages"] = pages(page, listing.parameters) if page else ""
    part = "#results" if in_place(request) else ""
    drawn = drawn_page(request, f"{template}{part}", listing, problem, values, **decided)
    response = HttpResponse(drawn, status=400 if not understood else 404 if beyond else 200)
    if request.htmx and understood:
        response["HX-Push-Url"] = request.path + querystring.query(pairs)
    return response


def choices_alone(request: HtmxRequest, listing: Asked, number: int) -> HttpResponse | None:
    """What is folded away of a group of choices, where htmx asks for no more: nothing else is worked out for it."""
    if listing.understood and number > 0 and listing.whole in CHOICES and unfolds(request, listing):
        return HttpResponse(rest(listing.facet(listing.whole), get_language()))
    return None


def in_place(request: HtmxRequest) -> bool:
    """Whether htmx asks for the results, to put them where others are."""
    return bool(request.htmx.target == "results")


def unfolds(request: HtmxRequest, listing: Asked) -> bool:
    """Whether htmx asks only for what is folded away, to put it there."""
    return bool(request.htmx.target == f"rest-{listing.whole}")


def canonical(listing: Asked, number: int) -> querystring.Pairs:
    """What is asked of the list, and which part of it is shown."""
    shown = [("page", str(number))] if number > 1 else []
    shown += [("all", listing.whole)] if listing.whole else []
    return tuple(sorted([*listing.parameters, *shown]))


def problem_with(listing: Asked, number: int, page: Page | None) -> str:
    if listing.whole not in WHOLE:
        text = _("There is no group of choices “%(name)s”. Take it out of the address.")
        return text % {"name": listing.whole[:60]}
    return page_problem(number, page) if page is not None else ""


def page_problem(number: int, page: Page) -> str:
    if number == 0:
        return _("A page’s number is 1, 2, 3 and so on. This is the first page.")
    beyond = number > page.paginator.num_pages
    return _("There are only %(n)s pages. This is the last.") % {"n": page.paginator.num_pages} if beyond else ""
