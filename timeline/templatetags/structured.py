"""Prints what `timeline.sharing` tells of a record: in the head for machines, in the page for reference managers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import dates
from articles.models import Article
from timeline.sharing import preview_image

from ..models import Actor, Event, Quote, Topic
from ..sharing import coins, jsonld, meta_tags
from ..sharing.script_tags import block, serialize_node
from ..sharing.site import site_name

register = template.Library()


def at(context: template.Context) -> Callable[[str], str]:
    return context["request"].build_absolute_uri


def data(node: jsonld.Node) -> SafeString:
    return block(serialize_node(node))


def elements(pairs: meta_tags.Pairs) -> SafeString:
    link = mark_safe('<link rel="schema.DC" href="http://purl.org/dc/elements/1.1/">\n')
    return link + format_html_join("\n", '<meta name="{}" content="{}">', pairs)


def spans(references: Iterable[str]) -> SafeString:
    """Hidden from everybody who reads the page, with eyes, with a screen reader or on paper."""
    return hidden(format_html_join("", "{}", ((coins.span(one),) for one in references)))


def hidden(found: SafeString) -> SafeString:
    return format_html("<div hidden>{}</div>", found) if found else found


@register.simple_tag(takes_context=True)
def event_data(context: template.Context, event: Event) -> SafeString:
    here = at(context)
    told = elements(meta_tags.event_meta(event, here(event.get_absolute_url())))
    return told + data(jsonld.event(event, here))


@register.simple_tag(takes_context=True)
def statement_data(context: template.Context, quote: Quote) -> SafeString:
    return elements(meta_tags.article_meta(quote.article)) + data(jsonld.statement(quote, at(context)))


@register.simple_tag(takes_context=True)
def source_data(context: template.Context, article: Article) -> SafeString:
    return elements(meta_tags.article_meta(article)) + data(jsonld.source(article, at(context)))


@register.simple_tag(takes_context=True)
def actor_data(context: template.Context, actor: Actor) -> SafeString:
    return data(jsonld.actor(actor, at(context)))


@register.simple_tag(takes_context=True)
def topic_data(context: template.Context, topic: Topic) -> SafeString:
    return data(jsonld.topic(topic, at(context)))


@register.simple_tag(takes_context=True)
def event_references(context: template.Context, event: Event) -> SafeString:
    """The page itself, then the articles it rests on."""
    page = coins.of_event(event, at(context)(event.get_absolute_url()))
    return spans([page, *(coins.of_article(article) for article in jsonld.articles_of([event]))])


@register.simple_tag
def article_reference(article: Article) -> SafeString:
    return spans([coins.of_article(article)])


@register.inclusion_tag("timeline/_share.html", takes_context=True)
def share(
    context: template.Context,
    title: str = "",
    text: str = "",
    address: str = "",
    kind: str = "article",
    event: Event | None = None,
) -> dict[str, Any]:
    """How a page looks where its address is shared: title, text, and a picture of the event's place in time."""
    picture = reverse("timeline:event_picture", args=[event.slug]) if event else reverse("timeline:picture")
    return {
        "title": title or site_name(),
        "text": text or _("Every statement leads to its source, every quotation to the very words in it."),
        "kind": kind,
        "site": site_name(),
        "address": address or at(context)(context["request"].path),
        "picture": at(context)(picture),
        "alternative": alternative(event),
        "width": preview_image.WIDTH,
        "height": preview_image.HEIGHT,
    }


def alternative(event: Event | None) -> str:
    """What the picture shows, in words."""
    if event is None:
        return _("All events of the timeline, marked on a line of time")
    values = {"title": event.title, "date": dates.label(event.date)}
    return _("%(title)s, %(date)s: marked on a line of time among all events of the timeline") % values
