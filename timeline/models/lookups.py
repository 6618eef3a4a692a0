"""Conditions that querysets of several models share. Other models are found by name, to avoid circular imports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q


def get_manager(name: str) -> Any:
    return apps.get_model("timeline", name)._default_manager


def not_before(day: dt.date, certainly: bool) -> Q:
    return Q(earliest__gte=day) if certainly else Q(latest__gte=day)


def not_after(day: dt.date, certainly: bool) -> Q:
    return Q(latest__lte=day) if certainly else Q(earliest__lte=day)


def in_public_event() -> Exists:
    """A condition for statements and citations."""
    return Exists(get_manager("Event").public().filter(pk=OuterRef("event")))
