"""Reads all public records into bit strings, in a number of queries that does not depend on how many there are."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast

from articles import dates
from articles.dates.periods import UNITS, number_unit
from timeline.serving import revision

from ..filters.base import ChoiceFilter
from ..filters.filterset import CHOICES
from ..models import Citation, Event, Quote
from ..models.events import LIST_ORDER
from ..serving.change_log import LogPosition
from . import bitset, vocabulary
from .bitset import BitSlicedDays, Planes
from .choice_values import (
    EVENT_CHOICES,
    INVOLVEMENT,
    STATEMENT_CHOICES,
    Grouping,
    Positions,
    group_by_value,
    make_getter,
    merge_columns,
    regroup,
)
from .consistent_read import consistent_read
from .snapshot import Snapshot
from .statement_planes import NO_AUDIENCE, Audience, StatementDay, StatementPlanes, make_audience
from .vocabulary import Vocabulary

ROWS_AT_ONCE = 2_000
DAYS = ("sort_date", "earliest", "latest")
AS_TEXT = {name: Cast(name, CharField()) for name in DAYS}  # as text, days sort as dates do
# The columns that are read: those that a snapshot needs itself, then those that filters name.
EVENT = merge_columns(("pk", *DAYS, "date", "planned"), (one.columns.event for one in CHOICES.values()))
SOURCE = merge_columns(("outlet", "agency"), (one.columns.articles for one in CHOICES.values()))
STATEMENT = merge_columns(
    ("pk", "event", "speaker", *DAYS, "date"), (one.columns.statement for one in CHOICES.values())
)
SOURCE_OF_STATEMENT = tuple(f"article__{name}" for name in SOURCE)


def load_snapshot(using: str, pause: Callable[[], None] = lambda: None) -> Snapshot:
    """All public records. `pause` is called now and then, so that other threads can work."""
    with consistent_read(using):
        at, log_position = revision.last(using)
        names = vocabulary.read_vocabulary(using)
        return SnapshotReader(using, names, pause=pause).read_snapshot(at.mark, log_position)


class SnapshotReader:
    """Reads all public events or, if `only` has keys, those of them: then positions count among these."""

    def __init__(
        self,
        using: str,
        names: Vocabulary,
        only: frozenset[int] | None = None,
        pause: Callable[[], None] = lambda: None,
    ) -> None:
        self.using, self.vocabulary, self.only, self.pause = using, names, only, pause
        public = Event.objects.using(using).public().order_by(*LIST_ORDER)
        self.events = list(self.iter_rows(public, "pk", *EVENT))
        self.size = len(self.events)
        columns: Iterable[tuple[Any, ...]] = zip(*self.events, strict=True) if self.events else [()] * len(EVENT)
        self.columns = dict(zip(EVENT, columns, strict=True))  # of the events, by name
        self.positions = {key: position for position, key in enumerate(self.columns["pk"])}
        self.sources: Positions = defaultdict(list)  # by `SOURCE`, the events that rest on such an article
        self.relations: dict[tuple[Any, str], Positions] = {}

    def iter_rows(self, queryset: Any, event: str, *fields: Any) -> Iterator[Any]:
        if self.only is not None:
            yield from queryset.filter(**{f"{event}__in": self.only}).values_list(*fields)
            return
        rows = queryset.values_list(*fields).iterator(ROWS_AT_ONCE)
        while some := list(islice(rows, ROWS_AT_ONCE)):
            yield from some
            self.pause()

    def iter_table(self, model: Any, *fields: Any, event: str = "event") -> Iterator[Any]:
        return self.iter_rows(model._base_manager.using(self.using).order_by("pk"), event, *fields)

    def read_snapshot(self, mark: str, log_position: LogPosition) -> Snapshot:
        of_statements, statements = self.read_statements()
        corroborated = self.read_citations()
        days, firsts, lasts = ([day.toordinal() for day in self.columns[name]] for name in DAYS)
        return Snapshot(
            mark=mark,
            log_position=log_position,
            using=self.using,
            vocabulary=self.vocabulary,
            keys=array("q", self.columns["pk"]),
            days=array("i", days),
            firsts=array("i", firsts),
            lasts=array("i", lasts),
            earliest=BitSlicedDays.from_days(firsts),
            latest=BitSlicedDays.from_days(lasts),
            imprecise=self.find_imprecise(),
            corroborated=corroborated,
            planned=bitset.from_positions(
                (position for position, planned in enumerate(self.columns["planned"]) if planned), self.size
            ),
            of_events=self.read_events(of_statements),
            of_statements=of_statements,
            statements=statements,
        )

    def read_events(self, of_statements: Mapping[str, Mapping[str, Planes]]) -> Mapping[str, Mapping[str, int]]:
        """By filter and value, the events that have it; who speaks is involved too."""
        rows = Grouping("event", EVENT_CHOICES.values(), self.vocabulary, EVENT)
        for position, row in enumerate(self.events):
            rows.add(row, position)
        found = {}
        for name, one in EVENT_CHOICES.items():
            positions = self.find_event_positions(one, rows)
            values = {value: bitset.from_positions(some, self.size) for value, some in positions.items()}
            if name in INVOLVEMENT:
                spoken = of_statements[name]
                values = {
                    value: values.get(value, 0) | bitset.find_events(spoken.get(value, {}))
                    for value in {**values, **spoken}
                }
            found[name] = values
        return found

    def find_event_positions(self, one: ChoiceFilter, rows: Grouping) -> Mapping[str, list[int]]:
        columns = one.columns
        if columns.event:
            return rows.group_by_value(one)
        if columns.articles:
            return group_by_value(one, self.vocabulary, regroup(self.sources, columns.articles, SOURCE))
        return group_by_value(one, self.vocabulary, self.read_relation(Event, columns.event_relation, self.positions))

    def read_relation(self, model: Any, relation: str, positions: Mapping[int, int]) -> Positions:
        """By the key at the other end, the positions of the events or statements at this one. Read once."""
        if (found := self.relations.get((model, relation))) is None:
            found = self.relations[model, relation] = defaultdict(list)
            field = model._meta.get_field(relation)
            own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
            event = own if model is Event else f"{own}__event"
            for key, value in self.iter_table(field.remote_field.through, own, other, event=event):
                if key in positions:
                    found[value].append(positions[key])
        return found

    def read_citations(self) -> int:
        """The corroborated events."""
        origins: dict[int, set[int]] = defaultdict(set)
        for event, *source in self.iter_table(Citation, "event", *SOURCE_OF_STATEMENT):
            if (position := self.positions.get(event)) is not None:
                outlet, agency, *_rest = source
                origins[position].add(agency or outlet)
                self.sources[tuple(source)].append(position)
        return bitset.from_positions((position for position, some in origins.items() if len(some) > 1), self.size)

    def read_statements(self) -> tuple[Mapping[str, Mapping[str, Planes]], StatementPlanes]:
        """Each on the next free plane of its event."""
        positions, size, sources = self.positions, self.size, self.sources
        columns = (*STATEMENT, *SOURCE_OF_STATEMENT)
        get_keys = make_getter(("pk", "event", "speaker"), columns)
        get_day, get_source = make_getter((*DAYS, "date"), columns), make_getter(SOURCE_OF_STATEMENT, columns)
        rows = Grouping("statement", STATEMENT_CHOICES.values(), self.vocabulary, STATEMENT)
        next_plane = [0] * size
        place: dict[int, int] = {}  # by key, the position in planes that follow each other
        days: list[StatementDay] = []
        audiences: list[Audience] = []
        addressees = self.read_addressees()
        for row in self.iter_table(Quote, *(AS_TEXT.get(name, name) for name in columns)):
            key, event, speaker = get_keys(row)
            position = positions.get(event)
            if position is None:
                continue
            place[key] = here = next_plane[position] * size + position
            next_plane[position] += 1
            days.append(get_day(row))
            audiences.append(make_audience(speaker, addressees[key]) if key in addressees else NO_AUDIENCE)
            rows.add(row, here)
            sources[get_source(row)].append(position)
        found = {name: self.build_planes(one, rows, place) for name, one in STATEMENT_CHOICES.items()}
        return found, StatementPlanes.build(list(place.values()), place, days, audiences, size)

    def build_planes(self, one: ChoiceFilter, rows: Grouping, place: Mapping[int, int]) -> dict[str, Planes]:
        """By value, the statements that have it."""
        if one.columns.statement:
            found = rows.group_by_value(one)
        else:
            relation = self.read_relation(Quote, one.columns.statement_relation, place)
            found = group_by_value(one, self.vocabulary, relation)
        return {
            value: dict(bitset.split_planes(bitset.from_positions(some, max(some) + 1), self.size))
            for value, some in found.items()
        }

    def read_addressees(self) -> Mapping[int, list[int]]:
        """By statement."""
        addressees: dict[int, list[int]] = defaultdict(list)
        for quote, actor in self.iter_table(Quote.addressees.through, "quote", "actor", event="quote__event"):
            addressees[quote].append(actor)
        return addressees

    def find_imprecise(self) -> Mapping[Any, int]:
        """By unit, the events that may have been in more than one."""
        found: dict[Any, list[int]] = {unit: [] for unit in UNITS}
        days = zip(*(self.columns[name] for name in (*DAYS, "date")), strict=True)
        for position, (sort_date, earliest, latest, date) in enumerate(days):
            if earliest == latest:
                continue
            is_open = earliest == dates.FIRST_DAY or latest == dates.LAST_DAY
            is_open = is_open and (dates.parse(date).open_start or dates.parse(date).open_end)
            for unit in UNITS:
                if is_open or number_unit(unit, sort_date) != number_unit(unit, latest):
                    found[unit].append(position)
        return {unit: bitset.from_positions(some, self.size) for unit, some in found.items()}
