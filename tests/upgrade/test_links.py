"""Addresses that readers have shared still lead to what they led to. `make links` writes links.json anew."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import kept

from . import links
from .links import Answer, describe_page, differences, in_short, leads_to_the_same, new_client

PAGE: Answer = {"status": 200, "heading": "2 events", "found": 2, "events": "2: talks-in-tokyo, treaty"}


@pytest.mark.django_db
def test_every_shared_link_leads_to_what_it_led_to() -> None:
    kept.whole_record()
    if found := differences(links.read_links(), links.ask_all(new_client())):
        pytest.fail("\n".join(["Shared links lead elsewhere. If that is meant: make links", *found]), pytrace=False)


def test_addresses_stand_once_in_the_list() -> None:
    addresses = [str(one) for one in links.read_addresses()]
    assert len(addresses) == len(set(addresses))
    assert len(addresses) > 150


def test_a_permanent_redirection_to_the_same_content_keeps_a_link() -> None:
    assert leads_to_the_same(PAGE, {"status": 301, "to": "/?place=tokyo", "then": PAGE})
    assert leads_to_the_same(PAGE, {"status": 308, "to": "/?place=tokyo", "then": PAGE})


@pytest.mark.parametrize(
    "now",
    [
        {"status": 302, "to": "/?place=tokyo", "then": PAGE},
        {"status": 301, "to": "/?place=tokyo", "then": PAGE | {"heading": "1 event"}},
        {"status": 301, "to": "/?place=tokyo", "then": PAGE | {"events": "2: treaty, talks-in-tokyo"}},
        {"status": 404, "heading": "Page not found"},
        {"status": 500, "type": "text/html"},
    ],
)
def test_any_other_answer_breaks_a_link(now: Answer) -> None:
    assert not leads_to_the_same(PAGE, now)
    assert len(differences({"/": PAGE}, {"/": now})) == 1


def test_a_long_form_may_be_redirected_for_good() -> None:
    before = {"status": 302, "to": "/?side=JP", "then": PAGE}
    assert leads_to_the_same(before, {"status": 301, "to": "/list/?side=JP", "then": PAGE})
    assert not leads_to_the_same(before, {"status": 302, "to": "/?side=RU", "then": PAGE | {"found": 3}})
    assert not leads_to_the_same(before, PAGE)


def test_an_address_that_is_new_or_gone_is_told() -> None:
    assert differences({"/": PAGE}, {}) == ["/\n    is not in addresses.txt"]
    assert differences({}, {"/": PAGE}) == ["/\n    is not in links.json"]


def test_records_are_told_in_the_order_of_the_page_and_each_once() -> None:
    page = links.html.document_fromstring(
        '<a href="/events/elsewhere/">…</a><main><h1>2 events</h1><a href="/events/treaty/">…</a>'
        '<a href="/events/talks/#statements">…</a><a href="/events/treaty/">…</a></main>'
    )
    told = describe_page(page, links.Address("/"))
    assert told == {"heading": "2 events", "found": 2, "events": "2: treaty, talks"}


def test_a_change_in_the_middle_of_a_long_list_is_seen() -> None:
    names = [f"event-{n}" for n in range(9)]
    assert in_short(names).startswith("9: event-0, event-1, event-2 … event-6, event-7, event-8 #")
    names[4], names[5] = names[5], names[4]
    assert in_short(names) != in_short(sorted(names))


@pytest.mark.django_db
def test_an_answer_that_fails_is_told_beside_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("timeline.pages.site.views.count_records", fail)
    client: Client = new_client()
    assert links.ask(client, links.Address("/about/"))["status"] == 500
