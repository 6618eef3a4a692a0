"""The sitemap: every page with content of its own, and no draft."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains

from tests.factories import actor, article, event, quote, topic
from timeline.models import Event
from timeline.pages.site import sitemaps

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


NAME = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def parts(client) -> list[str]:
    root = ET.fromstring(client.get("/sitemap.xml").content)
    return [one.findtext(f"{NAME}loc").removeprefix(SITE) for one in root.iter(f"{NAME}sitemap")]


def listed(client) -> dict[str, str | None]:
    """Every address, and the date of its last change if one is given."""
    return {
        one.findtext(f"{NAME}loc").removeprefix(SITE): one.findtext(f"{NAME}lastmod")
        for part in parts(client)
        for one in ET.fromstring(client.get(part).content).iter(f"{NAME}url")
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


def test_the_date_of_a_change_is_given_only_if_one_is_recorded(client):
    edited, loaded = event("Edited"), event("Loaded")
    Event.history.filter(id=loaded.pk).delete()
    addresses = listed(client)
    assert addresses[edited.get_absolute_url()]
    assert addresses[loaded.get_absolute_url()] is None


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow_with_the_records(client):
    def count() -> int:
        for _ in range(3):
            quote(of=event(actors=[actor()], topics=[topic("Islands")]))
        with CaptureQueriesContext(connection) as asked:
            listed(client)
        return len(asked)

    assert count() == count()


def test_a_long_list_comes_in_parts_and_none_is_lost(client, monkeypatch):
    monkeypatch.setattr(sitemaps.Records, "limit", 2)
    talks = [event(f"Talks {n}") for n in range(5)]
    found = parts(client)
    assert [one for one in found if "events" in one] == [
        "/sitemap-events.xml",
        "/sitemap-events.xml?p=2",
        "/sitemap-events.xml?p=3",
    ]
    assert {one.get_absolute_url() for one in talks} <= set(listed(client))


@pytest.mark.parametrize("address", ["/sitemap-events.xml?p=9", "/sitemap-events.xml?p=abc", "/sitemap-nothing.xml"])
def test_an_unknown_part_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_robots_are_given_the_sitemap_and_excluded_from_the_admin(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assertContains(response, f"Sitemap: {SITE}/sitemap.xml")
    assertContains(response, "Disallow: /admin/")
