"""Events as a list shows them, drawn once: for a revision, a language, the site's address and what was asked of their
statements.

The record keeps them (`index/record.py`), so that they go with it when something is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest
from django.template import loader
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from .cards import Card, cards
from .filters import EventFilter
from .index.kept import Kept
from .models import Event
from .structured import coins, jsonld

ASKED_OF_STATEMENTS = ("actor", "office", "q", "said")  # what a card shows first and marks depends on these


@dataclass(frozen=True)
class Drawn:
    """What a list shows of one event, and what it tells machines."""

    slug: str
    title: str
    year: int
    html: SafeString
    item: jsonld.Node
    references: tuple[str, ...]

    def __len__(self) -> int:
        """Characters, about."""
        return len(self.html) + sum(map(len, self.references)) + 500


def drawn(keys: Sequence[int], request: HttpRequest, asked: EventFilter, kept: Kept[Drawn]) -> list[Drawn]:
    """In the order of the keys; one that was deleted just now is left out."""
    site = request.build_absolute_uri("/")
    manner = (translation.get_language(), site, *(str(asked.values.get(name) or "") for name in ASKED_OF_STATEMENTS))
    found = {key: one for key in keys if (one := kept.get(key, manner))}
    if missing := [key for key in keys if key not in found]:
        for card in cards(fetched(missing, asked), asked):
            one = draw(card, request)
            found[card.event.pk] = one
            kept.keep(card.event.pk, manner, one)
    return [found[key] for key in keys if key in found]


def fetched(keys: Iterable[int], asked: EventFilter) -> Iterable[Event]:
    using = asked.queryset.db if asked.queryset is not None else DEFAULT_DB_ALIAS
    return Event.objects.using(using).for_list().in_bulk(list(keys)).values()


def draw(card: Card, request: HttpRequest) -> Drawn:
    html = mark_safe(loader.render_to_string("timeline/_card.html", {"card": card}))  # as the template made it
    references = tuple(coins.of_article(article) for article in jsonld.articles_of([card.event]))
    item = jsonld.without_blanks(jsonld.event_in_short(card.event, request.build_absolute_uri))
    return Drawn(card.event.slug, card.event.title, card.year, html, item, references)


def references_of(several: Iterable[Drawn]) -> list[str]:
    """Each once, in the order in which the page names them."""
    return list(dict.fromkeys(reference for one in several for reference in one.references))
