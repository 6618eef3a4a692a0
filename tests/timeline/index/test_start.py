"""The record is read where a worker starts, before anybody asks."""

from __future__ import annotations

import pytest

from timeline.index import registry


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(registry, "_kept", {})
    monkeypatch.setattr(registry, "_makers", {})


def test_it_is_read_once_and_nobody_waits_for_it(monkeypatch):
    begun = []
    monkeypatch.setattr(registry, "build", lambda using, rest: begun.append(using) or "the record")
    registry.begin()
    registry._makers["default"].join()
    registry.begin()
    assert begun == ["default"]
    assert registry._kept == {"default": "the record"}


def test_a_database_that_is_not_there_yet_stops_no_worker(monkeypatch, caplog):
    def away(using, rest):
        raise ConnectionError("not yet")

    monkeypatch.setattr(registry, "build", away)
    registry.begin()
    registry._makers["default"].join()
    assert "could not be read" in caplog.text
    assert registry._kept == {}
