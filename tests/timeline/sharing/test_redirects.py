"""Shared links keep working after a page or a value of a filter is renamed."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from articles.models import Article, Outlet
from tests.factories import actor, event, post, quote, topic
from timeline.models import Actor, Event, Post, Quote, Redirect, Topic
from timeline.models.redirects import Name
from timeline.sharing.redirects import find_name, record_rename

from ..admin.test_admin import admin, editor, event_form, formset

__all__ = ["editor"]  # the fixture

pytestmark = pytest.mark.django_db

PERMANENT = 301


@pytest.fixture
def lavrov() -> Actor:
    made = actor("Sergei Lavrov", slug="lavrov", country="RU")
    post(made, "Foreign Minister")
    return made


@pytest.fixture
def talks(lavrov: Actor) -> Event:
    made = event("Talks in Tokyo", slug="talks", actors=[lavrov], topics=[topic("Islands")], kind="talks")
    quote("We are concerned", of=made, by=lavrov, slug="concern", topics=[topic("Islands")])
    return made


def rename(record, slug: str) -> None:
    record.slug = slug
    record.save()


RECORDS = {
    "events": lambda: Event.objects.get(),
    "statements": lambda: Quote.objects.get(),
    "actors": lambda: Actor.objects.get(),
    "topics": lambda: Topic.objects.get(),
    "sources": lambda: Article.objects.get(),
}


@pytest.mark.parametrize("page", RECORDS)
def test_the_former_address_of_a_page_redirects_to_the_present_one(page, talks, client):
    record = RECORDS[page]()
    former = record.slug
    rename(record, "renamed")
    answer = client.get(f"/{page}/{former}/?page=1")
    assertRedirects(answer, f"/{page}/renamed/?page=1", PERMANENT)


def test_the_picture_of_a_renamed_event_is_redirected_too(talks, client):
    rename(talks, "renamed")
    assertRedirects(client.get("/events/talks/picture.png"), "/events/renamed/picture.png", PERMANENT)


VALUES = {
    "actor": ("lavrov", lambda: rename(Actor.objects.get(), "sergei-lavrov"), "sergei-lavrov"),
    "topic": ("islands", lambda: rename(Topic.objects.get(), "northern-islands"), "northern-islands"),
    "outlet": ("the-morning-post", lambda: rename(Outlet.objects.get(), "the-post"), "the-post"),
    "office": ("foreign-minister", lambda: retitle(Post.objects.get(), "Minister of War"), "minister-of-war"),
}


def retitle(held: Post, title: str) -> None:
    held.title = title
    held.save()


@pytest.mark.parametrize("address", ["/", "/compare/", "/network/", "/feed.atom"])
@pytest.mark.parametrize("parameter", VALUES)
def test_the_former_value_of_a_filter_redirects_to_the_present_one(address, parameter, talks, client):
    former, change, present = VALUES[parameter]
    assert client.get(address, {parameter: former}).status_code == 200
    change()
    answer = client.get(address, {"since": "2007", parameter: former})
    assertRedirects(answer, f"{address}?{''.join(sorted_query(parameter, present))}", PERMANENT)


def sorted_query(parameter: str, value: str) -> str:
    return "&".join(sorted([f"{parameter}={value}", "since=2007"]))


def test_a_kind_of_event_renamed_by_a_release_is_redirected(talks, client):
    record_rename(Name("kind", "negotiations"), Name("kind", "talks"))
    assertRedirects(client.get("/?kind=negotiations"), "/?kind=talks", PERMANENT)


def test_requests_of_htmx_are_redirected_too(talks, lavrov, client):
    rename(lavrov, "sergei-lavrov")
    answer = client.get("/?actor=lavrov", headers={"HX-Request": "true", "HX-Target": "results"})
    assertRedirects(answer, "/?actor=sergei-lavrov", PERMANENT)


def test_a_former_and_a_present_value_become_one(talks, lavrov, client):
    rename(lavrov, "sergei-lavrov")
    answer = client.get("/?actor=lavrov&actor=sergei-lavrov&topic=islands")
    assertRedirects(answer, "/?actor=sergei-lavrov&topic=islands", PERMANENT)


def test_a_value_that_never_existed_is_still_an_error(talks, lavrov, client):
    rename(lavrov, "sergei-lavrov")
    assertContains(client.get("/?actor=nobody"), "nobody", status_code=400)
    assert client.get("/events/nothing/").status_code == 404
    assert client.get("/", {"actor": "a\0b"}).status_code == 400


def test_after_two_renames_both_names_redirect_to_the_last_one(talks, client):
    rename(talks, "second")
    rename(talks, "third")
    for former in ("talks", "second"):
        assertRedirects(client.get(f"/events/{former}/"), "/events/third/", PERMANENT)
    assert Redirect.objects.count() == 2


def test_a_record_that_gets_its_former_slug_back_has_one_address(talks, client):
    rename(talks, "second")
    rename(talks, "talks")
    assert client.get("/events/talks/").status_code == 200
    assertRedirects(client.get("/events/second/"), "/events/talks/", PERMANENT)
    assert Redirect.objects.count() == 1


def test_browsers_do_not_store_a_redirect_so_that_a_rename_can_be_undone(talks, client):
    rename(talks, "second")
    assert "no-cache" in client.get("/events/talks/")["Cache-Control"]


def test_a_record_that_has_the_name_now_comes_first(talks, client):
    rename(talks, "second")
    event("Other talks", slug="talks")
    assertContains(client.get("/events/talks/"), "Other talks")


def test_the_name_of_a_draft_is_not_revealed(talks, client):
    rename(talks, "secret-talks")
    Event.objects.update(status="draft")
    answer = client.get("/events/talks/")
    assert answer.status_code == 404
    assert b"secret-talks" not in answer.content


def test_the_name_of_an_actor_who_is_not_public_is_not_revealed(client):
    rename(actor("Hidden Person", slug="former"), "hidden-person")
    answer = client.get("/?actor=former")
    assert answer.status_code == 400
    assert b"hidden-person" not in answer.content


def test_an_office_that_another_actor_has_keeps_its_name(talks, lavrov, client):
    post(actor("Taro Kono", country="JP"), "Foreign Minister")
    retitle(lavrov.posts.get(), "Minister of War")
    assert client.get("/?office=foreign-minister").status_code == 200
    assert not Redirect.objects.exists()


def test_saving_other_fields_of_a_record_records_nothing(talks):
    talks.title = "Other talks"
    talks.save()
    talks.save(update_fields=["title"])
    assert not Redirect.objects.exists()


def test_a_withdrawn_record_can_redirect_to_another_kind_of_page(talks, client):
    record_rename(Name("actor", "the-court"), Name("event", "talks"))
    assertRedirects(client.get("/actors/the-court/"), "/events/talks/", PERMANENT)
    assert client.get("/?actor=the-court").status_code == 400


def test_circular_redirects_end(client):
    Redirect.objects.create(old_type="event", old="a", new="b")
    Redirect.objects.create(old_type="event", old="b", new="a")
    assert find_name(Name("event", "a")) is None
    assert client.get("/events/a/").status_code == 404


# ---- editors


def test_a_new_record_cannot_have_the_former_slug_of_another(editor, talks):
    rename(talks, "second")
    answer = editor.post(admin("timeline_event", "add"), event_form(title="New", slug="talks"))
    assertContains(answer, "former slug of “second”")
    assert Event.objects.count() == 1


def test_a_record_can_get_its_own_former_slug_back_in_the_admin(editor, lavrov):
    rename(lavrov, "sergei-lavrov")
    sent = {"name": "Sergei Lavrov", "slug": "lavrov", "kind": "person", "country": "RU"}
    row = formset("posts")
    assert editor.post(admin("timeline_actor", "change", lavrov.pk), sent | row).status_code == 302
    assert Actor.objects.get().slug == "lavrov"


def test_the_list_of_redirects_shows_their_targets(editor, talks):
    rename(talks, "second")
    assertContains(editor.get(admin("timeline_redirect", "changelist")), "second")


def add_redirect(editor: Client, **fields: str):
    sent = {"old_type": "event", "old": "old", "new": "talks", "new_type": "", "note": ""} | fields
    return editor.post(admin("timeline_redirect", "add"), sent)


def test_an_editor_adds_a_redirect(editor, talks, client):
    assert add_redirect(editor).status_code == 302
    assertRedirects(client.get("/events/old/"), "/events/talks/", PERMANENT)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"old": "talks", "new": "talks"}, "is in use"),
        ({"new": "nothing"}, "Nothing has this name"),
        ({"old": "old", "new": "old"}, "lead back to itself"),
        ({"old": "Not a slug"}, "Enter a valid"),
        ({"new": "foreign-minister", "new_type": "office"}, "can only lead to another page"),
    ],
)
def test_an_invalid_redirect_is_refused_with_the_reason(editor, talks, fields, message):
    assertContains(add_redirect(editor, **fields), message)
    assert not Redirect.objects.exists()


def test_an_old_spreadsheet_with_a_former_slug_is_refused(talks, tmp_path):
    file = tmp_path / "events.csv"
    call_command("export_sheet", "events", str(file))
    rename(talks, "second")
    with pytest.raises(CommandError):
        call_command("import_sheet", "events", str(file))
    assert [one.slug for one in Event.objects.all()] == ["second"]
