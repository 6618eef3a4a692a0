"""Finds the article that a file belongs to: by address, by slug, or by its text."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from articles import normalisation

from ..models import Article
from .details import Details
from .results import CannotImport
from .slugs import build_outlet_slug, propose_article_slugs

# The share of the shorter text's pieces that the other must have to be a version of it. Different articles share a few
# per cent, versions of one article most.
MIN_SHARED = 0.2
SHORT_TEXT, SHORT_PIECE, PIECE = 400, 4, 12  # characters
COMPARED_WITHIN = 100_000  # characters


def find_article(name: str, given: Details, proposed: Details, text: str) -> tuple[Article | None, str]:
    """The existing article, or None and the slug for a new one.

    What the editor gave decides. A proposed address or slug must not replace a text by a different one: some pages
    give one address for all, and several folders may have an `article.txt`.
    """
    found = find_by_url(given.url) or find_by_slug(given.slug) or find_by_proposed_url(given, proposed, text)
    if found:
        return found, ""
    url = given.url or proposed.url
    free = given.slug
    if not free:
        found, free = find_by_proposed_slug(name, given.fill_from(proposed), text)
    return found or find_by_text(text, url), free


def find_by_url(url: str) -> Article | None:
    """Exactly, or ignoring a fragment and a final slash."""
    if not url:
        return None
    page = normalise_url(url)
    same = Q(url__in=[page, page + "/"]) | Q(url__startswith=page + "#") | Q(url__startswith=page + "/#")
    candidates = list(get_articles().filter(same))
    exact = [article for article in candidates if article.url == url]
    if len(candidates) > 1 and not exact:
        slugs = ", ".join(article.slug for article in candidates)
        raise CannotImport(
            _("its address matches several articles (%(slugs)s); give the exact address") % {"slugs": slugs}
        )
    return next(iter(exact or candidates), None)


def find_by_slug(slug: str) -> Article | None:
    return get_articles().filter(slug=slug).first() if slug else None


def find_by_proposed_url(given: Details, proposed: Details, text: str) -> Article | None:
    found = None if given.url else find_by_url(proposed.url)
    if found and not is_version(found, proposed, text):
        raise CannotImport(
            _("the page gives the address of %(slug)s, whose text is quite different; say which article it is")
            % {"slug": found.slug}
        )
    return found


def find_by_proposed_slug(name: str, details: Details, text: str) -> tuple[Article | None, str]:
    """The first proposed slug that is free, or that belongs to an article of which this is probably a version."""
    for slug in propose_slugs(name, details):
        found = find_by_slug(slug)
        if found is None:
            return None, slug
        if not has_other_url(found, details.url) and is_version(found, details, text):
            return found, slug
    raise AssertionError  # pragma: no cover - the slugs never end


def find_by_text(text: str, url: str) -> Article | None:
    """An agency's report in two outlets has two addresses, and is two articles."""
    same = get_articles().filter(held__sha256=normalisation.fingerprint(text)).order_by("pk")
    return next((article for article in same if not has_other_url(article, url)), None)


def get_articles() -> QuerySet[Article]:
    return Article.objects.select_related("outlet", "agency", "held")


def propose_slugs(name: str, details: Details) -> Iterator[str]:
    return propose_article_slugs(name, build_outlet_slug(details.outlet) if details.outlet else "", details.published)


def normalise_url(url: str) -> str:
    return urldefrag(url).url.rstrip("/")


def has_other_url(article: Article, url: str) -> bool:
    return bool(article.url and url and normalise_url(article.url) != normalise_url(url))


def is_version(article: Article, details: Details, text: str) -> bool:
    if article.text is None:
        return True
    short = min(len(article.text), len(text)) < SHORT_TEXT  # too few pieces to decide alone
    return is_similar(article.text, text) or (short and article.title == details.title)


def is_similar(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    size = SHORT_PIECE if shorter < SHORT_TEXT else PIECE
    first, second = split_pieces(one, size), split_pieces(other, size)
    return len(first & second) >= MIN_SHARED * min(len(first), len(second))


def split_pieces(text: str, size: int) -> set[str]:
    line = " ".join(text[:COMPARED_WITHIN].split())
    return {line[i : i + size] for i in range(max(1, len(line) - size + 1))}
