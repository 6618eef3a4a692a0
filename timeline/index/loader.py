"""Reading the record into bit strings: a number of questions that does not depend on its size."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast

from articles import dates
from articles.dates.periods import UNITS, number
from timeline.serving import revision

from ..filters.base import ChoiceFilter
from ..filters.filterset import CHOICES
from ..models import Citation, Event, Quote
from ..models.events import LIST_ORDER
from ..serving.change_log import LogPosition
from . import bitset, vocabulary
from .bitset import Days, Planes
from .choice_values import (
    EVENT_CHOICES,
    INVOLVEMENT,
    STATEMENT_CHOICES,
    Grouping,
    Places,
    all_columns,
    by_value,
    group_again,
)
from .consistent_read import snapshot
from .snapshot import Snapshot
from .statement_planes import TO_NOBODY, Audience, Day, Statements, audience
from .vocabulary import Names

AT_ONCE = 2_000  # rows
DAYS = ("sort_date", "earliest", "latest")
AS_TEXT = {name: Cast(name, CharField()) for name in DAYS}  # in order as they are written
# The columns of the rows read: those that a record needs itself, then those that filters name.
EVENT = all_columns(("pk", *DAYS, "date", "planned"), (one.columns.event for one in CHOICES.values()))
SOURCE = all_columns(("outlet", "agency"), (one.columns.articles for one in CHOICES.values()))
STATEMENT = all_columns(("pk", "event", "speaker", *DAYS, "date"), (one.columns.statement for one in CHOICES.values()))
DATED = slice(3, 7)  # the days and the date of a statement


def build(using: str, rest: Callable[[], None] = lambda: None) -> Snapshot:
    """All of it. `rest` is called now and then."""
    with snapshot(using):
        at, place = revision.last(using)
        return Reader(using, vocabulary.read(using), rest=rest).record(at.mark, place)


class Reader:
    """Reads all public events, or those of some keys: then positions are counted among these."""

    def __init__(
        self,
        using: str,
        found_names: Names,
        only: frozenset[int] | None = None,
        rest: Callable[[], None] = lambda: None,
    ) -> None:
        self.using, self.names, self.only, self.rest = using, found_names, only, rest
        shown = Event.objects.using(using).public().order_by(*LIST_ORDER)
        self.events = list(self.rows(shown, "pk", *EVENT))
        self.position = {row[0]: at for at, row in enumerate(self.events)}
        self.size = len(self.events)
        self.sources: Places = defaultdict(list)  # by `SOURCE`, the events that rest on such an article
        self.relations: dict[tuple[Any, str], Places] = {}

    def rows(self, asked: Any, event: str, *fields: Any) -> Iterator[Any]:
        if self.only is not None:
            yield from asked.filter(**{f"{event}__in": self.only}).values_list(*fields)
            return
        rest = asked.values_list(*fields).iterator(AT_ONCE)
        while some := list(islice(rest, AT_ONCE)):
            yield from some
            self.rest()

    def of(self, model: Any, *fields: Any, event: str = "event") -> Iterator[Any]:
        return self.rows(model._base_manager.using(self.using).order_by("pk"), event, *fields)

    def record(self, mark: str, place: LogPosition) -> Snapshot:
        (said, statements), corroborated = self.read_statements(), self.read_citations()
        firsts, lasts = ([row[n].toordinal() for row in self.events] for n in (2, 3))
        return Snapshot(
            mark=mark,
            place=place,
            using=self.using,
            names=self.names,
            keys=array("q", [row[0] for row in self.events]),
            days=array("i", [row[1].toordinal() for row in self.events]),
            firsts=array("i", firsts),
            lasts=array("i", lasts),
            earliest=Days.of(firsts),
            latest=Days.of(lasts),
            unsettled=self.unsettled(),
            corroborated=corroborated,
            planned=bitset.of((at for at, row in enumerate(self.events) if row[EVENT.index("planned")]), self.size),
            of_events=self.read_events(said),
            of_statements=said,
            statements=statements,
        )

    def read_events(self, said: Mapping[str, Mapping[str, Planes]]) -> Mapping[str, Mapping[str, int]]:
        """By filter and value, the events that have it; who speaks takes part too."""
        rows = Grouping("event", EVENT_CHOICES.values(), self.names, EVENT)
        for at, row in enumerate(self.events):
            rows.add(row, at)
        found = {}
        for name, one in EVENT_CHOICES.items():
            places = self.places_of_events(one, rows)
            values = {value: bitset.of(at, self.size) for value, at in places.items()}
            if name in INVOLVEMENT:
                values = {
                    value: values.get(value, 0) | bitset.events(said[name].get(value, {}))
                    for value in {**values, **said[name]}
                }
            found[name] = values
        return found

    def places_of_events(self, one: ChoiceFilter, rows: Grouping) -> Mapping[str, list[int]]:
        columns = one.columns
        if columns.event:
            return rows.by_value(one)
        if columns.articles:
            return by_value(one, self.names, group_again(self.sources, columns.articles, SOURCE))
        return by_value(one, self.names, self.read_relation(Event, columns.event_relation, self.position))

    def read_relation(self, model: Any, relation: str, places: Mapping[int, int]) -> Places:
        """By the key at the other end, the places of the events or statements at this one. Read once."""
        if (found := self.relations.get((model, relation))) is None:
            found = self.relations[model, relation] = defaultdict(list)
            field = model._meta.get_field(relation)
            own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
            event = own if model is Event else f"{own}__event"
            for key, value in self.of(field.remote_field.through, own, other, event=event):
                if key in places:
                    found[value].append(places[key])
        return found

    def read_citations(self) -> int:
        """The corroborated events."""
        origins: dict[int, set[int]] = defaultdict(set)
        for event, *source in self.of(Citation, "event", *(f"article__{name}" for name in SOURCE)):
            if (at := self.position.get(event)) is not None:
                outlet, agency, *_rest = source
                origins[at].add(agency or outlet)
                self.sources[tuple(source)].append(at)
        return bitset.of((at for at, several in origins.items() if len(several) > 1), self.size)

    def read_statements(self) -> tuple[Mapping[str, Mapping[str, Planes]], Statements]:
        """Each on the next free plane of its event."""
        position, size, sources = self.position, self.size, self.sources
        rows = Grouping("statement", STATEMENT_CHOICES.values(), self.names, STATEMENT)
        next_plane = [0] * size
        place: dict[int, int] = {}
        days: list[Day] = []
        audiences: list[Audience] = []
        heard = self.read_addressees()
        fields = [AS_TEXT.get(name, name) for name in STATEMENT]
        for row in self.of(Quote, *fields, *(f"article__{name}" for name in SOURCE)):
            pk, event, speaker = row[: DATED.start]
            at = position.get(event)
            if at is None:
                continue
            place[pk] = here = next_plane[at] * size + at
            next_plane[at] += 1
            days.append(row[DATED])
            audiences.append(audience(speaker, heard[pk]) if pk in heard else TO_NOBODY)
            rows.add(row, here)
            sources[row[len(STATEMENT) :]].append(at)
        found = {name: self.planes(one, rows, place) for name, one in STATEMENT_CHOICES.items()}
        return found, Statements.of(list(place.values()), place, days, audiences, size)

    def planes(self, one: ChoiceFilter, rows: Grouping, place: Mapping[int, int]) -> dict[str, Planes]:
        """By value, the statements that have it."""
        if one.columns.statement:
            found = rows.by_value(one)
        else:
            found = by_value(one, self.names, self.read_relation(Quote, one.columns.statement_relation, place))
        return {value: dict(bitset.planes(bitset.of(at, max(at) + 1), self.size)) for value, at in found.items()}

    def read_addressees(self) -> Mapping[int, list[int]]:
        """Those spoken to, by statement."""
        heard: dict[int, list[int]] = defaultdict(list)
        for quote, actor in self.of(Quote.addressees.through, "quote", "actor", event="quote__event"):
            heard[quote].append(actor)
        return heard

    def unsettled(self) -> Mapping[Any, int]:
        reaching: dict[Any, list[int]] = {unit: [] for unit in UNITS}
        for at, (_pk, first, earliest, latest, date, *_rest) in enumerate(self.events):
            if earliest == latest:
                continue
            opened = earliest == dates.FIRST_DAY or latest == dates.LAST_DAY
            opened = opened and (dates.parse(date).open_start or dates.parse(date).open_end)
            for unit in UNITS:
                if opened or number(unit, first) != number(unit, latest):
                    reaching[unit].append(at)
        return {unit: bitset.of(at, self.size) for unit, at in reaching.items()}
