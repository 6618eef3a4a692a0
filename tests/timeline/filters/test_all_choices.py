"""A facet shows its first six choices; the others at another address or, with scripts, on the same page."""

from __future__ import annotations

import re

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories import actor, event

pytestmark = pytest.mark.django_db


@pytest.fixture
def many() -> None:
    """Nine actors: the n-th takes part in n events."""
    for n in range(1, 10):
        who = actor(f"Actor {n}", slug=f"actor-{n}", country="JP")
        for i in range(n):
            event(f"Talks {n}.{i}", actors=[who], kind="visit")


def list_shown(page: str) -> list[str]:
    return re.findall(r'<a id="actor-(actor-\d)"', page)


def test_a_group_shows_its_most_frequent_choices_and_says_how_many_more_there_are(client, many):
    page = client.get("/?kind=visit")
    assert list_shown(page.content.decode()) == [f"actor-{n}" for n in (9, 8, 7, 6, 5, 4)]
    assertContains(page, "3 more")
    assertContains(page, 'href="?all=actor&amp;kind=visit#more-actor"')


@pytest.mark.parametrize("way", ["/", "/compare/", "/network/"])
def test_without_scripts_a_link_leads_to_the_page_with_all_choices(client, many, way):
    page = client.get(f"{way}?all=actor&kind=visit")
    assert len(list_shown(page.content.decode())) == 9
    assertContains(page, '<details id="more-actor" open>')
    assertContains(page, 'href="?actor=actor-1&amp;kind=visit"')  # a choice leads to the usual page


def test_with_scripts_the_other_choices_are_inserted(client, many):
    asked = {"HX-Request": "true", "HX-Target": "rest-actor"}
    part = client.get("/?all=actor&kind=visit", headers=asked)
    assert list_shown(part.content.decode()) == ["actor-3", "actor-2", "actor-1"]
    assertNotContains(part, "<h1")
    assert "HX-Push-Url" not in part.headers


def test_selected_choices_come_first_even_if_they_are_rare(client, many):
    assert list_shown(client.get("/?actor=actor-1&kind=visit").content.decode())[0] == "actor-1"


def test_a_filter_that_does_not_exist_is_an_error(client, many):
    page = client.get("/?all=colour")
    assert page.status_code == 400
    assertContains(page, "There is no filter called “colour”", status_code=400)


def test_the_parameter_is_sorted_with_the_others(client, many):
    assertRedirects(client.get("/?kind=visit&all=actor"), "/?all=actor&kind=visit")


def test_links_to_share_do_not_have_the_parameter(client, many):
    page = client.get("/?all=actor&kind=visit").content.decode()
    assert 'rel="canonical" href="http://testserver/?kind=visit"' in page
    assert "all=actor" not in re.search(r'<a class="copy".*?</a>', page, re.DOTALL)[0]


def test_the_table_of_the_histogram_is_shown_the_same_way(client, many):
    event("Long ago", date="1855")
    assertNotContains(client.get("/"), "<table")
    assertContains(client.get("/?all=dates"), '<details id="rail-table" open>')
    asked = {"HX-Request": "true", "HX-Target": "rest-dates"}
    part = client.get("/?all=dates", headers=asked)
    assertContains(part, "<table")
    assertNotContains(part, "<h1")


@pytest.mark.parametrize("address", ["/compare/?all=dates", "/network/?all=dates", "/?all=dates&since=2050"])
def test_without_a_histogram_the_whole_page_is_list_shown(client, many, address):
    asked = {"HX-Request": "true", "HX-Target": "rest-dates"}
    assertContains(client.get(address, headers=asked), "<h1")
