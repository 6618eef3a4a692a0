"""Every choice a reader has, with the number of events it would give, as a link that adds or removes itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F
from django.utils.translation import gettext as _

from articles import dates, languages
from articles.models import Outlet

from . import addresses
from .filters import EventFilter
from .models import Actor, Citation, Event, Post, Quote, Side, Topic
from .models.actors import SIDE_OF_COUNTRY
from .queries import QuoteQuerySet
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


def facets(events: EventFilter) -> list[Facet]:
    present = involved(events)
    return [
        _facet(events, "side", _("Side"), *_sides(present)),
        _facet(events, "actor", _("Who"), *_actors(present)),
        _facet(events, "topic", _("Topic"), *_topics(events)),
        _facet(events, "kind", _("Kind of event"), *_kinds(events)),
        _facet(events, "said", _("How it is reported"), *_said(events)),
        _facet(events, "office", _("Speaker’s office"), *_offices(events)),
        _facet(events, "outlet", _("Reported by"), *_outlets(events)),
        _facet(events, "language", _("Language of the source"), *_languages(events)),
    ]


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


Counts = Counter[str]
Labels = dict[str, str]


def _facet(
    events: EventFilter, name: str, label: str, counts: Counts, labels: Labels, sides: Labels | None = None
) -> Facet:
    parameters = addresses.pairs(events.values)
    chosen = set(events.values.get(name) or [])
    choices = []
    for value in counts.keys() | chosen:
        on = value in chosen
        change = addresses.without_value if on else addresses.with_value
        link = addresses.query(change(parameters, name, value)) or "?"
        choices.append(Choice(value, labels.get(value, value), counts[value], on, link, (sides or {}).get(value, "")))
    choices.sort(key=lambda choice: (not choice.chosen, -choice.n, choice.label))
    return Facet(name, label, choices)


def involved(events: EventFilter) -> set[tuple[int, str]]:
    """(event, actor’s slug) for who takes part or speaks; only who speaks, where statements of a kind are asked for."""
    matching = events.matching().order_by().values("pk")
    quotes = events.statements().filter(event__in=matching).order_by().values_list("event_id", "speaker__slug")
    pairs = set(quotes)
    if not events.asks_for_statements():
        through = Event.actors.through.objects.filter(event__in=matching)
        pairs.update(through.values_list("event_id", "actor__slug"))
    return pairs


def _actors(involved: set[tuple[int, str]]) -> tuple[Counts, Labels, Labels]:
    counts = Counter(slug for _event, slug in involved)
    actors = list(Actor.objects.only("slug", "name", "country"))
    return counts, {a.slug: a.name for a in actors}, {a.slug: a.side for a in actors}


def _sides(involved: set[tuple[int, str]]) -> tuple[Counts, Labels, Labels]:
    side = {
        slug: SIDE_OF_COUNTRY.get(country, Side.OTHER) for slug, country in Actor.objects.values_list("slug", "country")
    }
    counts = Counter(str(one.value) for _event, one in {(event, side[slug]) for event, slug in involved})
    return counts, {s.value: str(s.label) for s in Side}, {s.value: s.value for s in Side}


def _topics(events: EventFilter) -> tuple[Counts, Labels]:
    through = Event.topics.through.objects.filter(event__in=events.matching().order_by().values("pk"))
    counts = Counter(through.values_list("topic__slug", flat=True))
    return counts, dict(Topic.objects.values_list("slug", "name"))


def _kinds(events: EventFilter) -> tuple[Counts, Labels]:
    rows = events.matching(without="kind").order_by().values_list("kind").annotate(Count("pk"))
    return Counter(dict(rows)), {kind.value: str(kind.label) for kind in Event.Kind}


def _quotes(events: EventFilter, without: str) -> QuoteQuerySet:
    """Statements that count for a choice of `without`: those of matching events."""
    matching = events.matching(without=without).order_by().values("pk")
    return events.statements(without=without).filter(event__in=matching).order_by()


def _said_by_all(events: EventFilter, rows: Iterable[tuple[int, str, str]]) -> Counts:
    """Events per value from (event, value, speaker), where every chosen actor must have said something so."""
    speakers: dict[tuple[int, str], set[str]] = defaultdict(set)
    for event, value, speaker in rows:
        speakers[event, value].add(speaker)
    needed = set(events.values.get("actor") or [])
    return Counter(value for (_event, value), names in speakers.items() if needed <= names)


def _said(events: EventFilter) -> tuple[Counts, Labels]:
    rows = _quotes(events, "said").values_list("event_id", "kind", "speaker__slug")
    return _said_by_all(events, rows), {kind.value: str(kind.label).split(":")[0] for kind in Quote.Kind}


def _offices(events: EventFilter) -> tuple[Counts, Labels]:
    held = Post.objects.filter(
        actor__quotes__in=_quotes(events, "office").values("pk"),
        start_earliest__lte=F("actor__quotes__latest"),
        end_latest__gte=F("actor__quotes__sort_date"),
    )
    rows = list(held.order_by().values_list("actor__quotes__event_id", "office", "actor__slug", "title"))
    return _said_by_all(events, (row[:3] for row in rows)), {row[1]: row[3] for row in rows}


def _article_pairs(events: EventFilter, without: str, *fields: str) -> set[tuple[Any, ...]]:
    matching = events.matching(without=without).order_by().values("pk")
    rows: Iterable[tuple[Any, ...]] = (
        Citation.objects.filter(event__in=matching).order_by().values_list("event_id", *fields)
    )
    more = Quote.objects.filter(event__in=matching).order_by().values_list("event_id", *fields)
    return {*rows, *more}


def _outlets(events: EventFilter) -> tuple[Counts, Labels]:
    rows = _article_pairs(events, "outlet", "article__outlet__slug", "article__agency__slug")
    pairs = {(event, slug) for event, *slugs in rows for slug in slugs if slug}
    return Counter(slug for _event, slug in pairs), dict(Outlet.objects.values_list("slug", "name"))


def _languages(events: EventFilter) -> tuple[Counts, Labels]:
    pairs = _article_pairs(events, "language", "article__language")
    counts = Counter(tag for _event, tag in pairs)
    return counts, {tag: languages.name(tag) for tag in counts}
