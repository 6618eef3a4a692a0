"""Events as a list shows them, drawn once: for a revision, a language, the site's address and what was asked of their
statements.

The record keeps them (`timeline/index/snapshot.py`), so that they go with it when something is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest
from django.template import loader
from django.utils import translation

from ..filters.filterset import EventFilter
from ..index.bitmap_backend import SearchBackend
from ..pages.shared.cards import Card, cards
from ..sharing import coins, jsonld
from ..sharing.script_tags import printed
from .mould import without_indentation

BEFORE_A_BLOCK = re.compile(r"\n(?=</?(?:article|blockquote|div|h3|p)\b)")  # where a break means nothing


@dataclass(frozen=True)
class Drawn:
    """What a list shows of one event, and what it tells machines: encoded, as a page is made of a hundred of them."""

    year: int
    html: bytes
    item: bytes  # printed
    references: tuple[bytes, ...]

    def __len__(self) -> int:
        """What it takes of memory, in bytes."""
        return len(self.html) + len(self.item) + sum(map(len, self.references)) + 200


def drawn(keys: list[int], request: HttpRequest, asked: EventFilter, answers: SearchBackend) -> list[Drawn]:
    """In the order of the keys; one that was deleted just now is left out."""
    site = request.build_absolute_uri("/")
    manner = (translation.get_language(), site, asked.picking_parameters)
    found = {key: one for key in keys if (one := answers.drawn.get(key, manner)) is not None}
    if missing := [key for key in keys if key not in found]:
        for card in cards(missing, asked, answers.sides(missing), answers.people):
            one = draw(card, request)
            found[card.event.pk] = one
            answers.drawn.keep(card.event.pk, manner, one)
    return [found[key] for key in keys if key in found]


def draw(card: Card, request: HttpRequest) -> Drawn:
    made = loader.render_to_string("timeline/_card.html", {"card": card})
    html = BEFORE_A_BLOCK.sub("", without_indentation(made)).encode()  # a browser keeps each break as a text
    articles = jsonld.each_once([*card.citations, *card.shown, *card.left])
    references = tuple(coins.span(coins.of_article(article)).encode() for article in articles)
    item = printed(jsonld.without_blanks(jsonld.event_in_short(card.event, request.build_absolute_uri))).encode()
    return Drawn(card.year, html, item, references)


def by_year(listed: Iterable[Drawn]) -> bytes:
    """The cards, each year under its heading."""
    return b"".join(
        b'<h2 class="year">%d</h2>\n' % year + b"".join([one.html for one in several])
        for year, several in groupby(listed, key=lambda one: one.year)
    )


def references_of(several: Iterable[Drawn]) -> bytes:
    """Each once, in the order in which the page names them; hidden from everybody who reads the page, with eyes, with
    a screen reader or on paper.
    """
    found = b"".join(dict.fromkeys(reference for one in several for reference in one.references))
    return b"<div hidden>%s</div>" % found if found else b""
