"""All choices of all facets, with the number of events that each would find, as links that add or remove them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from django.utils.translation import get_language

from timeline.filters import querystring

from ..filters.filterset import CHOICES, EventFilter
from ..index.backend import ChoiceCounts
from ..index.bitmap_backend import SearchBackend

SHOWN_AT_ONCE = 6  # the parameter `all` shows the other choices of a group


class Choice(NamedTuple):
    """`n` events if this is selected too (once selected: as it is)."""

    value: str
    label: str
    n: int
    chosen: bool
    query: str
    side: str = ""


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choice_counts: ChoiceCounts
    chosen_values: frozenset[str]
    address: querystring.AddressBuilder
    whole: bool  # whether all its choices are shown

    @cached_property
    def ranked(self) -> list[str]:
        """The selected choices first, then the most frequent."""
        counts, labels, chosen = self.choice_counts.counts, self.choice_counts.labels, self.chosen_values
        if not chosen:
            return self.choice_counts.ranked
        first = sorted(chosen, key=lambda one: (-counts.get(one, 0), labels.get(one, one)))
        return first + [one for one in self.choice_counts.ranked if one not in chosen]

    @cached_property
    def first(self) -> list[Choice]:
        return self.build_choices(0, SHOWN_AT_ONCE)

    @cached_property
    def rest(self) -> list[Choice]:
        return self.build_choices(SHOWN_AT_ONCE, len(self.ranked))

    @property
    def choices(self) -> list[Choice]:
        return self.first + self.rest

    @property
    def chosen(self) -> list[Choice]:
        return self.build_choices(0, len(self.chosen_values))

    @property
    def more(self) -> int:
        """How many choices are not among the first."""
        return max(len(self.ranked) - SHOWN_AT_ONCE, 0)

    @property
    def all_of_it(self) -> str:
        """The query of the same page with all choices of this group."""
        return self.address.build_with("all", self.name)

    def build_choices(self, start: int, stop: int) -> list[Choice]:
        counts, labels, sides = self.choice_counts.counts, self.choice_counts.labels, self.choice_counts.sides
        return [
            Choice(
                value,
                labels.get(value, value),
                counts.get(value, 0),
                value in self.chosen_values,
                self.build_query(value),
                sides.get(value, ""),
            )
            for value in self.ranked[start:stop]
        ]

    def build_query(self, value: str) -> str:
        if value in self.chosen_values:
            return self.address.build_without(self.name, value) or "?"
        return self.address.build_with(self.name, value)


def build_facets(events: EventFilter, backend: SearchBackend, whole: str = "") -> list[Facet]:
    """Of the facet `whole`, the page shows every choice."""
    values, address = events.values, querystring.AddressBuilder(events.parameters)
    return [
        Facet(name, label, backend.count_choices(name), frozenset(values.get(name, ())), address, name == whole)
        for name, label in group_labels(get_language())
    ]


@cache
def group_labels(_language: str | None) -> list[tuple[str, str]]:
    return [(name, str(one.label)) for name, one in CHOICES.items()]


@dataclass(frozen=True)
class Chip:
    """A filter that is set, and the query without it."""

    label: str
    query: str


def build_chips(events: EventFilter, facets: list[Facet]) -> list[Chip]:
    """Everything that is selected and can be removed by itself."""
    single = []
    for one, value in events.chosen:
        if label := one.format_chip(value):
            rest = querystring.replace_values(events.parameters, **{one.name: ""})
            single.append(Chip(label, querystring.build_query(rest) or "?"))
    return single + [Chip(choice.label, choice.query) for facet in facets for choice in facet.chosen]
