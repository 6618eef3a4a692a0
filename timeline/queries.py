"""A verb for each question the site asks. Model modules import these, so other models are looked up by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Coalesce

from .search import full_text_index
from .search.query_parser import Query

if TYPE_CHECKING:
    from .models import Citation, Event, Quote

LIST_ORDER = ("sort_date", "earliest", "latest", "pk")  # `Event.Meta.ordering` is its reverse
COUNTRIES_OF_SIDE = {"JP": ["JP"], "RU": ["RU", "SU"], "US": ["US"]}


def model(name: str) -> Any:
    return apps.get_model("timeline", name)._default_manager


def of_sides(prefix: str, side: str) -> Q:
    if side in COUNTRIES_OF_SIDE:
        return Q(**{f"{prefix}country__in": COUNTRIES_OF_SIDE[side]})
    return ~Q(**{f"{prefix}country__in": [c for codes in COUNTRIES_OF_SIDE.values() for c in codes]})


def not_before(day: dt.date, certainly: bool) -> Q:
    return Q(earliest__gte=day) if certainly else Q(latest__gte=day)


def not_after(day: dt.date, certainly: bool) -> Q:
    return Q(latest__lte=day) if certainly else Q(earliest__lte=day)


def in_public_event() -> Exists:
    """Of a statement or a citation."""
    return Exists(model("Event").public().filter(pk=OuterRef("event")))


class QuoteQuerySet(models.QuerySet["Quote"]):
    def get_by_natural_key(self, slug: str) -> Quote:
        return self.get(slug=slug)

    def public(self) -> Self:
        """A statement is public when its event is. Asked of each: a list of all public events would grow with them."""
        return self.filter(in_public_event())

    def by(self, actors: Iterable[str]) -> Self:
        return self.filter(speaker__slug__in=actors)

    def of_kind(self, kinds: Iterable[str]) -> Self:
        return self.filter(kind__in=kinds)

    def in_office(self, offices: Iterable[str]) -> Self:
        """Said by somebody who held one of these offices that day."""
        posts = model("Post").held_within(OuterRef("sort_date"), OuterRef("latest"))
        held = posts.filter(actor=OuterRef("speaker"), office__in=offices)
        return self.filter(Exists(held))

    def mentioning(self, words: Query) -> Self:
        """Each word and phrase stands in the statement, its venue or its speaker's names; none with - before it."""
        return self.filter(pk__in=full_text_index.quotes(words, self.db)) if words else self

    def on_topics(self, topics: Iterable[str]) -> Self:
        """On one of these topics itself, whatever else its event is about."""
        on_one = self.model.topics.through.objects.filter(quote=OuterRef("pk"), topic__slug__in=topics)
        return self.filter(Exists(on_one))

    def since(self, day: dt.date, *, certainly: bool = False) -> Self:
        return self.filter(not_before(day, certainly))

    def until(self, day: dt.date, *, certainly: bool = False) -> Self:
        return self.filter(not_after(day, certainly))

    def preferring(self, wanted: QuoteQuerySet) -> Self:
        """Of each event those that are wanted; all of an event of which no statement is."""
        wanted = wanted.order_by()
        return self.filter(Q(pk__in=wanted.values("pk")) | ~Q(event__in=wanted.values("event")))

    def for_page(self) -> Self:
        """With all that a statement shows: speaker, the offices held, article, addressees."""
        return self.select_related("speaker", "article__outlet", "article__agency", "event").prefetch_related(
            "speaker__posts", "addressees"
        )

    def for_cards(self, words: Query) -> Self:
        """With what a card shows but the speaker, of whom all are known; `mentioned` says whether it has the words."""
        mentioned: Any = Q(pk__in=full_text_index.quotes(words, self.db)) if words else Value(False)
        return (
            self.select_related("article__outlet", "article__agency")
            .prefetch_related("addressees")
            .annotate(mentioned=ExpressionWrapper(mentioned, output_field=models.BooleanField()))
        )


class CitationQuerySet(models.QuerySet["Citation"]):
    def public(self) -> Self:
        return self.filter(in_public_event())

    def get_by_natural_key(self, event: str, article: str, start: int | None) -> Citation:
        return self.get(event__slug=event, article__slug=article, start=start)

    def for_cards(self) -> Self:
        return self.select_related("event", "article__outlet", "article__agency")


class EventQuerySet(models.QuerySet["Event"]):
    def get_by_natural_key(self, slug: str) -> Event:
        return self.get(slug=slug)

    def public(self) -> Self:
        """Published and sourced: an event that cites nothing is never shown."""
        return self.filter(Exists(model("Citation").filter(event=OuterRef("pk"))), status="published")

    def for_list(self) -> Self:
        """With all that a card shows, in a number of queries that does not depend on the number of events."""
        return self.prefetch_related(
            "actors",
            "topics",
            Prefetch("quotes", model("Quote").for_page()),
            Prefetch("citations", model("Citation").select_related("article__outlet", "article__agency")),
        )

    def oldest_first(self) -> Self:
        return self.order_by(*LIST_ORDER)

    def since(self, day: dt.date, *, certainly: bool = False) -> Self:
        """Possibly (the default) or certainly on or after the day."""
        return self.filter(not_before(day, certainly))

    def until(self, day: dt.date, *, certainly: bool = False) -> Self:
        """Possibly (the default) or certainly on or before the day."""
        return self.filter(not_after(day, certainly))

    def with_statement(self, quotes: QuoteQuerySet) -> Self:
        return self.filter(Exists(quotes.filter(event=OuterRef("pk"))))

    def involving(self, actor: str) -> Self:
        """The actor takes part or speaks. Asked of the actor, not of each event: that would grow with the record."""
        takes_part = self.model.actors.through.objects.filter(actor__slug=actor).values("event")
        speaks = model("Quote").filter(speaker__slug=actor).order_by().values("event")
        return self.filter(Q(pk__in=takes_part) | Q(pk__in=speaks))

    def of_side(self, side: str) -> Self:
        """Somebody of that side takes part or speaks."""
        takes_part = self.model.actors.through.objects.filter(of_sides("actor__", side), event=OuterRef("pk"))
        speaks = model("Quote").filter(of_sides("speaker__", side), event=OuterRef("pk"))
        return self.filter(Exists(takes_part) | Exists(speaks))

    def about(self, topic: str) -> Self:
        return self.filter(Exists(self.model.topics.through.objects.filter(event=OuterRef("pk"), topic__slug=topic)))

    def resting_on(self, articles: Q) -> Self:
        """The event or one of its statements is sourced from such an article (conditions on `article…`).

        Asked of the articles, not of each event: of one article that would look through all events.
        """
        cited = model("Citation").filter(articles).order_by().values("event")
        quoted = model("Quote").filter(articles).order_by().values("event")
        return self.filter(Q(pk__in=cited) | Q(pk__in=quoted))

    def reported_by(self, outlets: Iterable[str]) -> Self:
        chosen = list(outlets)
        return self.resting_on(Q(article__outlet__slug__in=chosen) | Q(article__agency__slug__in=chosen))

    def in_language(self, languages: Iterable[str]) -> Self:
        return self.resting_on(Q(article__language__in=list(languages)))

    def corroborated(self) -> Self:
        """Two articles of different origin report it. An agency's report counts once, however many outlets carry it."""
        origin = Coalesce("article__agency", "article__outlet")
        cited = (
            model("Citation")
            .filter(event=OuterRef("pk"))
            .order_by()
            .values("event")
            .annotate(origins=models.Count(origin, distinct=True))
            .filter(origins__gte=2)
        )
        return self.filter(Exists(cited))

    def mentioning(self, words: Query) -> Self:
        """Each word and phrase stands in the event or in one of its statements; none with - before it in either."""
        return self.filter(pk__in=full_text_index.events(words, self.db)) if words else self

    def known_to_the_day(self) -> Self:
        """One day is named, however surely."""
        return self.filter(earliest=models.F("latest"))

    def on_day_of_year(self, month: int, day: int) -> Self:
        return self.known_to_the_day().filter(earliest__month=month, earliest__day=day)

    def days_of_year(self) -> list[tuple[int, int]]:
        """(month, day) of every event whose day is known, each once."""
        days = self.known_to_the_day().order_by("earliest__month", "earliest__day")
        return list(days.values_list("earliest__month", "earliest__day").distinct())

    def by_chance(self) -> Event | None:
        return self.order_by("?").first()

    def before(self, event: Event) -> Self:
        """Earlier in the list's order, nearest first."""
        return self.filter(_beyond(event, "lt")).order_by(*(f"-{name}" for name in LIST_ORDER))

    def after(self, event: Event) -> Self:
        """Later in the list's order, nearest first."""
        return self.filter(_beyond(event, "gt")).oldest_first()


def _beyond(event: Event, comparison: str) -> Q:
    """On one side of the event in the list's order: the first column that differs decides."""
    beyond, same = Q(), Q()
    for name in LIST_ORDER:
        beyond |= same & Q(**{f"{name}__{comparison}": getattr(event, name)})
        same &= Q(**{name: getattr(event, name)})
    return beyond
