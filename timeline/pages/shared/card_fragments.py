"""Cards of lists as cached fragments: rendered once for a revision, a language, the site's address and what was
searched for among the statements.

The cache belongs to the snapshot (`timeline/index/snapshot.py`), so that it is dropped with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from sys import getsizeof

from django.http import HttpRequest
from django.template import loader
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from timeline.filters.filterset import EventFilter
from timeline.index.bitmap_backend import SearchBackend
from timeline.sharing import coins, jsonld
from timeline.sharing.script_tags import serialize_node

from .cards import Card, load_cards


@dataclass(frozen=True)
class CardFragment:
    """An event in a list, for readers and for machines."""

    year: int
    html: SafeString
    item: str  # JSON-LD
    references: tuple[str, ...]  # COinS

    def __len__(self) -> int:
        """The memory used, in bytes."""
        return sum(map(getsizeof, (self.html, self.item, *self.references))) + 200


def load_card_fragments(
    keys: list[int], request: HttpRequest, events: EventFilter, answers: SearchBackend
) -> list[CardFragment]:
    """In the order of the keys; an event that was deleted just now is left out."""
    manner = (translation.get_language(), request.build_absolute_uri("/"), events.picking_parameters)
    found = {key: one for key in keys if (one := answers.fragments.get(key, manner)) is not None}
    if missing := [key for key in keys if key not in found]:
        for card in load_cards(missing, events, answers.find_sides(missing), answers.actors_by_key):
            found[card.event.pk] = fragment = render_card(card, request)
            answers.fragments.set(card.event.pk, manner, fragment)
    return [found[key] for key in keys if key in found]


def render_card(card: Card, request: HttpRequest) -> CardFragment:
    html = loader.render_to_string("shared/card.html", {"card": card}, using="jinja2")
    articles = jsonld.list_distinct_articles([*card.citations, *card.shown, *card.left])
    references = tuple(coins.format_article(article) for article in articles)
    item = serialize_node(jsonld.remove_blanks(jsonld.summarize_event(card.event, request.build_absolute_uri)))
    return CardFragment(card.year, mark_safe(html), item, references)
