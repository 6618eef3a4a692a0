"""The parameters of every address that lists events: the filters that are listed here, together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any

import django_filters as df
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from ..models import Event, Quote, Redirect
from ..models.events import EventQuerySet
from ..models.quotes import QuoteQuerySet
from ..models.redirects import Name
from ..search.query_parser import Query
from . import querystring
from .base import ChoiceFilter, StatementChoiceFilter, TimelineFilter
from .date_range import DateRange
from .fields import OLDEST_FIRST, SlugsField

# In the order in which pages show their fields and groups of choices.
FILTERS = (
    "q.WordsFilter",
    "since.SinceFilter",
    "until.UntilFilter",
    "certain.CertainFilter",
    "side.SideFilter",
    "actor.ActorFilter",
    "topic.TopicFilter",
    "kind.KindFilter",
    "place.PlaceFilter",
    "said.SaidFilter",
    "office.OfficeFilter",
    "outlet.OutletFilter",
    "language.LanguageFilter",
    "corroborated.CorroboratedFilter",
    "order.OrderFilter",
)
SLUG = re.compile(r"[-\w]{1,200}", re.ASCII)


def load_filters() -> dict[str, TimelineFilter]:
    filters = [import_string(f"{__package__}.{path}")() for path in FILTERS]
    return {one.name: one for one in filters}


class EventForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        """What no field can check alone: the dates must be in order."""
        values: dict[str, Any] = self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if since and until and since.day > until.day:
            message = _("The end date, %(until)s, is before the start date, %(since)s. Swap them.")
            self.add_error(None, ValidationError(message, params={"since": since, "until": until}))
        return values


class EventFilter(df.FilterSet):
    """What a reader selected. `qs` is empty if a value is not valid; `form.errors` says why."""

    vars().update(load_filters())

    class Meta:
        model = Event
        form = EventForm
        fields: tuple[str, ...] = ()

    filters: dict[str, TimelineFilter]

    def __init__(
        self,
        data: QueryDict | None,
        known: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        """`known` has the existing values by parameter, if they are in memory."""
        self.known = known or {}
        super().__init__(data)

    def get_form_class(self) -> type[forms.Form]:
        """One class for all requests: making it takes as long as the rest of the form."""
        return form_class()

    @cached_property
    def form(self) -> forms.Form:
        form: forms.Form = super().form
        for name, field in form.fields.items():
            if isinstance(field, SlugsField):
                field.find_known = self.choice(name).find_known
        return form

    def choice(self, name: str) -> ChoiceFilter:
        found = self.filters[name]
        assert isinstance(found, ChoiceFilter)
        return found

    # ---- what is selected

    @cached_property
    def understood(self) -> bool:
        return bool(self.form.is_valid())

    @cached_property
    def values(self) -> dict[str, Any]:
        """The cleaned values, by parameter, of parameters that have one."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def chosen(self) -> Iterator[tuple[TimelineFilter, Any]]:
        """Filters with their values."""
        return ((self.filters[name], value) for name, value in self.values.items())

    @cached_property
    def parameters(self) -> querystring.Pairs:
        """The canonical parameters of an address."""
        return querystring.build_pairs({one.name: list(one.format_values(value)) for one, value in self.chosen})

    @cached_property
    def dates(self) -> DateRange:
        values = self.values
        return DateRange(values.get("since"), values.get("until"), values.get("certain", False))

    @property
    def words(self) -> Query:
        return self.values.get("q") or Query()

    @property
    def actors(self) -> tuple[str, ...]:
        return self.values.get("actor", ())

    @property
    def newest_first(self) -> bool:
        return bool(self.values.get("order") != OLDEST_FIRST)

    def unknown_names(self) -> list[Name]:
        """Values that do not exist, of parameters whose values may have been renamed."""
        found = []
        for name in set(self.form.errors) & set(Redirect.Type.values):
            sent = [value for value in self.data.getlist(name) if SLUG.fullmatch(value)]
            known = self.choice(name).find_known(sent)
            found += [Name(name, value) for value in sent if value not in known]
        return found

    # ---- events

    def matching(self, *, without: str = "") -> EventQuerySet:
        """The matching events; `without` one parameter, to count what another value of it would find."""
        if not self.understood:
            return Event.objects.none()
        events = Event.objects.public()
        for one, value in self.chosen:
            if one.name != without:
                events = one.filter(events, value)
        return self.filter_by_statements(events, without)

    @property
    def qs(self) -> EventQuerySet:
        events = self.matching()
        return events if self.newest_first else events.oldest_first()

    def filter_by_statements(self, events: EventQuerySet, without: str) -> EventQuerySet:
        """All selected actors. With a kind of statement or an office, each actor must have made such a statement."""
        if not self.has_statement_choices(without=without):
            for actor in self.actors:
                events = events.involving(actor)
            return events
        quotes = self.statements(without=without)
        if not self.actors:
            return events.with_statement(quotes)
        for actor in self.actors:
            events = events.with_statement(quotes.by([actor]))
        return events

    # ---- statements

    def statement_choices(self, *, without: str = "") -> list[tuple[StatementChoiceFilter, Any]]:
        return [
            (one, value) for one, value in self.chosen if isinstance(one, StatementChoiceFilter) and one.name != without
        ]

    def has_statement_choices(self, *, without: str = "") -> bool:
        return bool(self.statement_choices(without=without))

    def statements(self, *, without: str = "") -> QuoteQuerySet:
        """Statements of the selected kinds and offices."""
        quotes = Quote.objects.all()
        for one, value in self.statement_choices(without=without):
            quotes = one.filter_statements(quotes, value)
        return quotes

    @cached_property
    def picking(self) -> list[tuple[TimelineFilter, Any]]:
        return [(one, value) for one, value in self.chosen if one.picks_statements]

    @property
    def picking_parameters(self) -> querystring.Pairs:
        """What a card of an event depends on."""
        names = {one.name for one, _value in self.picking}
        return tuple(pair for pair in self.parameters if pair[0] in names)

    def picks(self, quote: Quote) -> bool:
        """Whether a card shows it first. Of a quote `for_cards`."""
        return bool(self.picking) and all(one.matches_statement(quote, value) for one, value in self.picking)

    @property
    def statement_notes(self) -> list[str]:
        """How a page chooses statements that it lists by themselves."""
        chosen = sorted(self.chosen, key=lambda pair: pair[0].slot)
        return [str(one.statement_note) for one, _value in chosen if one.statement_note]


@cache
def form_class() -> type[forms.Form]:
    fields = {name: one.field for name, one in EventFilter.base_filters.items()}
    return type("EventFilterForm", (EventForm,), fields)


# Those whose values a reader selects from a list.
CHOICES: Mapping[str, ChoiceFilter] = {
    name: one for name, one in EventFilter.base_filters.items() if isinstance(one, ChoiceFilter)
}
