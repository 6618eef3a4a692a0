"""Two editors at once: nothing newer is overwritten unseen, nothing typed is lost."""

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


def sent_by(page: Any) -> dict[str, Any]:
    """What a browser would send of the page as it was opened."""
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
    return sent_by(client.get(address(record)))


def talks() -> Event:
    event = make.event("Talks in Tokyo", status="draft", cites=make.article(TEXT), topics=[make.topic("Islands")])
    make.quote("missile defence is no way out", of=event, by=make.actor("Sergei Lavrov"))
    return event


def test_saving_over_a_newer_change_is_refused_with_both_versions_and_the_own_text(anna: Client, boris: Client) -> None:
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


def test_the_page_of_a_conflict_saved_again_saves_knowingly(anna: Client, boris: Client) -> None:
    event = talks()
    hers, his = opened(anna, event), opened(boris, event)
    anna.post(address(event), hers | {"summary": "Anna tells it so."})
    page = boris.post(address(event), his | {"summary": "Boris tells it so."})
    assert boris.post(address(event), sent_by(page)).status_code == 302
    event.refresh_from_db()
    assert event.summary == "Boris tells it so."


def test_a_third_editor_in_between_is_noticed_too(anna: Client, boris: Client) -> None:
    event = talks()
    hers, his = opened(anna, event), opened(boris, event)
    anna.post(address(event), hers | {"summary": "Anna tells it so."})
    page = boris.post(address(event), his | {"summary": "Boris tells it so."})
    anna.post(address(event), opened(anna, event) | {"summary": "Anna tells it better."})
    again = boris.post(address(event), sent_by(page))
    assert again.status_code == 409
    assert again.context["conflict"].differences[0].opened == "Anna tells it so."


def test_what_the_second_editor_had_not_touched_takes_the_first_one_s_change(anna: Client, boris: Client) -> None:
    event, other = talks(), make.topic("Peace treaty")
    hers, his = opened(anna, event), opened(boris, event)
    anna.post(address(event), hers | {"place": "Tokyo", "topics": [other.pk], "planned": "on"})
    page = boris.post(address(event), his | {"title": "Talks, by Boris"})
    assert page.status_code == 409
    assert all(difference.is_untouched for difference in page.context["conflict"].differences)
    boris.post(address(event), sent_by(page))
    event.refresh_from_db()
    assert (event.title, event.place, event.planned) == ("Talks, by Boris", "Tokyo", True)
    assert list(event.topics.all()) == [other]


def test_the_same_change_by_both_is_no_conflict(anna: Client, boris: Client) -> None:
    event = talks()
    hers, his = opened(anna, event), opened(boris, event)
    anna.post(address(event), hers | {"place": "Tokyo"})
    assert boris.post(address(event), his | {"place": "Tokyo"}).status_code == 302


def test_a_statement_changed_on_its_own_page_is_noticed_on_the_event_s(anna: Client, boris: Client) -> None:
    event = talks()
    quote = event.quotes.get()
    his = opened(boris, event)
    anna.post(address(quote), opened(anna, quote) | {"note": "Anna's note."})
    page = boris.post(address(event), his | {"quotes-0-note": "Boris's note."})
    assertContains(page, "Statement: Sergei Lavrov: missile defence", status_code=409)
    quote.refresh_from_db()
    assert quote.note == "Anna's note."
    boris.post(address(event), sent_by(page))
    quote.refresh_from_db()
    assert quote.note == "Boris's note."


def test_a_statement_deleted_meanwhile_comes_back_as_a_new_one_with_what_was_typed(anna: Client, boris: Client) -> None:
    event = talks()
    his = opened(boris, event)
    anna.post(address(event.quotes.get(), "delete"), {"post": "yes"})
    page = boris.post(address(event), his | {"quotes-0-note": "Boris's note."})
    assert page.status_code == 409
    assert not Quote.objects.exists()
    assert boris.post(address(event), sent_by(page)).status_code == 302
    assert Quote.objects.get().note == "Boris's note."


def test_a_statement_deleted_meanwhile_and_not_touched_stays_deleted(anna: Client, boris: Client) -> None:
    event = talks()
    his = opened(boris, event)
    anna.post(address(event.quotes.get(), "delete"), {"post": "yes"})
    page = boris.post(address(event), his | {"place": "Tokyo"})
    assert boris.post(address(event), sent_by(page)).status_code == 302
    assert not Quote.objects.exists()


def test_taking_out_a_statement_that_was_changed_meanwhile_is_refused(anna: Client, boris: Client) -> None:
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


def test_what_the_program_notes_by_itself_is_no_conflict(boris: Client) -> None:
    """A statement's anchor is looked for again when the article's text is stored."""
    event = talks()
    his = opened(boris, event)
    held = event.citations.get().article.held
    held.body = "Other words."
    held.save()
    held.body = TEXT
    held.save()
    assert event.quotes.get().history.count() > 2
    assert boris.post(address(event), his | {"place": "Tokyo"}).status_code == 302


def test_a_post_changed_meanwhile_is_noticed_on_the_actor_s_page(anna: Client, boris: Client) -> None:
    post = make.post(make.actor("Taro Kono", country="JP"), "Foreign Minister", "2017-08-03")
    his = opened(boris, post.actor)
    anna.post(address(post), opened(anna, post) | {"end": "2019-09-11"})
    page = boris.post(address(post.actor), his | {"posts-0-end": "2019-09"})
    assert page.status_code == 409
    assert Post.objects.get().end == "2019-09-11"


def test_a_text_replaced_meanwhile_is_shown_beside_the_own_one(anna: Client, boris: Client) -> None:
    article = make.article("First text. " * 400)
    hers, his = opened(anna, article), opened(boris, article)
    anna.post(address(article), hers | {"held-0-body": "Anna's text. " * 400})
    page = boris.post(address(article), his | {"held-0-body": "Boris's text. " * 400})
    assertContains(page, "Anna&#x27;s text.", status_code=409)
    assertContains(page, "Boris&#x27;s text.", status_code=409)
    assert ArticleText.objects.get().body.startswith("Anna's")
    boris.post(address(article), sent_by(page))
    assert ArticleText.objects.get().body.startswith("Boris's")


def test_a_text_replaced_meanwhile_is_kept_by_who_only_corrects_the_title(anna: Client, boris: Client) -> None:
    article = make.article("First text. " * 400)
    hers, his = opened(anna, article), opened(boris, article)
    anna.post(address(article), hers | {"held-0-body": "Anna's text. " * 400})
    page = boris.post(address(article), his | {"title": "A better title"})
    boris.post(address(article), sent_by(page))
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
    boris.post(address(article), sent_by(page))
    assert ArticleText.objects.get().body == "Boris's text."


@pytest.mark.parametrize("model", [Outlet, Topic, Actor])
def test_names_are_guarded_on_every_page(anna: Client, boris: Client, model: Any) -> None:
    record = model.objects.create(slug="one", name="One")
    hers, his = opened(anna, record), opened(boris, record)
    anna.post(address(record), hers | {"name": "Anna’s"})
    assert boris.post(address(record), his | {"name": "Boris’s"}).status_code == 409
    record.refresh_from_db()
    assert record.name == "Anna’s"


def test_a_record_deleted_meanwhile_leaves_the_typed_text_for_copying(anna: Client, boris: Client) -> None:
    event = talks()
    his = opened(boris, event)
    anna.post(address(event, "delete"), {"post": "yes"})
    page = boris.post(address(event), his | {"summary": "Boris tells it so.", "quotes-0-note": "Boris’s note."})
    assertContains(page, "anna (", status_code=409)
    assertContains(page, "Boris tells it so.", status_code=409)
    assertContains(page, "Boris’s note.", status_code=409)
    assertContains(page, admin("timeline_event", "deleted"), status_code=409)
    assert not Event.objects.exists()


def test_a_wrong_value_keeps_what_the_form_was_opened_with(anna: Client, boris: Client) -> None:
    """Anna saves while Boris corrects an error of his: his second try is still compared."""
    event = talks()
    page = boris.post(address(event), opened(boris, event) | {"date": "yesterday"})
    anna.post(address(event), opened(anna, event) | {"summary": "Anna tells it so."})
    again = boris.post(address(event), sent_by(page) | {"date": "2007", "summary": "Boris tells it so."})
    assert again.status_code == 409


def test_an_altered_version_in_the_form_is_refused(boris: Client) -> None:
    event = talks()
    assert boris.post(address(event), opened(boris, event) | {"_opened": "nonsense"}).status_code == 400


def test_bringing_back_an_old_version_over_a_newer_change_is_refused(anna: Client, boris: Client) -> None:
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


def test_an_action_on_a_list_leaves_out_what_was_changed_since_the_list_was_shown(anna: Client, boris: Client) -> None:
    changed, same = (make.event(title, status="draft") for title in ("Changed", "Same"))
    seen = boris.get(admin("timeline_event")).context["seen"]
    anna.post(address(changed), opened(anna, changed) | {"summary": "Not to be published."})
    sent = {"action": "publish", "_selected_action": [changed.pk, same.pk], "seen": seen}
    page = boris.post(admin("timeline_event"), sent, follow=True)
    assertContains(page, "changed after this list was shown: Changed – anna")
    assert {event.title: event.status for event in Event.objects.all()} == {"Changed": "draft", "Same": "published"}


def test_deleting_several_leaves_out_what_was_changed_while_it_was_asked(anna: Client, boris: Client) -> None:
    changed, same = (Topic.objects.create(slug=name, name=name) for name in ("changed", "same"))
    seen = boris.get(admin("timeline_topic")).context["seen"]
    sent = {"action": "delete_selected", "_selected_action": [changed.pk, same.pk], "seen": seen}
    assertContains(boris.post(admin("timeline_topic"), sent), f'name="seen" value="{seen}"')
    anna.post(address(changed), opened(anna, changed) | {"name": "Changed"})
    boris.post(admin("timeline_topic"), sent | {"post": "yes"})
    assert [topic.name for topic in Topic.objects.all()] == ["Changed"]


def test_deleting_what_was_changed_since_the_question_is_asked_again(anna: Client, boris: Client) -> None:
    event = talks()
    page = boris.get(address(event, "delete"))
    anna.post(address(event), opened(anna, event) | {"summary": "Anna tells it so."})
    again = boris.post(address(event, "delete"), {"post": "yes", "_opened": page.context["opened"]})
    assertContains(again, "Somebody has changed this record")
    assert Event.objects.exists()
    boris.post(address(event, "delete"), {"post": "yes", "_opened": again.context["opened"]})
    assert not Event.objects.exists()


def test_the_page_of_a_conflict_names_nobody_s_markup(anna: Client, boris: Client) -> None:
    event = talks()
    hers, his = opened(anna, event), opened(boris, event)
    anna.post(address(event), hers | {"summary": "<script>alert(1)</script>"})
    page = boris.post(address(event), his | {"summary": "Other."})
    assertNotContains(page, "<script>alert", status_code=409)
    assertNotContains(page, " style=", status_code=409)


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_one_is_refused() -> None:
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
