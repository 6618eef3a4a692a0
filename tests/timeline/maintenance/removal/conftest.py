"""Removals without the search through all files of `fixtures/`, which takes a second and is tested once."""

from __future__ import annotations

import pytest

from timeline.maintenance.removal import remaining


@pytest.fixture
def shipped_files_searched() -> None:
    """For a test of that search."""


@pytest.fixture(autouse=True)
def no_shipped_files(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "shipped_files_searched" not in request.fixturenames:
        monkeypatch.setattr(remaining, "find_shipped_files", lambda matcher: iter(()))
