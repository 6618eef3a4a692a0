"""`?language=ja`: the language of a source."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import languages
from articles.models import Article

from ..models.events import EventQuerySet
from .base import ChoiceNames, Columns, EventChoiceFilter, Labels, Rows, Slot
from .wording import join_alternatives


class LanguageFilter(EventChoiceFilter):
    name = "language"
    label = gettext_lazy("Language of the source")
    noun = gettext_lazy("language")
    slot = Slot.SOURCE
    columns = Columns(articles=("language",))
    names_from = (Article,)

    def read_names(self, rows: Rows) -> ChoiceNames:
        return ChoiceNames(known=frozenset(rows.distinct(Article, "language")))

    def label_values(self, names: ChoiceNames, values: Iterable[str], language: str | None) -> Labels:
        return {tag: languages.get_name(tag) for tag in values}

    def describe(self, value: list[str]) -> str:
        return _("with sources in %(languages)s") % {"languages": join_alternatives(value)}

    def filter(self, events: EventQuerySet, value: tuple[str, ...]) -> EventQuerySet:
        return events.in_language(value)
