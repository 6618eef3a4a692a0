"""`?office=prime-minister`: what was said by those who held an office on that day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Post, Quote
from ..models.quotes import QuoteQuerySet
from .base import ChoiceNames, Columns, Rows, Slot, StatementChoiceFilter
from .wording import join_alternatives

PostPeriod = tuple[str, str, str]  # from, until, office


@dataclass(frozen=True)
class OfficeNames(ChoiceNames):
    held: Mapping[int, list[PostPeriod]] = field(default_factory=dict)  # by the actor's key


class OfficeFilter(StatementChoiceFilter):
    name = "office"
    label = gettext_lazy("Speaker’s office")
    noun = gettext_lazy("office")
    slot = Slot.ROLE
    columns = Columns(statement=("speaker", "sort_date", "latest"))
    names_from = (Post,)

    def read_names(self, rows: Rows) -> OfficeNames:
        held: dict[int, list[PostPeriod]] = defaultdict(list)
        labels: dict[str, str] = {}
        for actor, office, title, start, end in rows.of(
            Post, "actor", "office", "title", "start_earliest", "end_latest"
        ):
            held[actor].append((start.isoformat(), end.isoformat(), office))
            labels[office] = title
        return OfficeNames(labels, frozenset(labels), held=dict(held))

    def values_of(self, names: ChoiceNames, speaker: int, first: Any, last: Any) -> Iterable[str]:
        assert isinstance(names, OfficeNames)
        if not (held := names.held.get(speaker)):
            return ()
        first, last = str(first), str(last)
        return {office for start, end, office in held if start <= last and end >= first}

    def describe(self, value: list[str]) -> str:
        return _("(then %(offices)s)") % {"offices": join_alternatives(value)}

    def filter_statements(self, quotes: QuoteQuerySet, value: tuple[str, ...]) -> QuoteQuerySet:
        return quotes.in_office(value)

    def matches_statement(self, quote: Quote, value: tuple[str, ...]) -> bool:
        return any(post.office in value for post in quote.offices())
