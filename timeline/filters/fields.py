"""Form fields that clean the parameters of a list to typed values."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Set
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles import dates

from ..search.query_parser import Query, parse_query
from .date_range import Limit

OLDEST_FIRST = "oldest"
LONGEST_SEARCH = 200


class LimitField(forms.CharField):
    """A year, a month or a day."""

    def __init__(self, *, end: bool, **kwargs: Any) -> None:
        self.end = end
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> Limit | None:
        # Full-width digits, as Japanese keyboards write them, become those that every page can show as a date.
        text = unicodedata.normalize("NFKC", super().clean(value)).strip()
        if not text:
            return None
        try:
            return Limit(text, dates.parse_limit(text, end=self.end))
        except dates.InvalidDate as error:
            raise ValidationError(str(error)) from error


class SlugsField(forms.Field):
    """Values that must exist; `EventFilter.form` says which do."""

    widget = forms.MultipleHiddenInput
    find_known: Callable[[Iterable[str]], Set[str]]

    def __init__(self, *, noun: Any, **kwargs: Any) -> None:
        self.noun = noun
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> tuple[str, ...]:
        return tuple(value or ())

    def validate(self, value: tuple[str, ...]) -> None:
        if not value:
            return
        known = self.find_known(value)
        unknown = [slug for slug in value if slug not in known]
        if unknown:
            raise ValidationError(
                _("There is no %(noun)s “%(slug)s”. Choose one from the list, or remove it from the address."),
                params={"noun": self.noun, "slug": unknown[0][:60]},
            )


class SwitchField(forms.CharField):
    """`1` or absent."""

    def clean(self, value: Any) -> bool:
        text = super().clean(value)
        if text not in ("", "1", "on"):
            raise ValidationError(
                _("“%(value)s” is not a valid value. Use 1, or leave it out."), params={"value": text[:60]}
            )
        return bool(text)


class OrderField(forms.CharField):
    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text not in ("", "newest", OLDEST_FIRST):
            raise ValidationError(
                _("The order must be newest or oldest, not “%(value)s”."), params={"value": text[:60]}
            )
        return text if text == OLDEST_FIRST else ""


class WordsField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_SEARCH, **kwargs)

    def clean(self, value: Any) -> Query:
        text = " ".join(super().clean(value).split())
        query = parse_query(text)
        if text and not query:
            raise ValidationError(_("“%(text)s” contains no word to search for."), params={"text": text})
        if query.unwanted and not query.wanted:
            raise ValidationError(_("“%(text)s” only excludes words. Add a word to search for."), params={"text": text})
        return query
