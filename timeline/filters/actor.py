"""`?actor=sergei-lavrov`: who takes part or speaks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from ..models import Actor, Quote, Side
from ..models.quotes import QuoteQuerySet
from ..models.sides import SIDE_OF_COUNTRY
from .base import ChoiceNames, InvolvementFilter, Planes, Rows, SearchableSnapshot, Slot
from .wording import join_all


class ActorFilter(InvolvementFilter):
    """Together with kinds of statement or offices, each actor must speak so: `EventFilter.filter_by_statements`."""

    name = "actor"
    label = gettext_lazy("Who")
    noun = gettext_lazy("actor")
    slot = Slot.SUBJECT
    picks_statements = prefers_statements = True
    statement_note = gettext_lazy("If none of the selected actors speaks at an event, all its statements are shown.")
    names_from = (Actor,)

    def read_names(self, rows: Rows) -> ChoiceNames:
        actors = read_actors(rows)
        labels = {slug: name for _pk, slug, name, _country in actors}
        sides = {slug: side_of(country) for _pk, slug, _name, country in actors}
        return ChoiceNames(labels, frozenset(labels), {pk: slug for pk, slug, *_ in actors}, sides)

    def values_of(self, names: ChoiceNames, actor: int) -> Iterable[str]:
        return (names.slugs[actor],)

    def describe(self, value: list[str]) -> str:
        return join_all(value)

    def filter_statements(self, quotes: QuoteQuerySet, value: tuple[str, ...]) -> QuoteQuerySet:
        return quotes.by(value)

    def matches_statement(self, quote: Quote, value: tuple[str, ...]) -> bool:
        return quote.speaker.slug in value

    def find(self, snapshot: SearchableSnapshot, value: tuple[str, ...]) -> int | None:
        return None

    def find_statements(self, snapshot: SearchableSnapshot, value: tuple[str, ...]) -> Planes:
        return snapshot.find_statements_with_any(self.name, value)


def read_actors(rows: Rows) -> list[tuple[Any, ...]]:
    return rows.of(Actor, "pk", "slug", "name", "country")


def side_of(country: str) -> str:
    return str(SIDE_OF_COUNTRY.get(country, Side.OTHER).value)
