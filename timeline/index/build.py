"""Reading the record into bit strings: a number of questions that does not depend on its size."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from articles import dates
from articles.models import Article, Outlet

from .. import revision
from ..models import Actor, Citation, Event, Post, Quote, Side, Topic
from ..models.actors import SIDE_OF_COUNTRY
from ..periods import UNITS, number
from ..queries import LIST_ORDER
from . import bits
from .bits import Ladder, Planes
from .record import Record
from .statements import Gathering

Places = dict[Any, list[int]]
Source = tuple[int, int | None, str]  # outlet, agency, language


def build(using: str) -> Record:
    """The mark is read first: what is stored meanwhile makes the record newer than its mark, never older."""
    return Builder(using, revision.current(using).mark).record()


class Builder:
    def __init__(self, using: str, mark: str) -> None:
        self.using, self.mark = using, mark
        rows = Event.objects.using(using).public().order_by(*LIST_ORDER)
        self.events = list(rows.values_list("pk", "sort_date", "earliest", "latest", "date", "kind"))
        self.position = {row[0]: at for at, row in enumerate(self.events)}
        self.actors = dict(self.rows(Actor, "pk", "slug"))
        self.names = {
            slug: (name, SIDE_OF_COUNTRY.get(c, Side.OTHER))
            for slug, name, c in self.rows(Actor, "slug", "name", "country")
        }
        self.side_of = {slug: str(side.value) for slug, (_name, side) in self.names.items()}
        self.topics = dict(self.rows(Topic, "pk", "slug"))
        self.outlets = dict(self.rows(Outlet, "pk", "slug"))
        sources = self.rows(Article, "pk", "outlet", "agency", "language")
        self.articles: dict[int, Source] = {pk: (outlet, agency, tag) for pk, outlet, agency, tag in sources}
        self.posts: dict[int, list[tuple[dt.date, dt.date, str]]] = defaultdict(list)
        self.offices: dict[str, str] = {}
        for actor, office, title, start, end in self.rows(
            Post, "actor", "office", "title", "start_earliest", "end_latest"
        ):
            self.posts[actor].append((start, end, office))
            self.offices[office] = title
        self.of_events: dict[str, Places] = {
            name: defaultdict(list) for name in ("actor", "topic", "kind", "outlet", "language")
        }
        self.of_statements: dict[str, dict[Any, Places]] = {
            name: defaultdict(lambda: defaultdict(list)) for name in ("actor", "side", "said", "office", "topic")
        }
        self.origins: dict[int, set[int]] = defaultdict(set)
        self.statements = Gathering(len(self.events))

    def rows(self, model: Any, *fields: str) -> Iterable[Any]:
        return model._base_manager.using(self.using).order_by("pk").values_list(*fields).iterator(10_000)

    def record(self) -> Record:
        self.read_events()
        self.read_statements()
        of_events = {
            name: {value: self.bits(at) for value, at in places.items()} for name, places in self.of_events.items()
        }
        of_events["side"] = self.by_side(of_events["actor"])
        return Record(
            self.mark,
            self.using,
            [row[0] for row in self.events],
            [row[1].toordinal() for row in self.events],
            Ladder.of([row[2].toordinal() for row in self.events]),
            Ladder.of([row[3].toordinal() for row in self.events]),
            self.unsettled(),
            self.bits(at for at, origins in self.origins.items() if len(origins) > 1),
            of_events,
            {
                name: {value: self.planes(planes) for value, planes in found.items()}
                for name, found in self.of_statements.items()
            },
            self.labels(),
            self.side_of,
            {
                "actor": frozenset(self.side_of),
                "topic": frozenset(self.topics.values()),
                "outlet": frozenset(self.outlets.values()),
                "office": frozenset(self.offices),
                "language": frozenset(language for _outlet, _agency, language in self.articles.values()),
            },
            self.position,
            self.statements.statements(),
        )

    def bits(self, positions: Iterable[int]) -> int:
        return bits.of(positions, len(self.events))

    def planes(self, places: Mapping[int, Iterable[int]]) -> Planes:
        return {k: self.bits(at) for k, at in places.items()}

    def read_events(self) -> None:
        for at, row in enumerate(self.events):
            self.of_events["kind"][row[5]].append(at)
        for event, actor in self.rows(Event.actors.through, "event", "actor"):
            if event in self.position:
                at = self.position[event]
                self.of_events["actor"][self.actors[actor]].append(at)
        for event, topic in self.rows(Event.topics.through, "event", "topic"):
            if event in self.position:
                at = self.position[event]
                self.of_events["topic"][self.topics[topic]].append(at)
        for event, article in self.rows(Citation, "event", "article"):
            if event in self.position:
                at = self.position[event]
                outlet, agency, _language = self.articles[article]
                self.origins[at].add(agency or outlet)
                self.rest_on(at, article)

    def rest_on(self, at: int, article: int) -> None:
        outlet, agency, language = self.articles[article]
        self.of_events["outlet"][self.outlets[outlet]].append(at)
        if agency:
            self.of_events["outlet"][self.outlets[agency]].append(at)
        self.of_events["language"][language].append(at)

    def read_statements(self) -> None:
        """Each on the next free plane of its event."""
        next_plane: dict[int, int] = defaultdict(int)
        place: dict[int, tuple[int, int]] = {}
        found = self.of_statements
        fields = ("pk", "event", "speaker", "kind", "article", "sort_date", "earliest", "latest", "date")
        for pk, event, speaker, kind, article, first, earliest, last, date in self.rows(Quote, *fields):
            if (at := self.position.get(event)) is None:
                continue
            k = next_plane[at]
            next_plane[at] += 1
            place[pk] = (k, at)
            self.statements.put(k, at, pk, (first, earliest, last, date))
            slug = self.actors[speaker]
            self.of_events["actor"][slug].append(at)
            self.rest_on(at, article)
            found["actor"][slug][k].append(at)
            found["side"][self.side_of[slug]][k].append(at)
            found["said"][kind][k].append(at)
            for start, end, office in self.posts.get(speaker, ()):
                if start <= last and end >= first:
                    found["office"][office][k].append(at)
        for quote, topic in self.rows(Quote.topics.through, "quote", "topic"):
            if quote in place:
                k, at = place[quote]
                found["topic"][self.topics[topic]][k].append(at)

    def by_side(self, actors: Mapping[str, int]) -> dict[str, int]:
        sides: dict[str, int] = defaultdict(int)
        for slug, found in actors.items():
            sides[self.side_of[slug]] |= found
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

    def labels(self) -> dict[str, dict[str, str]]:
        """Names as the record has them; those of fixed choices are the reader's language's."""
        return {
            "actor": {slug: name for slug, (name, _side) in self.names.items()},
            "topic": dict(self.rows(Topic, "slug", "name")),
            "office": self.offices,
            "outlet": dict(self.rows(Outlet, "slug", "name")),
        }
