"""Template filters for dates, quotations, offices and notes."""

from __future__ import annotations

import datetime as dt

from django.utils import formats
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timeline.filters.said import label_kinds
from timeline.models import Quote


def format_date(value: dt.date, style: str) -> str:
    """A date, or a time in the site's time zone, in one of Django's formats."""
    return formats.date_format(template_localtime(value), style)


def format_words(quote: Quote) -> str:
    """In quotation marks if it is a direct quotation."""
    return f"“{quote.words}”" if quote.kind == Quote.Kind.DIRECT else quote.words


def describe_manner(quote: Quote) -> str:
    """Quoted, partly quoted, reported, or in our words."""
    return label_kinds(get_language())[quote.kind]


def describe_office(quote: Quote) -> str:
    """The office held on the date of the statement; several are joined by “or” if it is not known which."""
    posts = quote.offices()
    certain = all(post.covers_all(quote.sort_date, quote.latest) for post in posts)
    joiner = _(" and ") if certain else _(" or ")
    return joiner.join(post.short for post in posts)


def link_addresses(text: str) -> SafeString:
    """A note with its addresses turned into links."""
    return mark_safe(urlize(text, nofollow=True, autoescape=True))  # urlize escapes the rest
