"""What events are counted by, as the record names it: hundreds of rows, however many events there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from articles.models import Article, Outlet

from ..models import Actor, Post, Side, Topic
from ..models.actors import SIDE_OF_COUNTRY
from .backend import everybody

Held = tuple[str, str, str]  # from, until, office


@dataclass(frozen=True)
class Names:
    actors: Mapping[int, str]  # slugs by key
    topics: Mapping[int, str]
    outlets: Mapping[int, str]
    side_of: Mapping[str, str]  # by actor
    posts: Mapping[int, list[Held]]  # by actor's key
    labels: Mapping[str, Mapping[str, str]]  # names as the record has them; of fixed choices it has none
    known: Mapping[str, frozenset[str]]  # what may be asked for, shown or not
    using: str = field(default=DEFAULT_DB_ALIAS, compare=False)

    @cached_property
    def people(self) -> Mapping[int, Actor]:
        """Every actor, with their posts; asked for when the first card is drawn."""
        return everybody(self.using)


def read(using: str) -> Names:
    actors = list(rows(Actor, using, "pk", "slug", "name", "country"))
    topics = list(rows(Topic, using, "pk", "slug", "name"))
    outlets = list(rows(Outlet, using, "pk", "slug", "name"))
    posts: dict[int, list[Held]] = defaultdict(list)
    offices: dict[str, str] = {}
    for actor, office, title, start, end in rows(
        Post, using, "actor", "office", "title", "start_earliest", "end_latest"
    ):
        posts[actor].append((start.isoformat(), end.isoformat(), office))
        offices[office] = title
    languages = Article._base_manager.using(using).order_by().values_list("language", flat=True).distinct()
    return Names(
        {pk: slug for pk, slug, *_ in actors},
        {pk: slug for pk, slug, _name in topics},
        {pk: slug for pk, slug, _name in outlets},
        {slug: str(SIDE_OF_COUNTRY.get(country, Side.OTHER).value) for _pk, slug, _name, country in actors},
        dict(posts),
        {
            "actor": {slug: name for _pk, slug, name, _country in actors},
            "topic": {slug: name for _pk, slug, name in topics},
            "office": offices,
            "outlet": {slug: name for _pk, slug, name in outlets},
        },
        {
            "actor": frozenset(slug for _pk, slug, *_ in actors),
            "topic": frozenset(slug for _pk, slug, _name in topics),
            "outlet": frozenset(slug for _pk, slug, _name in outlets),
            "office": frozenset(offices),
            "language": frozenset(languages),
        },
        using,
    )


def rows(model: Any, using: str, *fields: str) -> Iterable[Any]:
    return model._base_manager.using(using).order_by("pk").values_list(*fields)
