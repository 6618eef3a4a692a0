"""Invented records into the database of DATABASE_URL, past the models' own saving: `python -m bench.populate 1000`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import django

from .generate import Archive, slug

if TYPE_CHECKING:
    from django.db.models import Model

AT_ONCE = 5_000
COUNTRIES = {"other": "GB"}  # of sides that are no country
LANGUAGES = ("en", "en", "ja", "ru")
CHANGED_OFFICE = "1990"  # when each actor took a second one


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import DEFAULT_DB_ALIAS, connection, transaction

    from timeline.search import full_text_index

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        fill(Archive(int(sys.argv[1])))
        full_text_index.reindex(DEFAULT_DB_ALIAS)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as seeding does


def fill(archive: Archive) -> None:
    from timeline.models import Actor, Citation, Event, Post, Quote, Topic

    store(Topic, (Topic(pk=key, slug=slug(name), name=name) for key, name in archive.topics))
    store(Actor, actors(archive))
    store(Post, (post for actor in archive.actors for post in posts(actor)))
    sources(archive)
    store(Event, events(archive))
    store(Event.topics.through, (Event.topics.through(event_id=e.key, topic_id=e.topic) for e in archive.events))
    present: set[tuple[int, int]] = set()
    cited = {(event.key, archive.own_article(event.key)) for event in archive.events}
    rest = archive.statements()
    while some := list(islice(rest, AT_ONCE)):
        store(Quote, (quote(said, archive) for said in some))
        on = Quote.topics.through
        store(on, (on(quote_id=said.key, topic_id=topic) for said in some for topic in said.topics))
        present.update((said.event, said.speaker) for said in some)
        cited.update((said.event, said.article) for said in some)
    taking_part = Event.actors.through
    store(taking_part, (taking_part(event_id=event, actor_id=actor) for event, actor in sorted(present)))
    store(Citation, (Citation(event_id=event, article_id=article) for event, article in sorted(cited)))
    after_the_last_keys()


def store(model: type[Model], records: Iterable[Model]) -> None:
    rest = iter(records)
    while some := list(islice(rest, AT_ONCE)):
        model._default_manager.bulk_create(some)


def actors(archive: Archive) -> Iterator[Any]:
    from timeline.models import Actor

    for key, name, role, side in archive.actors:
        yield Actor(pk=key, slug=f"actor-{key}", name=name, role=role, country=COUNTRIES.get(side, side))


def posts(actor: Any) -> Iterator[Any]:
    """Two offices, one after the other."""
    from timeline.models import Post

    titles = (f"Deputy {actor.role}", actor.role.capitalize())
    for title, start, end in zip(titles, ("", CHANGED_OFFICE), (str(int(CHANGED_OFFICE) - 1), ""), strict=True):
        post = Post(actor_id=actor.key, title=title, start=start, end=end, source_note="invented")
        yield with_bounds(post, "start_earliest", "end_latest", start, end, office=slug(title))


def with_bounds(record: Any, first: str, last: str, start: str, end: str, **more: Any) -> Any:
    """What a record's own `save()` would compute."""
    from articles import dates

    values = {first: dates.bounds(start)[0], last: dates.bounds(end)[1], **more}
    for name, value in values.items():
        setattr(record, name, value)
    return record


def sources(archive: Archive) -> None:
    from articles.models import Article, Outlet

    store(Outlet, (Outlet(pk=key, slug=slug(name), name=name) for key, name in archive.publishers))
    store(
        Article,
        (
            Article(
                pk=one.key,
                slug=f"article-{one.key}",
                title=one.title,
                outlet_id=one.publisher,
                published=one.published.isoformat(),
                published_earliest=one.published,
                published_latest=one.published,
                language=LANGUAGES[one.key % len(LANGUAGES)],
                url=one.url,
            )
            for one in archive.articles
        ),
    )


def events(archive: Archive) -> Iterator[Any]:
    from timeline.models import Event

    kinds = list(Event.Kind)
    for told in archive.events:
        event = Event(
            pk=told.key,
            slug=f"event-{told.key}",
            title=told.title,
            summary=told.summary,
            kind=kinds[told.key % len(kinds)],
            date=told.edtf,
            place=told.place,
            status=Event.Status.PUBLISHED,
        )
        yield with_bounds(event, "earliest", "latest", told.edtf, told.edtf, sort_date=told.day)


def quote(said: Any, archive: Archive) -> Any:
    from articles.models import AnchorState
    from timeline.models import Quote

    kinds = list(Quote.Kind)
    kind = kinds[said.key % len(kinds)]
    verbatim = kind != Quote.Kind.PARAPHRASE
    record = Quote(
        pk=said.key,
        slug=f"statement-{said.key}",
        event_id=said.event,
        speaker_id=said.speaker,
        article_id=said.article,
        kind=kind,
        exact=said.text if verbatim else "",
        paraphrase="" if verbatim else said.text,
        anchor_state=AnchorState.UNHELD if verbatim else AnchorState.NONE,
        date=said.edtf,
    )
    with_bounds(record, "earliest", "latest", said.edtf, said.edtf)
    record.sort_date = record.earliest
    return record


def after_the_last_keys() -> None:
    """PostgreSQL numbers on from where it was, not from the keys that were given."""
    from django.core.management.color import no_style
    from django.db import connection

    from articles.models import Article, Outlet
    from timeline.models import Actor, Event, Quote, Topic

    with connection.cursor() as cursor:
        models = [Article, Outlet, Actor, Event, Quote, Topic]
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


if __name__ == "__main__":
    main()
