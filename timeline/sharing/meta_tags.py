"""Dublin Core, PRISM and Highwire meta elements, as (name, content) pairs.

They are read by Zotero's Embedded Metadata translator, among others. For Zotero:

* `DC.type` has Zotero's own names of types. `og:type` “website” would override it, so these pages have “article”.
* There is no `citation_journal_title`: all would be journal articles. `prism.publicationName` names the outlet.
* An organisation as `DC.creator` or `citation_author` would be split into a first and a last name: it is in COinS only.
* `DC.date` is when something was published. The date of an event is in `DC.coverage` instead.
"""

from __future__ import annotations

from articles import citations, outgoing_links
from articles.models import Article

from ..models import Event
from .iso_dates import format_iso
from .item_types import get_zotero_type
from .site import LICENCE, site_name

MetaPairs = list[tuple[str, str]]


def article_meta(article: Article) -> MetaPairs:
    """The article that a page, or a quotation on it, is about."""
    persons = [f"{family}, {given}" for family, given in citations.list_authors(article) if given]
    day = format_iso(article.published)
    pairs = [
        ("DC.type", get_zotero_type(article)),
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


def event_meta(event: Event, address: str) -> MetaPairs:
    """Our page about an event: a web page without a date."""
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
