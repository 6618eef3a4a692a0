"""Load generated records into the database of DATABASE_URL without `save()`: `python -m bench.populate 1000`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import django

from .generate import Archive, make_slug

if TYPE_CHECKING:
    from django.db.models import Model

AT_ONCE = 5_000
COUNTRIES = {"other": "GB"}  # for a side that is not a country
LANGUAGES = ("en", "en", "ja", "ru")
SECOND_OFFICE = "1990"  # the year in which each actor changes office


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("statements", type=int, help="how many statements to invent")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import DEFAULT_DB_ALIAS, connection, transaction

    from timeline.search import full_text_index

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        store_archive(Archive(options.statements))
        full_text_index.reindex(DEFAULT_DB_ALIAS)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as loading the shipped data does


def store_archive(archive: Archive) -> None:
    from timeline.models import Actor, Citation, Event, Post, Quote, Topic

    store(Topic, (Topic(pk=key, slug=make_slug(name), name=name) for key, name in archive.topics))
    store(Actor, make_actors(archive))
    store(Post, (post for actor in archive.actors for post in make_posts(actor)))
    store_sources(archive)
    store(Event, make_events(archive))
    store(Event.topics.through, (Event.topics.through(event_id=e.key, topic_id=e.topic) for e in archive.events))
    present: set[tuple[int, int]] = set()
    cited = {(event.key, archive.find_own_article(event.key)) for event in archive.events}
    rest = archive.make_statements()
    while some := list(islice(rest, AT_ONCE)):
        store(Quote, (make_quote(statement, archive) for statement in some))
        link = Quote.topics.through
        store(link, (link(quote_id=one.key, topic_id=topic) for one in some for topic in one.topics))
        present.update((one.event, one.speaker) for one in some)
        cited.update((one.event, one.article) for one in some)
    taking_part = Event.actors.through
    store(taking_part, (taking_part(event_id=event, actor_id=actor) for event, actor in sorted(present)))
    store(Citation, (Citation(event_id=event, article_id=article) for event, article in sorted(cited)))
    reset_sequences()


def store(model: type[Model], records: Iterable[Model]) -> None:
    rest = iter(records)
    while some := list(islice(rest, AT_ONCE)):
        model._default_manager.bulk_create(some)


def make_actors(archive: Archive) -> Iterator[Any]:
    from timeline.models import Actor

    for key, name, role, side in archive.actors:
        yield Actor(pk=key, slug=f"actor-{key}", name=name, role=role, country=COUNTRIES.get(side, side))


def make_posts(actor: Any) -> Iterator[Any]:
    """Two offices, one after the other."""
    from timeline.models import Post

    titles = (f"Deputy {actor.role}", actor.role.capitalize())
    for title, start, end in zip(titles, ("", SECOND_OFFICE), (str(int(SECOND_OFFICE) - 1), ""), strict=True):
        post = Post(actor_id=actor.key, title=title, start=start, end=end, source_note="generated")
        yield set_bounds(post, "start_earliest", "end_latest", start, end, office=make_slug(title))


def set_bounds(record: Any, first: str, last: str, start: str, end: str, **more: Any) -> Any:
    """Set the fields that `save()` would compute."""
    from articles import dates

    values = {first: dates.bounds(start)[0], last: dates.bounds(end)[1], **more}
    for name, value in values.items():
        setattr(record, name, value)
    return record


def store_sources(archive: Archive) -> None:
    from articles.models import Article, Outlet

    store(Outlet, (Outlet(pk=key, slug=make_slug(name), name=name) for key, name in archive.publishers))
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


def make_events(archive: Archive) -> Iterator[Any]:
    from timeline.models import Event

    kinds = list(Event.Kind)
    for one in archive.events:
        event = Event(
            pk=one.key,
            slug=f"event-{one.key}",
            title=one.title,
            summary=one.summary,
            kind=kinds[one.key % len(kinds)],
            date=one.edtf,
            place=one.place,
            status=Event.Status.PUBLISHED,
        )
        yield set_bounds(event, "earliest", "latest", one.edtf, one.edtf, sort_date=one.day)


def make_quote(statement: Any, archive: Archive) -> Any:
    from articles.models import AnchorState
    from timeline.models import Quote

    kinds = list(Quote.Kind)
    kind = kinds[statement.key % len(kinds)]
    verbatim = kind != Quote.Kind.PARAPHRASE
    record = Quote(
        pk=statement.key,
        slug=f"statement-{statement.key}",
        event_id=statement.event,
        speaker_id=statement.speaker,
        article_id=statement.article,
        kind=kind,
        exact=statement.text if verbatim else "",
        paraphrase="" if verbatim else statement.text,
        anchor_state=AnchorState.UNHELD if verbatim else AnchorState.NONE,
        date=statement.edtf,
    )
    set_bounds(record, "earliest", "latest", statement.edtf, statement.edtf)
    record.sort_date = record.earliest
    return record


def reset_sequences() -> None:
    """PostgreSQL's sequences do not notice keys that were given explicitly."""
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
