"""A cache that may be away. No Redis is needed: here nobody listens where it should be."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from django.core.cache.backends.base import BaseCache

from timeline.serving.redis_cache import RedisCache


@pytest.fixture
def nobody_there() -> Iterator[BaseCache]:
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        yield RedisCache(f"redis://127.0.0.1:{taken.getsockname()[1]}/0", {})


def test_an_unavailable_cache_is_empty(nobody_there):
    nobody_there.set("page", "<h1>Talks</h1>")
    nobody_there.set_many({"page": 1})
    assert nobody_there.get("page") is None
    assert nobody_there.get("page", "made anew") == "made anew"
    assert nobody_there.get_many(["page"]) == {}
    assert nobody_there.add("page", 1) is False
    assert nobody_there.touch("page") is False
    assert nobody_there.delete("page") is False
    assert "page" not in nobody_there
    nobody_there.delete_many(["page"])
    nobody_there.clear()
    assert nobody_there.get_or_set("page", lambda: "made anew") == "made anew"


def test_a_counter_in_an_unavailable_cache_does_not_exist(nobody_there):
    with pytest.raises(ValueError, match="not found"):
        nobody_there.incr("visits")


def test_after_a_failure_redis_gets_no_requests_for_a_moment(nobody_there, monkeypatch):
    nobody_there.get("page")
    monkeypatch.setattr(nobody_there._cache, "get_client", lambda *_args, **_rest: pytest.fail("asked at once again"))
    assert nobody_there.get("page") is None
