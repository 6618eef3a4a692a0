"""Which known actor an article’s words for a speaker refer to."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories import actor
from timeline.workbench.speaker_matching import Speakers

pytestmark = pytest.mark.django_db


@pytest.fixture
def known() -> Speakers:
    actor("Sergei Lavrov", name_ru="Сергей Лавров", name_ja="セルゲイ・ラブロフ", country="RU")
    actor("Taro Kono", country="JP")
    actor("Shinzo Abe", country="JP")
    actor("Akie Abe", country="JP")
    actor("Masahiko Kōmura", slug="masahiko-komura", country="JP")
    actor("Unnamed foreign ministry official", country="JP")
    actor("Russian Federation", kind="state", country="RU")
    actor("Soviet Union", kind="state", country="SU")
    actor("Ministry of Defense", kind="organization", country="JP")
    return Speakers.load()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Sergei Lavrov", "Sergei Lavrov"),
        ("Russian Foreign Minister Sergei Lavrov", "Sergei Lavrov"),
        ("Lavrov", "Sergei Lavrov"),
        ("Lavrov's", "Sergei Lavrov"),
        ("Сергей Лавров", "Sergei Lavrov"),
        ("セルゲイ・ラブロフ", "Sergei Lavrov"),
        ("LAVROV", "Sergei Lavrov"),
        ("Foreign Minister Komura", "Masahiko Kōmura"),
        ("Prime Minister Shinzo Abe", "Shinzo Abe"),
        ("the Ministry of Defense", "Ministry of Defense"),
        ("The Kremlin", "Russian Federation"),
        ("Moscow", "Russian Federation"),
        ("Abe", None),  # two have that name
        ("a senior official", None),
        ("the minister", None),
        ("", None),
        ("Ivan Petrov", None),
        ("Kon", None),
    ],
)
def test_a_name_refers_to_the_only_actor_who_has_it_and_a_shared_name_to_nobody(known, words, name):
    found = known.resolve(words, dt.date(2018, 3, 22))
    assert (found.name if found else None) == name


def test_moscow_means_the_soviet_union_until_its_end(known):
    assert known.resolve("Moscow", dt.date(1956, 10, 19)).name == "Soviet Union"


def test_actors_with_similar_names_are_suggested(known):
    assert [one.name for one in known.find_similar("Sergey Lavrov")] == ["Sergei Lavrov"]
    assert known.find_similar("Condoleezza Rice") == []
