from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class TimelineConfig(AppConfig):
    """What happened, who said what, and which article says so."""

    name = "timeline"
    verbose_name = _("Timeline")

    def ready(self) -> None:
        from timeline.corrections import recording  # noqa: F401
        from timeline.sharing import redirects  # noqa: F401
        from timeline.signals import anchors  # noqa: F401

        from .maintenance.account_undo import marking  # noqa: F401
        from .signals import search_index  # noqa: F401

        pre_migrate.connect(simplify_triggers, sender=self)
        post_migrate.connect(install_triggers, sender=self)


def simplify_triggers(using: str, plan: Any = (), **kwargs: Any) -> None:
    from timeline.serving import triggers

    if plan:
        triggers.simplify(connections[using])


def install_triggers(using: str, plan: Any = (), **kwargs: Any) -> None:
    from timeline.serving import revision, triggers

    connection = connections[using]
    triggers.install(connection)
    if plan and triggers.can_track(connection):
        # SQLite loses a table's triggers when a migration rebuilds it: what followed was not logged.
        revision.move(using)
