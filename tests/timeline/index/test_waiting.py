"""Pages wait until the data is in memory; if that takes too long, they say that the reader should try again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django.asserts import assertContains

from tests.factories import event
from timeline.index import registry
from timeline.index.loader import load_snapshot
from timeline.index.snapshot import Snapshot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def browser(client: Client) -> Client:
    """Errors are answered with a page, as for readers."""
    client.raise_request_exception = False
    return client


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_snapshots", {})
    monkeypatch.setattr(registry, "_threads", {})


@pytest.fixture
def go_on(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Reading the data pauses until this is set."""
    signal = threading.Event()

    def build_slowly(using: str, pause: Callable[[], None]) -> Snapshot:
        signal.wait(10)
        return load_snapshot(using, pause)

    monkeypatch.setattr(registry, "load_snapshot", build_slowly)
    yield signal
    signal.set()
    for thread in registry._threads.values():
        thread.join()


def test_a_page_waits_while_the_data_is_read(client, go_on):
    event("Talks in Tokyo")
    registry.preload()
    timer = threading.Timer(0.1, go_on.set)
    timer.start()
    assertContains(client.get("/"), "Talks in Tokyo")
    timer.join()


def test_a_page_that_waits_too_long_asks_the_reader_to_try_again(browser, go_on, monkeypatch):
    event("Talks in Tokyo")
    monkeypatch.setattr(registry, "WAIT", 0.05)
    response = browser.get("/?q=talks")
    assertContains(response, "Please try again in a moment", status_code=503)
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
    go_on.set()
    registry._threads["default"].join()
    assertContains(browser.get("/?q=talks"), "Talks in Tokyo")


def test_pages_that_do_not_need_the_data_in_memory_are_served_meanwhile(client, go_on):
    happened = event("Talks in Tokyo")
    registry.preload()
    assertContains(client.get(happened.get_absolute_url()), "Talks in Tokyo")


def test_a_database_that_fails_while_it_is_read_is_reported_at_once(browser, monkeypatch):
    def refuse(using: str, pause: Callable[[], None]) -> Snapshot:
        raise OperationalError("connection refused")

    monkeypatch.setattr(registry, "load_snapshot", refuse)
    assertContains(browser.get("/"), "Please try again in a moment", status_code=503)
    monkeypatch.undo()
    event("Talks in Tokyo")
    assertContains(browser.get("/"), "Talks in Tokyo")


def test_an_error_while_reading_the_data_is_reported_and_the_next_request_tries_again(browser, monkeypatch):
    def fail(using: str, pause: Callable[[], None]) -> Snapshot:
        raise KeyError(1)

    with monkeypatch.context() as broken:
        broken.setattr(registry, "load_snapshot", fail)
        assert browser.get("/").status_code == 500
    assert browser.get("/").status_code == 200
