"""The newest events of a list as a feed, with the same filters and always newest first.

An entry's `updated` is the last change in the history of the event. Events that came with the site have no such change:
theirs is the date on which the tables were last migrated.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from timeline.filters import querystring
from timeline.listing.selection import Selection, load_selection
from timeline.models import Event
from timeline.pages.shared.atom import NEWEST, AtomFeed, clean_xml_text
from timeline.pages.shared.cards import Card, load_cards
from timeline.pages.shared.last_changes import annotate_last_change


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """400 for an invalid value: a feed reader would not notice that it got another list instead."""
    listing = load_selection(request)
    if not listing.understood:
        return HttpResponse("\n".join(listing.problems), status=400, content_type="text/plain; charset=utf-8")
    pairs = querystring.replace_values(listing.parameters, order="")  # feeds are always newest first
    if pairs != querystring.list_pairs(request.GET):
        return redirect(request.path + querystring.build_query(pairs))
    return NewestFeed(listing)(request)


class NewestFeed(AtomFeed):
    def __init__(self, listing: Selection) -> None:
        self.listing = listing
        self.keys = listing.backend.list_keys(0, NEWEST)
        self.changed = dict(
            annotate_last_change(Event.objects.filter(pk__in=self.keys)).values_list("pk", "changed_at")
        )
        self.start = find_start()

    def title(self) -> str:
        return clean_xml_text(_("%(list)s – Security diplomacy") % {"list": self.listing.description})

    def link(self) -> str:
        return reverse("timeline:event_list") + self.listing.query

    def feed_url(self) -> str:
        return self.listing.path + self.listing.query

    def items(self) -> list[Card]:
        answers = self.listing.backend
        return load_cards(self.keys, self.listing.events, answers.find_sides(self.keys), answers.actors_by_key)

    def item_title(self, item: Any) -> str:
        return clean_xml_text(item.event.title)

    def item_description(self, item: Any) -> str:
        return clean_xml_text(render_to_string("event_list/feed_entry.html", {"card": item}))

    def item_link(self, item: Any) -> str:
        return item.event.get_absolute_url()

    def item_updateddate(self, item: Any) -> dt.datetime:
        return self.changed.get(item.event.pk) or self.start


def find_start() -> dt.datetime:
    """The date of the last migration, for events without a history."""
    applied = MigrationRecorder.Migration.objects.filter(app="timeline").aggregate(last=Max("applied"))["last"]
    return applied or timezone.now()
