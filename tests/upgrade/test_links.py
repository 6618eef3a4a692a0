"""Addresses that readers have shared still show the same. `make links` rewrites links.json."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import datasets

from . import links
from .links import Answer, describe_page, is_same, list_differences, make_client, shorten

PAGE: Answer = {"status": 200, "heading": "2 events", "found": 2, "events": "2: talks-in-tokyo, treaty"}


@pytest.mark.django_db
def test_every_shared_link_still_shows_the_same() -> None:
    datasets.load_all_data()
    if found := list_differences(links.read_links(), links.request_all(make_client())):
        pytest.fail(
            "\n".join(["Shared links show something else. If that is intended, run: make links", *found]), pytrace=False
        )


def test_no_address_is_listed_twice() -> None:
    addresses = [str(one) for one in links.read_addresses()]
    assert len(addresses) == len(set(addresses))
    assert len(addresses) > 150


def test_a_permanent_redirect_to_the_same_content_does_not_break_a_link() -> None:
    assert is_same(PAGE, {"status": 301, "to": "/?place=tokyo", "then": PAGE})
    assert is_same(PAGE, {"status": 308, "to": "/?place=tokyo", "then": PAGE})


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
def test_any_other_response_breaks_a_link(now: Answer) -> None:
    assert not is_same(PAGE, now)
    assert len(list_differences({"/": PAGE}, {"/": now})) == 1


def test_a_long_form_may_redirect_permanently() -> None:
    before = {"status": 302, "to": "/?side=JP", "then": PAGE}
    assert is_same(before, {"status": 301, "to": "/list/?side=JP", "then": PAGE})
    assert not is_same(before, {"status": 302, "to": "/?side=RU", "then": PAGE | {"found": 3}})
    assert not is_same(before, PAGE)


def test_new_and_missing_addresses_are_listed() -> None:
    assert list_differences({"/": PAGE}, {}) == ["/\n    is not in addresses.txt"]
    assert list_differences({}, {"/": PAGE}) == ["/\n    is not in links.json"]


def test_records_are_listed_once_and_in_the_order_of_the_page() -> None:
    page = links.html.document_fromstring(
        '<a href="/events/elsewhere/">…</a><main><h1>2 events</h1><a href="/events/treaty/">…</a>'
        '<a href="/events/talks/#statements">…</a><a href="/events/treaty/">…</a></main>'
    )
    answer = describe_page(page, links.Address("/"))
    assert answer == {"heading": "2 events", "found": 2, "events": "2: treaty, talks"}


def test_a_change_in_the_middle_of_a_long_list_is_noticed() -> None:
    names = [f"event-{n}" for n in range(9)]
    assert shorten(names).startswith("9: event-0, event-1, event-2 … event-6, event-7, event-8 #")
    names[4], names[5] = names[5], names[4]
    assert shorten(names) != shorten(sorted(names))


@pytest.mark.django_db
def test_an_exception_is_recorded_as_status_500(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("timeline.pages.site.views.count_records", fail)
    client: Client = make_client()
    assert links.request_address(client, links.Address("/about/"))["status"] == 500
