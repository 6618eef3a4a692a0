"""`?place=moscow` lists what happened in a place."""

from __future__ import annotations

import json
import re

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests import page
from tests.conftest import ROOT
from tests.factories import actor, event, quote
from timeline.filters.place import find_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def talks() -> None:
    event("Talks in both capitals", place="Tokyo; Moscow", date="2018")
    event("Visit to Moscow", place="Moscow", date="2007")
    event("Exercise at sea", place="Sea of Japan", date="1998")
    event("Nowhere in particular")


def test_lists_the_events_of_a_place_and_says_so(client, talks):
    response = client.get("/?place=moscow")
    assert page.titles(response) == ["Talks in both capitals", "Visit to Moscow"]
    assertContains(response, "<title>2 events in Moscow")


def test_one_of_several_places_is_enough(client, talks):
    response = client.get("/?place=sea-of-japan&place=tokyo", follow=True)
    assert page.titles(response) == ["Talks in both capitals", "Exercise at sea"]
    assertContains(response, "2 events in the Sea of Japan or Tokyo")


def test_each_place_has_the_number_of_events_that_choosing_it_lists(client, talks):
    counted = {one.value: one.n for one in page.choices(client.get("/"), "place")}
    assert counted == {"moscow": 2, "tokyo": 1, "sea-of-japan": 1}
    for value, n in counted.items():
        assert page.total(client.get(f"/?place={value}")) == n


def test_a_chip_removes_it(client, talks):
    response = client.get("/?place=moscow&since=2007")
    assertContains(response, '<a class="chip" href="?since=2007">')


def test_it_can_be_combined_with_other_filters(client, talks):
    assert page.titles(client.get("/?place=moscow&since=2018")) == ["Talks in both capitals"]


def test_the_feed_and_the_side_by_side_page_follow_it(client, talks):
    speaker = actor("Sergei Lavrov", country="RU")
    quote("said in Moscow", of=event("Interview", place="Moscow"), by=speaker)
    quote("said elsewhere", of=event("Speech", place="Tokyo"), by=speaker)
    feed = client.get("/feed.atom?place=moscow")
    assertContains(feed, "Interview")
    assertNotContains(feed, "Speech")
    compared = client.get("/compare/?place=moscow")
    assertContains(compared, "said in Moscow")
    assertNotContains(compared, "said elsewhere")


def test_an_unknown_place_is_explained(client, talks):
    response = client.get("/?place=atlantis")
    assertContains(response, "There is no place “atlantis”.", status_code=400)
    assertNotContains(response, "Visit to Moscow", status_code=400)


def test_a_new_event_is_counted_immediately(client, talks):
    client.get("/")
    event("Another visit", place="Moscow")
    assert page.total(client.get("/?place=moscow")) == 3


def test_every_place_of_the_shipped_events_has_a_value():
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "fixtures").rglob("*events*.json")]
    places = {json.loads(f'"{found}"') for text in texts for found in re.findall(r'"place": "((?:[^"\\]|\\.)+)"', text)}
    assert len(places) > 100
    assert not [place for place in places if len(find_places(place)) < 1]
    names = {name.strip() for place in places for name in place.split(";")}
    assert not [name for name in names if not find_places(name)]
