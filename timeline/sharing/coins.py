"""COinS: references in the titles of empty <span class="Z3988">, one for each item that a reader may want to save.

An OpenURL context object (Z39.88-2004) in Dublin Core, the only format in which Zotero reads a type, an address and
a language. If a page has both, Zotero prefers its COinS translator (priority 310) to Embedded Metadata (320), which
remains in the menu of its button. If there are several spans, the reader chooses among them.
"""

from __future__ import annotations

from urllib.parse import urlencode

from articles import citations, outgoing_links
from articles.models import Article

from ..models import Event
from .item_types import get_zotero_type
from .site import site_name

FORMAT = "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc"  # some programs search for this very text
SAFE = "/:,()?!@"  # need no escape in a query; a list has about fifty addresses and titles
PUBLISHED_BY_A_BODY = ("report", "document")  # types that have an institution or a publisher, not a publication


def format_article(article: Article) -> str:
    kind = get_zotero_type(article)
    names = citations.list_authors(article)
    pairs = [
        ("rft.type", kind),
        ("rft.title", article.title),
        ("rft.publisher" if kind in PUBLISHED_BY_A_BODY else "rft.source", article.outlet.name),
        *(("rft.au", f"{family}, {given}") if given else ("rft.aucorp", family) for family, given in names),
        ("rft.date", article.published),
        ("rft.identifier", outgoing_links.safe_url(article.url)),
        ("rft.language", article.language),
    ]
    return format_context_object(pairs)


def format_event(event: Event, address: str) -> str:
    """Our page about it. Without a date: the day of an event is not the day on which its page was published."""
    pairs = [
        ("rft.type", "webpage"),
        ("rft.title", event.title),
        ("rft.source", site_name()),
        ("rft.description", event.summary),
        ("rft.identifier", address),
        ("rft.language", "en"),
    ]
    return format_context_object(pairs)


def format_context_object(pairs: list[tuple[str, str]]) -> str:
    return f"{FORMAT}&{urlencode([pair for pair in pairs if pair[1]], safe=SAFE)}"
