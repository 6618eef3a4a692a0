"""The parameters of every address that lists events: an attribute each; a method only hands on to a verb."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Any, Self

import django_filters as df
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles import dates
from articles.models import Article, Outlet

from ..models import Actor, Event, Post, Quote, Redirect, Side, Topic
from ..models.events import EventQuerySet
from ..models.quotes import QuoteQuerySet
from ..models.redirects import Name
from ..search.query_parser import parse

OLDEST_FIRST = "oldest"
LONGEST_SEARCH = 200
SLUG = re.compile(r"[-\w]{1,200}", re.ASCII)  # what may be asked of the database


class Shared:
    """A field of which nothing differs from one reader to the next: one is enough for all of them."""

    def __deepcopy__(self, _memo: Any) -> Self:
        return self


class LimitField(Shared, forms.CharField):
    """A year, a month or a day; cleaned to what was typed, tidied."""

    def __init__(self, *, end: bool, **kwargs: Any) -> None:
        self.end = end
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> str:
        # Full-width digits, as Japanese keyboards write them, become those that every page can show as a date.
        text = unicodedata.normalize("NFKC", super().clean(value)).strip()
        if text:
            try:
                dates.parse_limit(text, end=self.end)
            except dates.InvalidDate as error:
                raise ValidationError(str(error)) from error
        return text


class SlugsField(Shared, forms.MultipleChoiceField):
    """Slugs that must exist: asked of the database only when some are given."""

    def __init__(self, *, known: Any, what: Any, **kwargs: Any) -> None:
        self.known, self.what = known, what
        super().__init__(**kwargs)

    def validate(self, value: list[str]) -> None:
        if not value:
            return
        known = set(self.known([slug for slug in value if SLUG.fullmatch(slug)]))
        unknown = [slug for slug in value if slug not in known]
        if unknown:
            raise ValidationError(
                _("There is no %(what)s “%(slug)s”. Choose from the list, or take it out of the address."),
                params={"what": self.what, "slug": unknown[0][:60]},
            )


class ChoicesField(SlugsField):
    """The same for fixed choices."""

    def __init__(self, *, options: Iterable[str], what: Any, **kwargs: Any) -> None:
        values = set(options)
        super().__init__(known=lambda slugs: values.intersection(slugs), what=what, **kwargs)


class SwitchField(Shared, forms.CharField):
    """`1` or absent."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text not in ("", "1", "on"):
            raise ValidationError(_("This is either 1 or left out, not “%(value)s”."), params={"value": text[:60]})
        return "1" if text else ""


class OrderField(Shared, forms.CharField):
    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text not in ("", "newest", OLDEST_FIRST):
            raise ValidationError(
                _("The order is either newest or oldest, not “%(value)s”."), params={"value": text[:60]}
            )
        return text if text == OLDEST_FIRST else ""


class WordsField(Shared, forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_SEARCH, **kwargs)

    def clean(self, value: Any) -> str:
        text = " ".join(super().clean(value).split())
        asked = parse(text)
        if text and not asked:
            raise ValidationError(_("There is no word in “%(text)s” that could be found."), params={"text": text})
        if asked.unwanted and not asked.wanted:
            raise ValidationError(
                _("“%(text)s” only says what to leave out. Give a word to find too."), params={"text": text}
            )
        return text


def slugs_of(manager: Any) -> Any:
    return lambda slugs: manager.filter(slug__in=slugs).values_list("slug", flat=True)


def outlets(slugs: list[str]) -> Iterable[str]:
    return Outlet.objects.filter(slug__in=slugs).values_list("slug", flat=True)


def offices(slugs: list[str]) -> Iterable[str]:
    return Post.objects.filter(office__in=slugs).values_list("office", flat=True)


def languages(tags: list[str]) -> Iterable[str]:
    return Article.objects.filter(language__in=tags).values_list("language", flat=True)


class Words(df.CharFilter):
    field_class = WordsField


class Limit(df.CharFilter):
    field_class = LimitField


class Switch(df.CharFilter):
    field_class = SwitchField


class Order(df.CharFilter):
    field_class = OrderField


class Slugs(df.Filter):
    field_class = SlugsField


class Choices(df.Filter):
    field_class = ChoicesField


class EventForm(forms.Form):
    """Cleans what was sent. Django's own way asks every field, through an object made for it, ten times as long."""

    nothing: Mapping[str, Any]  # what a field that was not sent is cleaned to
    known: Mapping[str, frozenset[str]] = {}  # by parameter what may be asked for, where that is in memory

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data = dict(self.nothing)
        for name, field in self.fields.items():
            if name in self.data:
                self.clean_sent(name, field)
        self.clean()

    def clean_sent(self, name: str, field: forms.Field) -> None:
        if name in self.known:
            field = copy.copy(field)
            field.known = self.known[name].intersection  # type: ignore[attr-defined]
        try:
            self.cleaned_data[name] = field.clean(field.widget.value_from_datadict(self.data, self.files, name))
        except ValidationError as error:
            self.add_error(name, error)

    def clean(self) -> dict[str, Any]:
        """What the fields cannot say alone: the dates must be in order."""
        values = self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if since and until and dates.parse_limit(since, end=False) > dates.parse_limit(until, end=True):
            message = _("The end, %(until)s, comes before the beginning, %(since)s. Turn them round.")
            self.add_error("until", ValidationError(message, params={"since": since, "until": until}))
        return values


@cache
def form_class() -> type[forms.Form]:
    fields = {name: one.field for name, one in EventFilter.base_filters.items()}
    for field in fields.values():
        field.required = False
    return type(
        "EventFilterForm", (EventForm,), {**fields, "nothing": {n: one.clean(None) for n, one in fields.items()}}
    )


class EventFilter(df.FilterSet):
    """What a reader asked for. `qs` is empty while a value is not understood; `form.errors` says why."""

    q = Words(label=_("Words"), method="by_words")
    since = Limit(label=_("From"), end=False, method="by_since")
    until = Limit(label=_("To"), end=True, method="by_until")
    certain = Switch(label=_("Only events certainly within these dates"), method="leave")
    side = Choices(label=_("Side"), options=Side.values, what=_("side"), method="by_sides")
    actor = Slugs(label=_("Actor"), known=slugs_of(Actor.objects), what=_("actor"), method="leave")
    office = Slugs(label=_("Office of the speaker"), known=offices, what=_("office"), method="leave")
    topic = Slugs(label=_("Topic"), known=slugs_of(Topic.objects), what=_("topic"), method="by_topics")
    kind = Choices(label=_("Kind of event"), options=Event.Kind.values, what=_("kind of event"), method="by_kinds")
    said = Choices(
        label=_("How it is reported"), options=Quote.Kind.values, what=_("kind of statement"), method="leave"
    )
    outlet = Slugs(label=_("Outlet or agency"), known=outlets, what=_("outlet"), method="by_outlets")
    language = Slugs(label=_("Language of the source"), known=languages, what=_("language"), method="by_languages")
    corroborated = Switch(label=_("Only events with two independent sources"), method="by_corroboration")
    order = Order(label=_("Order"), method="leave")

    class Meta:
        model = Event
        form = EventForm
        fields: tuple[str, ...] = ()

    def __init__(
        self,
        data: QueryDict | None,
        queryset: EventQuerySet | None = None,
        known: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        """`known` has by parameter what may be asked for, where that is in memory.

        The library's own beginning copies every filter, and makes a class of the form, for every page; here the copies
        are made where the database is asked, and the class once.
        """
        self.is_bound, self.data = data is not None, data or QueryDict()
        if queryset is not None:
            self.queryset = queryset
        self.request = self.form_prefix = None
        self.form.known = known or {}

    @cached_property
    def queryset(self) -> EventQuerySet:
        """What readers may see: put into words for the database only where it is asked."""
        return Event.objects.public()

    @cached_property
    def filters(self) -> dict[str, df.Filter]:
        own = copy.deepcopy(self.base_filters)
        for one in own.values():
            one.parent, one.model = self, Event
        return own

    def get_form_class(self) -> type[forms.Form]:
        return form_class()

    @cached_property
    def values(self) -> dict[str, Any]:
        """What was understood, by parameter."""
        self.form.is_valid()
        return self.form.cleaned_data

    @cached_property
    def understood(self) -> bool:
        return bool(self.form.is_valid())

    def unknown_names(self) -> list[Name]:
        """Values that nothing is called today, of parameters whose values may have been renamed."""
        found = []
        for name in set(self.form.errors) & set(Redirect.Type.values):
            field = self.form.fields[name]
            sent = [value for value in self.data.getlist(name) if SLUG.fullmatch(value)]
            found += [Name(name, value) for value in sent if value not in set(field.known(sent))]
        return found

    def matching(self, *, without: str = "") -> EventQuerySet:
        """The events asked for; `without` one parameter, to count what another choice of it would give."""
        if not self.understood:
            return self.queryset.none()
        events = self.queryset
        for name, value in self.values.items():
            if value and name != without:
                events = self.filters[name].filter(events, value)
        return self.by_statements(events, without)

    @property
    def qs(self) -> EventQuerySet:
        events = self.matching()
        return events if self.newest_first else events.oldest_first()

    @property
    def newest_first(self) -> bool:
        return bool(self.values.get("order") != OLDEST_FIRST)

    def statements(self, *, without: str = "") -> QuoteQuerySet:
        """Statements of the kinds and offices asked for."""
        quotes = Quote.objects.all()
        if (kinds := self.values.get("said")) and without != "said":
            quotes = quotes.of_kind(kinds)
        if (held := self.values.get("office")) and without != "office":
            quotes = quotes.in_office(held)
        return quotes

    def asks_for_statements(self, *, without: str = "") -> bool:
        return any(self.values.get(name) for name in ("said", "office") if name != without)

    def wants(self, quote: Quote) -> bool:
        """Whether to show it first: by the actors, kinds, offices and words asked for. Of a quote `for_cards`."""
        asked = [self.values.get(name) for name in ("actor", "said", "office", "q")]
        actors, kinds, offices, text = asked
        return (
            any(asked)
            and (not actors or quote.speaker.slug in actors)
            and (not kinds or quote.kind in kinds)
            and (not offices or any(post.office in offices for post in quote.offices()))
            and (not text or quote.mentioned)  # type: ignore[attr-defined]
        )

    def statements_shown(self) -> QuoteQuerySet:
        """Statements shown by themselves, not on their events' cards: those that have what was asked for.

        An event may be found by an actor who is silent at it, or by words that only its own telling has: that leaves
        out none of its statements. A topic, a kind, an office and the dates are asked of each statement.
        """
        values, chosen = self.values, Quote.objects.all()
        if actors := values.get("actor"):
            chosen = chosen.preferring(chosen.by(actors))
        if text := values.get("q"):
            chosen = chosen.preferring(chosen.mentioning(text))
        quotes = self.statements().filter(event__in=self.matching().order_by().values("pk"))
        if actors or text:
            quotes = quotes.filter(pk__in=chosen.order_by().values("pk"))
        if topics := values.get("topic"):
            quotes = quotes.on_topics(topics)
        certainly = bool(values.get("certain"))
        if since := values.get("since"):
            quotes = quotes.since(dates.parse_limit(since, end=False), certainly=certainly)
        if until := values.get("until"):
            quotes = quotes.until(dates.parse_limit(until, end=True), certainly=certainly)
        return quotes

    def by_statements(self, events: EventQuerySet, without: str) -> EventQuerySet:
        """Every chosen actor; where a kind of statement or an office is asked for too, one by that very actor."""
        actors = self.values.get("actor") or []
        if not self.asks_for_statements(without=without):
            for actor in actors:
                events = events.involving(actor)
            return events
        quotes = self.statements(without=without)
        if not actors:
            return events.with_statement(quotes)
        for actor in actors:
            events = events.with_statement(quotes.by([actor]))
        return events

    # one method a parameter

    def leave(self, events: EventQuerySet, name: str, value: str) -> EventQuerySet:
        """Nothing here: another parameter, or `by_statements`, asks for it."""
        return events

    def by_words(self, events: EventQuerySet, name: str, text: str) -> EventQuerySet:
        return events.mentioning(text)

    def by_since(self, events: EventQuerySet, name: str, text: str) -> EventQuerySet:
        return events.since(dates.parse_limit(text, end=False), certainly=bool(self.values.get("certain")))

    def by_until(self, events: EventQuerySet, name: str, text: str) -> EventQuerySet:
        return events.until(dates.parse_limit(text, end=True), certainly=bool(self.values.get("certain")))

    def by_sides(self, events: EventQuerySet, name: str, sides: list[str]) -> EventQuerySet:
        for side in sides:
            events = events.of_side(side)
        return events

    def by_topics(self, events: EventQuerySet, name: str, topics: list[str]) -> EventQuerySet:
        for topic in topics:
            events = events.about(topic)
        return events

    def by_kinds(self, events: EventQuerySet, name: str, kinds: list[str]) -> EventQuerySet:
        return events.filter(kind__in=kinds)

    def by_outlets(self, events: EventQuerySet, name: str, outlets: list[str]) -> EventQuerySet:
        return events.reported_by(outlets)

    def by_languages(self, events: EventQuerySet, name: str, languages: list[str]) -> EventQuerySet:
        return events.in_language(languages)

    def by_corroboration(self, events: EventQuerySet, name: str, value: str) -> EventQuerySet:
        return events.corroborated()
