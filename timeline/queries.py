"""A verb for each question the site asks. Model modules import these, so models are looked up by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models

if TYPE_CHECKING:
    from .models import Event, Quote


def model(name: str) -> type[models.Model]:
    return apps.get_model("timeline", name)


class EventQuerySet(models.QuerySet["Event"]):
    def get_by_natural_key(self, slug: str) -> Event:
        return self.get(slug=slug)

    def public(self) -> Self:
        """Published and sourced: an event that cites nothing is never shown."""
        cited = model("Citation")._default_manager.filter(event=models.OuterRef("pk"))
        return self.filter(models.Exists(cited), status="published")


class QuoteQuerySet(models.QuerySet["Quote"]):
    def get_by_natural_key(self, slug: str) -> Quote:
        return self.get(slug=slug)

    def public(self) -> Self:
        """A statement is public when its event is."""
        shown = model("Event")._default_manager.public()  # type: ignore[attr-defined]
        return self.filter(models.Exists(shown.filter(pk=models.OuterRef("event"))))
