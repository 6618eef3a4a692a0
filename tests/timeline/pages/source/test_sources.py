"""The list of sources, with the events and statements that each is cited for."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import actor, article, event, quote

pytestmark = pytest.mark.django_db


def test_the_list_of_sources_counts_events_and_statements(client):
    source, lavrov = article(), actor("Sergei Lavrov")
    talks, visit = event("Talks", cites=source), event("Visit", cites=source)
    for n, of in enumerate((talks, talks, visit)):
        quote(f"words {n}", of=of, by=lavrov, article=source)
    response = client.get("/sources/")
    assertContains(response, "2 events, 3 statements")


def test_what_is_not_public_does_not_count(client):
    source = article()
    event("Talks", cites=source)
    draft = event("Draft", cites=source, status="draft")
    quote("not yet", of=draft, by=actor(), article=source)
    page = client.get("/sources/")
    assertContains(page, "1 event")
    assertNotContains(page, "1 statement")


def test_the_page_of_a_source_lists_events_that_cite_it_or_whose_statements_come_from_it(client):
    source = article()
    event("Talks in Tokyo", cites=source)
    quote("words", of=event("Visit to Kyoto"), by=actor(), article=source)
    event("Draft", cites=source, status="draft")
    page = client.get(f"/sources/{source.slug}/")
    assertContains(page, "Talks in Tokyo")
    assertContains(page, "Visit to Kyoto")
    assert "Draft" not in page.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_sources(client):
    def count(n: int) -> int:
        for _ in range(n):
            quote(of=event(cites=article()), by=actor())
        with CaptureQueriesContext(connection) as asked:
            client.get("/sources/")
        return len(asked)

    assert count(2) == count(20)
