"""What a language is called, in the reader's language."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language


def name(tag: str) -> str:
    """“English” for `en`; the tag itself where nobody knows a name for it."""
    try:
        locale = Locale.parse(get_language() or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return str(locale.languages.get(tag, tag))
