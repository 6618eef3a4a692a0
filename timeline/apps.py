from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TimelineConfig(AppConfig):
    """What happened, who said what, and which article says so."""

    name = "timeline"
    verbose_name = _("Timeline")

    def ready(self) -> None:
        from . import corrections, receivers  # noqa: F401
        from .search import upkeep  # noqa: F401
