"""Proposes slugs for articles and outlets: the same for the same file at every import."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from itertools import count
from pathlib import PurePath

from django.utils.text import slugify

LONGEST_ARTICLE, LONGEST_OUTLET = 110, 100  # the article's leaves room for a number
DATE = re.compile(r"(?<!\d)((?:1[89]|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")


def build_outlet_slug(name: str) -> str:
    return shorten_slug(to_ascii(name, "outlet"), LONGEST_OUTLET)


def propose_article_slugs(file_name: str, outlet: str, published: str) -> Iterator[str]:
    """Outlet, file name, date: `trend-afp-2007-10-23`, then the same with -2, -3 …

    The file name distinguishes articles of one outlet and day. If it contains the outlet, this is not repeated.
    """
    stem, date = split_date(PurePath(file_name).stem)
    words = to_ascii(stem, "article") if stem or not date else ""
    if outlet and not set(outlet.split("-")) & set(words.split("-")):
        words = f"{outlet}-{words}"
    base = shorten_slug(
        "-".join(part for part in (words.strip("-"), date or slugify(published)) if part), LONGEST_ARTICLE
    )
    yield base
    yield from (f"{base}-{number}" for number in count(2))


def split_date(stem: str) -> tuple[str, str]:
    """A file name without its date, and the date."""
    for found in DATE.finditer(stem):
        try:
            day = dt.date(*map(int, found.groups()))
        except ValueError:
            continue
        return f"{stem[: found.start()]} {stem[found.end() :]}".strip(" -_."), day.isoformat()
    return stem, ""


def to_ascii(name: str, kind: str) -> str:
    """A name as a slug. Without Latin letters it gets a fingerprint: outlet-3fb1c7de."""
    words = slugify(name).replace("_", "-").strip("-")
    if re.search("[a-z]", words):
        return words
    mark = hashlib.sha256(name.strip().casefold().encode(errors="surrogatepass")).hexdigest()[:8]
    return "-".join(part for part in (kind, words, mark) if part)


def shorten_slug(slug: str, longest: int) -> str:
    """Cut between words, if possible."""
    if len(slug) <= longest:
        return slug
    return slug[: longest + 1].rpartition("-")[0] or slug[:longest]
