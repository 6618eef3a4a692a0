"""Events on a day of the year, and a random event."""

from __future__ import annotations

import datetime as dt
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories import actor, event, quote, topic

pytestmark = pytest.mark.django_db


def titles(response) -> list[str]:
    return [card.event.title for card in response.context["cards"]]


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (dt.datetime(2026, 11, 22, 23, 59, tzinfo=dt.UTC), "11-22"),
        (dt.datetime(2028, 2, 29, 0, 0, tzinfo=dt.UTC), "02-29"),
    ],
)
def test_today_redirects_to_an_address_that_works_next_year_too_and_is_never_cached(client, now, day):
    with patch("django.utils.timezone.now", return_value=now):
        response = client.get("/on-this-day/")
    assertRedirects(response, f"/on-this-day/{day}/")
    assert "no-store" in response["Cache-Control"]


def test_a_day_shows_what_happened_on_it_in_any_year_oldest_first(client):
    event("In Tokyo", date="2007-10-23")
    event("Before that", date="1956-10-23")
    event("Perhaps that day", date="1993-10-23?")
    for other in ("2007-10-22", "2007-11-23", "2007-10", "2007", "2007-10-23/2007-10-25", "../2007-10-23"):
        event(f"Not so: {other}", date=other)
    event("Draft", date="2001-10-23", status="draft")
    response = client.get("/on-this-day/10-23/")
    assert titles(response) == ["Before that", "Perhaps that day", "In Tokyo"]
    assertContains(response, "<h1>On 23 October</h1>")
    assertContains(response, "23 October 1993 (uncertain)")


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("10-23", "10-22", "10-24"),
        ("01-01", "12-31", "01-02"),
        ("12-31", "12-30", "01-01"),
        ("02-29", "02-28", "03-01"),
        ("03-01", "02-29", "03-02"),
    ],
)
def test_every_day_links_to_the_day_before_and_the_day_after(client, day, before, after):
    response = client.get(f"/on-this-day/{day}/")
    assertContains(response, f'<a rel="prev" href="/on-this-day/{before}/">')
    assertContains(response, f'<a rel="next" href="/on-this-day/{after}/">')


@pytest.mark.parametrize(
    ("day", "nearest"),
    [("10-23", ["10-20", "11-02"]), ("12-31", ["11-02", "01-15"]), ("01-01", ["11-02", "01-15"])],
)
def test_an_empty_day_links_to_the_nearest_days_with_events(client, day, nearest):
    for date in ("1956-10-20", "1998-11-02", "2007-01-15", "2007-10"):
        event(date=date)
    event(date="2007-10-22", status="draft")
    response = client.get(f"/on-this-day/{day}/")
    assertContains(response, "No events are recorded for this day.")
    assert [f"{one:%m-%d}" for one in response.context["nearest"]] == nearest
    for one in nearest:
        assertContains(response, f'<a class="door" href="/on-this-day/{one}/">')


def test_without_any_events_a_day_says_so_and_has_no_links(client):
    response = client.get("/on-this-day/10-23/")
    assertContains(response, "No events are recorded for this day.")
    assertNotContains(response, "The nearest days")


@pytest.mark.parametrize(
    "day", ["02-30", "13-01", "00-00", "2-3", "1023", "2007-10-23", "today", "１０-２３", "10-23x"]
)
def test_an_invalid_day_of_the_year_is_explained(client, day):
    response = client.get(f"/on-this-day/{day}/")
    assertContains(response, f"“{day}” is not a day of the year.", status_code=404)


def test_an_invalid_day_is_escaped_and_shortened(client):
    response = client.get(f"/on-this-day/{'<script>' * 100}/")
    assertContains(response, "“&lt;script&gt;&lt;script&gt;&lt;scr” is not a day", status_code=404)
    assertNotContains(response, "<script><script>", status_code=404)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=30))
def test_no_day_causes_a_server_error(client, day):
    from urllib.parse import quote as percent

    address = percent(day.encode("utf-8", "surrogatepass"), safe="")
    assert client.get(f"/on-this-day/{address}/").status_code in (200, 404)


@pytest.mark.parametrize(("page", "status", "shown"), [("", 200, 25), ("2", 200, 1), ("3", 404, 1), ("abc", 400, 25)])
def test_a_day_with_many_events_has_several_pages(client, page, status, shown):
    for year in range(1900, 1926):
        event(date=f"{year}-10-23")
    response = client.get("/on-this-day/10-23/", {"page": page} if page else {})
    assert response.status_code == status
    assert response.content.decode().count('class="card') == shown


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow_with_the_events_of_a_day(client):
    def scene(n: int) -> None:
        for year in range(1900, 1900 + n):
            happened = event(date=f"{year}-10-23", actors=[actor()], topics=[topic("Islands")])
            quote(of=happened, by=actor(), to=[actor()])

    scene(3)
    with CaptureQueriesContext(connection) as few:
        client.get("/on-this-day/10-23/")
    scene(20)
    with CaptureQueriesContext(connection) as many:
        client.get("/on-this-day/10-23/")
    assert len(many) == len(few)


def test_random_redirects_to_a_public_event_and_is_never_cached(client):
    shown = {event().get_absolute_url() for _ in range(5)}
    event("Draft", status="draft")
    event("Without a source", cites=False)
    answers = [client.get("/random/") for _ in range(60)]
    assert {answer["Location"] for answer in answers} == shown
    assert {answer.status_code for answer in answers} == {302}
    assert all("no-store" in answer["Cache-Control"] for answer in answers)
    assert client.head("/random/").status_code == 302


def test_random_says_so_if_there_are_no_events(client):
    event("Draft", status="draft")
    assertContains(client.get("/random/"), "No events have been recorded yet", status_code=404)


def test_the_front_page_links_to_both_and_a_filtered_list_does_not(client):
    event()
    response = client.get("/")
    assertContains(response, 'href="/on-this-day/"')
    assertContains(response, 'href="/random/"')
    assertNotContains(client.get("/?since=2000"), 'href="/random/"')
