"""The sides, and which countries belong to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Side(models.TextChoices):
    """Follows from an actor's country."""

    JP = "JP", _("Japan")
    RU = "RU", _("Russia")
    US = "US", _("United States")
    OTHER = "other", pgettext_lazy("side", "Others")


COUNTRIES_OF_SIDE = {"JP": ["JP"], "RU": ["RU", "SU"], "US": ["US"]}
SIDE_OF_COUNTRY = {country: Side(side) for side, countries in COUNTRIES_OF_SIDE.items() for country in countries}


def of_sides(prefix: str, side: str) -> Q:
    """A condition on the country of an actor; `prefix` is the lookup of the actor, such as `actors__`."""
    if side in COUNTRIES_OF_SIDE:
        return Q(**{f"{prefix}country__in": COUNTRIES_OF_SIDE[side]})
    return ~Q(**{f"{prefix}country__in": [c for codes in COUNTRIES_OF_SIDE.values() for c in codes]})
