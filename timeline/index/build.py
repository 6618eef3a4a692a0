"""Reading the record into bit strings: a number of questions that does not depend on its size."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from articles import dates

from .. import revision
from ..models import Citation, Event, Quote
from ..periods import UNITS, number
from ..queries import LIST_ORDER
from ..touched import Place
from . import bits, names
from .bits import Days, Planes
from .names import Names
from .record import Record
from .snapshot import snapshot

AT_ONCE = 2_000  # rows
SOURCE = ("article__outlet", "article__agency", "article__language")

Places = dict[Any, list[int]]


def build(using: str, rest: Callable[[], None] = lambda: None) -> Record:
    """All of it. `rest` is called now and then."""
    with snapshot(using):
        at, place = revision.last(using)
        return Reader(using, names.read(using), rest=rest).record(at.mark, place)


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
        fields = ("pk", "sort_date", "earliest", "latest", "date", "kind")
        shown = Event.objects.using(using).public().order_by(*LIST_ORDER)
        self.events = list(self.rows(shown, "pk", *fields))
        self.position = {row[0]: at for at, row in enumerate(self.events)}
        self.of_events: dict[str, Places] = {
            name: defaultdict(list) for name in ("actor", "topic", "kind", "outlet", "language")
        }
        self.of_statements: dict[str, dict[Any, Places]] = {
            name: defaultdict(lambda: defaultdict(list)) for name in ("actor", "side", "said", "office", "topic")
        }
        self.origins: dict[int, set[int]] = defaultdict(set)

    def rows(self, asked: Any, event: str, *fields: str) -> Iterator[Any]:
        if self.only is not None:
            asked = asked.filter(**{f"{event}__in": self.only})
        for n, row in enumerate(asked.values_list(*fields).iterator(AT_ONCE), 1):
            if n % AT_ONCE == 0:
                self.rest()
            yield row

    def of(self, model: Any, *fields: str, event: str = "event") -> Iterator[Any]:
        return self.rows(model._base_manager.using(self.using).order_by("pk"), event, *fields)

    def record(self, mark: str, place: Place) -> Record:
        self.read_events()
        self.read_statements()
        of_events = {
            name: {value: self.bits(at) for value, at in places.items()} for name, places in self.of_events.items()
        }
        of_events["side"] = self.by_side(of_events["actor"])
        firsts, lasts = ([row[n].toordinal() for row in self.events] for n in (2, 3))
        return Record(
            mark,
            place,
            self.using,
            self.names,
            array("q", [row[0] for row in self.events]),
            array("i", [row[1].toordinal() for row in self.events]),
            array("i", firsts),
            array("i", lasts),
            Days.of(firsts),
            Days.of(lasts),
            self.unsettled(),
            self.bits(at for at, origins in self.origins.items() if len(origins) > 1),
            of_events,
            {
                name: {value: self.planes(planes) for value, planes in found.items()}
                for name, found in self.of_statements.items()
            },
        )

    def bits(self, positions: Iterable[int]) -> int:
        return bits.of(positions, len(self.events))

    def planes(self, places: Mapping[int, Iterable[int]]) -> Planes:
        return {k: self.bits(at) for k, at in places.items()}

    def read_events(self) -> None:
        position, by = self.position, self.of_events
        for at, row in enumerate(self.events):
            by["kind"][row[5]].append(at)
        for event, actor in self.of(Event.actors.through, "event", "actor"):
            if event in position:
                by["actor"][self.names.actors[actor]].append(position[event])
        for event, topic in self.of(Event.topics.through, "event", "topic"):
            if event in position:
                by["topic"][self.names.topics[topic]].append(position[event])
        for event, outlet, agency, language in self.of(Citation, "event", *SOURCE):
            if event in position:
                self.origins[position[event]].add(agency or outlet)
                self.rest_on(position[event], outlet, agency, language)

    def rest_on(self, at: int, outlet: int, agency: int | None, language: str) -> None:
        self.of_events["outlet"][self.names.outlets[outlet]].append(at)
        if agency:
            self.of_events["outlet"][self.names.outlets[agency]].append(at)
        self.of_events["language"][language].append(at)

    def read_statements(self) -> None:
        """Each on the next free plane of its event."""
        next_plane: dict[int, int] = defaultdict(int)
        place: dict[int, tuple[int, int]] = {}
        found, posts = self.of_statements, self.names.posts
        for pk, event, speaker, kind, first, last, *source in self.of(
            Quote, "pk", "event", "speaker", "kind", "sort_date", "latest", *SOURCE
        ):
            if (at := self.position.get(event)) is None:
                continue
            k = next_plane[at]
            next_plane[at] += 1
            place[pk] = (k, at)
            slug = self.names.actors[speaker]
            self.of_events["actor"][slug].append(at)
            self.rest_on(at, *source)
            found["actor"][slug][k].append(at)
            found["side"][self.names.side_of[slug]][k].append(at)
            found["said"][kind][k].append(at)
            for start, end, office in posts.get(speaker, ()):
                if start <= last and end >= first:
                    found["office"][office][k].append(at)
        for quote, topic in self.of(Quote.topics.through, "quote", "topic", event="quote__event"):
            if quote in place:
                k, at = place[quote]
                found["topic"][self.names.topics[topic]][k].append(at)

    def by_side(self, actors: Mapping[str, int]) -> dict[str, int]:
        sides: dict[str, int] = defaultdict(int)
        for slug, found in actors.items():
            sides[self.names.side_of[slug]] |= found
        return dict(sides)

    def unsettled(self) -> Mapping[Any, int]:
        reaching: dict[Any, list[int]] = {unit: [] for unit in UNITS}
        for at, (_pk, first, earliest, latest, date, _kind) in enumerate(self.events):
            if earliest == latest:
                continue
            opened = earliest == dates.FIRST_DAY or latest == dates.LAST_DAY
            opened = opened and (dates.parse(date).open_start or dates.parse(date).open_end)
            for unit in UNITS:
                if opened or number(unit, first) != number(unit, latest):
                    reaching[unit].append(at)
        return {unit: self.bits(found) for unit, found in reaching.items()}
