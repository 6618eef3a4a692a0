from __future__ import annotations

import pytest

from .releases import Next


@pytest.fixture
def coming() -> Next:
    return Next()


@pytest.fixture
def load(coming, django_capture_on_commit_callbacks):
    """Load the next version; corrections are written when its transaction ends."""

    def load():
        with django_capture_on_commit_callbacks(execute=True):
            return coming.load()

    return load
