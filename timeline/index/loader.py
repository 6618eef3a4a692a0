"""Reading the record into bit strings: a number of questions that does not depend on its size."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast

from articles import dates
from articles.dates.periods import UNITS, number
from timeline.serving import revision

from ..models import Citation, Event, Quote
from ..models.events import LIST_ORDER
from ..serving.change_log import Place
from . import bitset, vocabulary
from .bitset import Days, Planes
from .consistent_read import snapshot
from .snapshot import Snapshot
from .statement_planes import TO_NOBODY, Audience, Day, Statements, audience
from .vocabulary import Names

AT_ONCE = 2_000  # rows
SOURCE = ("article__outlet", "article__agency", "article__language")
FIRST, EARLIEST, LAST = (
    Cast(name, CharField()) for name in ("sort_date", "earliest", "latest")
)  # in order as they are written

Places = dict[Any, list[int]]
Source = tuple[int, int | None, str]  # outlet, agency, language


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
        fields = ("pk", "sort_date", "earliest", "latest", "date", "kind", "planned")
        shown = Event.objects.using(using).public().order_by(*LIST_ORDER)
        self.events = list(self.rows(shown, "pk", *fields))
        self.position = {row[0]: at for at, row in enumerate(self.events)}
        self.size = len(self.events)
        self.sources: dict[Source, list[int]] = defaultdict(list)  # the events that rest on such an article

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

    def record(self, mark: str, place: Place) -> Snapshot:
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
            planned=bitset.of((at for at, row in enumerate(self.events) if row[6]), self.size),
            of_events=self.read_events(said),
            of_statements=said,
            statements=statements,
        )

    def bits(self, places: Mapping[Any, Iterable[int]], slugs: Mapping[int, str] | None = None) -> dict[Any, int]:
        return {slugs[value] if slugs else value: bitset.of(at, self.size) for value, at in places.items()}

    def planes(self, places: Mapping[Any, list[int]], slugs: Mapping[int, str] | None = None) -> dict[Any, Planes]:
        found: dict[Any, Planes] = {}
        for value, at in places.items():
            several = bitset.of(at, max(at) + 1)
            found[slugs[value] if slugs else value] = dict(bitset.planes(several, self.size))
        return found

    def read_events(self, said: Mapping[str, Mapping[str, Planes]]) -> Mapping[str, Mapping[str, int]]:
        kinds, topics, actors = defaultdict(list), defaultdict(list), defaultdict(list)
        position = self.position
        for at, row in enumerate(self.events):
            kinds[row[5]].append(at)
        for event, topic in self.of(Event.topics.through, "event", "topic"):
            if event in position:
                topics[topic].append(position[event])
        for event, actor in self.of(Event.actors.through, "event", "actor"):
            if event in position:
                actors[actor].append(position[event])
        taking_part = self.bits(actors, self.names.actors)
        involved = {
            slug: taking_part.get(slug, 0) | bitset.events(said["actor"].get(slug, {}))
            for slug in {**taking_part, **said["actor"]}
        }
        return {
            "actor": involved,
            "side": self.by_side(involved, bitset.any_of),
            "topic": self.bits(topics, self.names.topics),
            "kind": self.bits(kinds),
            **self.resting_on(),
        }

    def resting_on(self) -> dict[str, dict[str, int]]:
        outlets: Places = defaultdict(list)
        languages: Places = defaultdict(list)
        for (outlet, agency, language), at in self.sources.items():
            for house in {outlet, agency or outlet}:
                outlets[house] += at
            languages[language] += at
        return {"outlet": self.bits(outlets, self.names.outlets), "language": self.bits(languages)}

    def read_citations(self) -> int:
        """The corroborated events."""
        origins: dict[int, set[int]] = defaultdict(set)
        for event, *source in self.of(Citation, "event", *SOURCE):
            if (at := self.position.get(event)) is not None:
                outlet, agency, _language = source
                origins[at].add(agency or outlet)
                self.sources[tuple(source)].append(at)
        return bitset.of((at for at, several in origins.items() if len(several) > 1), self.size)

    def read_statements(self) -> tuple[Mapping[str, Mapping[str, Planes]], Statements]:
        """Each on the next free plane of its event."""
        position, size, posts, sources = self.position, self.size, self.names.posts, self.sources
        actors, kinds, offices, topics = (defaultdict(list) for _ in range(4))
        next_plane = [0] * size
        place: dict[int, int] = {}
        days: list[Day] = []
        audiences: list[Audience] = []
        heard = self.read_addressees()
        fields = ("pk", "event", "speaker", "kind", FIRST, EARLIEST, LAST, "date", *SOURCE)
        for pk, event, speaker, kind, *day, outlet, agency, language in self.of(Quote, *fields):
            at = position.get(event)
            if at is None:
                continue
            place[pk] = here = next_plane[at] * size + at
            next_plane[at] += 1
            days.append(tuple(day))
            audiences.append(audience(speaker, heard[pk]) if pk in heard else TO_NOBODY)
            first, _earliest, last, _date = day
            actors[speaker].append(here)
            kinds[kind].append(here)
            for start, end, office in posts.get(speaker, ()):
                if start <= last and end >= first:
                    offices[office].append(here)
            sources[outlet, agency, language].append(at)
        for quote, topic in self.of(Quote.topics.through, "quote", "topic", event="quote__event"):
            if quote in place:
                topics[topic].append(place[quote])
        speaking = self.planes(actors, self.names.actors)
        found = {
            "actor": speaking,
            "side": self.by_side(speaking, bitset.either),
            "said": self.planes(kinds),
            "office": self.planes(offices),
            "topic": self.planes(topics, self.names.topics),
        }
        return found, Statements.of(list(place.values()), place, days, audiences, size)

    def read_addressees(self) -> Mapping[int, list[int]]:
        """Those spoken to, by statement."""
        heard: dict[int, list[int]] = defaultdict(list)
        for quote, actor in self.of(Quote.addressees.through, "quote", "actor", event="quote__event"):
            heard[quote].append(actor)
        return heard

    def by_side(self, actors: Mapping[str, Any], together: Callable[[Iterable[Any]], Any]) -> dict[str, Any]:
        sides: dict[str, list[Any]] = defaultdict(list)
        for slug, found in actors.items():
            sides[self.names.side_of[slug]].append(found)
        return {side: together(several) for side, several in sides.items()}

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
        return self.bits(reaching)
