"""The tasks on the editors' start page: their counts and their lists."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from articles.models import LinkCheck
from tests import factories as make
from timeline.admin import tasks

from .test_admin import TEXT, editor

__all__ = ["editor"]  # the fixture
pytestmark = pytest.mark.django_db


def count_tasks(editor: Client) -> dict[str, int]:
    """Counts of tasks, except unchecked addresses, which every article of a test has."""
    rows = editor.get("/admin/").context["task_counts"]
    return {str(row["task"].title): row["n"] for row in rows if row["n"] and row["task"].key != "unchecked"}


def test_tasks_are_counted_and_linked_to_lists(editor: Client) -> None:
    make.event("Draft", status="draft")
    make.event("Alone")
    assert count_tasks(editor) == {"Drafts": 1, "Published events with one source": 1}
    page = editor.get("/admin/timeline/event/?waiting=drafts")
    assertContains(page, "Draft</a>")
    assertNotContains(page, "Alone</a>")


def test_an_event_with_two_sources_is_not_one_with_one_source(editor: Client) -> None:
    make.event(cites=[make.article(), make.article()])
    assert count_tasks(editor) == {}


def test_words_in_doubt_and_unchecked_words_are_tasks(editor: Client) -> None:
    held, unheld = make.article(TEXT), make.article()
    both = make.event(cites=[held, unheld])
    minister = make.actor()
    make.post(minister, "Foreign Minister")
    make.quote("Japan listened", of=both, article=held, by=minister)
    make.quote("Nobody has the text", of=both, article=unheld, by=minister)
    assert count_tasks(editor) == {"Statements whose words have not been checked": 1}
    held.held.body = "Other words."
    held.held.save()
    assert count_tasks(editor)["Statements whose words are in doubt"] == 1
    assertContains(editor.get("/admin/timeline/quote/?waiting=doubtful"), "Japan listened")


def test_statements_by_persons_without_a_post_on_that_day_are_a_task(editor: Client) -> None:
    speaker = make.actor("Taro Kono")
    make.post(speaker, "Foreign Minister", "2017", "2019")
    event = make.event(cites=[make.article(), make.article()])
    make.quote("Then", of=event, by=speaker, kind="paraphrase", date="2018-03-01")
    assert count_tasks(editor) == {}
    make.quote("Before", of=event, by=speaker, kind="paraphrase", date="2016-03-01")
    make.quote("A state", of=event, by=make.actor("Japan", kind="state"), kind="paraphrase")
    assert count_tasks(editor) == {"Statements by a person without a post on that day": 1}


def test_events_with_the_same_dates_and_a_common_participant_may_be_duplicates(editor: Client) -> None:
    two, kono, lavrov = [make.article(), make.article()], make.actor("Kono"), make.actor("Lavrov")
    make.event("One", cites=two, actors=[kono, lavrov])
    make.event("Another day", cites=two, actors=[kono], date="2007-10-24")
    make.event("Somebody else", cites=two, actors=[make.actor("Bush")])
    assert count_tasks(editor) == {}
    make.event("The same", cites=two, actors=[lavrov])
    assert count_tasks(editor) == {"Events that may be the same": 2}
    assertContains(editor.get("/admin/timeline/event/?waiting=alike"), "2 events")


def test_every_task_links_to_a_list_with_the_counted_number_of_records(editor: Client, seeds: None) -> None:
    make.event("Draft", status="draft", cites=make.article(address_seen=False))
    rows = editor.get("/admin/").context["task_counts"]
    assert len(rows) == len(tasks.TASKS)
    assert {row["address"]: editor.get(row["address"]).context["cl"].result_count for row in rows} == {
        row["address"]: row["n"] for row in rows
    }


def test_staff_without_permissions_see_no_tasks(client: Client) -> None:
    client.force_login(User.objects.create_user("guest", is_staff=True))
    assertNotContains(client.get("/admin/"), "Needs attention")


def test_the_start_page_needs_no_more_queries_for_more_records(editor: Client, django_assert_num_queries: Any) -> None:
    make.quote("One")
    editor.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        editor.get("/admin/")
    for number in range(4):
        make.quote(f"Words {number}")
    with django_assert_num_queries(len(few)):
        editor.get("/admin/")


def test_unchecked_and_dead_addresses_are_tasks(editor: Client) -> None:
    asked, gone, moved_on = make.article(), make.article(), make.article()
    LinkCheck.objects.create(article=asked, asked=asked.url, state="found")
    LinkCheck.objects.create(article=gone, asked=gone.url, state="gone")
    LinkCheck.objects.create(article=moved_on, asked="https://example.org/before", state="gone")
    counted = {row["task"].key: row["n"] for row in editor.get("/admin/").context["task_counts"]}
    assert (counted["gone"], counted["unchecked"]) == (1, 1)
    assertContains(editor.get("/admin/articles/article/?link=gone"), gone.title)
