"""Which database readers and editors are answered from where copies of it are; here a few lines play the copies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from tests.factories import event
from timeline.index import registry
from timeline.models import Event
from timeline.serving import replicas, revision
from timeline.serving.failover import FailoverMiddleware
from timeline.serving.replicas import DatabaseChoice
from timeline.serving.revision import Revision
from timeline.serving.unavailable import DatabaseUnavailable

FIRST, SECOND, PRIMARY = "replica-1", "replica-2", "default"


class Machines(dict[str, int | None]):
    """By name: the number of the revision that each has; None is away. `asked` is who was asked, in order."""

    asked: list[str]

    def current(self, name: str = PRIMARY) -> Revision:
        self.asked.append(name)
        number = self[name]
        if number is None:
            raise OperationalError("connection refused")
        return Revision(number, f"mark of {number}")


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(replicas, "time", clock)
    return clock


@pytest.fixture
def machines(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Machines]:
    there = Machines({PRIMARY: 7, FIRST: 7, SECOND: 7})
    there.asked = []
    monkeypatch.setattr(settings, "DATABASES", dict.fromkeys(there, settings.DATABASES[PRIMARY]))
    monkeypatch.setattr(replicas.revision, "current", there.current)
    monkeypatch.setattr(replicas, "close_connection", lambda name: None)
    monkeypatch.setattr(replicas, "_preference", 0.0)
    for known in (replicas._away, replicas._behind):
        known.clear()
    yield there
    for known in (replicas._away, replicas._behind):
        known.clear()


def read(*, editor: bool = False) -> str:
    return DatabaseChoice(editor=editor).alias


def test_a_reader_s_page_comes_from_a_copy(machines):
    assert read() == FIRST


def test_another_worker_uses_another_copy(machines, monkeypatch):
    monkeypatch.setattr(replicas, "_preference", 0.99)
    assert read() == SECOND


def test_an_unchanged_page_needs_no_query_to_the_copies(machines):
    assert DatabaseChoice().revision == Revision(7, "mark of 7")
    assert machines.asked == [PRIMARY]


def test_an_editor_s_page_comes_from_the_primary(machines):
    assert read(editor=True) == PRIMARY


def test_an_editor_can_read_public_pages_while_the_primary_is_unavailable(machines):
    machines[PRIMARY] = None
    assert read(editor=True) == FIRST


def test_a_copy_that_is_behind_is_not_read(machines):
    machines[FIRST] = 6
    assert read() == SECOND


def test_the_primary_is_read_while_every_copy_is_behind(machines):
    machines[FIRST] = machines[SECOND] = 6
    assert read() == PRIMARY


def test_a_copy_that_is_nearly_up_to_date_is_waited_for(machines, clock, monkeypatch):
    machines[FIRST] = 6
    began = clock.now

    def sleep(seconds: float) -> None:
        clock.now += seconds
        if clock.now - began > 0.1:
            machines[FIRST] = 7

    monkeypatch.setattr(clock, "sleep", sleep)
    assert read() == FIRST


def test_a_copy_that_stayed_behind_is_tried_again_only_later(machines, clock):
    machines[FIRST] = machines[SECOND] = 6
    read()
    machines.asked.clear()
    assert read() == PRIMARY
    assert machines.asked == [PRIMARY]
    machines[FIRST] = 7
    clock.now += replicas.REST + 0.1
    assert read() == FIRST


def test_a_copy_with_a_later_save_is_new_enough(machines):
    machines[FIRST] = 8
    assert read() == FIRST


def test_a_copy_with_the_same_number_of_another_history_is_not_read(machines, monkeypatch):
    current = machines.current
    monkeypatch.setattr(
        replicas.revision,
        "current",
        lambda name=PRIMARY: Revision(7, "of a backup put back") if name == FIRST else current(name),
    )
    assert read() == SECOND


def test_readers_get_pages_from_copies_while_the_primary_is_unavailable(machines):
    machines[PRIMARY], machines[FIRST] = None, 6
    reading = DatabaseChoice()
    assert (reading.revision.number, reading.alias) == (6, FIRST)


def test_a_copy_that_was_behind_is_better_than_none(machines):
    machines[FIRST] = machines[SECOND] = 6
    read()
    machines[PRIMARY] = None
    assert read() == FIRST


def test_even_a_copy_that_just_failed_is_better_than_none(machines):
    machines[FIRST] = machines[SECOND] = None
    read()
    machines[PRIMARY], machines[SECOND] = None, 7
    assert read() == SECOND


def test_an_unavailable_copy_is_tried_again_only_later(machines, clock):
    machines[FIRST] = None
    assert read() == SECOND
    machines[FIRST] = 7
    assert read() == SECOND
    clock.now += replicas.REST + 0.1
    assert read() == FIRST


def test_a_primary_that_refuses_immediately_is_tried_by_every_request(machines):
    machines[PRIMARY] = None
    read()
    machines[PRIMARY], machines[FIRST], machines[SECOND] = 8, 7, 7
    assert read() == PRIMARY


def test_a_primary_that_fails_slowly_is_tried_by_one_request_at_a_time(machines, clock, monkeypatch):
    current = machines.current

    def slow(name: str = PRIMARY) -> Revision:
        clock.now += 2 if name == PRIMARY else 0
        return current(name)

    monkeypatch.setattr(replicas.revision, "current", slow)
    machines[PRIMARY] = None
    assert read() == FIRST
    machines.asked.clear()
    assert read() == FIRST
    assert PRIMARY not in machines.asked


def test_without_any_database_an_error_is_raised(machines):
    machines.update({PRIMARY: None, FIRST: None, SECOND: None})
    with pytest.raises(OperationalError):
        _ = DatabaseChoice().revision


# ---- the router


def test_writes_go_to_the_primary(machines):
    router = replicas.Router()
    with replicas.isolate_request():
        replicas.begin_request(editor=False)
        assert router.db_for_write(Event) == PRIMARY
        assert router.db_for_read(Event) == FIRST
    assert router.allow_migrate(PRIMARY, "timeline")
    assert not router.allow_migrate(FIRST, "timeline")


def test_outside_of_public_pages_the_primary_is_used(machines):
    assert replicas.Router().db_for_read(Event) is None
    assert replicas.alias() == PRIMARY


def test_one_request_uses_one_database(machines):
    with replicas.isolate_request():
        replicas.begin_request(editor=False)
        first = replicas.alias()
        machines[FIRST] = None
        assert replicas.alias() == first
    with replicas.isolate_request():
        replicas.begin_request(editor=False)
        assert replicas.alias() == SECOND


def test_without_copies_there_is_neither_router_nor_middleware():
    if len(settings.DATABASES) == 1:
        assert settings.DATABASE_ROUTERS == []
        assert replicas.list_copies() == []


# ---- the middleware


def asked_by(middleware: Any, request: HttpRequest) -> None:
    class Match:
        app_names, view_name = ["timeline"], "timeline:event_list"

    request.resolver_match = Match()  # type: ignore[assignment]
    middleware.process_view(request, None, (), {})


def test_a_page_that_fails_in_the_middle_is_requested_from_another_database(machines):
    tried: list[str] = []

    def page(request: HttpRequest) -> HttpResponse:
        asked_by(middleware, request)
        tried.append(replicas.alias())
        return HttpResponse("read") if tried[-1] == SECOND else DatabaseUnavailable()

    middleware = FailoverMiddleware(page)
    answer = middleware(RequestFactory().get("/"))
    assert (answer.status_code, tried) == (200, [FIRST, SECOND])
    assert replicas.current_choice() is None


def test_if_all_databases_fail_each_is_tried_once(machines):
    tried: list[str] = []

    def page(request: HttpRequest) -> HttpResponse:
        asked_by(middleware, request)
        tried.append(replicas.alias())
        return DatabaseUnavailable()

    middleware = FailoverMiddleware(page)
    assert middleware(RequestFactory().get("/")).status_code == 503
    assert tried[:3] == [FIRST, SECOND, PRIMARY]


def test_a_form_is_never_sent_twice(machines):
    sent: list[str] = []

    def save(request: HttpRequest) -> HttpResponse:
        asked_by(middleware, request)
        sent.append(replicas.alias())
        return DatabaseUnavailable()

    middleware = FailoverMiddleware(save)
    assert middleware(RequestFactory().post("/")).status_code == 503
    assert sent == [PRIMARY]


def test_a_visitor_with_a_session_counts_as_an_editor(machines):
    where: list[str] = []

    def page(request: HttpRequest) -> HttpResponse:
        asked_by(middleware, request)
        where.append(replicas.alias())
        return HttpResponse()

    middleware = FailoverMiddleware(page)
    middleware(RequestFactory().get("/", headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}=abc"}))
    middleware(RequestFactory().get("/"))
    assert where == [PRIMARY, FIRST]


# ---- with a real database that plays its own copy


@pytest.fixture
def copy(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Another name for the test's database: what is asked of it finds the same."""
    monkeypatch.setattr(settings, "DATABASES", {PRIMARY: settings.DATABASES[PRIMARY], FIRST: {}})
    monkeypatch.setattr(settings, "DATABASE_ROUTERS", ["timeline.serving.replicas.Router"])
    monkeypatch.setitem(connections.settings, FIRST, connections.settings[PRIMARY])
    setattr(connections._connections, FIRST, connections[PRIMARY])
    replicas._away.clear()
    replicas._behind.clear()
    yield FIRST
    delattr(connections._connections, FIRST)
    registry._snapshots.pop(FIRST, None)


def test_a_reader_s_records_come_from_the_copy(copy):
    event("Talks in Tokyo")
    router = replicas.Router()
    with replicas.isolate_request():
        replicas.begin_request(editor=False)
        assert router.db_for_read(Event) == copy
        record = registry.snapshot_at(revision.current())
        assert (record.using, record.size) == (copy, 1)


def test_a_snapshot_of_one_database_is_used_for_its_copy(copy, monkeypatch):
    event("Talks in Tokyo")
    now = revision.current()
    of_primary = registry.snapshot_at(now)
    monkeypatch.setattr(registry, "load_snapshot", lambda using: pytest.fail("it was read once more"))
    record = registry.snapshot_at(now, copy)
    assert (record.using, record.keys) == (copy, of_primary.keys)
