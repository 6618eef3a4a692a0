"""`?q=missile "peace treaty" -islands`: words in events and statements."""

from __future__ import annotations

from itertools import groupby

from django.utils.translation import gettext_lazy, ngettext

from ..models import Quote
from ..models.events import EventQuerySet
from ..models.quotes import QuoteQuerySet
from ..search.query_parser import Query
from .base import Planes, SearchableSnapshot, Slot, TimelineFilter
from .fields import WordsField
from .wording import join_all, join_alternatives


class WordsFilter(TimelineFilter):
    name = "q"
    label = gettext_lazy("Words")
    field_class = WordsField
    slot = Slot.WORDS
    picks_statements = prefers_statements = True
    statement_note = gettext_lazy("If the words are only in the description of an event, all its statements are shown.")

    def format_values(self, value: Query) -> list[str]:
        return [value.text]

    def format_chip(self, value: Query) -> str:
        return f"“{value.text}”" if value.is_plain else value.text

    def describe(self, value: Query) -> str:
        """Words are quoted together as they were typed, phrases separately."""
        wanted: list[str] = []
        for is_phrase, terms in groupby(value.wanted, key=lambda term: term.is_phrase):
            texts = [term.text for term in terms]
            wanted += texts if is_phrase else [" ".join(texts)]
        words, n = {"words": join_all(f"“{text}”" for text in wanted)}, len(" ".join(wanted).split())
        if not value.unwanted:
            return ngettext("with the word %(words)s", "with the words %(words)s", n) % words
        words["unwanted"] = join_alternatives(f"“{term.text}”" for term in value.unwanted)
        text = ngettext(
            "with the word %(words)s but without %(unwanted)s", "with the words %(words)s but without %(unwanted)s", n
        )
        return text % words

    def filter(self, events: EventQuerySet, value: Query) -> EventQuerySet:
        return events.mentioning(value) if value else events

    def filter_statements(self, quotes: QuoteQuerySet, value: Query) -> QuoteQuerySet:
        return quotes.mentioning(value)

    def matches_statement(self, quote: Quote, value: Query) -> bool:
        return bool(quote.mentioned)  # type: ignore[attr-defined]  # `for_cards` adds it

    def find(self, snapshot: SearchableSnapshot, value: Query) -> int:
        return snapshot.find_mentioning(value)

    def find_statements(self, snapshot: SearchableSnapshot, value: Query) -> Planes:
        return snapshot.find_statements_mentioning(value)
