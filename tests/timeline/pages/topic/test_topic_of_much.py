"""A topic with very many statements: all are counted, and the page stays small."""

from __future__ import annotations

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import actor, event, quote, topic
from timeline.pages.topic import positions_over_time

pytestmark = pytest.mark.django_db


@pytest.fixture
def islands():
    islands = topic("Islands")
    for country in ("JP", "RU"):
        speaker = actor(country=country)
        for year in (1956, 1957, 1998, 1999, 2018):
            happened = event(date=f"{year}", topics=[islands])
            quote(f"{country} in {year}", of=happened, by=speaker, topics=[islands])
    return islands


def test_each_period_shows_the_first_statements_of_each_side_and_counts_the_rest(client, islands, monkeypatch):
    monkeypatch.setattr(positions_over_time, "MOST", 6)
    response = client.get(islands.get_absolute_url())
    words = [one.words for row in response.context["rows"] for cell in row.cells for one in cell.quotes]
    assert words == ["JP in 1956", "RU in 1956", "JP in 1998", "RU in 1998", "JP in 2018", "RU in 2018"]
    assertContains(response, "The first 1 of 2 are shown here.", count=4)
    assertContains(response, 'href="/compare/?order=oldest&amp;since=1955&amp;topic=islands&amp;until=1959"', count=2)
    assertContains(response, 'aria-label="Japan, 1955–1959: 2 statements"')
    page = client.get("/compare/?order=oldest&since=1955&topic=islands&until=1959")
    assertContains(page, "JP in 1957")


def test_a_topic_with_few_statements_shows_them_all(client, islands):
    response = client.get(islands.get_absolute_url())
    assertNotContains(response, "are shown here")
    assertContains(response, "RU in 1957")
