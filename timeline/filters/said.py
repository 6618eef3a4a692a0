"""`?said=direct`: how a source reports what was said."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Quote
from ..models.quotes import QuoteQuerySet
from .base import ChoiceNames, Columns, FixedNames, Labels, Slot, StatementChoiceFilter
from .wording import join_alternatives


class SaidFilter(FixedNames, StatementChoiceFilter):
    name = "said"
    label = gettext_lazy("How it is reported")
    noun = gettext_lazy("kind of statement")
    members = Quote.Kind
    slot = Slot.MANNER
    columns = Columns(statement=("kind",))

    def label_values(self, names: ChoiceNames, values: Iterable[str], language: str | None) -> Labels:
        return label_kinds(language)

    def describe(self, value: list[str]) -> str:
        return f"({join_alternatives(value)})"

    def filter_statements(self, quotes: QuoteQuerySet, value: tuple[str, ...]) -> QuoteQuerySet:
        return quotes.of_kind(value)

    def matches_statement(self, quote: Quote, value: tuple[str, ...]) -> bool:
        return quote.kind in value


@cache
def label_kinds(_language: str | None) -> Labels:
    """The words that pages show next to statements too."""
    return {
        Quote.Kind.DIRECT.value: _("quoted"),
        Quote.Kind.MIXED.value: _("partly quoted"),
        Quote.Kind.INDIRECT.value: _("reported"),
        Quote.Kind.PARAPHRASE.value: _("in our words"),
    }
