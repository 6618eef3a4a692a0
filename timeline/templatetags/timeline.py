"""Dates in templates; the public pages use the same function."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import dates

register = template.Library()


@register.filter
def when(edtf: str) -> SafeString:
    """A `<time>` with the precision of the date."""
    machine = dates.machine(edtf) if edtf else None
    label = dates.label(edtf)
    return (
        format_html('<time datetime="{}">{}</time>', machine, label)
        if machine
        else format_html("<span>{}</span>", label)
    )
