"""What a picture shows, in plain values: equal scenes give equal pictures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import dates
from timeline.models import Event, Side

from ..site import site_name


@dataclass(frozen=True)
class Scene:
    title: str
    line: str  # above the title
    foot: str
    days: tuple[int, ...]  # where events stand, as ordinals: the ticks
    sides: tuple[str, ...] = ()
    span: tuple[int, int] | None = None  # the event's own days
    certain: bool = True

    @property
    def years(self) -> tuple[int, int]:
        """From the first event's to the last one's. Without any, this year alone."""
        days = self.days or (dt.date.today().toordinal(),)
        return dt.date.fromordinal(min(days)).year, dt.date.fromordinal(max(days)).year


def of_event(event: Event, sides: list[Side]) -> Scene:
    """An end that nobody knows is shown where the other one is."""
    span = dates.parse(event.date)
    first = event.latest if span.open_start else event.earliest
    last = event.earliest if span.open_end else event.latest
    return Scene(
        title=event.title,
        line=dates.label(event.date),
        foot=site_name(),
        days=days_of_public_events(),
        sides=tuple(side.value for side in sides),
        span=(first.toordinal(), last.toordinal()),
        certain=not (span.uncertain or span.approximate or span.open_start or span.open_end),
    )


def of_site() -> Scene:
    days = days_of_public_events()
    n = len(days)
    foot = ngettext("%(n)s event, with its source", "%(n)s events, each with its source", n)
    return Scene(
        title=_("Security diplomacy"),
        line=_("Japan · Russia · United States"),
        foot=foot % {"n": n},
        days=days,
        sides=("JP", "RU", "US"),
    )


def days_of_public_events() -> tuple[int, ...]:
    days = Event.objects.public().order_by("sort_date").values_list("sort_date", flat=True)
    return tuple(day.toordinal() for day in days)
