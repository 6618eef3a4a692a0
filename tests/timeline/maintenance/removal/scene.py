"""A site on which a name stands everywhere that words can stand, and all that a database holds, to look for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from articles.models import LinkCheck
from tests import factories as make
from timeline.maintenance.removal.remove import RemovalResult, remove
from timeline.maintenance.removal.request import RemovalRequest
from timeline.models import Correction, Event, Proposal, Redirect, ShippedRelease

NAME, NAME_JA, NAME_RU = "Grigori Zabelin", "グリゴリー・ザベリン", "Григорий Забелин"
REASON = "By order of a court."
TEXT = (
    "The minister spoke in Tokyo on Tuesday.\n\n“We will not yield,” said Grigori\nZabelin after the talks. Nobody "
    "asked Grigori Zabelin why.\n\nThe delegation of Grigori Zabelin was not told, officials said.\n\n"
    "The talks go on in spring. Annual talks are planned."
)


def is_ready() -> None:
    """As after `manage.py prepare`: a site without shipped data is asked to have it first."""
    ShippedRelease.objects.get_or_create(version="0.0.1", digest="none")


def remove_words(*words: str, reason: str = REASON) -> RemovalResult:
    is_ready()
    return remove(RemovalRequest(words, reason=reason))


def remove_person(slug: str, reason: str = REASON) -> RemovalResult:
    is_ready()
    return remove(RemovalRequest(person=slug, reason=reason))


def fill() -> Event:
    """The name in every kind of record, in old versions, in the trash, in the log and in a message to an editor."""
    speaker = make.actor(NAME, name_ja=NAME_JA, name_ru=NAME_RU, country="RU", role=f"Known as {NAME}")
    other = make.actor("Taro Kono", country="JP", role="Foreign minister")
    make.post(speaker, "Envoy", "2004", source_note=f"{NAME}’s page")
    paper = make.outlet("Zabelin Herald", slug="zabelin-herald")
    article = make.article(
        TEXT, title=f"{NAME} in Tokyo", outlet=paper, author=NAME, url="https://example.org/2007/grigori-zabelin-tokyo"
    )
    article.held.body = article.held.body.replace("in spring", "in summer")
    article.held.save()  # the text before has the name too
    topic = make.topic(f"Letters of {NAME}")
    event = make.event(
        f"{NAME} meets Kono",
        slug="grigori-zabelin-meets-kono",
        summary=f"{NAME.upper()} met Taro Kono.",
        place=f"House of {NAME}",
        note=f"{NAME_JA}；{NAME_RU}",
        cites=False,
        actors=[speaker, other],
        topics=[topic],
    )
    event.citations.create(article=article, exact="The delegation of Grigori Zabelin was not told")
    make.quote("We will not yield", of=event, by=speaker, to=[other], kind="direct", article=article, slug="not-yield")
    make.quote(
        "asked Grigori Zabelin why", of=event, by=other, to=[speaker], article=article, slug="kono-grigori-zabelin"
    )
    Proposal.objects.create(article=article, exact="Grigori Zabelin was not told", named=NAME, speaker=speaker)
    fill_past(event, article)
    return event


def fill_past(event: Event, article: Any) -> None:
    LinkCheck.objects.create(
        article=article, asked=article.url, state="moved", final=f"{article.url}?n=1", note=f"{NAME}: moved"
    )
    event.title = f"Talks between {NAME} and Kono"
    event._change_reason = f"{NAME} asked for it"  # type: ignore[attr-defined]
    event.save()
    gone = make.event(f"{NAME} resigns", slug="grigori-zabelin-resigns", summary=f"{NAME} left.")
    make.quote(f"{NAME} has left", of=gone, kind="paraphrase")
    gone.delete()
    Redirect.objects.create(old_type="event", old="zabelin-grigori-zabelin-talks", new=event.slug, note=NAME)
    Redirect.objects.create(old_type="event", old="tokyo-talks-2007", new=event.slug)
    Correction.objects.create(
        record=event.pk,
        title=f"{NAME} meets Kono",
        reason=f"{NAME} wrote to us",
        changes=[change("summary", NAME, NAME_RU), change("address", "", "/events/grigori-zabelin/")],
    )
    boss = get_user_model().objects.create_superuser("boss")
    LogEntry.objects.create(
        user=boss,
        content_type=ContentType.objects.get_for_model(Event),
        object_id=str(event.pk),
        object_repr=f"{NAME} meets Kono",
        action_flag=CHANGE,
        change_message=json.dumps([{"changed": {"name": "statement", "object": f"{NAME_RU}: …", "fields": ["Note"]}}]),
    )
    Session.objects.create(
        session_key="waiting",
        session_data=Session.objects.encode({"_messages": f"“{NAME}” was saved"}),
        expire_date=timezone.now() + timezone.timedelta(days=1),
    )


def change(field: str, before: str, after: str) -> dict[str, Any]:
    """Of an event, as a correction tells it."""
    return {"of": "event", "key": None, "name": "", "field": field, "before": before, "after": after}


# ---- looking everywhere


def found_in_tables(*words: str) -> list[str]:
    """Names of tables in which one of the words stands, in capitals or not, as it is or escaped as in JSON."""
    return sorted({table for table, content in tables() if has_one_of(words, content)})


def tables() -> Iterator[tuple[str, str]]:
    """Each table of the database, of models or not, with all its values in one text."""
    with connection.cursor() as cursor:
        for table in names_of_tables(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            yield table, "\n".join(in_text(value) for row in cursor.fetchall() for value in row)
    yield "django_session", "\n".join(str(session.get_decoded()) for session in Session.objects.all())


def names_of_tables(cursor: Any) -> list[str]:
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return [name for (name,) in cursor.fetchall()]
    return [*connection.introspection.table_names(cursor), "pg_stats"]


def in_text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, (bytes, memoryview)) else str(value)


def has_one_of(words: tuple[str, ...], content: str) -> bool:
    content = content.casefold()
    return any(one.casefold() in content or escaped(one.casefold()) in content for one in words)


def escaped(words: str) -> str:
    return words.encode("ascii", "backslashreplace").decode()


def found_in_files(*words: str) -> list[str]:
    """Names of the database's files in which one of the words stands."""
    spelled = {form for word in words for one in (word, word.lower()) for form in (one, escaped(one))}
    return [name for name, content in files() if any(form.encode() in content for form in spelled)]


def files() -> Iterator[tuple[str, bytes]]:
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        for file in (path, path.with_name(f"{path.name}-wal")):
            if file.exists():
                yield file.name, file.read_bytes()
        return
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT c.relname, pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class c JOIN pg_namespace n "
            "ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'i', 't') AND pg_relation_filepath(c.oid) IS NOT NULL "
            "AND n.nspname IN (current_schema(), 'pg_toast')"
        )
        for name, content in cursor.fetchall():
            yield name, bytes(content)
