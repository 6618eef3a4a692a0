"""The pages with content of their own, for search engines; filtered lists repeat it and are left out.

`lastmod` is given only for records that an editor has changed, not for data loaded from `fixtures/`. The index lists
parts of limited size (https://www.sitemaps.org/protocol.html#index).
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
    limit = 2000  # addresses; the protocol allows 50,000, which would take seconds

    def get_latest_lastmod(self) -> None:
        """Left out, because it would need a query over all records."""

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
    """Pages that do not belong to one record."""

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
