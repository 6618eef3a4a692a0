"""The trash: deleted records can be restored completely."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from articles.models import Article, ArticleText, Outlet
from tests import factories as make
from timeline.models import Actor, Event, Post, Quote, Topic

from .test_admin import TEXT, admin, editor

__all__ = ["editor"]  # the fixture
pytestmark = pytest.mark.django_db


def get_model_name(model: Any) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def find_deletion(model: Any) -> Any:
    return model.history.filter(history_type="-").first()


def restore(editor: Client, model: Any) -> Any:
    address = admin(get_model_name(model), "restore", find_deletion(model).pk)
    return editor.post(address, follow=True)


def whole_event() -> Event:
    lavrov, kono, topic = make.actor("Sergei Lavrov"), make.actor("Taro Kono"), make.topic("Islands")
    event = make.event("Talks in Tokyo", cites=make.article(TEXT), actors=[lavrov], topics=[topic])
    words = "missile defence is no way out"
    make.quote(words, of=event, by=lavrov, to=[kono], topics=[topic], slug="no-way-out", note="Said twice.")
    return event


def test_an_event_is_restored_with_its_citations_and_statements_and_their_relations(editor: Client) -> None:
    event = whole_event()
    quote = event.quotes.get()
    place = quote.anchor
    editor.post(admin("timeline_event", "delete", event.pk), {"post": "yes", "reason": "By mistake."})
    assert not Event.objects.exists()
    assertContains(editor.get(admin("timeline_event", "deleted")), "1 × citation, 1 × statement")
    assertContains(restore(editor, Event), "Restored")
    back = Event.objects.get()
    assert (back.pk, back.status) == (event.pk, "published")
    assert [actor.name for actor in back.actors.all()] == ["Sergei Lavrov"]
    assert [topic.name for topic in back.topics.all()] == ["Islands"]
    assert back.citations.count() == 1
    statement = back.quotes.get()
    assert (statement.pk, statement.slug, statement.note, statement.anchor) == (quote.pk, quote.slug, quote.note, place)
    assert statement.anchor_state == "verified"
    assert [actor.name for actor in statement.addressees.all()] == ["Taro Kono"]
    assert [topic.name for topic in statement.topics.all()] == ["Islands"]
    assertContains(editor.get(back.get_absolute_url()), "missile defence is no way out")


def test_a_statement_deleted_before_the_event_stays_deleted(editor: Client) -> None:
    event = whole_event()
    Quote.objects.get().delete()
    gone = find_deletion(Quote)
    gone.history_date = gone.history_date.replace(year=2020)
    gone.save()
    event.delete()
    restore(editor, Event)
    assert Event.objects.exists()
    assert not Quote.objects.exists()


def test_an_unchanged_event_of_the_shipped_data_can_be_restored(editor: Client, seeds: None) -> None:
    """Loading fixtures creates no version; the deletion is the first."""
    event = Event.objects.get(slug="lavrov-tokyo-visit-2007")
    before = [event.quotes.count(), event.citations.count(), set(event.topics.all()), set(event.actors.all())]
    heard = {quote.slug: set(quote.addressees.all()) for quote in event.quotes.all()}
    event.delete()
    restore(editor, Event)
    back = Event.objects.get(slug="lavrov-tokyo-visit-2007")
    assert [back.quotes.count(), back.citations.count(), set(back.topics.all()), set(back.actors.all())] == before
    assert {quote.slug: set(quote.addressees.all()) for quote in back.quotes.all()} == heard


def test_a_record_whose_slug_is_in_use_is_not_restored_and_the_reason_is_shown(editor: Client) -> None:
    event = whole_event()
    event.delete()
    make.event("Another", slug=event.slug)
    page = restore(editor, Event)
    assertContains(page, "is now used by another record")
    assertContains(page, "Nothing was restored.")
    assert Event.objects.count() == 1
    assert not Quote.objects.exists()


def test_an_event_with_a_statement_whose_slug_is_in_use_stays_in_the_trash(editor: Client) -> None:
    whole_event().delete()
    make.quote("Other words", slug="no-way-out")
    assertContains(restore(editor, Event), "no-way-out")
    assert not Event.objects.filter(title="Talks in Tokyo").exists()


def test_an_event_whose_actor_is_deleted_is_not_restored_and_the_actor_is_named(editor: Client) -> None:
    event = whole_event()
    event.delete()
    Actor.objects.get(name="Sergei Lavrov").delete()
    page = restore(editor, Event)
    assertContains(page, "its actor was deleted too: Sergei Lavrov. Restore that record first.")
    assert not Event.objects.exists()
    restore(editor, Actor)
    restore(editor, Event)
    assert Event.objects.get().quotes.get().speaker.name == "Sergei Lavrov"


def test_an_event_with_words_no_longer_in_the_article_stays_in_the_trash(editor: Client) -> None:
    event = whole_event()
    held = ArticleText.objects.get()
    event.delete()
    held.body = "Nothing of the kind."
    held.save()
    assertContains(restore(editor, Event), "Nothing was restored.")
    assert not Event.objects.exists()


def test_a_topic_is_restored_to_its_events_and_statements(editor: Client) -> None:
    event, topic = whole_event(), Topic.objects.get()
    topic.delete()
    assert not event.topics.exists()
    restore(editor, Topic)
    assert event.topics.get().name == "Islands"
    assert event.quotes.get().topics.get().name == "Islands"


def test_an_event_is_restored_without_a_topic_that_was_deleted_before_it(editor: Client) -> None:
    event = whole_event()
    Topic.objects.get().delete()
    event.delete()
    restore(editor, Event)
    assert not Event.objects.get().topics.exists()


def test_an_actor_is_restored_with_the_posts(editor: Client) -> None:
    make.post(make.actor("Taro Kono"), "Foreign Minister", "2017").actor.delete()
    restore(editor, Actor)
    assert Post.objects.get().actor.name == "Taro Kono"


def test_before_an_article_is_deleted_a_warning_says_that_its_text_cannot_be_restored(editor: Client) -> None:
    article = make.article(TEXT)
    page = editor.get(admin("articles_article", "delete", article.pk))
    assertContains(page, "What cannot be restored from the trash")
    sent = {"action": "delete_selected", "_selected_action": [article.pk]}
    assertContains(editor.post(admin("articles_article"), sent), "What cannot be restored from the trash")
    editor.post(admin("articles_article", "delete", article.pk), {"post": "yes"})
    assertContains(editor.get(admin("articles_article", "deleted")), "cannot be restored: 1 × text of an article")
    restore(editor, Article)
    assert Article.objects.get().text is None


def test_a_record_that_others_refer_to_is_not_deleted_and_the_page_says_what_to_do(editor: Client) -> None:
    event = whole_event()
    page = editor.get(admin("articles_article", "delete", event.citations.get().article_id))
    assertContains(page, "Change or delete them first")
    assertNotContains(page, "Yes, I’m sure")


def test_a_record_is_not_restored_twice(editor: Client) -> None:
    whole_event().delete()
    number = find_deletion(Event).pk
    for _ in range(2):
        page = editor.post(admin("timeline_event", "restore", number), follow=True)
    assertContains(page, "The record has already been restored")


def test_restoring_needs_the_permission_to_add_records(client: Client) -> None:
    Outlet.objects.create(slug="post", name="The Post").delete()
    guest = User.objects.create_user("guest", is_staff=True)
    guest.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(guest)
    assertNotContains(client.get(admin("articles_outlet", "deleted")), '<form method="post" action="/admin/articles')
    assert client.post(admin("articles_outlet", "restore", find_deletion(Outlet).pk)).status_code == 403
    assert client.get(admin("articles_outlet", "restore", find_deletion(Outlet).pk)).status_code == 302
    assert not Outlet.objects.exists()


def test_the_trash_needs_no_more_queries_for_more_records(editor: Client, django_assert_num_queries: Any) -> None:
    whole_event().delete()
    editor.get(admin("timeline_event", "deleted"))
    with CaptureQueriesContext(connection) as few:
        editor.get(admin("timeline_event", "deleted"))
    for number in range(3):
        event = make.event(f"Talks {number}")
        make.quote(f"Words {number}", of=event)
        event.delete()
    with django_assert_num_queries(len(few)):
        editor.get(admin("timeline_event", "deleted"))
