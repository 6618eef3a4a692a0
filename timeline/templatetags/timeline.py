"""How dates, words and addresses look in a template."""

from django import template
from django.http import HttpRequest
from django.utils.html import format_html, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import dates, languages

from ..filters.said import label_kinds
from ..models import Quote
from ..search.highlighting import marked

register = template.Library()
register.filter("language_name", languages.name)
register.simple_tag(marked)  # {% marked text query %}: with the words asked for marked, where any are asked for


@register.filter
def when(edtf: str) -> SafeString:
    """A <time>, as exact as the date and no more."""
    machine = dates.machine(edtf) if edtf else None
    label = dates.label(edtf)
    return (
        format_html('<time datetime="{}">{}</time>', machine, label)
        if machine
        else format_html("<span>{}</span>", label)
    )


@register.filter
def when_text(edtf: str) -> str:
    return dates.label(edtf)


@register.filter
def precision(span: dates.Span) -> str:
    return dates.precision_label(span)


@register.filter
def words(quote: Quote) -> str:
    """A direct quotation gets the marks that stood around it; other kinds wear only those inside."""
    return f"“{quote.words}”" if quote.kind == Quote.Kind.DIRECT else quote.words


@register.filter
def manner(quote: Quote) -> str:
    """How the words are to be read, in a word or two."""
    return label_kinds(get_language())[quote.kind]


@register.filter
def office(quote: Quote) -> str:
    """The office held when it was said. Of several that overlap the days, “or” says that we do not know which."""
    posts = quote.offices()
    certain = all(post.covers_all(quote.sort_date, quote.latest) for post in posts)
    joiner = _(" and ") if certain else _(" or ")
    return joiner.join(post.short for post in posts)


@register.filter
def linked(text: str) -> SafeString:
    """A note with its addresses made links."""
    return mark_safe(urlize(text, nofollow=True, autoescape=True))  # urlize escapes what is not a link


@register.simple_tag(takes_context=True)
def absolute(context: template.Context, path: str) -> str:
    request: HttpRequest = context["request"]
    return request.build_absolute_uri(path)
