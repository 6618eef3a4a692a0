"""Checks of cited pages: with pauses, never inside our own network, and with results for editors."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from articles.link_checking import (
    AddressRefused,
    LinkResult,
    Target,
    alternate_hosts,
    check_articles,
    check_link,
    get_due_articles,
    is_public,
    parse_target,
)
from articles.link_checking import check_link as asking
from articles.link_checking.fetch import USER_AGENT, send_request
from articles.models import LinkCheck
from tests.factories import article

State = LinkCheck.State
PUBLIC = "93.184.216.34"


def build_internet(answers: dict[str, Any], asked: list[str] | None = None) -> Callable[..., tuple[int, str]]:
    """A substitute for the internet: by address, a status, or a status and the target of a redirect."""

    def respond(requested: Target, number: str, method: str) -> tuple[int, str]:
        url = f"{requested.scheme}://{requested.host}{requested.path}"
        if asked is not None:
            asked.append(f"{method} {url} at {number}")
        found = answers.get(f"{method} {url}", answers.get(url, 404))
        if isinstance(found, Exception):
            raise found
        return found if isinstance(found, tuple) else (found, "")

    return respond


def check_address(answers: dict[str, Any], url: str = "https://news.example/a", number: str = PUBLIC) -> LinkResult:
    return check_link(url, resolve=lambda host, port: [number], send=build_internet(answers))


@pytest.mark.parametrize(
    ("answers", "state", "status", "final"),
    [
        ({"https://news.example/a": 200}, State.FOUND, 200, ""),
        ({"https://news.example/a": 404}, State.GONE, 404, ""),
        ({"https://news.example/a": 410}, State.GONE, 410, ""),
        ({"HEAD https://news.example/a": 405, "GET https://news.example/a": 200}, State.FOUND, 200, ""),
        ({"HEAD https://news.example/a": 404, "GET https://news.example/a": 200}, State.FOUND, 200, ""),
        ({"https://news.example/a": 403}, State.NO_ANSWER, 403, ""),
        ({"https://news.example/a": 503}, State.NO_ANSWER, 503, ""),
        (
            {"https://news.example/a": (301, "/b"), "https://news.example/b": 200},
            State.MOVED,
            200,
            "https://news.example/b",
        ),
        (
            {"https://news.example/a": (302, "https://cdn.example/a"), "https://cdn.example/a": 200},
            State.FOUND,
            200,
            "https://cdn.example/a",
        ),
        ({"https://news.example/a": (302, "/"), "https://news.example/": 200}, State.MOVED, 200, "https://news.example/"),
        ({"https://news.example/a": (301, "/b")}, State.GONE, 404, "https://news.example/b"),
        ({"https://news.example/a": (301, "/a")}, State.NO_ANSWER, 301, "https://news.example/a"),
        ({"https://news.example/a": TimeoutError()}, State.NO_ANSWER, None, ""),
        ({"https://news.example/a": ConnectionResetError("reset")}, State.NO_ANSWER, None, ""),
        ({"https://news.example/a": (301, "http://[broken")}, State.NO_ANSWER, None, ""),
    ],
)  # fmt: skip
def test_every_response_has_its_state(answers, state, status, final):
    found = check_address(answers)
    assert (found.state, found.status, found.final) == (state, status, final)


def test_an_unknown_host_is_recorded_as_no_answer():
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert (
        check_link("https://nowhere.example/", resolve=unknown, send=build_internet({})).note
        == "its host was not found"
    )


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "2001:0:7f00:1::",
        "not a number",
        "",
    ],
)
def test_no_private_address_is_requested_in_any_notation(number):
    assert not is_public(number)
    requests: list[str] = []
    found = check_link("https://news.example/a", resolve=lambda host, port: [number], send=build_internet({}, requests))
    assert (found.state, requests) == (State.UNCHECKED, [])


@pytest.mark.parametrize("number", [PUBLIC, "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_requested(number):
    assert is_public(number)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://news.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "gopher://news.example/",
        "https://news.example:8443/",
        "http://news.example:22/",
        "https://news.example:80/",
        "http://user:word@news.example/",
        "http:///path",
        "http://[::1",
        "http://news.example:port/",
        "http://" + "ü" * 70 + ".example/",
        "",
    ],
)
def test_other_schemes_odd_ports_and_passwords_are_refused(url):
    with pytest.raises(AddressRefused):
        parse_target(url)
    assert check_address({}, url).state == State.UNCHECKED


def test_letters_of_other_scripts_are_encoded_for_servers():
    assert parse_target("https://новости.example/статья?и=1#x") == Target(
        "https", "xn--b1amnebsh.example", 443, "/%D1%81%D1%82%D0%B0%D1%82%D1%8C%D1%8F?%D0%B8=1"
    )


@pytest.mark.parametrize(
    "there",
    [
        "http://inside.example/",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "http://[::1]/",
        "//inside.example/",
    ],
)
def test_a_redirect_into_the_private_network_is_not_followed(there):
    requests: list[str] = []
    numbers = {"news.example": PUBLIC}
    found = check_link(
        "https://news.example/a",
        resolve=lambda host, port: [numbers.get(host, "127.0.0.1")],
        send=build_internet({"https://news.example/a": (302, there)}, requests),
    )
    assert found.state == State.UNCHECKED
    assert "redirects to an address that is not checked" in found.note
    assert requests == [f"HEAD https://news.example/a at {PUBLIC}"]


def test_a_host_with_one_private_ip_address_is_not_requested():
    found = check_link(
        "https://news.example/", resolve=lambda host, port: [PUBLIC, "10.0.0.1"], send=build_internet({})
    )
    assert found.state == State.UNCHECKED


def test_a_name_is_resolved_once_for_each_address_and_that_ip_address_is_requested():
    """DNS rebinding: public when it is looked at, private when it is connected to."""
    numbers = iter([PUBLIC, "127.0.0.1"])
    requests: list[str] = []
    answers = {"HEAD https://news.example/a": 500, "GET https://news.example/a": 200}
    found = check_link(
        "https://news.example/a", resolve=lambda host, port: [next(numbers)], send=build_internet(answers, requests)
    )
    assert found.state == State.FOUND
    assert [one.rpartition(" ")[2] for one in requests] == [PUBLIC, PUBLIC]


class Page(BaseHTTPRequestHandler):
    seen: list[tuple[str, str, str]] = []

    def do_GET(self) -> None:
        self.seen.append((self.command, self.headers["Host"], self.headers["User-Agent"]))
        self.send_response(301)
        self.send_header("Location", "https://elsewhere.example/")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *args: Any) -> None:
        """Not into the tests' output."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    running = HTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def test_the_connection_goes_to_the_ip_address_and_names_host_and_program(server, monkeypatch):
    looked_up: list[str] = []
    original = socket.getaddrinfo

    def look_up(host: str, *args: Any, **kwargs: Any) -> Any:
        looked_up.append(host)
        return original(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    here = Target("http", "news.example", server.server_port, "/a")
    assert send_request(here, "127.0.0.1", "HEAD") == (301, "https://elsewhere.example/")
    assert set(looked_up) == {"127.0.0.1"}
    assert Page.seen.pop() == ("HEAD", "news.example", USER_AGENT)
    assert "security-diplomacy-timeline" in USER_AGENT


def test_a_server_on_this_machine_is_not_requested(server):
    assert check_link(f"http://127.0.0.1:{server.server_port}/").state == State.UNCHECKED
    assert check_link("http://localhost/").state == State.UNCHECKED
    assert not Page.seen


# ---- order, pauses, and what editors see


@pytest.mark.django_db
@pytest.mark.slow
def test_hosts_take_turns_and_none_gets_two_requests_without_a_pause():
    for url in ("https://a.example/1", "https://a.example/2", "https://a.example/3", "https://b.example/1"):
        article(url=url)
    time, slept, order = [100.0], [], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        time[0] += seconds

    def answer(url: str) -> LinkResult:
        order.append(url)
        time[0] += 1
        return LinkResult(State.FOUND, 200)

    list(check_articles(get_due_articles(30, 100), ask=answer, delay=5, clock=lambda: time[0], sleep=sleep))
    assert [url.removeprefix("https://") for url in order] == [
        "a.example/1",
        "b.example/1",
        "a.example/2",
        "a.example/3",
    ]
    assert slept == [4.0, 5.0]
    assert len(list(alternate_hosts(get_due_articles(30, 100)))) == 0


@pytest.mark.django_db
def test_addresses_never_checked_are_due_first_and_then_the_oldest():
    new, old, older, fresh, other = (article(slug=slug) for slug in ("new", "old", "older", "fresh", "other-address"))
    article(slug="without", url="")
    for one, days in ((old, 40), (older, 80), (fresh, 1), (other, 1)):
        LinkCheck.objects.create(article=one, asked=one.url, state=State.FOUND)
        LinkCheck.objects.filter(article=one).update(checked_at=timezone.now() - dt.timedelta(days=days))
    other.url = "https://example.org/new-address"
    other.save()
    assert {one.slug for one in get_due_articles(30, 100)} == {"new", "old", "older", "other-address"}
    assert [one.slug for one in get_due_articles(30, 2)] == ["new", "older"]
    assert new in get_due_articles(1000, 100)


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {"https://news.example/a": 200, "https://news.example/b": (301, "/a"), "https://news.example/c": 404}
    monkeypatch.setattr("articles.link_checking.schedule.time.sleep", lambda seconds: None)
    monkeypatch.setattr(
        "articles.management.commands.check_links.check_articles",
        lambda articles, delay: check_articles(
            articles,
            ask=lambda url: asking(url, resolve=lambda host, port: [PUBLIC], send=build_internet(answers)),
            delay=0,
        ),
    )


@pytest.mark.django_db
def test_the_command_prints_each_result_and_the_total(internet, capsys):
    for name in "abc":
        article(slug=name, url=f"https://news.example/{name}")
    article(slug="inside", url="http://localhost:8000/")
    call_command("check_links", limit=10)
    output = capsys.readouterr().out
    assert "gone  https://news.example/c  404" in output
    assert "moved  https://news.example/b  200  → https://news.example/a" in output
    assert "Checked 4: 1 not checked, 1 found, 1 moved, 1 gone, 0 no answer." in output
    call_command("check_links")
    assert "Checked 0" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize("option", ["--limit=-1", "--limit=all", "--older-than=x"])
def test_a_nonsense_option_is_refused(option):
    with pytest.raises(CommandError):
        call_command("check_links", option)


@pytest.mark.django_db
def test_editors_see_the_state_of_an_address_and_can_list_unchecked_ones(internet, admin_client):
    for name in "abc":
        article(slug=name, title=f"Report {name}", url=f"https://news.example/{name}")
    call_command("check_links", verbosity=0)
    unasked = article(title="Nobody asked")
    article(title="Without an address", url="")
    moved_by_us = article(title="Corrected since", url="https://news.example/a?x")
    LinkCheck.objects.create(article=moved_by_us, asked="https://news.example/old", state=State.GONE)

    page = admin_client.get("/admin/articles/article/?link=gone")
    assertContains(page, "Report c")
    assertContains(page, "✗ gone")
    assertNotContains(page, "Report a")
    assertNotContains(page, "Corrected since")
    page = admin_client.get("/admin/articles/article/?link=unchecked")
    assertContains(page, "Nobody asked")
    assertContains(page, "Corrected since")
    assertNotContains(page, "Without an address")
    assertNotContains(page, "Report b")
    assert admin_client.get("/admin/articles/article/?link=nonsense").status_code == 200
    gone = LinkCheck.objects.get(asked="https://news.example/c").article
    assertContains(admin_client.get(f"/admin/articles/article/{gone.pk}/change/"), "✗ gone · 404")
    assertContains(admin_client.get(f"/admin/articles/article/{unasked.pk}/change/"), "not checked")
    assertContains(admin_client.get("/admin/articles/article/add/"), "not checked")
