"""Slugs that records had before they were renamed: `timeline` knows them, forms and spreadsheets here ask for them."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model

# Each answers what the record is called today to which shared links with this slug lead, or nothing.
SLUG_FINDERS: list[Callable[[type[Model], str], str]] = []


def find_present_slug(model: type[Model], slug: str) -> str:
    """Of a slug that a record had before it was renamed: its present one. Empty where there is none."""
    return next(filter(None, (find(model, slug) for find in SLUG_FINDERS)), "")
