"""An actor and an article whose metadata is tested."""

from __future__ import annotations

import pytest

from tests.factories import actor, article, outlet


@pytest.fixture
def lavrov():
    return actor("Sergei Lavrov", country="RU", name_ja="セルゲイ・ラブロフ", name_ru="Сергей Лавров")


@pytest.fixture
def report():
    trend = outlet("Trend", url="https://trend.example/")
    afp = outlet("AFP", kind="agency")
    return article(title="Concerned on missiles", outlet=trend, agency=afp, url="https://trend.example/1?a=1&b=2")
