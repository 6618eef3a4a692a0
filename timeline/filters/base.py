"""What a filter says about itself: pages, the index in memory and the database read it from one object.

Each filter is a class in a file of its own in this package, listed in `filterset.FILTERS`. Most are choices, of which a
reader selects values next to a list: `EventChoiceFilter` for values of events, `StatementChoiceFilter` for values of
statements, `InvolvementFilter` for those who take part or speak.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self

import django_filters as df
from django import forms
from django.db import models

from ..models import Event, Quote
from ..models.events import EventQuerySet
from ..models.quotes import QuoteQuerySet
from ..search.query_parser import Query
from .fields import SlugsField

if TYPE_CHECKING:
    import datetime as dt

    from django.utils.functional import _StrPromise

    from .filterset import EventFilter

    Text = str | _StrPromise

Labels = Mapping[str, str]
Planes = Mapping[int, int]  # of statements: by plane, events as bits (`index/bitset.py`)


class Slot(IntEnum):
    """Where the description says it: “3 visits since 2007 in Tokyo involving Japan …”."""

    KIND = 1
    TIME = 2
    PLACE = 3
    SIDE = 4
    TOPIC = 5
    SUBJECT = 6  # who speaks or takes part
    ROLE = 7  # as what they speak
    MANNER = 8  # how it is reported
    SOURCE = 9
    WORDS = 10


class SearchableSnapshot(Protocol):
    """What filters use of `index.snapshot.Snapshot`. A set of events is an integer with a bit for each event."""

    @property
    def corroborated(self) -> int: ...
    def find_mentioning(self, query: Query) -> int: ...
    def find_statements_mentioning(self, query: Query) -> Planes: ...
    def find_not_before(self, day: dt.date, *, definitely: bool) -> int: ...
    def find_not_after(self, day: dt.date, *, definitely: bool) -> int: ...
    def find_with_any(self, name: str, values: Iterable[str]) -> int: ...
    def find_with_all(self, name: str, values: Iterable[str]) -> int: ...
    def find_statements_with_any(self, name: str, values: Iterable[str]) -> Planes: ...


class TimelineFilter(df.Filter):
    """One parameter of the addresses that list events."""

    name: ClassVar[str]
    label: Any  # of the field or of the group of choices
    field_class: ClassVar[type[forms.Field]]
    slot: ClassVar[Slot] = Slot.WORDS
    # A card shows the statements that such filters match first.
    picks_statements: ClassVar[bool] = False
    # If no statement of an event matches, all its statements are shown.
    prefers_statements: ClassVar[bool] = False
    statement_note: ClassVar[Text] = ""  # says so, above statements that are listed by themselves
    parent: EventFilter

    def __init__(self) -> None:
        super().__init__(field_name=self.name, label=self.label)

    def __deepcopy__(self, _memo: Any) -> Self:
        """Each filter set has its own; nothing inside is ever changed."""
        return copy.copy(self)

    def format_values(self, value: Any) -> Iterable[str]:
        """The cleaned value as an address has it."""
        return [str(value)]

    def format_chip(self, value: Any) -> str:
        """A short label for the link that removes the filter; empty if there is none."""
        return ""

    def describe(self, value: Any) -> str:
        """The phrase in the description of a list. Of choices, `value` is the list of their labels."""
        return ""

    # ---- in the database

    def filter(self, events: EventQuerySet, value: Any) -> EventQuerySet:
        return events

    def filter_statements(self, quotes: QuoteQuerySet, value: Any) -> QuoteQuerySet:
        """For pages that list statements by themselves."""
        return quotes

    def matches_statement(self, quote: Quote, value: Any) -> bool:
        """Of a statement fetched `for_cards`, if the filter `picks_statements`."""
        return True

    # ---- in memory

    def find(self, snapshot: SearchableSnapshot, value: Any) -> int | None:
        """The same events as `filter`. None if the filter says nothing about events by themselves."""
        return None

    def find_statements(self, snapshot: SearchableSnapshot, value: Any) -> Planes | None:
        """The same statements as `filter_statements`, but for dates, which a snapshot has by the day."""
        return None


# ---- choices


@dataclass(frozen=True)
class Columns:
    """The columns from which the index reads the values of a choice: `values_of` gets the tuple that is not empty."""

    event: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()  # of the articles that the event and its statements cite
    event_relation: str = ""  # many to many: the key at its other end
    statement: tuple[str, ...] = ()
    statement_relation: str = ""


@dataclass(frozen=True)
class ChoiceNames:
    """The names that a database has for a choice's values."""

    labels: Labels = field(default_factory=dict)
    known: frozenset[str] = frozenset()  # the values that exist, whether or not they are shown
    slugs: Mapping[int, str] = field(default_factory=dict)  # the value by the key of its record
    sides: Mapping[str, str] = field(default_factory=dict)  # the side by value, where values have one


class Rows:
    """Rows of small tables of one database, read once however many filters use them."""

    def __init__(self, using: str) -> None:
        self.using = using
        self.read: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}

    def of(self, model: type[models.Model], *fields: str) -> list[tuple[Any, ...]]:
        if (rows := self.read.get((model, *fields))) is None:
            query = model._base_manager.using(self.using).order_by("pk").values_list(*fields)
            rows = self.read[(model, *fields)] = list(query)
        return rows

    def distinct(self, model: type[models.Model], column: str) -> list[Any]:
        return list(model._base_manager.using(self.using).order_by().values_list(column, flat=True).distinct())


class ChoiceFilter(TimelineFilter):
    """Values of which a reader selects some; each is listed with the number of events that it would find."""

    noun: ClassVar[Text]  # for errors: “There is no actor …”
    needs_all: ClassVar[bool] = False  # of several values, an event needs each; else one
    columns: ClassVar[Columns] = Columns()
    # Models that labels and known values are read from. The index reads them again when one of these has changed.
    names_from: ClassVar[tuple[type[models.Model], ...]] = ()

    @property
    def field(self) -> forms.Field:
        return SlugsField(label=self.label, noun=self.noun, required=False)

    def format_values(self, value: tuple[str, ...]) -> Iterable[str]:
        return value

    def find_known(self, values: Iterable[str]) -> Set[str]:
        """Those of the values that exist: from memory, if a snapshot has the names."""
        known = self.parent.known.get(self.name)
        if known is None:
            known = self.read_names(Rows(self.parent.queryset.db)).known
        return known.intersection(values)

    def read_names(self, rows: Rows) -> ChoiceNames:
        raise NotImplementedError

    def values_of(self, names: ChoiceNames, *columns: Any) -> Iterable[str]:
        """The values, each once, of a row of `columns`."""
        return columns

    def label_values(self, names: ChoiceNames, values: Iterable[str], language: str | None) -> Labels:
        return names.labels

    def find(self, snapshot: SearchableSnapshot, value: tuple[str, ...]) -> int | None:
        return (snapshot.find_with_all if self.needs_all else snapshot.find_with_any)(self.name, value)


class EventChoiceFilter(ChoiceFilter):
    """Values of events."""

    def filter(self, events: EventQuerySet, value: tuple[str, ...]) -> EventQuerySet:
        """By `columns.event`; a filter with other columns needs a query of its own."""
        names, columns = self.read_names(Rows(events.db)), self.columns.event
        rows = Event._base_manager.using(events.db).order_by().values_list(*columns).distinct()
        chosen = [row for row in rows if not set(value).isdisjoint(self.values_of(names, *row))]
        condition = models.Q(pk__in=[])
        for row in chosen:
            condition |= models.Q(**dict(zip(columns, row, strict=True)))
        return events.filter(condition)


class StatementChoiceFilter(ChoiceFilter):
    """Values of statements. With actors chosen too, each of them must have made such a statement."""

    picks_statements = True

    def filter_statements(self, quotes: QuoteQuerySet, value: tuple[str, ...]) -> QuoteQuerySet:
        raise NotImplementedError

    def find(self, snapshot: SearchableSnapshot, value: tuple[str, ...]) -> int | None:
        return None  # the filter set combines them: one and the same statement must match

    def find_statements(self, snapshot: SearchableSnapshot, value: tuple[str, ...]) -> Planes | None:
        return snapshot.find_statements_with_any(self.name, value)


class InvolvementFilter(ChoiceFilter):
    """Values of actors who take part or speak."""

    columns = Columns(event_relation="actors", statement=("speaker",))
    needs_all = True


# ---- choices that are the same in every database


class FixedNames:
    """The values are the members of an enumeration."""

    members: ClassVar[type[models.TextChoices]]

    def read_names(self, rows: Rows) -> ChoiceNames:
        return ChoiceNames(known=frozenset(self.members.values))

    def label_values(self, names: ChoiceNames, values: Iterable[str], language: str | None) -> Labels:
        return label_members(self.members, language)


@cache
def label_members(members: type[models.TextChoices], _language: str | None) -> Labels:
    """By value, in the active language; used by every page."""
    return {member.value: str(member.label) for member in members}
