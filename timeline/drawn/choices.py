"""What can be chosen beside a list, and what is chosen: groups of choices with their numbers, chips."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ..listing.facets import Chip, Choice, Facet
from .mould import fill, kept, made, mould

FILTERS = "timeline/_filters.html"
NAMES_KEPT = 8192  # the first choices of some hundred records


def groups(facets: Iterable[Facet]) -> SafeString:
    language = get_language()
    return mark_safe("\n".join([group(facet, language) for facet in facets if facet.ranked]))


def group(facet: Facet, language: str | None) -> str:
    cast = _group(facet.name, facet.label, facet.more, facet.whole, language)
    first, more = choices(facet.first, facet.name, language), rest(facet, language) if facet.whole else ""
    return cast % {"first": first, "rest": more, "all": facet.all_of_it.replace("&", "&amp;")}


@kept(NAMES_KEPT)
def _group(name: str, label: str, more: int, whole: bool, _language: str | None) -> str:
    return made(f"{FILTERS}#facet", "first rest all", name=name, label=label, more=more, whole=whole)


def rest(facet: Facet, language: str | None) -> str:
    """What is folded away, until somebody asks for it."""
    return f"<ul>{choices(facet.rest, facet.name, language)}</ul>"


def choices(several: Iterable[Choice], group: str, language: str | None) -> str:
    """Each a link with its number."""
    return "".join(
        [
            # what else is markup than “&”, an address has encoded
            _choice(group, value, label, side, chosen, language) % {"query": query.replace("&", "&amp;"), "n": f"{n:,}"}
            for value, label, n, chosen, query, side in several
        ]
    )


@kept(NAMES_KEPT)
def _choice(group: str, value: str, label: str, side: str, chosen: bool, _language: str | None) -> str:
    """But for its link and its number it is the same on all pages."""
    key = f"{group}-{value}"
    return made(f"{FILTERS}#choice", "query n", id=key, label=label, side=side, chosen=chosen)


def chips(several: Iterable[Chip]) -> SafeString:
    cast = mould("timeline/_head.html#chip", "query label")
    return mark_safe(" ".join(fill(cast, query=one.query, label=one.label) for one in several))


def hidden(facets: Iterable[Facet]) -> SafeString:
    """The choices made, so that a form that is sent keeps them."""
    cast = mould(f"{FILTERS}#hidden", "name value")
    chosen = [(facet.name, one) for facet in facets for one in sorted(facet.chosen_values)]
    return mark_safe("".join(fill(cast, name=name, value=value) for name, value in chosen))
