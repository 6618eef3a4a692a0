"""What an editor can do in the admin: every page, permissions, forms."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from articles.models import Article, ArticleText, Outlet
from tests.factories import editors
from timeline.models import Actor, Citation, Event, Post, Quote, Redirect, Topic

pytestmark = pytest.mark.django_db

MODELS = {
    "articles": ["outlet", "article"],
    "timeline": ["actor", "post", "topic", "event", "citation", "quote", "redirect"],
}
NAMES = [f"{app}_{model}" for app, models in MODELS.items() for model in models]
TEXT = (
    "Lavrov spoke in Tokyo.\n\n“We are concerned about missile defence,” he said. Japan listened.\n\n"
    "Later he repeated: missile defence is no way out. The talks go on. The talks go on."
)
numbers = count(1)


def make_article(text: str = "", **fields: Any) -> Article:
    n = next(numbers)
    fields.setdefault("outlet", Outlet.objects.get_or_create(slug="post", defaults={"name": "The Post"})[0])
    article = Article.objects.create(
        **{"slug": f"article-{n}", "title": f"Report {n}", "published": "2007-10-23"} | fields
    )
    if text:
        ArticleText.objects.create(article=article, body=text)
    return article


def make_actor(name: str = "Sergei Lavrov", **fields: Any) -> Actor:
    return Actor.objects.create(**{"slug": f"actor-{next(numbers)}", "name": name, "country": "RU"} | fields)


def make_event(title: str = "", *, cites: Article | None = None, **fields: Any) -> Event:
    n = next(numbers)
    given = {"slug": f"event-{n}", "title": title or f"Event {n}", "summary": "It happened.", "date": "2007-10-23"}
    event = Event.objects.create(**given | fields)
    if cites:
        Citation.objects.create(event=event, article=cites)
    return event


def make_quote(event: Event, article: Article, exact: str = "missile defence is no way out", **fields: Any) -> Quote:
    given = {"slug": f"quote-{next(numbers)}", "kind": "indirect", "exact": exact, **fields}
    given["speaker"] = fields.get("speaker") or make_actor()
    return Quote.objects.create(event=event, article=article, **given)


def make_editor(name: str = "editor") -> User:
    editor = User.objects.create_user(name, is_staff=True)
    editor.groups.add(editors())
    return editor


@pytest.fixture
def editor(client: Client) -> Client:
    """A client signed in as a member of the group “Editors”."""
    client.force_login(make_editor())
    return client


def admin(name: str, page: str = "changelist", *args: Any) -> str:
    return reverse(f"admin:{name}_{page}", args=args)


def one_of_each() -> dict[str, Any]:
    article = make_article(TEXT)
    event = make_event("Talks in Tokyo", cites=article, status="published")
    quote = make_quote(event, article)
    topic = Topic.objects.create(slug="missiles", name="Missile defence")
    event.topics.add(topic)
    post = Post.objects.create(actor=quote.speaker, title="Foreign Minister", start="2004", source=article)
    return {
        "articles_outlet": article.outlet,
        "articles_article": article,
        "timeline_actor": quote.speaker,
        "timeline_post": post,
        "timeline_topic": topic,
        "timeline_event": event,
        "timeline_citation": event.citations.get(),
        "timeline_quote": quote,
        "timeline_redirect": Redirect.objects.create(old_type="event", old="former", new=event.slug),
    }


def formset(prefix: str, *rows: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    sent = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for n, row in enumerate(rows):
        sent.update({f"{prefix}-{n}-{name}": value for name, value in row.items()})
    return sent


def event_form(citations: Any = (), quotes: Any = (), **fields: Any) -> dict[str, Any]:
    given = {
        "title": "Talks in Tokyo",
        "summary": "They met.",
        "date": "2007-10-23",
        "kind": "talks",
        "status": "draft",
    }
    return given | fields | formset("citations", *citations) | formset("quotes", *quotes)


@pytest.mark.parametrize("name", NAMES)
def test_an_editor_can_open_every_page_of_every_model(editor: Client, name: str) -> None:
    record = one_of_each()[name]
    version = record.history.latest()
    pages = [
        admin(name),
        admin(name) + "?q=a",
        admin(name, "add"),
        admin(name, "change", record.pk),
        admin(name, "history", record.pk),
        admin(name, "simple_history", record.pk, version.pk),
        admin(name, "delete", record.pk),
    ]
    assert {page: editor.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_an_editor_cannot_reach_users_and_groups(editor: Client) -> None:
    pages = ["/admin/auth/user/", "/admin/auth/group/", "/admin/auth/user/add/", "/admin/auth/"]
    assert all(editor.get(page).status_code in (403, 404) for page in pages)
    assertNotContains(editor.get("/admin/"), "/admin/auth/")


def test_the_editors_group_may_change_all_records_and_nothing_else() -> None:
    group = editors()
    rights = set(group.permissions.values_list("content_type__app_label", "codename"))
    wanted = {
        (app, f"{action}_{model}")
        for app, models in {**MODELS, "articles": [*MODELS["articles"], "articletext"]}.items()
        for model in models
        for action in ("add", "change", "delete", "view")
    }
    assert wanted <= rights
    assert {app for app, _codename in rights} == {"articles", "timeline"}
    assert all(codename.startswith(("view_historical", "view_shipped")) for _app, codename in rights - wanted)


def test_the_editors_group_can_be_created_before_any_permission_exists_and_removed_again() -> None:
    """On a new database, permissions are created after all migrations."""
    migration = import_module("timeline.migrations.0002_editors_group")
    schema_editor = SimpleNamespace(connection=connection)
    rights = set(editors().permissions.values_list("codename", flat=True))
    migration.remove_group(apps, schema_editor)
    assert not Group.objects.exists()
    Permission.objects.all().delete()
    migration.make_group(apps, schema_editor)
    assert set(Group.objects.get(name="Editors").permissions.values_list("codename", flat=True)) == rights


def test_staff_without_the_group_see_nothing(client: Client) -> None:
    client.force_login(User.objects.create_user("guest", is_staff=True))
    assert {client.get(admin(name)).status_code for name in NAMES} == {403}


def test_every_page_has_the_site_name_and_a_link_to_the_site(editor: Client) -> None:
    page = editor.get("/admin/")
    assertContains(page, "Security diplomacy timeline — editors")
    assertContains(page, "View site")


@pytest.mark.parametrize("name", NAMES)
def test_pages_have_no_inline_style_or_script(editor: Client, name: str) -> None:
    """The site's content security policy would ignore them."""
    record = one_of_each()[name]
    record.save()
    for page in (admin(name), admin(name, "change", record.pk), admin(name, "history", record.pk)):
        html = editor.get(page).content.decode()
        assert " style=" not in html
        assert "<script>" not in html
        assert " onclick=" not in html


def test_staff_with_view_permissions_can_open_every_page(client: Client) -> None:
    guest = User.objects.create_user("guest", is_staff=True)
    guest.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(guest)
    for name, record in one_of_each().items():
        assert client.get(admin(name, "change", record.pk)).status_code == 200, name


# ---- forms


def test_an_empty_slug_is_generated_and_unique(editor: Client) -> None:
    for _ in range(2):
        editor.post(admin("timeline_event", "add"), event_form())
    editor.post(admin("timeline_event", "add"), event_form(title="Summit of 2007"))
    assert set(Event.objects.values_list("slug", flat=True)) == {
        "talks-in-tokyo-2007",
        "talks-in-tokyo-2007-2",
        "summit-of-2007",
    }


def test_a_stored_record_keeps_its_slug_if_the_field_is_emptied(editor: Client) -> None:
    topic = Topic.objects.create(slug="islands", name="Islands")
    editor.post(admin("timeline_topic", "change", topic.pk), {"name": "The islands", "slug": ""})
    topic.refresh_from_db()
    assert (topic.name, topic.slug) == ("The islands", "islands")


@pytest.mark.parametrize(
    ("title", "slug"), [("A short report", "a-short-report-2018"), ("日露首脳会談", "post-2018-03-17"), ("", None)]
)
def test_an_article_gets_a_slug_in_latin_letters_whatever_its_title(
    editor: Client, title: str, slug: str | None
) -> None:
    outlet = Outlet.objects.create(slug="post", name="The Post")
    sent = {"title": title, "outlet": outlet.pk, "published": "2018-03-17", "language": "ja", "rights": "excerpts"}
    sent |= {"kind": "news", "tier": 2}
    editor.post(admin("articles_article", "add"), sent | formset("held"))
    assert [article.slug for article in Article.objects.all()] == ([slug] if slug else [])


def test_a_form_with_an_invalid_date_keeps_all_input(editor: Client) -> None:
    page = editor.post(admin("timeline_event", "add"), event_form(date="23 October", note="Keep this."))
    assertContains(page, "is not a date")
    assertContains(page, "23 October")
    assertContains(page, "Keep this.")


def test_a_second_article_with_the_same_address_is_rejected_with_a_link_to_the_first(editor: Client) -> None:
    first = make_article(url="https://example.org/1")
    sent = {"title": "Again", "outlet": first.outlet_id, "language": "en", "rights": "excerpts", "url": first.url}
    page = editor.post(admin("articles_article", "add"), sent | formset("held"))
    assertContains(page, "There is already an article with this address")
    assertContains(page, admin("articles_article", "change", first.pk))


def post_form(**fields: Any) -> dict[str, Any]:
    return {"title": "Foreign Minister", "organization": "", "start": "2010", "end": "2005", "source_note": ""} | fields


def test_a_post_that_ends_before_it_begins_is_rejected_on_both_pages(editor: Client) -> None:
    actor = make_actor()
    alone = editor.post(admin("timeline_post", "add"), post_form(actor=actor.pk))
    sent = {"name": actor.name, "slug": actor.slug, "kind": "person", "country": "RU"}
    inline = editor.post(
        admin("timeline_actor", "change", actor.pk), sent | formset("posts", post_form(actor=actor.pk))
    )
    assertContains(alone, "The post ends before it begins")
    assertContains(inline, "The post ends before it begins")


def test_a_duplicate_post_is_rejected(editor: Client) -> None:
    actor = make_actor()
    Post.objects.create(actor=actor, title="Foreign Minister", start="2004")
    page = editor.post(admin("timeline_post", "add"), post_form(actor=actor.pk, start="2004", end=""))
    assertContains(page, "already exists")
    sent = {"name": actor.name, "slug": actor.slug, "kind": "person", "country": "RU"}
    rows = [post_form(actor=actor.pk, start="2012", end="")] * 2
    page = editor.post(admin("timeline_actor", "change", actor.pk), sent | formset("posts", *rows))
    assertContains(page, "Please correct the duplicate data")


@pytest.mark.parametrize("name", ["articles_outlet", "articles_article", "timeline_actor"])
def test_a_record_that_others_refer_to_is_not_deleted_and_they_are_listed(editor: Client, name: str) -> None:
    record = one_of_each()[name]
    page = editor.post(admin(name, "delete", record.pk), {"post": "yes"})
    assertContains(page, "would require deleting the following protected related objects", status_code=200)
    assert type(record).objects.filter(pk=record.pk).exists()
    sent = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
    assert editor.post(admin(name), sent).status_code == 200


def test_a_slug_stored_by_somebody_else_at_the_same_time_is_a_form_error(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second editor stores a topic with the slug between validation and saving."""
    save: Callable[..., None] = Topic.save

    def late(self: Topic, *args: Any, **kwargs: Any) -> None:
        monkeypatch.setattr(Topic, "save", save)
        Topic.objects.bulk_create([Topic(slug="islands", name="Islands, by the other editor")])
        raise IntegrityError

    monkeypatch.setattr(Topic, "save", late)
    page = editor.post(admin("timeline_topic", "add"), {"name": "Islands", "slug": ""}, follow=True)
    assertContains(page, "was added successfully")
