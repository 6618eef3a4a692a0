from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Outlets, articles, their texts, and exact positions in these."""

    name = "articles"
    verbose_name = _("Articles")
