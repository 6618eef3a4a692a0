"""Known names in the forms that news uses."""

from __future__ import annotations

import pytest

from articles.extraction.known_names import KnownRecord, NameFinder
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


def test_a_shared_surname_refers_to_everybody_who_has_it_and_a_common_word_to_nobody():
    actor("Igor Ivanov")
    actor("Sergei Ivanov")
    actor("Yuri Ten")
    actor("An unnamed official")
    assert actors_of("Ivanov") == ["igor-ivanov", "sergei-ivanov"]
    assert actors_of("Ten") == actors_of("official") == []
    assert actors_of("Yuri Ten") == ["yuri-ten"]


def test_states_and_organisations_are_known_by_the_names_used_in_news():
    actor("United States of America", slug="united-states", kind="state")
    actor("Ministry of Foreign Affairs of Japan", slug="mofa", kind="organization")
    assert actors_of("U.S.") == actors_of("United States") == ["united-states"]
    assert actors_of("Japan") == []


def test_places_of_events_are_known_by_all_their_names():
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
        assert names[form] == (KnownRecord("place", place),)


def test_names_are_loaded_in_two_queries(django_assert_num_queries):
    for number in range(20):
        event(place=f"Place {number}", actors=[actor(f"Ann Number{number}")])
    with django_assert_num_queries(2):
        found = NameFinder(load_known_names()).find_mentions("Number7 went to Place 11.")
    assert [mention.known.key for mention in found] == ["ann-number7", "Place 11"]
