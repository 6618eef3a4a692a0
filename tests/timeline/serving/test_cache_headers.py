"""What a cache between us and readers may keep: a page, if it asks each time; nothing that is one person's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import event

pytestmark = pytest.mark.django_db

PAGES = ["/", "/?side=JP", "/compare/", "/actors/", "/topics/", "/sources/", "/about/", "/corrections/", "/robots.txt"]


def varies(answer) -> set[str]:
    return {name.strip() for name in answer.get("Vary", "").split(",") if name.strip()}


@pytest.mark.parametrize("address", PAGES)
def test_any_cache_may_store_a_public_page_if_it_revalidates_each_time(client, address):
    answer = client.get(address)
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer["ETag"]
    assert not answer.cookies


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_varies_by_what_it_depends_on_and_by_nothing_else(client, address):
    answer = client.get(address)
    assert varies(answer) == {"Accept-Encoding", "HX-Request", "HX-Target"}
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert varies(again) == varies(answer)


def test_a_public_page_is_the_same_for_an_editor(client, admin_client):
    event("Talks in Tokyo")
    for address in ("/", "/events/"):
        assert admin_client.get(address).content == client.get(address).content
    assert admin_client.get("/")["ETag"] == client.get("/")["ETag"]


def test_nginx_stores_a_page_only_as_expired(client):
    answer = client.get("/")
    assert answer["X-Accel-Expires"] == "@1"
    assert list(answer.headers).index("X-Accel-Expires") < list(answer.headers).index("Cache-Control")
    for address in ("/random/", "/nowhere/", "/?topic=nonsense", "/admin/login/", "/healthz"):
        assert "X-Accel-Expires" not in client.get(address)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere/", 404),
        ("/events/never-was/", 404),
        ("/?topic=nonsense", 400),
        ("/?page=99", 404),
        ("/?page=1", 302),
        ("/about", 301),
        ("/favicon.ico", 302),
    ],
)
def test_errors_are_not_cached(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    assert answer["Cache-Control"] == "no-cache"
    assert "Cookie" not in varies(answer)


@pytest.mark.parametrize("name", ["admin:index", "admin:timeline_event_changelist", "admin:timeline_event_add"])
def test_an_editors_page_is_not_cached(admin_client, client, name):
    for answer in (admin_client.get(reverse(name)), client.get(reverse(name))):
        assert {"private", "no-store"} <= {*answer["Cache-Control"].split(", ")}


def test_other_responses_to_an_editor_are_not_cached(admin_client):
    assert admin_client.get("/nowhere/")["Cache-Control"] == "private, no-store"


def test_a_static_file_is_public(client):
    answer = client.get("/static/timeline/base.css")
    answer.close()
    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"]
    assert "Cookie" not in varies(answer)
