"""Names of languages, in the reader's language."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language


def get_name(tag: str) -> str:
    """“English” for `en`; the tag itself if it has no known name."""
    return _get_name(tag, get_language() or "en")


@lru_cache(maxsize=1024)
def _get_name(tag: str, readers: str) -> str:
    try:
        locale = Locale.parse(readers, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return str(locale.languages.get(tag, tag))
