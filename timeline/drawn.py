"""Events as a list shows them, drawn once: for a revision, a language, the site's address and what was asked of their
statements.

The record keeps them (`index/record.py`), so that they go with it when something is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.template import loader
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from .cards import Card, cards
from .filters import EventFilter
from .index.answers import Answers
from .structured import coins, jsonld

ASKED_OF_STATEMENTS = ("actor", "office", "q", "said")  # what a card shows first and marks depends on these
BLANK_LINES = re.compile(r"\s*\n\s*")
BEFORE_A_BLOCK = re.compile(r"\n(?=</?(?:article|blockquote|div|h3|p)\b)")  # where a break means nothing


@dataclass(frozen=True)
class Drawn:
    """What a list shows of one event, and what it tells machines."""

    title: str
    year: int
    html: SafeString
    item: jsonld.Node
    references: tuple[SafeString, ...]

    def __len__(self) -> int:
        """Characters, about."""
        return len(self.html) + sum(map(len, self.references)) + 500


def drawn(keys: list[int], request: HttpRequest, asked: EventFilter, answers: Answers) -> list[Drawn]:
    """In the order of the keys; one that was deleted just now is left out."""
    site = request.build_absolute_uri("/")
    manner = (translation.get_language(), site, *(str(asked.values.get(name) or "") for name in ASKED_OF_STATEMENTS))
    found = {key: one for key in keys if (one := answers.drawn.get(key, manner))}
    if missing := [key for key in keys if key not in found]:
        for card in cards(missing, asked, answers.sides(missing), answers.people):
            one = draw(card, request)
            found[card.event.pk] = one
            answers.drawn.keep(card.event.pk, manner, one)
    return [found[key] for key in keys if key in found]


def draw(card: Card, request: HttpRequest) -> Drawn:
    made = loader.render_to_string("timeline/_card.html", {"card": card})
    html = mark_safe(BEFORE_A_BLOCK.sub("", BLANK_LINES.sub("\n", made)))  # a browser keeps each break as a text
    articles = jsonld.each_once([*card.citations, *card.shown, *card.left])
    references = tuple(coins.span(coins.of_article(article)) for article in articles)
    item = jsonld.without_blanks(jsonld.event_in_short(card.event, request.build_absolute_uri))
    return Drawn(card.event.title, card.year, html, item, references)


def references_of(several: Iterable[Drawn]) -> SafeString:
    """Each once, in the order in which the page names them."""
    return mark_safe("".join(dict.fromkeys(reference for one in several for reference in one.references)))
