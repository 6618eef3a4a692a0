"""Former slugs of renamed records. `timeline` stores them; forms and spreadsheets of this app look them up here."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model

# Each returns the present slug of the record to which links with this slug redirect, or nothing.
SLUG_FINDERS: list[Callable[[type[Model], str], str]] = []


def find_present_slug(model: type[Model], slug: str) -> str:
    """The present slug of the record that formerly had this slug; empty if there is none."""
    return next(filter(None, (find(model, slug) for find in SLUG_FINDERS)), "")
