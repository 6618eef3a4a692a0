"""People whom several files of tests know."""

from __future__ import annotations

import pytest

from tests.factories import actor


@pytest.fixture
def abe():
    return actor("Abe", country="JP")


@pytest.fixture
def putin():
    return actor("Putin", country="RU")


@pytest.fixture
def obama():
    return actor("Obama", country="US")
