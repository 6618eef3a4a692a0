"""Answers are compressed as the browser says that it can read them, and pages are cached once for each way."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable

import brotli
import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from tests.factories import event
from timeline.models import Event

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

pytestmark = pytest.mark.django_db
CHROME = "gzip, deflate, br, zstd"
READ: dict[str, Callable[[bytes], bytes]] = {
    "zstd": zstd.decompress,
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "": bytes,
}


@pytest.fixture(autouse=True)
def happened(settings) -> Event:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "coding"}}
    caches["default"].clear()
    return event("Talks in Tokyo")


def accepting(accepted: str) -> dict[str, str]:
    return {"Accept-Encoding": accepted} if accepted else {}


def varies(response: HttpResponse) -> set[str]:
    return set(response["Vary"].lower().split(", "))


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (CHROME, "zstd"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("zstd;q=0, br;q=0, gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("identity;q=1, br;q=0, gzip;q=0", ""),
        ("identity", ""),
        ("deflate", ""),
        ("br;q=high", ""),
        ("", ""),
    ],
)
def test_a_page_is_compressed_in_a_coding_that_the_browser_accepts(client, accepted, coding):
    plain = client.get("/").content
    assert b"Talks in Tokyo" in plain
    caches["default"].clear()
    for _first_then_from_cache in range(2):
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/", headers=accepting(accepted))
        assert response.get("Content-Encoding", "") == coding
        assert response["Content-Length"] == str(len(response.content))
        assert READ[coding](response.content) == plain
        assert "accept-encoding" in response["Vary"].lower()
    assert len(queries) == 1


def test_a_page_cached_for_one_browser_is_not_given_to_another_that_cannot_read_it(client):
    for accepted in (CHROME, "gzip", "", "br", "gzip", CHROME, ""):
        response = client.get("/", headers=accepting(accepted))
        assert b"Talks in Tokyo" in READ[response.get("Content-Encoding", "")](response.content)


@pytest.mark.parametrize("accepted", [CHROME, "br", "gzip", ""])
def test_a_page_that_has_not_changed_is_not_sent_again(client, accepted):
    first = client.get("/", headers=accepting(accepted))
    again = client.get("/", headers={**accepting(accepted), "If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "Content-Encoding" not in again
    assert again["ETag"] == first["ETag"]
    assert varies(again) == varies(first) == {"accept-encoding", "hx-request", "hx-target"}


def test_fragments_for_htmx_are_compressed_too(client):
    part = {"Accept-Encoding": CHROME, "HX-Request": "true", "HX-Target": "results"}
    first, second = (client.get("/?kind=talks", headers=part) for _ in range(2))
    assert first["Content-Encoding"] == "zstd"
    assert first.content == second.content


def test_pages_that_are_not_cached_are_compressed_too(client, admin_client):
    assert client.get("/?since=soon", headers=accepting(CHROME))["Content-Encoding"] == "zstd"
    assert client.get("/events/nothing/", headers=accepting(CHROME))["Content-Encoding"] == "zstd"
    assert admin_client.get("/admin/", headers=accepting(CHROME))["Content-Encoding"] == "zstd"
    assert admin_client.get("/admin/", headers=accepting("gzip"))["Content-Encoding"] == "gzip"


def test_a_response_without_text_is_not_compressed(client, happened):
    response = client.get("/?q=&kind=visit", headers=accepting(CHROME))
    assert response.status_code == 302
    assert "Content-Encoding" not in response
    picture = client.get(happened.get_absolute_url() + "picture.png", headers=accepting(CHROME))
    assert picture["Content-Type"] == "image/png"
    assert "Content-Encoding" not in picture


@pytest.mark.parametrize("accepted", [CHROME, "gzip", "", "identity"])
@pytest.mark.parametrize(
    "address",
    ["/no-such-page/", "/events/nothing/", "/?since=soon", "/?page=99", "/feed.atom?since=soon", "/admin/login/"],
)
def test_every_text_varies_by_the_coding_whether_it_is_compressed_or_not(client, address, accepted):
    assert "accept-encoding" in varies(client.get(address, headers=accepting(accepted)))
