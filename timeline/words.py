"""The words of a page that are asked for on every page, in the active language: looked up once for each language.

Imported as `_`, so that they are collected like all others. Django's own look-up goes through the catalogues of a
language and of all that it falls back to each time, which takes as long as counting a group of choices.
"""

from __future__ import annotations

from functools import lru_cache

from django.utils import translation

KEPT = 1024


def gettext(message: str) -> str:
    return _gettext(message, translation.get_language())


def ngettext(singular: str, plural: str, number: int) -> str:
    return _ngettext(singular, plural, number, translation.get_language())


@lru_cache(KEPT)
def _gettext(message: str, _language: str | None) -> str:
    return translation.gettext(message)


@lru_cache(KEPT)
def _ngettext(singular: str, plural: str, number: int, _language: str | None) -> str:
    return translation.ngettext(singular, plural, number)
