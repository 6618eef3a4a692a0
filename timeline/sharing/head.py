"""Metadata for the head of a page, and hidden references, from a record and the request that shows it.

Templates call these functions: meta elements come as pairs of name and content, JSON-LD as text that is safe inside
a `<script>`, references as the titles of COinS spans.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import dates
from articles.models import Article

from ..models import Actor, Event, Quote, Topic
from . import coins, jsonld, meta_tags, preview_image
from .script_tags import serialize_node


@dataclass(frozen=True)
class ShareImage:
    """The preview image of a shared page: an event, or all events, on a time axis."""

    address: str
    alternative: str
    width: int = preview_image.WIDTH
    height: int = preview_image.HEIGHT


def share_image(request: HttpRequest, event: Event | None = None) -> ShareImage:
    if event is None:
        return ShareImage(
            request.build_absolute_uri(reverse("timeline:picture")),
            _("All events of the timeline, marked on a time axis"),
        )
    values = {"title": event.title, "date": dates.label(event.date)}
    return ShareImage(
        request.build_absolute_uri(reverse("timeline:event_picture", args=[event.slug])),
        _("%(title)s, %(date)s: marked among all events of the timeline on a time axis") % values,
    )


def event_meta(request: HttpRequest, event: Event) -> meta_tags.MetaPairs:
    return meta_tags.event_meta(event, request.build_absolute_uri(event.get_absolute_url()))


def event_json(request: HttpRequest, event: Event) -> SafeString:
    return _format_json(jsonld.describe_event(event, request.build_absolute_uri))


def statement_json(request: HttpRequest, quote: Quote) -> SafeString:
    return _format_json(jsonld.describe_statement(quote, request.build_absolute_uri))


def source_json(request: HttpRequest, article: Article) -> SafeString:
    return _format_json(jsonld.describe_source(article, request.build_absolute_uri))


def actor_json(request: HttpRequest, actor: Actor) -> SafeString:
    return _format_json(jsonld.describe_actor(actor, request.build_absolute_uri))


def topic_json(request: HttpRequest, topic: Topic) -> SafeString:
    return _format_json(jsonld.describe_topic(topic, request.build_absolute_uri))


def event_references(request: HttpRequest, event: Event) -> list[str]:
    """The page of the event, then the articles that report it."""
    page = coins.format_event(event, request.build_absolute_uri(event.get_absolute_url()))
    return [page, *(coins.format_article(article) for article in jsonld.list_articles([event]))]


def article_references(article: Article) -> list[str]:
    return [coins.format_article(article)]


def _format_json(node: jsonld.Node) -> SafeString:
    return mark_safe(serialize_node(node))  # escaped for a <script>
