"""COinS: a reference in the title of an empty <span class="Z3988">, one for each item a reader may want to keep.

An OpenURL context object (Z39.88-2004) in Dublin Core, the one format in which Zotero takes a type, an address and a
language. Where a page has both, Zotero asks its COinS translator (priority 310) before Embedded Metadata (320), which
stays in the menu beside its button. Several spans make a folder from which the reader chooses.
"""

from __future__ import annotations

from urllib.parse import urlencode

from articles import citations, outgoing_links
from articles.models import Article

from ..models import Event
from .item_types import zotero_type
from .site import site_name

FORMAT = "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc"  # some readers look for these very letters
SAFE = "/:,()?!@"  # need no escape in a query; a list has some fifty addresses and titles
PUBLISHED_BY_A_BODY = ("report", "document")  # types that have an institution or a publisher, not a publication


def of_article(article: Article) -> str:
    kind = zotero_type(article)
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
    return context_object(pairs)


def of_event(event: Event, address: str) -> str:
    """Our page of it. Undated: the day of an event is not the day on which its page was published."""
    pairs = [
        ("rft.type", "webpage"),
        ("rft.title", event.title),
        ("rft.source", site_name()),
        ("rft.description", event.summary),
        ("rft.identifier", address),
        ("rft.language", "en"),
    ]
    return context_object(pairs)


def context_object(pairs: list[tuple[str, str]]) -> str:
    return f"{FORMAT}&{urlencode([pair for pair in pairs if pair[1]], safe=SAFE)}"
