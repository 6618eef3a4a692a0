"""What every page has, and what pages beside the lists share with them."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from timeline.serving import inline_styles

register = template.Library()


@register.simple_tag
def style_sheets() -> SafeString:
    """In the page itself; while debugging as files, which can be changed without a restart."""
    if settings.DEBUG:
        links = (static(f"timeline/{name}") for name in inline_styles.SHEETS)
        return mark_safe("\n".join(f'<link rel="stylesheet" href="{address}">' for address in links))
    return mark_safe(f"<style>{inline_styles.TEXT}</style>")  # ours, and named in the Content-Security-Policy


@register.inclusion_tag("timeline/_pages.html")
def pages(page: Page, anchor: str = "") -> dict[str, Any]:
    """The links to the previous and the next page, with `anchor` at the end of their addresses."""
    return {"page": page, "anchor": anchor}
