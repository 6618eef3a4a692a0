"""The content of a preview image as plain values: equal scenes give equal images."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import dates
from timeline.models import Event, Side

from ..site import site_name


@dataclass(frozen=True)
class PreviewScene:
    title: str
    line: str  # above the title
    foot: str
    days: tuple[int, ...]  # of all public events, as ordinals: the ticks
    sides: tuple[str, ...] = ()
    span: tuple[int, int] | None = None  # the event's own days
    certain: bool = True

    @property
    def years(self) -> tuple[int, int]:
        """Of the first and the last event. Without events, the present year."""
        days = self.days or (dt.date.today().toordinal(),)
        return dt.date.fromordinal(min(days)).year, dt.date.fromordinal(max(days)).year


def build_event_scene(event: Event, sides: list[Side]) -> PreviewScene:
    """An unknown end is drawn at the other one."""
    span = dates.parse(event.date)
    first = event.latest if span.open_start else event.earliest
    last = event.earliest if span.open_end else event.latest
    return PreviewScene(
        title=event.title,
        line=dates.label(event.date),
        foot=site_name(),
        days=list_public_days(),
        sides=tuple(side.value for side in sides),
        span=(first.toordinal(), last.toordinal()),
        certain=not (span.uncertain or span.approximate or span.open_start or span.open_end),
    )


def build_site_scene() -> PreviewScene:
    days = list_public_days()
    n = len(days)
    foot = ngettext("%(n)s event, with its source", "%(n)s events, each with its source", n)
    return PreviewScene(
        title=_("Security diplomacy"),
        line=_("Japan · Russia · United States"),
        foot=foot % {"n": n},
        days=days,
        sides=("JP", "RU", "US"),
    )


def list_public_days() -> tuple[int, ...]:
    days = Event.objects.public().order_by("sort_date").values_list("sort_date", flat=True)
    return tuple(day.toordinal() for day in days)
