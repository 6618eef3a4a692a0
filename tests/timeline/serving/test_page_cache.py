"""Pages are cached under their ETags: the second reader gets the first one's bytes, and nobody gets an old page."""

from __future__ import annotations

import gzip

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import actor, article, event, post, quote
from timeline.models import Event, Post
from timeline.pages.shared import card_fragments
from timeline.serving import page_cache

pytestmark = pytest.mark.django_db
GZIP = {"Accept-Encoding": "gzip, deflate"}


@pytest.fixture(autouse=True)
def kept(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"}}
    caches["default"].clear()


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """The addresses of pages that were drawn, not found."""
    seen: list[str] = []
    store = page_cache.store

    def noted(tag, request, response):
        seen.append(request.get_full_path())
        store(tag, request, response)

    monkeypatch.setattr(page_cache, "store", noted)
    return seen


@pytest.mark.parametrize("address", ["/", "/?kind=visit", "/compare/", "/network/", "/actors/", "/about/"])
def test_the_second_reader_gets_the_same_page_with_one_query(client, drawn, address):
    event("Talks in Tokyo", kind="visit")
    first = client.get(address, headers=GZIP)
    with CaptureQueriesContext(connection) as asked:
        second = client.get(address, headers=GZIP)
    assert drawn == [address]
    assert len(asked) == 1
    assert gzip.decompress(second.content) == gzip.decompress(first.content)
    for name in {*first.headers, *second.headers} - {"x-noise"}:  # against guessing secrets by size; there are none
        assert first.headers[name] == second.headers[name], name


def test_a_part_of_a_page_is_never_sent_as_the_whole(client):
    event("Talks in Tokyo", kind="visit")
    part = {**GZIP, "HX-Request": "true", "HX-Target": "results"}
    for _ in range(2):
        assert gzip.decompress(client.get("/?kind=visit", headers=GZIP).content).startswith(b"<!doctype html>")
        swapped = client.get("/?kind=visit", headers=part)
        assert b"<!doctype" not in gzip.decompress(swapped.content)
        assert swapped["HX-Push-Url"] == "/?kind=visit"


def test_a_change_is_on_the_page_at_once_however_it_was_saved(client):
    talks = event("Talks in Tokyo")
    quote(of=talks, by=actor("Sergei Lavrov", country="RU"))
    for change, shown in (
        (lambda: Event.objects.update(title="Talks in Kyoto"), "Talks in Kyoto"),
        (lambda: talks.quotes.get().article.outlet.__class__.objects.update(name="The Kyoto Times"), "The Kyoto Times"),
        (lambda: talks.quotes.get().speaker.__class__.objects.update(name="S. V. Lavrov"), "S. V. Lavrov"),
        (lambda: post(talks.quotes.get().speaker, "Foreign Minister", "2004", ""), "Foreign Minister"),
        (lambda: Post.objects.update(title="Minister of Foreign Affairs"), "Minister of Foreign Affairs"),
    ):
        assert shown.encode() not in gzip.decompress(client.get("/", headers=GZIP).content)
        change()
        assert shown.encode() in gzip.decompress(client.get("/", headers=GZIP).content)


def test_invalid_addresses_and_missing_pages_are_not_cached(client, drawn):
    event("Talks in Tokyo")
    for address, status in (("/?since=soon", 400), ("/?page=9", 404), ("/?side=JP&kind=visit", 302)):
        assert client.get(address, headers=GZIP).status_code == status
        assert client.get(address, headers=GZIP).status_code == status
    assert drawn == []


def test_a_random_page_is_chosen_again_each_time(client):
    event("Talks in Tokyo")
    assert "no-cache" in client.get("/random/", headers=GZIP).get("Cache-Control", "")


def test_images_are_not_cached(client, drawn):
    address = event("Talks in Tokyo").get_absolute_url() + "picture.png"
    response = client.get(address, headers=GZIP)
    assert response["Content-Type"] == "image/png"
    assert "ETag" in response.headers
    assert drawn == []


@pytest.mark.slow
def test_a_page_of_new_cards_takes_five_queries_at_most(client):
    """However many events there are, and with words to look up; the record itself is read before."""
    lavrov, japan = actor("Sergei Lavrov", country="RU"), actor("Japan", country="JP")
    post(lavrov, "Minister for Foreign Affairs", "2004", "")
    for n in range(30):
        talks = event(f"Talks {n}", kind="visit" if n % 2 else "talks", date=f"2007-10-{n % 28 + 1:02d}")
        quote("We are concerned", of=talks, by=lavrov, article=article(title=f"Report {n}")).addressees.add(japan)
    client.get("/?kind=other")
    client.get("/?until=2007-10-01")
    for address in ("/?kind=visit", "/?actor=sergei-lavrov&q=concerned", "/?page=2"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= 5, [one["sql"][:90] for one in asked]


def test_a_speaker_stored_while_a_page_is_drawn_breaks_nothing(client, monkeypatch):
    talks, cards = event("Talks in Tokyo"), card_fragments.load_cards

    def late(*asked):
        quote("We are concerned", of=talks, by=actor("Somebody New"))
        return cards(*asked)

    monkeypatch.setattr(card_fragments, "load_cards", late)
    assert b"Somebody New" in client.get("/").content
