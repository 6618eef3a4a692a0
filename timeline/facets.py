"""Every choice a reader has, with the number of events it would give, as a link that adds or removes itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles import dates

from . import addresses
from .filters import EventFilter
from .index.answers import Answers, Counted
from .search.query import parse

SHOWN_AT_ONCE = 8  # further choices of a group are folded away


@dataclass(frozen=True)
class Choice:
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
    choices: list[Choice]

    @property
    def first(self) -> list[Choice]:
        """The chosen and the most frequent."""
        return self.choices[:SHOWN_AT_ONCE]

    @property
    def rest(self) -> list[Choice]:
        return self.choices[SHOWN_AT_ONCE:]

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.chosen]


def facets(events: EventFilter, answers: Answers) -> list[Facet]:
    labels = {
        "side": _("Side"),
        "actor": _("Who"),
        "topic": _("Topic"),
        "kind": _("Kind of event"),
        "said": _("How it is reported"),
        "office": _("Speaker’s office"),
        "outlet": _("Reported by"),
        "language": _("Language of the source"),
    }
    return [_facet(events, name, label, answers.counted(name)) for name, label in labels.items()]


@dataclass(frozen=True)
class Chip:
    """One thing asked for, and the query without it."""

    label: str
    query: str


def chips(events: EventFilter, found: list[Facet]) -> list[Chip]:
    """Everything asked for that can be taken away by itself."""
    parameters, values = addresses.pairs(events.values), events.values
    words = values.get("q") or ""
    labels = {
        "q": f"“{words}”" if parse(words).plain else words,
        "since": _("from %(date)s") % {"date": dates.label(values.get("since") or "")},
        "until": _("to %(date)s") % {"date": dates.label(values.get("until") or "")},
        "certain": _("certainly within"),
        "corroborated": _("two independent sources"),
    }
    single = [
        Chip(label, addresses.query(addresses.replacing(parameters, **{name: ""})) or "?")
        for name, label in labels.items()
        if values.get(name)
    ]
    return single + [Chip(choice.label, choice.query) for facet in found for choice in facet.chosen]


def _facet(events: EventFilter, name: str, label: str, counted: Counted) -> Facet:
    parameters = addresses.pairs(events.values)
    chosen = set(events.values.get(name) or [])
    counts, labels, sides = counted.counts, counted.labels, counted.sides
    choices = []
    for value in counts.keys() | chosen:
        on = value in chosen
        change = addresses.without_value if on else addresses.with_value
        link = addresses.query(change(parameters, name, value)) or "?"
        choices.append(Choice(value, labels.get(value, value), counts[value], on, link, sides.get(value, "")))
    choices.sort(key=lambda choice: (not choice.chosen, -choice.n, choice.label))
    return Facet(name, label, choices)
