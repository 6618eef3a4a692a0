"""The newest events of a list as an Atom feed."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertRedirects

from tests.factories import actor, event, quote, topic
from timeline.models import Event

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://testserver"


def read(client, address: str = "/feed.atom") -> ET.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content)


def titles(client, address: str = "/feed.atom") -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in read(client, address).iter(f"{ATOM}entry")]


def test_the_events_of_a_filter_newest_first(client):
    islands = topic("Islands")
    for year in (1956, 2018, 1998):
        event(f"Talks of {year}", date=str(year), topics=[islands])
    event("About missiles", date="2007")
    assert titles(client, "/feed.atom?topic=islands") == ["Talks of 2018", "Talks of 1998", "Talks of 1956"]
    assert titles(client)[1] == "About missiles"


def test_at_most_fifty_and_those_are_the_newest(client):
    for year in range(1950, 2005):
        event(f"In {year}", date=str(year))
    assert titles(client) == [f"In {year}" for year in range(2004, 1954, -1)]


def test_an_entry_has_the_statements_of_the_card(client):
    lavrov = actor("Sergei Lavrov", country="RU")
    talks = event("Talks", date="2018-03", actors=[lavrov])
    quote("We <agreed> & shook hands", of=talks, by=lavrov)
    summary = read(client).findtext(f"{ATOM}entry/{ATOM}summary")
    assert "Sergei Lavrov" in summary
    assert "We &lt;agreed&gt; &amp; shook hands" in summary
    assert '<time datetime="2018-03">March 2018</time>' in summary


def test_the_feed_links_to_itself_and_to_the_list(client):
    event(topics=[topic("Islands")])
    root = read(client, "/feed.atom?topic=islands")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": f"{SITE}/feed.atom?topic=islands", "alternate": f"{SITE}/?topic=islands"}
    assert root.findtext(f"{ATOM}title") == "1 event about islands – Security diplomacy"


def test_an_entry_has_the_address_of_its_event_and_the_day_of_its_last_change(client):
    edited, loaded = event("Edited", date="2018"), event("Loaded", date="2007")
    Event.history.filter(id=loaded.pk).delete()
    entries = list(read(client).iter(f"{ATOM}entry"))
    assert [one.findtext(f"{ATOM}id") for one in entries] == [
        f"{SITE}{one.get_absolute_url()}" for one in (edited, loaded)
    ]
    updated = [one.findtext(f"{ATOM}updated") for one in entries]
    assert updated[0].startswith(edited.history.latest().history_date.isoformat()[:19])
    assert updated[1] < updated[0]  # the date of the last migration
    assert read(client).findtext(f"{ATOM}updated") == updated[0]


@pytest.mark.parametrize("address", ["/feed.atom?order=oldest", "/feed.atom?page=3", "/feed.atom?utm_source=x"])
def test_parameters_without_a_meaning_for_feeds_are_removed_from_the_address(client, address):
    event()
    assertRedirects(client.get(address), "/feed.atom")


def test_an_invalid_value_is_refused_with_an_explanation(client):
    response = client.get("/feed.atom?since=soon")
    assertContains(response, "“soon” is not a year, month or day: write 1998", status_code=400)
    assert response["Content-Type"].startswith("text/plain")


def test_an_empty_list_is_an_empty_feed(client):
    assert titles(client) == []


def test_drafts_are_not_in_the_feed(client):
    event("Draft", status="draft")
    event("Unsourced", cites=False)
    assert titles(client) == []


def test_control_characters_of_a_pasted_text_do_not_break_it(client):
    quote("words\x0b of\x1f his", of=event("Talks\x0c in Tokyo", date="2018"))
    assert titles(client) == ["Talks in Tokyo"]


def test_an_unchanged_feed_is_not_sent_again(client):
    happened = event("Talks")
    tag = client.get("/feed.atom")["ETag"]
    assert client.get("/feed.atom", headers={"If-None-Match": tag}).status_code == 304
    happened.title = "Talks in Tokyo"
    happened.save()
    assert client.get("/feed.atom", headers={"If-None-Match": tag}).status_code == 200


def test_the_list_links_to_its_feed(client):
    event(topics=[topic("Islands")])
    page = client.get("/?topic=islands")
    assertContains(page, 'href="/feed.atom?topic=islands"', count=2)  # for programs and for readers
    assertContains(client.get("/"), 'href="/feed.atom"', count=2)
    swapped = client.get("/?topic=islands", headers={"HX-Request": "true", "HX-Target": "results"})
    assertContains(swapped, 'href="/feed.atom?topic=islands"', count=1)


def test_an_invalid_search_has_no_link_to_a_feed(client):
    assert "feed.atom" not in client.get("/?since=soon").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_events(client):
    def count(n: int) -> int:
        for _ in range(n):
            quote(of=event(actors=[actor()], topics=[topic("Islands")]), by=actor(), to=[actor()])
        client.get("/")  # loads the snapshot
        with CaptureQueriesContext(connection) as asked:
            client.get("/feed.atom")
        return len(asked)

    assert count(2) == count(20)
