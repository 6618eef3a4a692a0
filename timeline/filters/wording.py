"""Words put together in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _


def join_words(words: Iterable[str], joiner: str) -> str:
    """“a”, “a and b”, “a, b and c”."""
    *most, last = list(words)
    return f"{', '.join(most)} {joiner} {last}" if most else last


def join_all(words: Iterable[str]) -> str:
    return join_words(words, _("and"))


def join_alternatives(words: Iterable[str]) -> str:
    return join_words(words, _("or"))
