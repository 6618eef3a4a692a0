"""Functions that create records for tests; a test sets only the fields that it is about."""

from __future__ import annotations

from importlib import import_module
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection

from articles.models import Article, ArticleText, Outlet
from timeline.models import Actor, Citation, Event, Post, Quote, Topic

_numbers = count(1)


def editors() -> Group:
    """The group that a migration creates; created again if a test that empties the tables has deleted it."""
    if not Group.objects.filter(name="Editors").exists():
        migration = import_module("timeline.migrations.0002_editors_group")
        migration.make_group(apps, SimpleNamespace(connection=connection))
    return Group.objects.get(name="Editors")


def outlet(name: str = "The Morning Post", **fields: Any) -> Outlet:
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    return Outlet.objects.get_or_create(slug=slug, defaults={"name": name, **fields})[0]


def article(text: str | None = None, **fields: Any) -> Article:
    n = next(_numbers)
    fields = {
        "slug": f"article-{n}",
        "title": f"Report {n}",
        "published": "2007-10-23",
        "url": f"https://example.org/{n}",
        **fields,
    }
    fields.setdefault("outlet", outlet())
    made = Article.objects.create(**fields)
    if text is not None:
        ArticleText.objects.create(article=made, body=text)
    return made


def actor(name: str = "", **fields: Any) -> Actor:
    slug = fields.pop("slug", "") or name.lower().replace(" ", "-") or f"actor-{next(_numbers)}"
    return Actor.objects.create(slug=slug, name=name or slug.replace("-", " ").title(), **fields)


def post(held_by: Actor, title: str, start: str = "", end: str = "", **fields: Any) -> Post:
    return Post.objects.create(actor=held_by, title=title, start=start, end=end, **fields)


def topic(name: str) -> Topic:
    return Topic.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name})[0]


def event(title: str = "", *, cites: Any = True, actors: Any = (), topics: Any = (), **fields: Any) -> Event:
    """Published and sourced, unless said otherwise; `cites` is an article, several, or False for none."""
    n = next(_numbers)
    fields = {
        "slug": f"event-{n}",
        "title": title or f"Event {n}",
        "summary": "It happened.",
        "date": "2007-10-23",
        "status": "published",
        **fields,
    }
    made = Event.objects.create(**fields)
    made.actors.set(actors)
    made.topics.set(topics)
    for source in [article()] if cites is True else [cites] if isinstance(cites, Article) else cites or []:
        Citation.objects.create(event=made, article=source)
    return made


def quote(
    words: str = "We are concerned",
    *,
    of: Event | None = None,
    by: Actor | None = None,
    topics: Any = (),
    to: Any = (),
    **fields: Any,
) -> Quote:
    n = next(_numbers)
    of = of or event()
    kind = fields.pop("kind", "indirect")
    text = {"paraphrase": words} if kind == "paraphrase" else {"exact": words}
    source = fields.pop("article", None) or of.citations.first().article
    made = Quote.objects.create(
        slug=fields.pop("slug", f"statement-{n}"),
        event=of,
        speaker=by or actor(),
        article=source,
        kind=kind,
        **text,
        **fields,
    )
    made.topics.set(topics)
    made.addressees.set(to)
    return made
