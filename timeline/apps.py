from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TimelineConfig(AppConfig):
    """What happened, who said what, and which article says so."""

    name = "timeline"
    verbose_name = _("Timeline")

    def ready(self) -> None:
        from . import corrections, receivers  # noqa: F401
        from .search import upkeep  # noqa: F401

        post_migrate.connect(watch_tables, sender=self)


def watch_tables(using: str, **kwargs: Any) -> None:
    from . import revision

    revision.watch(connections[using])
