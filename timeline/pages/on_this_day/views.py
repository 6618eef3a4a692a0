"""Events on a day of the year, and a random event."""

from __future__ import annotations

import datetime as dt
import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from timeline.models import Event
from timeline.pages.shared.cards import build_full_card
from timeline.pages.shared.not_found import not_found
from timeline.pages.shared.pagination import paginate

EVENTS_PER_PAGE = 25
LEAP_YEAR = 2000  # has every day of the year
MONTH_AND_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")


@require_safe
@never_cache
def on_this_day(request: HttpRequest) -> HttpResponse:
    """Redirects to the page of the current day (UTC), whose address can be shared."""
    return redirect("timeline:on_day", f"{timezone.now():%m-%d}")


@require_safe
def on_day(request: HttpRequest, day: str) -> HttpResponse:
    selected = parse_day_of_year(day)
    if selected is None:
        text = _("“%(day)s” is not a day of the year. Use the month and the day, such as 10-23 for 23 October.")
        return not_found(request, problem=text % {"day": day[:20]})
    events = Event.objects.public().on_day_of_year(selected.month, selected.day).for_list().oldest_first()
    found = paginate(request, events, EVENTS_PER_PAGE)
    cards = [build_full_card(event) for event in found.page]
    context = {
        "day": selected,
        "page": found.page,
        "page_problem": found.problem,
        "cards": cards,
        "before": selected - dt.timedelta(days=1),
        "after": (selected + dt.timedelta(days=1)).replace(year=LEAP_YEAR),
        "nearest": [] if cards else find_nearest_days(selected),
    }
    return render(request, "on_this_day/page.html", context, status=found.status)


@require_safe
@never_cache
def random_event(request: HttpRequest) -> HttpResponse:
    found = Event.objects.public().pick_random()
    if found is None:
        return not_found(request, problem=_("No events have been recorded yet."))
    return redirect(found)


def parse_day_of_year(text: str) -> dt.date | None:
    """`10-23` as a day of a leap year; None if it is not a day."""
    found = MONTH_AND_DAY.fullmatch(text)
    try:
        return dt.date(LEAP_YEAR, int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def find_nearest_days(day: dt.date) -> list[dt.date]:
    """The last day with an event before this one and the first after it, across the turn of the year if necessary."""
    days = [dt.date(LEAP_YEAR, month, number) for month, number in Event.objects.public().days_of_year()]
    if not days:
        return []
    before = max(days, key=lambda one: (one < day, one))
    after = min(days, key=lambda one: (one < day, one))
    return [before] if before == after else [before, after]
