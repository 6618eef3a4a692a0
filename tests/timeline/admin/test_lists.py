"""Lists of the admin: visibility to readers, filters, search, publishing; no address causes a server error."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from articles.models import Outlet
from timeline.models import Event, Post, Redirect, Topic

from .test_admin import (
    NAMES,
    TEXT,
    admin,
    editor,
    event_form,
    make_actor,
    make_article,
    make_event,
    make_quote,
    numbers,
    one_of_each,
)

__all__ = ["editor"]  # the fixture
pytestmark = pytest.mark.django_db


def test_the_list_of_events_shows_whether_readers_see_each_and_why_not(editor: Client) -> None:
    make_event("Shown", cites=make_article(), status="published")
    make_event("Draft", cites=make_article())
    make_event("Bare", status="published")
    make_event("Neither")
    page = editor.get(admin("timeline_event"))
    told = {event.title: page.context["cl"].model_admin.readers(event) for event in page.context["cl"].result_list}
    assert told == {
        "Shown": "✓ shown",
        "Draft": "✗ not shown: draft",
        "Bare": "✗ not shown: cites no article",
        "Neither": "✗ not shown: draft, cites no article",
    }
    assertContains(page, "✗ not shown: draft, cites no article")


@pytest.mark.parametrize(
    ("readers", "titles"),
    [
        ("shown", {"Shown"}),
        ("hidden", {"Draft", "Bare", "Neither"}),
        ("draft", {"Draft", "Neither"}),
        ("uncited", {"Bare", "Neither"}),
        ("nonsense", {"Shown", "Draft", "Bare", "Neither"}),
    ],
)
def test_events_and_statements_can_be_filtered_by_visibility_to_readers(
    editor: Client, readers: str, titles: set[str]
) -> None:
    article = make_article(TEXT)
    speaker = make_actor()
    events = [
        make_event("Shown", cites=article, status="published"),
        make_event("Draft", cites=article),
        make_event("Bare", status="published"),
        make_event("Neither"),
    ]
    for event in events:
        make_quote(event, article, "", kind="paraphrase", paraphrase="Words.", speaker=speaker)
    shown = editor.get(admin("timeline_event"), {"readers": readers}).context["cl"].result_list
    assert {event.title for event in shown} == titles
    quotes = editor.get(admin("timeline_quote"), {"readers": readers}).context["cl"].result_list
    assert {quote.event.title for quote in quotes} == titles


def test_events_marked_as_shown_are_those_that_readers_see(editor: Client) -> None:
    for cited in (True, False):
        for status in ("draft", "published"):
            make_event(cites=make_article() if cited else None, status=status)
    shown = editor.get(admin("timeline_event"), {"readers": "shown"}).context["cl"].result_list
    assert set(shown) == set(Event.objects.public())


def test_the_list_of_statements_shows_the_anchor_as_a_symbol_and_a_word(editor: Client) -> None:
    article = make_article(TEXT)
    make_quote(make_event(cites=article), article)
    page = editor.get(admin("timeline_quote"))
    assertContains(page, "✓ verified")
    assertContains(page, "✗ not shown: draft")


def test_statements_can_be_filtered_by_kind_anchor_side_country_article_and_language(editor: Client) -> None:
    held, unheld = make_article(TEXT), make_article(language="ja")
    make_quote(make_event(), held)
    make_quote(make_event(), unheld, "領土問題", speaker=make_actor("Taro Kono", country="JP"))
    for parameters in (
        {"anchor_state__exact": "unheld"},
        {"side": "JP"},
        {"speaker__country": "JP"},
        {"article": unheld.slug},
        {"article__language": "ja"},
    ):
        found = editor.get(admin("timeline_quote"), parameters).context["cl"].result_list
        assert [quote.article for quote in found] == [unheld], parameters


def test_search_finds_names_in_three_scripts_and_ignores_case(editor: Client) -> None:
    make_actor("Sergei Lavrov", name_ja="ラヴロフ", name_ru="Сергей Лавров")
    make_actor("Taro Kono", country="JP")
    for words in ("lavrov", "ラヴロフ", "лавров", "ЛАВРОВ сергей"):
        found = editor.get(admin("timeline_actor"), {"q": words}).context["cl"].result_list
        assert [actor.name for actor in found] == ["Sergei Lavrov"], words


def test_autocompletion_finds_names_in_three_scripts(editor: Client) -> None:
    actor = make_actor("Sergei Lavrov", name_ru="Сергей Лавров")
    asked = {"app_label": "timeline", "model_name": "quote", "field_name": "speaker", "term": "лавров"}
    assert editor.get("/admin/autocomplete/", asked).json()["results"] == [
        {"id": str(actor.pk), "text": "Sergei Lavrov"}
    ]


def fill(n: int) -> None:
    """Create `n` more of every record, each with its own relations."""
    for _ in range(n):
        outlet = Outlet.objects.create(slug=f"outlet-{next(numbers)}", name="Outlet")
        article = make_article(TEXT, outlet=outlet, agency=outlet)
        event = make_event(cites=article)
        event.topics.add(Topic.objects.create(slug=f"topic-{next(numbers)}", name="Topic"))
        quote = make_quote(event, article)
        Post.objects.create(actor=quote.speaker, title="Minister", source=article)
        Redirect.objects.create(old_type="event", old=f"former-{next(numbers)}", new=event.slug)


@pytest.mark.parametrize("name", NAMES)
def test_a_longer_list_needs_no_more_queries(editor: Client, name: str) -> None:
    asked = []
    for n in (5, 20):
        fill(n)
        editor.get(admin(name))  # content types and the like are cached now
        with CaptureQueriesContext(connection) as queries:
            page = editor.get(admin(name))
        asked.append(len(queries))
    assert page.context["cl"].result_count >= 25
    assert asked[0] == asked[1]


@pytest.mark.parametrize("field", ["article", "speaker"])
def test_autocompletion_needs_no_more_queries_for_more_names(editor: Client, field: str) -> None:
    asked = []
    for n in (5, 15):
        fill(n)
        with CaptureQueriesContext(connection) as queries:
            editor.get("/admin/autocomplete/", {"app_label": "timeline", "model_name": "quote", "field_name": field})
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_only_records_that_readers_see_have_a_link_to_their_page(editor: Client) -> None:
    shown, hidden = make_event(cites=make_article(), status="published"), make_event()
    assertContains(editor.get(admin("timeline_event", "change", shown.pk)), "View on site")
    assertNotContains(editor.get(admin("timeline_event", "change", hidden.pk)), "View on site")


# ---- publishing


def act(editor: Client, action: str, *events: Event, **fields: Any) -> Any:
    sent = {"action": action, "_selected_action": [event.pk for event in events]} | fields
    return editor.post(admin("timeline_event"), sent, follow=True)


def test_events_without_citations_are_not_published_and_are_named(editor: Client) -> None:
    cited, bare = make_event("Talks", cites=make_article()), make_event("Rumour")
    page = act(editor, "publish", cited, bare)
    assertContains(page, "Not published, because they cite no article: Rumour.")
    assertContains(page, "1 event published.")
    assert set(Event.objects.filter(status="published")) == {cited}


def test_publishing_and_returning_to_draft_are_in_the_history(editor: Client) -> None:
    event = make_event(cites=make_article())
    event.topics.add(Topic.objects.create(slug="islands", name="Islands"))
    act(editor, "publish", event)
    act(editor, "return_to_draft", event, reason="Not ready.")
    latest, before = event.history.all()[:2]
    assert (latest.status, before.status) == ("draft", "published")
    assert before.history_user == User.objects.get(username="editor")
    assert [row.topic.slug for row in before.topics.all()] == ["islands"]


def test_a_published_event_without_citations_is_saved_with_a_warning(editor: Client) -> None:
    page = editor.post(admin("timeline_event", "add"), event_form(status="published"), follow=True)
    assertContains(page, "Readers do not see “Talks in Tokyo”: it cites no article.")


# ---- any address


@pytest.mark.parametrize(
    "query",
    [
        "sort_date__year=9999",
        "sort_date__year=abc",
        "sort_date__year=9999&sort_date__month=12",
        "sort_date__year=2007&sort_date__month=13",
        "kind__exact=a%00b",
        "q=a%00b",
        "q=(((%5B",
        "p=999999999999999999999",
        "o=99.-7.x",
        "readers=%00",
        "topics__id__exact=abc",
        "topics__id__exact=99999999999999999999999",
        "status__exact=nonsense",
        "e=1",
        "all=",
    ],
)
@pytest.mark.parametrize("name", ["timeline_event", "timeline_quote"])
def test_no_query_parameter_makes_a_list_fail(editor: Client, name: str, query: str) -> None:
    one_of_each()
    assert editor.get(f"{admin(name)}?{query}", follow=True).status_code == 200


def test_regular_expressions_in_addresses_are_ignored(editor: Client) -> None:
    assert editor.get(admin("timeline_event"), {"title__regex": "("}).status_code == 400


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("key", ["abc", "0", "99999999999999999999999", "_00", "1.5"])
def test_the_address_of_a_missing_record_is_no_server_error(editor: Client, name: str, key: str) -> None:
    base = admin(name)
    for page in ("change/", "delete/", "history/", f"history/{key}/"):
        assert editor.get(f"{base}{key}/{page}", follow=True).status_code in (200, 404), page


@pytest.mark.parametrize("term", ["a%00b", "(", "%5C", "%F0%9F%98%80"])
def test_no_search_term_makes_autocompletion_fail(editor: Client, term: str) -> None:
    asked = f"/admin/autocomplete/?app_label=timeline&model_name=quote&field_name=speaker&term={term}"
    assert editor.get(asked).status_code == 200


def test_no_input_makes_a_form_fail(editor: Client) -> None:
    article = make_article(TEXT)
    odd = {"title": "\x00", "date": "\ufffd", "kind": "x", "status": "x", "slug": "\x00"}
    rows = [{"article": article.pk, "exact": "\x00", "place": "x"}, {"article": "", "exact": "a", "id": "x"}]
    quotes = [{"speaker": "", "article": article.pk, "exact": "a" * 5000, "place": "0-0", "kind": "x", "date": "?"}]
    assert editor.post(admin("timeline_event", "add"), event_form(rows, quotes, **odd)).status_code == 200
    assert editor.post(admin("timeline_event", "add"), {}).status_code == 200
    assert editor.post(admin("timeline_quote", "add"), {}).status_code == 200


@pytest.mark.parametrize("key", ["abc", "9" * 30, "-1", "1.5"])
def test_a_record_key_that_is_not_a_number_is_no_server_error(editor: Client, key: str) -> None:
    """Only a forged form sends such a key."""
    page = admin("timeline_event", "add")
    assert editor.get(page, {"topics": key, "actors": key, "kind": key}).status_code == 200
    assert editor.get(admin("timeline_quote", "add"), {"speaker": key, "event": key}).status_code == 200
    assert editor.post(page, event_form(topics=[key], actors=[key])).status_code in (200, 400)
    assert editor.post(page, event_form(quotes=[{"speaker": key, "article": key}])).status_code in (200, 400)


def test_a_redirect_follows_saving(editor: Client) -> None:
    answer = editor.post(admin("timeline_topic", "add"), {"name": "Islands", "slug": "islands"})
    assertRedirects(answer, admin("timeline_topic"))
