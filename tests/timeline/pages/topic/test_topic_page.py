"""A topic’s page: the first and the latest statement of each side, and all of them period by period."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import actor, event, quote, topic
from timeline.filters.filterset import EventFilter
from timeline.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def islands() -> Topic:
    return topic("Islands")


@pytest.fixture
def say(islands):
    speakers = {}

    def say(words: str, country: str, date: str):
        by = speakers.get(country) or speakers.setdefault(country, actor(country=country))
        return quote(words, of=event(date=date, topics=[islands]), by=by, topics=[islands])

    return say


def shown(response) -> dict[str, dict[str, list[str]]]:
    """Words by period and side."""
    return {
        row.period.label: {cell.side.value: [one.words for one in cell.quotes] for cell in row.cells if cell.quotes}
        for row in response.context["rows"]
    }


def test_each_side_has_its_first_and_its_latest_statement(client, islands, say):
    say("japan in the middle", "JP", "1998")
    say("japan at last", "JP", "2018")
    say("japan at first", "JP", "1956")
    say("russia once", "RU", "2001")
    response = client.get(islands.get_absolute_url())
    found = {
        one.side.value: (one.first and one.first.words, one.latest and one.latest.words)
        for one in response.context["ends"]
    }
    assert found == {"JP": ("japan at first", "japan at last"), "RU": ("russia once", None), "US": (None, None)}
    assertContains(response, "Only statement")
    assertContains(response, "No statements on this topic have been recorded yet.")


def test_a_period_is_a_row_with_the_statements_of_each_side_in_order_of_date(client, islands, say):
    say("later", "JP", "1958-03-01")
    say("sooner", "JP", "1957-03-01")
    say("from moscow", "SU", "1956-10-19")
    say("today", "RU", "2024-01-30")
    say("the day after", "RU", "2024-01-31")
    response = client.get(islands.get_absolute_url())
    assert shown(response) == {
        "1955–1959": {"JP": ["sooner", "later"], "RU": ["from moscow"]},
        "2020–2024": {"RU": ["today", "the day after"]},
    }


def test_no_statement_is_lost_in_the_rows(client, islands, say):
    for n in range(60):
        say(f"words {n}.", ("JP", "RU", "US", "CN")[n % 4], f"{1950 + n}")
    response = client.get(islands.get_absolute_url())
    words = [one for sides in shown(response).values() for said in sides.values() for one in said]
    assert len(words) == len(set(words)) == 60
    for one in words:
        assertContains(response, one)


def test_every_bar_counts_the_statements_it_links_to(client, islands, say):
    for country, date in (("JP", "1956"), ("JP", "1957"), ("JP", "1998"), ("RU", "1956"), ("RU", "../1998-05-01")):
        say("words", country, date)
    response = client.get(islands.get_absolute_url())
    cells = {f"#{cell.id}": len(cell.quotes) for row in response.context["rows"] for cell in row.cells}
    marks = [mark for lane in response.context["picture"].lanes for mark in lane.marks]
    assert sum(mark.n for mark in marks) == 5
    for mark in marks:
        assert cells[mark.address] == mark.n
        assertContains(response, f'id="{mark.address[1:]}"')
    assertContains(response, 'aria-label="Japan, 1955–1959: 2 statements"')


def test_the_chart_has_a_table(client, islands, say):
    for date in ("1956", "1957", "1998"):
        say("words", "JP", date)
    html = client.get(islands.get_absolute_url()).content.decode()
    table = html[html.index("<table") : html.index("</table>")]
    assert re.findall(r'<th scope="row">([^<]+)</th>', table) == ["1955–1959", "1995–1999"]
    assert re.findall(r"<td>(?:<a [^>]*>)?(\d+)", table) == ["2", "0", "0", "1", "0", "0"]


def test_a_row_links_to_as_many_events_as_it_says(client, seeds):
    checked = 0
    for one in Topic.objects.all():
        for row in client.get(one.get_absolute_url()).context["rows"]:
            found = EventFilter(QueryDict(row.query.removeprefix("?")))
            assert found.understood
            assert found.qs.count() == row.events
            checked += 1
    assert checked > 3


def test_no_statement_is_shown_twice_if_there_is_only_a_first_and_a_latest(client, islands, say):
    say("at first", "JP", "1956")
    say("at last", "JP", "2018")
    assertNotContains(client.get(islands.get_absolute_url()), "How each side’s words moved")


def test_few_statements_are_expanded_and_many_are_collapsed(client, islands, say):
    for n in range(12):
        say(f"words {n}", "JP", f"{1950 + n}")
    assertContains(client.get(islands.get_absolute_url()), '<details class="period" open>')
    say("one more", "JP", "1999")
    assertNotContains(client.get(islands.get_absolute_url()), '<details class="period" open>')


def test_drafts_and_statements_on_other_topics_are_not_shown(client, islands, say):
    for date in ("1956", "1957", "1958"):
        say("words", "JP", date)
    quote("not yet", of=event(status="draft", topics=[islands]), topics=[islands])
    quote("on something else", of=event(topics=[islands]))
    response = client.get(islands.get_absolute_url())
    assertNotContains(response, "not yet")
    assertNotContains(response, "on something else")
    assert response.context["events"] == 4


def test_a_topic_without_events_has_a_page(client, islands):
    assertContains(client.get(islands.get_absolute_url()), "No statements on this topic have been recorded yet.")


def test_ids_on_the_page_are_unique_and_there_are_no_inline_styles(client, seeds):
    for one in Topic.objects.all():
        html = client.get(one.get_absolute_url()).content.decode()
        assert " style=" not in html
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_the_number_of_queries_does_not_grow_with_the_statements(client, islands, say):
    for n in range(3):
        say("words", "JP", f"{1950 + n}")
    with CaptureQueriesContext(connection) as few:
        client.get(islands.get_absolute_url())
    for n in range(40):
        say("words", ("JP", "RU", "US", "CN")[n % 4], f"{1950 + n}")
    with CaptureQueriesContext(connection) as many:
        client.get(islands.get_absolute_url())
    assert len(many) == len(few)
