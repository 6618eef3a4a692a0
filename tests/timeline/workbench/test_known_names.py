"""The names the record knows, in the forms that news prints."""

from __future__ import annotations

import pytest

from articles.extraction.known_names import Finder, Known
from tests.factories import actor, event
from timeline.workbench.known_names import load_known_names

pytestmark = pytest.mark.django_db


def actors_of(form: str) -> list[str]:
    return [known.key for known in load_known_names().get(form, ()) if known.kind == "actor"]


def test_persons_are_known_by_full_name_and_surname():
    actor("George W. Bush", country="US")
    actor("Kim Jong Un", country="KP")
    assert actors_of("George W. Bush") == actors_of("George Bush") == actors_of("Bush") == ["george-w.-bush"]
    assert actors_of("Kim") == ["kim-jong-un"]
    assert actors_of("Un") == actors_of("George") == []


def test_a_surname_of_several_is_known_as_all_of_theirs_and_a_common_word_as_nobody_s():
    actor("Igor Ivanov")
    actor("Sergei Ivanov")
    actor("Yuri Ten")
    actor("An unnamed official")
    assert actors_of("Ivanov") == ["igor-ivanov", "sergei-ivanov"]
    assert actors_of("Ten") == actors_of("official") == []
    assert actors_of("Yuri Ten") == ["yuri-ten"]


def test_states_and_bodies_are_known_by_what_news_calls_them_and_have_no_surnames():
    actor("United States of America", slug="united-states", kind="state")
    actor("Ministry of Foreign Affairs of Japan", slug="mofa", kind="organization")
    assert actors_of("U.S.") == actors_of("United States") == ["united-states"]
    assert actors_of("Japan") == []


def test_places_are_those_of_events_in_each_of_their_names():
    event(place="Moscow; Kunashir (Kunashiri)")
    event(place="Washington, D.C.; St Petersburg")
    event(place="Moscow")
    names = load_known_names()
    for form, place in {
        "Moscow": "Moscow",
        "MOSCOW": "Moscow",
        "Kunashiri": "Kunashir (Kunashiri)",
        "Washington": "Washington, D.C.",
        "St. Petersburg": "St Petersburg",
    }.items():
        assert names[form] == (Known("place", place),)


def test_two_queries_however_many_there_are(django_assert_num_queries):
    for number in range(20):
        event(place=f"Place {number}", actors=[actor(f"Ann Number{number}")])
    with django_assert_num_queries(2):
        found = Finder(load_known_names()).mentions("Number7 went to Place 11.")
    assert [mention.known.key for mention in found] == ["ann-number7", "Place 11"]
