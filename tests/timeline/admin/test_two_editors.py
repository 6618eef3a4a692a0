"""Two editors at the same time: no newer change is overwritten unseen, and no input is lost."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from articles.models import Article, ArticleText, Outlet
from tests import factories as make
from timeline.models import Actor, Event, Post, Quote, Topic

from .test_admin import TEXT, admin, formset, make_editor

pytestmark = pytest.mark.django_db


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(make_editor(name))
    return client


@pytest.fixture
def anna(db: None) -> Client:
    return signed_in("anna")


@pytest.fixture
def boris(db: None) -> Client:
    return signed_in("boris")


def address(record: Any, page: str = "change") -> str:
    return admin(f"{record._meta.app_label}_{record._meta.model_name}", page, record.pk)


def read_form(page: Any) -> dict[str, Any]:
    """The data that a browser would send from the page as opened."""
    sent = {"_opened": page.context["opened"]}
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    forms = [page.context["adminform"].form]
    for one in formsets:
        sent |= formset(one.prefix, initial=len(one.initial_forms)) | {f"{one.prefix}-TOTAL_FORMS": len(one.forms)}
        forms += one.forms
    for form in forms:
        for name in form.fields:
            value = form[name].value()
            if value not in (None, False):
                sent[form.add_prefix(name)] = getattr(value, "pk", value)
    return sent


def opened(client: Client, record: Any) -> dict[str, Any]:
    return read_form(client.get(address(record)))


def talks() -> Event:
    event = make.event("Talks in Tokyo", status="draft", cites=make.article(TEXT), topics=[make.topic("Islands")])
    make.quote("missile defence is no way out", of=event, by=make.actor("Sergei Lavrov"))
    return event


def test_overwriting_a_newer_change_is_rejected_with_both_versions_and_the_input(anna: Client, boris: Client) -> None:
    event = talks()
    hers, his = opened(anna, event), opened(boris, event)
    anna.post(address(event), hers | {"summary": "Anna tells it so."})
    page = boris.post(address(event), his | {"summary": "Boris tells it so."})
    event.refresh_from_db()
    assert event.summary == "Anna tells it so."
    assert page.status_code == 409
    (difference,) = page.context["conflict"].differences
    assert (difference.opened, difference.theirs, difference.yours) == (
        "It happened.",
        "Anna tells it so.",
        "Boris tells it so.",
    )
    assertContains(page, "anna (", status_code=409)
    assert page.context["adminform"].form["summary"].value() == "Boris tells it so."


def test_saving_again_after_a_conflict_overwrites(anna: Client, boris: Client) -> None:
    event = talks()
    hers, his = opened(anna, event), opened(boris, event)
    anna.post(address(event), hers | {"summary": "Anna tells it so."})
    page = boris.post(address(event), his | {"summary": "Boris tells it so."})
    assert boris.post(address(event), read_form(page)).status_code == 302
    event.refresh_from_db()
    assert event.summary == "Boris tells it so."


def test_a_change_by_a_third_editor_after_a_conflict_is_noticed_too(anna: Client, boris: Client) -> None:
    event = talks()
    hers, his = opened(anna, event), opened(boris, event)
    anna.post(address(event), hers | {"summary": "Anna tells it so."})
    page = boris.post(address(event), his | {"summary": "Boris tells it so."})
    anna.post(address(event), opened(anna, event) | {"summary": "Anna tells it better."})
    again = boris.post(address(event), read_form(page))
    assert again.status_code == 409
    assert again.context["conflict"].differences[0].opened == "Anna tells it so."


def test_fields_that_the_second_editor_has_not_changed_get_the_first_editors_values(
    anna: Client, boris: Client
) -> None:
    event, other = talks(), make.topic("Peace treaty")
    hers, his = opened(anna, event), opened(boris, event)
    anna.post(address(event), hers | {"place": "Tokyo", "topics": [other.pk], "planned": "on"})
    page = boris.post(address(event), his | {"title": "Talks, by Boris"})
    assert page.status_code == 409
    assert all(difference.is_untouched for difference in page.context["conflict"].differences)
    boris.post(address(event), read_form(page))
    event.refresh_from_db()
    assert (event.title, event.place, event.planned) == ("Talks, by Boris", "Tokyo", True)
    assert list(event.topics.all()) == [other]


def test_the_same_change_by_both_editors_is_no_conflict(anna: Client, boris: Client) -> None:
    event = talks()
    hers, his = opened(anna, event), opened(boris, event)
    anna.post(address(event), hers | {"place": "Tokyo"})
    assert boris.post(address(event), his | {"place": "Tokyo"}).status_code == 302


def test_a_statement_changed_on_its_own_page_is_a_conflict_on_the_page_of_the_event(
    anna: Client, boris: Client
) -> None:
    event = talks()
    quote = event.quotes.get()
    his = opened(boris, event)
    anna.post(address(quote), opened(anna, quote) | {"note": "Anna's note."})
    page = boris.post(address(event), his | {"quotes-0-note": "Boris's note."})
    assertContains(page, "Statement: Sergei Lavrov: missile defence", status_code=409)
    quote.refresh_from_db()
    assert quote.note == "Anna's note."
    boris.post(address(event), read_form(page))
    quote.refresh_from_db()
    assert quote.note == "Boris's note."


def test_a_changed_statement_that_was_deleted_meanwhile_stays_in_the_form_as_a_new_one(
    anna: Client, boris: Client
) -> None:
    event = talks()
    his = opened(boris, event)
    anna.post(address(event.quotes.get(), "delete"), {"post": "yes"})
    page = boris.post(address(event), his | {"quotes-0-note": "Boris's note."})
    assert page.status_code == 409
    assert not Quote.objects.exists()
    assert boris.post(address(event), read_form(page)).status_code == 302
    assert Quote.objects.get().note == "Boris's note."


def test_an_unchanged_statement_that_was_deleted_meanwhile_stays_deleted(anna: Client, boris: Client) -> None:
    event = talks()
    his = opened(boris, event)
    anna.post(address(event.quotes.get(), "delete"), {"post": "yes"})
    page = boris.post(address(event), his | {"place": "Tokyo"})
    assert boris.post(address(event), read_form(page)).status_code == 302
    assert not Quote.objects.exists()


def test_deleting_a_statement_that_was_changed_meanwhile_is_rejected(anna: Client, boris: Client) -> None:
    event = talks()
    quote = event.quotes.get()
    his = opened(boris, event)
    anna.post(address(quote), opened(anna, quote) | {"note": "Anna's note."})
    page = boris.post(address(event), his | {"quotes-0-DELETE": "on"})
    assert page.status_code == 409
    assert Quote.objects.exists()


def test_a_statement_added_meanwhile_stays(anna: Client, boris: Client) -> None:
    event = talks()
    his = opened(boris, event)
    make.quote("The talks go on.", of=event, kind="paraphrase")
    assert boris.post(address(event), his | {"place": "Tokyo"}).status_code == 302
    assert event.quotes.count() == 2


def test_changes_by_the_program_itself_are_no_conflict(boris: Client) -> None:
    """The program checks a statement's anchor again when the article's text is saved."""
    event = talks()
    his = opened(boris, event)
    held = event.citations.get().article.held
    held.body = "Other words."
    held.save()
    held.body = TEXT
    held.save()
    assert event.quotes.get().history.count() > 2
    assert boris.post(address(event), his | {"place": "Tokyo"}).status_code == 302


def test_a_post_changed_meanwhile_is_a_conflict_on_the_page_of_the_actor(anna: Client, boris: Client) -> None:
    post = make.post(make.actor("Taro Kono", country="JP"), "Foreign Minister", "2017-08-03")
    his = opened(boris, post.actor)
    anna.post(address(post), opened(anna, post) | {"end": "2019-09-11"})
    page = boris.post(address(post.actor), his | {"posts-0-end": "2019-09"})
    assert page.status_code == 409
    assert Post.objects.get().end == "2019-09-11"


def test_a_text_replaced_meanwhile_is_shown_next_to_the_editors_own(anna: Client, boris: Client) -> None:
    article = make.article("First text. " * 400)
    hers, his = opened(anna, article), opened(boris, article)
    anna.post(address(article), hers | {"held-0-body": "Anna's text. " * 400})
    page = boris.post(address(article), his | {"held-0-body": "Boris's text. " * 400})
    assertContains(page, "Anna&#x27;s text.", status_code=409)
    assertContains(page, "Boris&#x27;s text.", status_code=409)
    assert ArticleText.objects.get().body.startswith("Anna's")
    boris.post(address(article), read_form(page))
    assert ArticleText.objects.get().body.startswith("Boris's")


def test_correcting_only_the_title_does_not_overwrite_a_text_replaced_meanwhile(anna: Client, boris: Client) -> None:
    article = make.article("First text. " * 400)
    hers, his = opened(anna, article), opened(boris, article)
    anna.post(address(article), hers | {"held-0-body": "Anna's text. " * 400})
    page = boris.post(address(article), his | {"title": "A better title"})
    boris.post(address(article), read_form(page))
    assert ArticleText.objects.get().body.startswith("Anna's")
    assert Article.objects.get().title == "A better title"


def test_two_editors_pasting_the_first_text_of_an_article(anna: Client, boris: Client) -> None:
    article = make.article()
    empty = formset("held", {"article": article.pk, "body": ""})
    hers, his = opened(anna, article) | empty, opened(boris, article) | empty
    anna.post(address(article), hers | {"held-0-body": "Anna's text."})
    page = boris.post(address(article), his | {"held-0-body": "Boris's text."})
    assert page.status_code == 409
    assert ArticleText.objects.get().body == "Anna's text."
    boris.post(address(article), read_form(page))
    assert ArticleText.objects.get().body == "Boris's text."


@pytest.mark.parametrize("model", [Outlet, Topic, Actor])
def test_conflicts_are_noticed_on_the_page_of_every_model(anna: Client, boris: Client, model: Any) -> None:
    record = model.objects.create(slug="one", name="One")
    hers, his = opened(anna, record), opened(boris, record)
    anna.post(address(record), hers | {"name": "Anna’s"})
    assert boris.post(address(record), his | {"name": "Boris’s"}).status_code == 409
    record.refresh_from_db()
    assert record.name == "Anna’s"


def test_if_a_record_was_deleted_meanwhile_the_input_is_shown_for_copying(anna: Client, boris: Client) -> None:
    event = talks()
    his = opened(boris, event)
    anna.post(address(event, "delete"), {"post": "yes"})
    page = boris.post(address(event), his | {"summary": "Boris tells it so.", "quotes-0-note": "Boris’s note."})
    assertContains(page, "anna (", status_code=409)
    assertContains(page, "Boris tells it so.", status_code=409)
    assertContains(page, "Boris’s note.", status_code=409)
    assertContains(page, admin("timeline_event", "deleted"), status_code=409)
    assert not Event.objects.exists()


def test_conflicts_are_noticed_after_a_form_error_too(anna: Client, boris: Client) -> None:
    """Anna saves while Boris corrects an error: his second attempt is compared as well."""
    event = talks()
    page = boris.post(address(event), opened(boris, event) | {"date": "yesterday"})
    anna.post(address(event), opened(anna, event) | {"summary": "Anna tells it so."})
    again = boris.post(address(event), read_form(page) | {"date": "2007", "summary": "Boris tells it so."})
    assert again.status_code == 409


def test_a_forged_hidden_field_is_rejected(boris: Client) -> None:
    event = talks()
    assert boris.post(address(event), opened(boris, event) | {"_opened": "nonsense"}).status_code == 400


def test_restoring_an_old_version_over_a_newer_change_is_rejected(anna: Client, boris: Client) -> None:
    topic = Topic.objects.create(slug="islands", name="Islands")
    anna.post(address(topic), opened(anna, topic) | {"name": "The islands"})
    first = admin("timeline_topic", "simple_history", topic.pk, topic.history.earliest().pk)
    page = boris.get(first)
    sent = {"name": "Islands", "slug": "islands", "_opened": page.context["opened"]}
    anna.post(address(topic), opened(anna, topic) | {"name": "The four islands"})
    page = boris.post(first, sent)
    assert page.status_code == 409
    assert page.context["conflict"].differences[0].theirs == "The four islands"
    topic.refresh_from_db()
    assert topic.name == "The four islands"
    boris.post(first, sent | {"_opened": page.context["opened"]})
    topic.refresh_from_db()
    assert topic.name == "Islands"


def test_an_action_skips_records_changed_since_the_list_was_shown(anna: Client, boris: Client) -> None:
    changed, same = (make.event(title, status="draft") for title in ("Changed", "Same"))
    seen = boris.get(admin("timeline_event")).context["seen"]
    anna.post(address(changed), opened(anna, changed) | {"summary": "Not to be published."})
    sent = {"action": "publish", "_selected_action": [changed.pk, same.pk], "seen": seen}
    page = boris.post(admin("timeline_event"), sent, follow=True)
    assertContains(page, "changed after this list was shown: Changed – anna")
    assert {event.title: event.status for event in Event.objects.all()} == {"Changed": "draft", "Same": "published"}


def test_deleting_several_records_skips_those_changed_before_the_confirmation(anna: Client, boris: Client) -> None:
    changed, same = (Topic.objects.create(slug=name, name=name) for name in ("changed", "same"))
    seen = boris.get(admin("timeline_topic")).context["seen"]
    sent = {"action": "delete_selected", "_selected_action": [changed.pk, same.pk], "seen": seen}
    assertContains(boris.post(admin("timeline_topic"), sent), f'name="seen" value="{seen}"')
    anna.post(address(changed), opened(anna, changed) | {"name": "Changed"})
    boris.post(admin("timeline_topic"), sent | {"post": "yes"})
    assert [topic.name for topic in Topic.objects.all()] == ["Changed"]


def test_deleting_a_record_changed_since_the_confirmation_page_needs_another_confirmation(
    anna: Client, boris: Client
) -> None:
    event = talks()
    page = boris.get(address(event, "delete"))
    anna.post(address(event), opened(anna, event) | {"summary": "Anna tells it so."})
    again = boris.post(address(event, "delete"), {"post": "yes", "_opened": page.context["opened"]})
    assertContains(again, "Somebody has changed this record")
    assert Event.objects.exists()
    boris.post(address(event, "delete"), {"post": "yes", "_opened": again.context["opened"]})
    assert not Event.objects.exists()


def test_markup_in_a_conflict_is_escaped(anna: Client, boris: Client) -> None:
    event = talks()
    hers, his = opened(anna, event), opened(boris, event)
    anna.post(address(event), hers | {"summary": "<script>alert(1)</script>"})
    page = boris.post(address(event), his | {"summary": "Other."})
    assertNotContains(page, "<script>alert", status_code=409)
    assertNotContains(page, " style=", status_code=409)


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_saves_one_is_rejected() -> None:
    topic = Topic.objects.create(slug="islands", name="Islands")
    clients = {name: signed_in(name) for name in ("anna", "boris")}
    sent = {name: opened(client, topic) | {"name": name} for name, client in clients.items()}
    together, answers = threading.Barrier(2), {}

    def save(name: str) -> None:
        try:
            together.wait()
            answers[name] = clients[name].post(address(topic), sent[name]).status_code
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[name]) for name in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    topic.refresh_from_db()
    (winner,) = [name for name, status in answers.items() if status == 302]
    assert sorted(answers.values()) == [302, 409]
    assert topic.name == winner
