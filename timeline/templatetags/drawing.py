"""What a list's page repeats a hundred times, drawn by hand: in a template it costs more than all the rest.

Whatever is text is escaped here; numbers stand as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape  # Django's, without asking each time whether it is to be translated
from itertools import groupby

from django import template
from django.conf import settings
from django.template import loader
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from config import styles

from ..drawn import Drawn
from ..facets import Choice
from ..rail import Bar, Picture

register = template.Library()
CHOSEN = ' class="chosen"'


@register.simple_tag
def style_sheets() -> SafeString:
    """In the page itself; while debugging as files, which can be changed without a restart."""
    if settings.DEBUG:
        links = (static(f"timeline/{name}") for name in styles.SHEETS)
        return mark_safe("\n".join(f'<link rel="stylesheet" href="{address}">' for address in links))
    return mark_safe(f"<style>{styles.TEXT}</style>")  # ours, and named in the Content-Security-Policy


@register.simple_tag
def choices(several: list[Choice], group: str) -> SafeString:
    """Each a link with its number."""
    add, take = _("events"), _("events; chosen, take it away")
    return mark_safe(
        "".join(
            f'<li><a id="{escape(f"{group}-{one.value}")}" href="{escape(one.query)}"'
            f'{CHOSEN if one.chosen else ""} rel="nofollow">{side_letters(one.side)}'
            f'<span class="label">{escape(one.label)}</span> <span class="n">{one.n:,}</span>'
            f'<span class="hidden"> {take if one.chosen else add}</span></a></li>'
            for one in several
        )
    )


@cache
def side_letters(side: str) -> str:
    return loader.render_to_string("timeline/_side_letters.html", {"side": side}).strip() if side else ""


@register.simple_tag
def by_year(listed: Iterable[Drawn]) -> SafeString:
    """The cards, each year under its heading."""
    return mark_safe(
        "".join(
            f'<h2 class="year">{year}</h2>\n' + "".join(one.html for one in several)
            for year, several in groupby(listed, key=lambda one: one.year)
        )
    )


@register.simple_tag
def bars(picture: Picture) -> SafeString:
    """Each a link, with its marks one above the other."""
    return mark_safe("".join(_bar(bar, picture.height) for bar in picture.bars))


def _bar(bar: Bar, height: float) -> str:
    told = escape(bar.told)
    marks = "".join(
        f'<rect class="{mark.lane}" y="{mark.y}" width="100%" height="{mark.height}"/>' for mark in bar.marks
    )
    return (
        f'<a href="{escape(bar.query)}"><title>{told}</title>'
        f'<svg x="{bar.x}%" width="{bar.width}%" height="{height}">'
        f'<rect class="hit" width="100%" height="100%"/>{marks}</svg></a>\n'
    )


@register.simple_tag
def bar_rows(picture: Picture) -> SafeString:
    """The same as rows of a table."""
    return mark_safe(
        "".join(
            f'<tr><th scope="row"><a href="{escape(bar.query)}">{escape(bar.label)}</a></th><td>{bar.n}</td>'
            f"{''.join(f'<td>{n}</td>' for n in bar.sides.values())}</tr>"
            for bar in picture.bars
        )
    )
