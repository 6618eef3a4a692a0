"""The data is read into memory when a worker starts, before the first request."""

from __future__ import annotations

import pytest

from timeline.index import registry


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch):
    monkeypatch.setattr(registry, "_snapshots", {})
    monkeypatch.setattr(registry, "_threads", {})


def test_the_data_is_read_once_in_a_thread(monkeypatch):
    started = []
    monkeypatch.setattr(registry, "load_snapshot", lambda using, pause: started.append(using) or "the snapshot")
    registry.preload()
    registry._threads["default"].join()
    registry.preload()
    assert started == ["default"]
    assert registry._snapshots == {"default": "the snapshot"}


def test_a_worker_starts_without_a_database(monkeypatch, caplog):
    def refuse(using, pause):
        raise ConnectionError("not yet")

    monkeypatch.setattr(registry, "load_snapshot", refuse)
    registry.preload()
    registry._threads["default"].join()
    assert "could not be read into memory" in caplog.text
    assert registry._snapshots == {}
