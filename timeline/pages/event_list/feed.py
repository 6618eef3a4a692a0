"""The newest of a list as a feed: the same filters, newest first whatever the list's order, the same words on it.

Atom (RFC 4287). An entry's `updated` is the last change that the event's history tells; what came with the site has
none, and is told to be as old as the site's record.
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
from timeline.pages.shared.atom import NEWEST, AtomFeed, xml_text
from timeline.pages.shared.cards import Card, load_cards
from timeline.pages.shared.last_changes import annotate_last_change


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """400 where a value is not understood: a reader that got another list instead would not notice."""
    listing = load_selection(request)
    if not listing.understood:
        return HttpResponse("\n".join(listing.problems), status=400, content_type="text/plain; charset=utf-8")
    pairs = querystring.replacing(listing.parameters, order="")  # a feed has no use for it
    if pairs != querystring.as_sent(request.GET):
        return redirect(request.path + querystring.query(pairs))
    return NewestFeed(listing)(request)


class NewestFeed(AtomFeed):
    def __init__(self, listing: Selection) -> None:
        self.listing = listing
        self.keys = listing.answers.listed(0, NEWEST)
        self.changed = dict(
            annotate_last_change(Event.objects.filter(pk__in=self.keys)).values_list("pk", "changed_at")
        )
        self.start = find_start()

    def title(self) -> str:
        return xml_text(_("%(list)s – Security diplomacy") % {"list": self.listing.description})

    def link(self) -> str:
        return reverse("timeline:event_list") + self.listing.query

    def feed_url(self) -> str:
        return self.listing.path + self.listing.query

    def items(self) -> list[Card]:
        answers = self.listing.answers
        return load_cards(self.keys, self.listing.events, answers.sides(self.keys), answers.people)

    def item_title(self, item: Any) -> str:
        return xml_text(item.event.title)

    def item_description(self, item: Any) -> str:
        return xml_text(render_to_string("event_list/feed_entry.html", {"card": item}))

    def item_link(self, item: Any) -> str:
        return item.event.get_absolute_url()

    def item_updateddate(self, item: Any) -> dt.datetime:
        return self.changed.get(item.event.pk) or self.start


def find_start() -> dt.datetime:
    """Since when the site's record has its form: nothing on it is known to be older."""
    applied = MigrationRecorder.Migration.objects.filter(app="timeline").aggregate(last=Max("applied"))["last"]
    return applied or timezone.now()
