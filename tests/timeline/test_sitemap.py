"""What search engines are told of: every page of its own, and no draft."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains

from tests.factories import actor, article, event, quote, topic
from timeline.models import Event

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


def listed(client) -> dict[str, str | None]:
    """Every address, and the day of its last change where one is told."""
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = ET.fromstring(client.get("/sitemap.xml").content)
    return {
        one.findtext(f"{name}loc").removeprefix(SITE): one.findtext(f"{name}lastmod") for one in root.iter(f"{name}url")
    }


def test_every_public_page_is_listed_and_answers(client):
    source, lavrov = article(), actor("Sergei Lavrov")
    talks = event("Talks", cites=source, actors=[lavrov], topics=[topic("Islands")])
    said = quote(of=talks, by=lavrov)
    addresses = listed(client)
    for one in (talks, said, lavrov, topic("Islands")):
        assert one.get_absolute_url() in addresses
    assert {"/", "/actors/", "/topics/", "/sources/", "/about/", f"/sources/{source.slug}/"} <= set(addresses)
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_no_draft_is_listed(client):
    draft = event(status="draft", actors=[actor("Hidden")])
    said = quote(of=draft, by=actor("Speaker"))
    unsourced = event(cites=False)
    addresses = listed(client)
    hidden = [draft.get_absolute_url(), said.get_absolute_url(), unsourced.get_absolute_url()]
    hidden += ["/actors/hidden/", "/actors/speaker/", f"/sources/{said.article.slug}/"]
    assert not set(hidden) & set(addresses)


def test_a_change_is_told_where_one_is_recorded_and_only_there(client):
    edited, loaded = event("Edited"), event("Loaded")
    Event.history.filter(id=loaded.pk).delete()
    addresses = listed(client)
    assert addresses[edited.get_absolute_url()]
    assert addresses[loaded.get_absolute_url()] is None


def test_the_number_of_queries_does_not_grow_with_the_records(client):
    def count() -> int:
        for _ in range(3):
            quote(of=event(actors=[actor()], topics=[topic("Islands")]))
        with CaptureQueriesContext(connection) as asked:
            client.get("/sitemap.xml")
        return len(asked)

    assert count() == count()


def test_robots_are_shown_the_sitemap_and_kept_from_the_admin(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assertContains(response, f"Sitemap: {SITE}/sitemap.xml")
    assertContains(response, "Disallow: /admin/")
