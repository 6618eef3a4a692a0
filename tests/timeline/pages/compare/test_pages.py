"""The pages of the comparison stay small and fast, however many statements there are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import actor, event, quote
from timeline.index.backend import StatementDays
from timeline.models import Event
from timeline.pages.compare.columns import STATEMENTS_PER_PAGE, split_into_pages

pytestmark = pytest.mark.django_db


def pages(*numbers: int) -> list[tuple[list[str], int, int]]:
    """For these numbers of statements on some dates: the dates of each page, and which part of them."""
    said = StatementDays(1, list(zip("abcdef", numbers, strict=False)))
    return [(page.dates, page.part, page.parts) for page in split_into_pages(said)]


def test_a_page_has_as_many_whole_dates_as_fit():
    assert pages(30, 50, 1, 79, 80) == [(["a", "b"], 1, 1), (["c", "d"], 1, 1), (["e"], 1, 1)]
    assert pages() == []


def test_only_a_date_with_more_statements_than_a_page_holds_is_split():
    assert pages(1, 161, 2) == [(["a"], 1, 1), (["b"], 1, 3), (["b"], 2, 3), (["b"], 3, 3), (["c"], 1, 1)]


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.slow
def test_each_statement_of_a_split_date_is_on_one_page_and_each_page_says_so(client, order):
    speaker = actor("Taro Kono", country="JP")
    happened = [event(date="2007-10-23") for _ in range(2 * STATEMENTS_PER_PAGE + 1)]
    said = [quote(f"statement {n}", of=one, by=speaker) for n, one in enumerate(happened)]
    shown = []
    for number in (1, 2, 3):
        page = client.get("/compare/", {"order": order, "page": number}, follow=True)
        part = f"this is part {number} of 3."
        assertContains(page, f"23 October 2007: there are more statements than fit on one page; {part}")
        text = page.content.decode()
        shown += [one.slug for one in said if one.get_absolute_url() in text]
    assert sorted(shown) == sorted(one.slug for one in said)


def test_a_page_without_a_split_date_does_not_mention_parts(client):
    quote(of=event(), by=actor())
    assertNotContains(client.get("/compare/"), "this is part")


def test_cached_rows_are_not_fetched_again(client):
    quote("the plan is defensive", of=event("Talks", date="2007-10-23"), by=actor(country="JP"))
    with CaptureQueriesContext(connection) as first:
        client.get("/compare/?since=2007")
    with CaptureQueriesContext(connection) as later:
        assertContains(client.get("/compare/?until=2008"), "the plan is defensive")
    assert not [one for one in later if "timeline_quote" in one["sql"]]
    assert len(later) < len(first)


def test_a_row_shows_the_event_and_the_words_as_they_are_now(client):
    said = quote("the plan is defensive", of=event("Talks", date="2007-10-23"), by=actor(country="JP"))
    assertContains(client.get("/compare/"), ">Talks</a>")
    Event.objects.update(title="Talks in Tokyo")
    said.paraphrase, said.exact = "", "the plan is only defensive"
    said.save()
    page = client.get("/compare/")
    assertContains(page, ">Talks in Tokyo</a>")
    assertContains(page, "the plan is only defensive")


def test_words_searched_for_are_highlighted_only_in_that_search(client):
    quote("a missile shield", of=event(date="2007-10-23"), by=actor(country="JP"))
    highlight = '<mark class="hit">missile</mark>'
    assertContains(client.get("/compare/?q=missile"), highlight)
    assertNotContains(client.get("/compare/"), highlight)
    assertContains(client.get("/compare/?q=missile&since=2007"), highlight)
