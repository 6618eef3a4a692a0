"""What a reader has is never older than what the editors saved, and is not sent twice."""

from __future__ import annotations

import threading

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, ArticleText, Outlet
from tests.factories import actor, article, event, outlet, post, quote, topic
from timeline.models import Actor, Citation, Correction, Event, Post, Quote, Topic
from timeline.search import full_text_index
from timeline.serving import change_log, revision, triggers

pytestmark = pytest.mark.django_db

SWAP = {"HX-Request": "true", "HX-Target": "results"}


@pytest.fixture
def said() -> Quote:
    speaker = actor("Sergei Lavrov", country="RU")
    post(speaker, "Minister for Foreign Affairs")
    happened = event("Talks in Tokyo", actors=[speaker], topics=[topic("Islands")])
    return quote("We are concerned", of=happened, by=speaker, topics=[topic("Islands")])


def changes() -> dict:
    """Each way in which something that readers see may change, by what an editor or a program does."""
    return {
        "an event saved": lambda: Event.objects.get().save(),
        "an event begun": lambda: event(status="draft"),
        "many events by one update": lambda: Event.objects.update(place="Kyoto"),
        "an event deleted": lambda: Event.objects.get().delete(),
        "a topic given": lambda: Event.objects.get().topics.add(topic("Shield")),
        "a topic given from its side": lambda: topic("Islands").events.clear(),
        "an actor taken away": lambda: Event.objects.get().actors.clear(),
        "a statement saved": lambda: Quote.objects.get().save(),
        "a statement deleted": lambda: Quote.objects.all().delete(),
        "a statement's topics": lambda: Quote.objects.get().topics.clear(),
        "whom it was said to": lambda: Quote.objects.get().addressees.add(Actor.objects.first()),
        "a citation": lambda: Citation.objects.create(event=Event.objects.get(), article=article()),
        "no citation": lambda: Citation.objects.all().delete(),
        "an actor's name": lambda: Actor.objects.filter(slug="sergei-lavrov").update(name="S. Lavrov"),
        "actors made in bulk": lambda: Actor.objects.bulk_create([Actor(slug="a", name="A")], ignore_conflicts=True),
        "a post": lambda: Post.objects.update(title="Foreign Minister"),
        "a topic's name": lambda: Topic.objects.update(name="The islands"),
        "an article's title": lambda: Article.objects.update(title="Another"),
        "an outlet's name": lambda: Outlet.objects.update(name="The Evening Post"),
        "a text stored": lambda: ArticleText.objects.create(article=Article.objects.first(), body="We are concerned."),
        "a correction": lambda: Correction.objects.create(record=1, title="Talks"),
        "SQL typed by hand": lambda: connection.cursor().execute("UPDATE timeline_event SET title = 'Talks'"),
        "the words indexed again": lambda: call_command("reindex", verbosity=0),
    }


@pytest.mark.parametrize("change", changes())
def test_every_visible_change_increases_the_revision(said, change, capsys):
    before = revision.current()
    changes()[change]()
    assert revision.current().mark != before.mark
    assert revision.current() != before


def triggers_on(table: str = "") -> list[triggers.Part]:
    return [part for part in triggers.read_installed(connection) if part.table and part.table == (table or part.table)]


def drop(trigger: triggers.Part) -> None:
    with connection.cursor() as cursor:
        cursor.execute(triggers.build_drop_statement(connection, trigger))


def test_every_table_that_pages_are_made_of_has_its_triggers():
    watched = {part.table for part in triggers_on()}
    assert watched == set(triggers.list_seen_tables())
    assert {"timeline_event", "timeline_quote_topics", "articles_outlet", "timeline_correction"} <= watched
    assert not [table for table in watched if "historical" in table or "proposal" in table]


def test_a_table_that_lost_its_triggers_gets_them_back(said):
    for trigger in triggers_on("timeline_topic"):
        drop(trigger)
    before = revision.current()
    Topic.objects.update(name="Unseen")
    assert revision.current() == before
    assert triggers.install(connection)
    Topic.objects.update(name="Seen")
    assert revision.current() != before


def test_nothing_is_replaced_if_nothing_differs():
    assert not triggers.install(connection)


def test_a_trigger_changed_by_hand_is_replaced(said):
    trigger = next(part for part in triggers_on("timeline_topic") if "update" in part.name)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {trigger.table} DISABLE TRIGGER ALL")
        else:
            drop(trigger)
            cursor.execute(f"CREATE TRIGGER {trigger.name} AFTER update ON {trigger.table} BEGIN SELECT 1; END")
    before = revision.current()
    Topic.objects.update(name="Unseen")
    assert revision.current() == before
    assert triggers.install(connection)
    Topic.objects.update(name="Seen")
    assert revision.current() != before


def test_a_function_of_another_version_is_replaced(said):
    if connection.vendor != "postgresql":
        assert not [part for part in triggers.read_installed(connection) if not part.table]  # SQLite has no functions
        return
    with connection.cursor() as cursor:
        cursor.execute(triggers.build_function("timeline_topic_touches", " BEGIN RETURN NULL; END ").sql)
    assert triggers.install(connection)
    _revision, place = revision.last()
    Topic.objects.update(name="Seen")
    found = revision.since(place)
    assert found
    assert found[2].events == {Event.objects.get().pk}


RENAMED = "timeline_participation"


def test_an_actor_can_be_saved_after_a_table_was_renamed(said, monkeypatch):
    """The old functions named the table: on PostgreSQL the next save of an actor failed."""
    through = Event.actors.through._meta
    renamed = {
        table.replace(through.db_table, RENAMED): (column, asked.replace(through.db_table, RENAMED))
        for table, (column, asked) in change_log.EVENTS_OF.items()
    }
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {through.db_table} RENAME TO {RENAMED}")
    monkeypatch.setattr(through, "db_table", RENAMED)
    monkeypatch.setattr(change_log, "EVENTS_OF", renamed)
    assert triggers.install(connection)
    _revision, place = revision.last()
    Actor.objects.filter(slug="sergei-lavrov").update(name="S. Lavrov")
    found = revision.since(place)
    assert found
    assert found[2].events == {Event.objects.get().pk}
    assert not [
        part for part in triggers.read_installed(connection) if "timeline_event_actors" in f"{part.name} {part.sql}"
    ]
    assert {part.table for part in triggers_on()} == set(triggers.list_seen_tables())


def test_records_can_be_saved_while_a_migration_is_under_way(said):
    """A migration that fails halfway leaves tables that the log's queries do not know."""
    triggers.simplify(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE timeline_event_actors RENAME TO {RENAMED}")
    before, place = revision.last()
    Actor.objects.filter(slug="sergei-lavrov").update(name="S. Lavrov")
    assert revision.current() != before
    assert revision.since(place) is None  # everything may have changed


def test_a_rolled_back_change_does_not_increase_the_revision(said):
    before = revision.current()
    with transaction.atomic():
        Event.objects.update(title="Never")
        assert revision.current() != before
        transaction.set_rollback(True)
    assert revision.current() == before


def test_reading_does_not_increase_the_revision(said, client):
    before = revision.current()
    for address in ("/", "/actors/", said.get_absolute_url(), "/about/"):
        client.get(address)
    assert revision.current() == before


def test_no_mark_occurs_twice(said):
    marks = set()
    for n in range(20):
        with transaction.atomic():
            Event.objects.update(title=f"Title {n}")
            marks.add(revision.current().mark)
            transaction.set_rollback(True)
    assert len(marks) == 20


def public_pages(said: Quote) -> list[str]:
    return [
        "/",
        "/?topic=islands",
        "/compare/",
        "/network/",
        said.event.get_absolute_url(),
        said.get_absolute_url(),
        "/actors/",
        "/actors/sergei-lavrov/",
        "/topics/",
        "/topics/islands/",
        "/on-this-day/10-23/",
        "/corrections/",
        "/corrections.atom",
        "/feed.atom",
        "/sources/",
        f"/sources/{said.article.slug}/",
        "/about/",
        "/sitemap.xml",
        "/sitemap-events.xml",
    ]


def test_every_unchanged_public_page_takes_one_query(said, client, django_assert_num_queries):
    for address in public_pages(said):
        first = client.get(address)
        assert first.status_code == 200, address
        assert first["Cache-Control"] == "public, max-age=0, must-revalidate", address
        with django_assert_num_queries(1):
            again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == first["Cache-Control"]
        assert {*first["Vary"].split(", ")} == {*again["Vary"].split(", ")}


def test_after_a_save_every_page_is_sent_again(said, client):
    had = {address: client.get(address)["ETag"] for address in public_pages(said)}
    said.event.title = "Talks in Kyoto"
    said.event.save()
    for address, tag in had.items():
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 200, address
    answer = client.get("/", headers={"If-None-Match": had["/"]})
    assert "Talks in Kyoto" in answer.content.decode()


def test_a_compressed_page_is_not_sent_again_either(said, client):
    packed = {"Accept-Encoding": "gzip"}
    first = client.get("/", headers=packed)
    assert first["Content-Encoding"] == "gzip"
    assert client.get("/", headers={**packed, "If-None-Match": first["ETag"]}).status_code == 304


def test_a_part_of_a_page_has_another_etag_than_the_page(said, client):
    whole, part = client.get("/"), client.get("/", headers=SWAP)
    assert whole["ETag"] != part["ETag"]
    assert {"HX-Request", "HX-Target"} <= {*whole["Vary"].split(", ")}
    assert client.get("/", headers={**SWAP, "If-None-Match": whole["ETag"]}).status_code == 200
    assert client.get("/", headers={**SWAP, "If-None-Match": part["ETag"]}).status_code == 304


def test_each_address_host_and_program_has_its_own_etag(said, client, settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["*"]
    tags = {client.get(address)["ETag"] for address in ("/", "/?kind=other", "/?q=concerned", "/about/")}
    tags.add(client.get("/", headers={"Host": "timeline.example"})["ETag"])
    monkeypatch.setattr("timeline.serving.conditional_get.fingerprint_program", lambda: "another")
    tags.add(client.get("/")["ETag"])
    assert len(tags) == 6


def test_missing_pages_and_invalid_addresses_have_no_etag(said, client):
    for address in ("/events/nothing/", "/?page=999", "/?since=never", "/?q="):
        answer = client.get(address)
        assert answer.status_code in (302, 400, 404)
        assert "ETag" not in answer or "W/" not in answer["ETag"]


def test_random_and_daily_pages_and_editors_pages_are_not_cached(said, client):
    editor = get_user_model().objects.create_superuser("editor", password="x")
    for address in ("/random/", "/on-this-day/"):
        assert "no-store" in client.get(address)["Cache-Control"]
    client.force_login(editor)
    for address in ("/admin/", f"/admin/timeline/event/{said.event.pk}/change/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "public" not in answer["Cache-Control"]


def test_rebuilding_the_search_index_increases_the_revision(said):
    before = revision.current()
    full_text_index.reindex("default")
    assert revision.current() == before  # what was found is found again
    revision.move()
    assert revision.current().number == before.number + 1


@pytest.mark.django_db(transaction=True)
def test_two_writers_increase_the_revision_twice_and_nobody_sees_either_before_its_commit():
    happened = event()
    before, inside, go_on = revision.current(), threading.Event(), threading.Event()

    def other_writer() -> None:
        try:
            with transaction.atomic():
                Event.objects.filter(pk=happened.pk).update(place="Kyoto")
                inside.set()
                go_on.wait(10)
        finally:
            connections.close_all()

    writer = threading.Thread(target=other_writer)
    writer.start()
    inside.wait(10)
    assert revision.current() == before
    threading.Timer(0.2, go_on.set).start()
    outlet("Another")  # waits for the first
    writer.join()
    assert revision.current().number == before.number + 2
    assert Event.objects.get().place == "Kyoto"


@pytest.mark.django_db(transaction=True)
def test_a_reader_sees_an_editors_save_at_once(client: Client):
    happened = event("Talks in Tokyo")
    tag = client.get("/")["ETag"]
    for n in range(3):
        happened.title = f"Talks {n}"
        happened.save()
        answer = client.get("/", headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert f"Talks {n}" in answer.content.decode()
        tag = answer["ETag"]
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/", headers={"If-None-Match": tag}).status_code == 304
        assert len(asked) == 1
