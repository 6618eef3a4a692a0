"""Whatever an editor does can be seen and undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.asserts import assertContains

from articles.models import Article
from timeline.models import Event, Quote, Topic

from .test_admin import TEXT, admin, editor, make_actor, make_article, make_event, make_quote

__all__ = ["editor"]  # the fixture
pytestmark = pytest.mark.django_db


def version(record: Any, number: int) -> str:
    """The address of a version, counted from the first."""
    name = f"{record._meta.app_label}_{record._meta.model_name}"
    history_id = record.history.order_by("history_id").values_list("pk", flat=True)[number]
    return admin(name, "simple_history", record.pk, history_id)


def read_form(page: Any) -> dict[str, Any]:
    """The data that a browser would send from the form."""
    form = page.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None}


def test_the_history_says_who_did_what(editor: Client) -> None:
    editor.post(admin("timeline_topic", "add"), {"name": "Islands", "slug": "islands"})
    topic = Topic.objects.get()
    editor.post(admin("timeline_topic", "change", topic.pk), {"name": "The islands", "slug": "islands"})
    page = editor.get(admin("timeline_topic", "history", topic.pk))
    assertContains(page, "<td>editor</td>", count=2)
    assertContains(page, "<del>Islands</del> → <ins>The islands</ins>")


def test_reverting_an_event_restores_its_topics_and_actors(editor: Client) -> None:
    event, actor = make_event("Talks", cites=make_article()), make_actor()
    first, second = (Topic.objects.create(slug=name, name=name) for name in ("first", "second"))
    event.topics.set([first])
    event.actors.set([actor])
    before = event.history.count() - 1
    event.title = "Other talks"
    event.save()
    event.topics.set([second])
    event.actors.clear()
    page = editor.get(version(event, before))
    assert read_form(page)["topics"] == [first.pk]
    editor.post(version(event, before), read_form(page))
    event.refresh_from_db()
    assert event.title == "Talks"
    assert list(event.topics.all()) == [first]
    assert list(event.actors.all()) == [actor]
    assert event.history.latest().history_user == User.objects.get(username="editor")


def test_reverting_a_statement_restores_its_words_and_place(editor: Client) -> None:
    article = make_article(TEXT)
    quote = make_quote(make_event(), article, "Japan listened")
    quote.addressees.set([make_actor("Taro Kono")])
    before, number = quote.anchor, quote.history.count() - 1
    quote.exact, quote.start, quote.prefix, quote.suffix = "Lavrov spoke in Tokyo", None, "", ""
    quote.save()
    quote.addressees.clear()
    page = editor.get(version(quote, number))
    editor.post(version(quote, number), read_form(page))
    quote = Quote.objects.get()
    assert (quote.anchor, quote.anchor_state) == (before, "verified")
    assert quote.addressees.get().name == "Taro Kono"


def test_reverting_to_words_that_are_no_longer_in_the_text_shows_an_error(editor: Client) -> None:
    article = make_article(TEXT)
    quote = make_quote(make_event(), article, "Japan listened")
    quote.exact, quote.start, quote.prefix, quote.suffix = "Lavrov spoke in Tokyo", None, "", ""
    quote.save()
    article.held.body = "Lavrov spoke in Tokyo."
    article.held.save()
    page = editor.get(version(quote, 0))
    answer = editor.post(version(quote, 0), read_form(page))
    assertContains(answer, "These words are not in the article.")
    assert Quote.objects.get().exact == "Lavrov spoke in Tokyo"


def test_a_deleted_event_can_be_restored_from_its_history(editor: Client) -> None:
    event = make_event("Talks", cites=make_article())
    event.topics.set([Topic.objects.create(slug="islands", name="Islands")])
    address, number = admin("timeline_event", "history", event.pk), event.history.count() - 1
    page = version(event, number)
    editor.post(admin("timeline_event", "delete", event.pk), {"post": "yes"})
    assertContains(editor.get(address), "Deleted")
    editor.post(page, read_form(editor.get(page)))
    restored = Event.objects.get()
    assert (restored.pk, restored.title) == (event.pk, "Talks")
    assert restored.topics.get().slug == "islands"


def test_deleted_records_are_listed_with_links_to_restore_them(editor: Client) -> None:
    kept, gone = make_event("Kept"), make_event("Gone")
    address = admin("timeline_event", "history", gone.pk)
    gone.delete()
    assertContains(editor.get(admin("timeline_event")), admin("timeline_event", "deleted"))
    page = editor.get(admin("timeline_event", "deleted"))
    assertContains(page, "Gone")
    assertContains(page, address)
    assert kept.title not in [row["name"] for row in page.context["rows"]]


@pytest.mark.parametrize("name", ["articles_article", "timeline_quote", "timeline_citation", "timeline_post"])
def test_the_trash_can_be_opened_when_related_records_are_deleted_too(editor: Client, name: str) -> None:
    for record in remains_of_a_deleted_statement():
        page = editor.get(admin(name, "deleted"))
        assert page.status_code == 200, record


def remains_of_a_deleted_statement() -> list[Any]:
    article = make_article(TEXT)
    quote = make_quote(make_event(cites=article), article)
    records = [quote, quote.event.citations.get(), quote.event, quote.speaker, article, article.outlet]
    keys = [record.pk for record in records]
    for record in records:
        if record.pk and type(record).objects.filter(pk=record.pk).exists():
            type(record).objects.get(pk=record.pk).delete()
    for record, key in zip(records, keys, strict=True):
        record.pk = key
    return records


def test_the_history_can_be_opened_when_related_records_are_deleted(editor: Client) -> None:
    """A statement was deleted, then its speaker, its article and the outlet."""
    for record in remains_of_a_deleted_statement():
        name = f"{record._meta.app_label}_{record._meta.model_name}"
        for page in (admin(name, "history", record.pk), version(record, 0)):
            assert editor.get(page, follow=True).status_code == 200, page


def test_the_versions_of_a_text_are_listed_on_the_page_of_its_article(editor: Client) -> None:
    article = make_article(TEXT)
    article.held.body = TEXT + " More."
    article.held.save()
    page = editor.get(admin("articles_article", "change", Article.objects.get().pk))
    for held in article.held.history.all():
        assertContains(page, held.sha256[:12])
