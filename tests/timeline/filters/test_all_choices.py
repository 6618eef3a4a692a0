"""A group of choices shows the first six; all of it under an address of its own, or in place where scripts run."""

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


def shown(page: str) -> list[str]:
    return re.findall(r'<a id="actor-(actor-\d)"', page)


def test_a_group_shows_its_most_frequent_choices_and_says_how_many_more_there_are(client, many):
    page = client.get("/?kind=visit")
    assert shown(page.content.decode()) == [f"actor-{n}" for n in (9, 8, 7, 6, 5, 4)]
    assertContains(page, "3 more")
    assertContains(page, 'href="?all=actor&amp;kind=visit#more-actor"')


@pytest.mark.parametrize("way", ["/", "/compare/", "/network/"])
def test_without_scripts_the_link_leads_to_the_same_page_with_all_of_them(client, many, way):
    page = client.get(f"{way}?all=actor&kind=visit")
    assert len(shown(page.content.decode())) == 9
    assertContains(page, '<details id="more-actor" open>')
    assertContains(page, 'href="?actor=actor-1&amp;kind=visit"')  # a choice leads to the usual page


def test_where_scripts_run_the_rest_is_put_in_place(client, many):
    asked = {"HX-Request": "true", "HX-Target": "rest-actor"}
    part = client.get("/?all=actor&kind=visit", headers=asked)
    assert shown(part.content.decode()) == ["actor-3", "actor-2", "actor-1"]
    assertNotContains(part, "<h1")
    assert "HX-Push-Url" not in part.headers


def test_what_is_chosen_stands_first_however_rare_it_is(client, many):
    assert shown(client.get("/?actor=actor-1&kind=visit").content.decode())[0] == "actor-1"


def test_a_group_that_does_not_exist_is_said_to_be_none(client, many):
    page = client.get("/?all=colour")
    assert page.status_code == 400
    assertContains(page, "There is no filter “colour”", status_code=400)


def test_the_address_is_put_in_order_with_the_others(client, many):
    assertRedirects(client.get("/?kind=visit&all=actor"), "/?all=actor&kind=visit")


def test_links_to_share_and_other_pages_do_not_carry_it(client, many):
    page = client.get("/?all=actor&kind=visit").content.decode()
    assert 'rel="canonical" href="http://testserver/?kind=visit"' in page
    assert "all=actor" not in re.search(r'<a class="copy".*?</a>', page, re.DOTALL)[0]


def test_the_table_of_the_rail_is_asked_for_in_the_same_way(client, many):
    event("Long ago", date="1855")
    assertNotContains(client.get("/"), "<table")
    assertContains(client.get("/?all=dates"), '<details id="rail-table" open>')
    asked = {"HX-Request": "true", "HX-Target": "rest-dates"}
    part = client.get("/?all=dates", headers=asked)
    assertContains(part, "<table")
    assertNotContains(part, "<h1")


@pytest.mark.parametrize("address", ["/compare/?all=dates", "/network/?all=dates", "/?all=dates&since=2050"])
def test_where_there_is_no_rail_the_page_itself_answers(client, many, address):
    asked = {"HX-Request": "true", "HX-Target": "rest-dates"}
    assertContains(client.get(address, headers=asked), "<h1")
