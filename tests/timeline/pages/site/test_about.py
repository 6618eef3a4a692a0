"""The page that explains how the timeline is made."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import actor, article, event, quote

pytestmark = pytest.mark.django_db


def test_every_page_links_to_it(client):
    for address in ("/", "/actors/", "/nowhere/"):
        assertContains(client.get(address), 'href="/about/"', status_code=404 if "nowhere" in address else 200)


def test_its_figures_are_counted_from_what_is_public(client):
    source = article("He said it was so, and left.", tier=1)
    talks = event(date="1956-10-19", cites=source, actors=[actor("Speaker")])
    speaker = talks.actors.get()
    quote("it was so", of=talks, by=speaker, article=source)
    quote("unseen words", of=event(date="2018"), by=speaker)
    for n in range(3):
        quote(f"He spoke, {n}.", of=talks, by=speaker, kind="paraphrase")
    quote("hidden", of=event(status="draft"))
    page = client.get("/about/")
    for text in (
        "2 events from 1956 to 2018, 5 statements and 2 sources, with 1 people",
        "Of the 5 statements, 2 are",
        "3 are in our words",
        "<strong>Verified</strong> (1)",
        "<strong>Text not held</strong> (1)",
        "Of the 2 sources, 1 are first-hand",
    ):
        assertContains(page, text)


def test_it_says_so_if_there_are_no_events(client):
    assertContains(client.get("/about/"), "It contains no events yet")


def test_every_section_can_be_linked_to(client):
    page = client.get("/about/").content.decode()
    wanted = re.findall(r'<a href="#([a-z]+)">', page)
    assert len(wanted) == page.count("<section ") == 9
    for name in wanted:
        assert f'<h2 id="{name}">' in page


def test_it_names_the_islands_in_both_ways_and_the_licence(client):
    page = client.get("/about/")
    for text in (
        "South Kurils",
        "Northern Territories",
        "Iturup (Etorofu)",
        "CC BY 4.0",
        "Quotations from news articles",
        "never have quotation marks",
    ):
        assertContains(page, text)


def test_the_number_of_queries_does_not_grow_with_the_records(client):
    def count() -> int:
        for _ in range(3):
            quote(of=event(actors=[actor()]))
        with CaptureQueriesContext(connection) as asked:
            client.get("/about/")
        return len(asked)

    assert count() == count() == 6  # including the revision


def test_readers_may_write_to_the_editors_where_an_address_is_set(client, settings):
    assertNotContains(client.get("/about/"), "Write to the editors")
    settings.EDITORS_ADDRESS = "mailto:editors@example.org"
    assertContains(client.get("/about/"), 'href="mailto:editors@example.org"')
