"""Every choice a reader has, with the number of events it would give, as a link that adds or removes itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from django.utils.translation import get_language, gettext_lazy

from articles import dates
from timeline.filters import querystring

from ..filters.filterset import EventFilter
from ..index.backend import Counted
from ..index.bitmap_backend import SearchBackend
from ..search.query_parser import parse
from ..words import gettext as _

SHOWN_AT_ONCE = 6  # further choices of a group are asked for by `all=`

GROUPS = {
    "side": gettext_lazy("Side"),
    "actor": gettext_lazy("Who"),
    "topic": gettext_lazy("Topic"),
    "kind": gettext_lazy("Kind of event"),
    "said": gettext_lazy("How it is reported"),
    "office": gettext_lazy("Speaker’s office"),
    "outlet": gettext_lazy("Reported by"),
    "language": gettext_lazy("Language of the source"),
}


class Choice(NamedTuple):
    """`n` events if this is chosen (or, once chosen, as it is)."""

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
    counted: Counted
    taken: frozenset[str]  # the values chosen
    address: querystring.Address
    whole: bool  # whether the reader asked for all of its choices

    @cached_property
    def ranked(self) -> list[str]:
        """The chosen first, then the most frequent."""
        counts, labels, taken = self.counted.counts, self.counted.labels, self.taken
        if not taken:
            return self.counted.ranked
        chosen = sorted(taken, key=lambda one: (-counts.get(one, 0), labels.get(one, one)))
        return chosen + [one for one in self.counted.ranked if one not in taken]

    @cached_property
    def first(self) -> list[Choice]:
        return self.drawn(0, SHOWN_AT_ONCE)

    @cached_property
    def rest(self) -> list[Choice]:
        return self.drawn(SHOWN_AT_ONCE, len(self.ranked))

    @property
    def choices(self) -> list[Choice]:
        return self.first + self.rest

    @property
    def chosen(self) -> list[Choice]:
        return self.drawn(0, len(self.taken))

    @property
    def more(self) -> int:
        """How many choices are not among the first."""
        return max(len(self.ranked) - SHOWN_AT_ONCE, 0)

    @property
    def all_of_it(self) -> str:
        """The query of the same page with all choices of this group."""
        return self.address.having("all", self.name)

    def drawn(self, start: int, stop: int) -> list[Choice]:
        counts, labels, sides = self.counted.counts, self.counted.labels, self.counted.sides
        return [
            Choice(
                value,
                labels.get(value, value),
                counts.get(value, 0),
                value in self.taken,
                self.query(value),
                sides.get(value, ""),
            )
            for value in self.ranked[start:stop]
        ]

    def query(self, value: str) -> str:
        if value in self.taken:
            return self.address.lacking(self.name, value) or "?"
        return self.address.having(self.name, value)


def facets(events: EventFilter, answers: SearchBackend, whole: str = "") -> list[Facet]:
    """Of the group `whole`, the page shows every choice."""
    values, address = events.values, querystring.Address(querystring.pairs(events.values))
    return [
        Facet(name, label, answers.counted(name), frozenset(values.get(name) or ()), address, name == whole)
        for name, label in group_labels(get_language())
    ]


@cache
def group_labels(_language: str | None) -> list[tuple[str, str]]:
    return [(name, str(label)) for name, label in GROUPS.items()]


@dataclass(frozen=True)
class Chip:
    """One thing asked for, and the query without it."""

    label: str
    query: str


def chips(events: EventFilter, found: list[Facet]) -> list[Chip]:
    """Everything asked for that can be taken away by itself."""
    parameters, values = querystring.pairs(events.values), events.values
    words = values.get("q") or ""
    labels = {
        "q": lambda: f"“{words}”" if parse(words).plain else words,
        "since": lambda: _("from %(date)s") % {"date": dates.label(values["since"])},
        "until": lambda: _("to %(date)s") % {"date": dates.label(values["until"])},
        "certain": lambda: _("certainly within"),
        "corroborated": lambda: _("two independent sources"),
    }
    single = [
        Chip(label(), querystring.query(querystring.replacing(parameters, **{name: ""})) or "?")
        for name, label in labels.items()
        if values.get(name)
    ]
    return single + [Chip(choice.label, choice.query) for facet in found for choice in facet.chosen]
