from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """What was published, by whom; the text, and the exact places in it."""

    name = "articles"
    verbose_name = _("Articles")
