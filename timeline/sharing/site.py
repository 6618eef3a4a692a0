"""The name of the site and the licence of its data."""

from __future__ import annotations

from django.utils.translation import gettext as _

LICENCE = "https://creativecommons.org/licenses/by/4.0/"  # of our own words and data: docs/method.md


def site_name() -> str:
    return _("Security diplomacy: Japan, Russia, United States")
