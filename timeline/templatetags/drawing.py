"""What every page has, and what pages beside the lists share with them."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from timeline.serving import inline_styles

from ..drawn import page as drawn

register = template.Library()


@register.simple_tag
def style_sheets() -> SafeString:
    """In the page itself; while debugging as files, which can be changed without a restart."""
    if settings.DEBUG:
        links = (static(f"timeline/{name}") for name in inline_styles.SHEETS)
        return mark_safe("\n".join(f'<link rel="stylesheet" href="{address}">' for address in links))
    return mark_safe(f"<style>{inline_styles.TEXT}</style>")  # ours, and named in the Content-Security-Policy


@register.simple_tag
def pages(page: Page, anchor: str = "") -> SafeString:
    """The way to the pages before and after, with `anchor` at the end of their addresses."""
    return drawn.pages(page, None, anchor)
