"""Every page that says something of its own, for search engines. Filtered lists are not among them: they repeat.

A day of change is told only where an editor's work recorded one. What was loaded from `fixtures/` has none. One list
of parts leads to all of them, so that no answer grows with the record (https://www.sitemaps.org/protocol.html#index).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from articles.models import Article
from timeline.models import Actor, Event, Quote, Topic, public_articles
from timeline.pages.shared.last_changes import annotate_last_change


class Records(Sitemap):
    limit = 2000  # addresses in a part; the protocol allows 50,000, but a part should not take seconds

    def get_latest_lastmod(self) -> None:
        """Not told of all records of a kind: it would ask each of them."""

    def lastmod(self, item: Any) -> dt.datetime | None:
        return item.changed_at


class Events(Records):
    def items(self) -> QuerySet[Event]:
        return annotate_last_change(Event.objects.public().only("slug")).order_by("pk")


class Statements(Records):
    def items(self) -> QuerySet[Quote]:
        return annotate_last_change(Quote.objects.public().only("slug")).order_by("pk")


class Actors(Records):
    def items(self) -> QuerySet[Actor]:
        return annotate_last_change(Actor.objects.public()).order_by("pk")


class Topics(Records):
    def items(self) -> QuerySet[Topic]:
        return annotate_last_change(Topic.objects.all()).order_by("pk")


class Sources(Records):
    def items(self) -> QuerySet[Article]:
        return annotate_last_change(public_articles().only("slug")).order_by("pk")

    def location(self, item: Article) -> str:
        return reverse("timeline:source", args=[item.slug])


class Pages(Sitemap):
    """Pages of no one record."""

    def items(self) -> list[str]:
        return ["event_list", "compare", "network", "actor_list", "topic_list", "source_list", "about", "corrections"]

    def location(self, item: str) -> str:
        return reverse(f"timeline:{item}")


SITEMAPS: dict[str, type[Sitemap]] = {
    "pages": Pages,
    "events": Events,
    "statements": Statements,
    "actors": Actors,
    "topics": Topics,
    "sources": Sources,
}
