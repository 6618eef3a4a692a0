"""Dublin Core, PRISM and Highwire meta elements, as (name, content) pairs.

Read by Zotero's Embedded Metadata translator, and by others. What decides there:

* `DC.type` takes Zotero's own names of types. `og:type` “website” would win over it, so these pages say “article”.
* There is no `citation_journal_title`: it would make any article a journal's. `prism.publicationName` names the outlet.
* A body as `DC.creator` or `citation_author` would be cut into a first and a last name; bodies stand in COinS only.
* `DC.date` is when something was published. The date of an event is no such date: it is in `DC.coverage`.
"""

from __future__ import annotations

from articles import citations, outgoing_links
from articles.models import Article

from ..models import Event
from .iso_dates import iso
from .item_types import zotero_type
from .site import LICENCE, site_name

Pairs = list[tuple[str, str]]


def article_meta(article: Article) -> Pairs:
    """The article, wherever a page is about it or about words in it."""
    persons = [f"{family}, {given}" for family, given in citations.list_authors(article) if given]
    day = iso(article.published)
    pairs = [
        ("DC.type", zotero_type(article)),
        ("DC.title", article.title),
        *(("DC.creator", person) for person in persons),
        ("DC.publisher", article.outlet.name),
        ("DC.date", article.published),
        ("DC.language", article.language),
        ("DC.identifier", outgoing_links.safe_url(article.url)),
        ("prism.publicationName", article.outlet.name),
        ("citation_title", article.title),
        *(("citation_author", person) for person in persons),
        ("citation_publication_date", day.replace("-", "/") if day else ""),
        ("citation_language", article.language),
        ("citation_public_url", outgoing_links.safe_url(article.url)),
    ]
    return [pair for pair in pairs if pair[1]]


def event_meta(event: Event, address: str) -> Pairs:
    """Our page of an event: a web page of ours, with no date of its own."""
    return [
        ("DC.type", "webpage"),
        ("DC.title", event.title),
        ("DC.publisher", site_name()),
        ("DC.coverage", event.date),
        *(("DC.coverage", place) for place in event.places),
        *(("DC.subject", str(topic)) for topic in event.topics.all()),
        ("DC.language", "en"),
        ("DC.identifier", address),
        ("DC.rights", LICENCE),
        ("prism.publicationName", site_name()),
        ("citation_title", event.title),
        ("citation_language", "en"),
        ("citation_public_url", address),
    ]
