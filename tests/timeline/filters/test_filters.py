"""Each filter finds something, and with other values nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from tests import page
from tests.factories import actor, article, event, outlet, post, quote, topic

pytestmark = pytest.mark.django_db


def titles(client: Client, **parameters: object) -> list[str]:
    """The events a reader sees, in order."""
    response = client.get("/", parameters, follow=True)
    assert response.status_code == 200, response.content.decode()
    return page.titles(response)


@pytest.fixture
def lavrov():
    made = actor("Sergei Lavrov", country="RU", name_ja="セルゲイ・ラブロフ", name_ru="Сергей Лавров")
    post(made, "Minister of Foreign Affairs", "2004-03-09")
    return made


def test_words_find_events_by_their_text(client):
    event("Talks in Vladivostok")
    event("Cabinet reshuffle")
    assert titles(client, q="vladivostok") == ["Talks in Vladivostok"]
    assert titles(client, q="vladivostok reshuffle") == []


def test_words_find_events_by_their_statements(client, lavrov):
    quote("no trust without openness", of=event("Interview"), by=lavrov)
    event("Cabinet reshuffle")
    assert titles(client, q="OPENNESS") == ["Interview"]


@pytest.mark.parametrize("name", ["Lavrov", "лавров", "ラブロフ"])
def test_a_name_in_any_script_finds_the_events_of_the_actor(client, lavrov, name):
    event("Interview", actors=[lavrov])
    event("Cabinet reshuffle")
    assert titles(client, q=name) == ["Interview"]


def test_characters_of_patterns_have_no_meaning_in_words(client):
    event("Rate of 2.5 (per cent)")
    assert titles(client, q="2.5 (per") == ["Rate of 2.5 (per cent)"]
    assert titles(client, q="2x5") == []
    assert titles(client, q=r"\d+ [a-z] * $") == []


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"since": "2007"}, ["Within the week", "On the day"]),
        ({"since": "2007-10-23"}, ["On the day"]),
        ({"since": "2007-10-21"}, ["Within the week", "On the day"]),
        ({"since": "2007-10-22"}, ["On the day"]),
        ({"until": "2007-10-14"}, ["Long ago", "By that day"]),
        ({"until": "2007-10-15"}, ["Long ago", "By that day", "Within the week"]),
        ({"since": "1999", "until": "2006"}, ["By that day"]),
        ({"since": "1998", "until": "1998"}, ["Long ago", "By that day"]),
        ({"since": "2007-10-17", "until": "2007-10-17"}, ["Within the week"]),
        ({"since": "2007-10-17", "until": "2007-10-17", "certain": "1"}, []),
        ({"since": "2007-10", "until": "2007-10", "certain": "1"}, ["Within the week", "On the day"]),
        ({"until": "2006-05-01", "certain": "1"}, ["Long ago"]),
        ({"since": "2030"}, []),
    ],
)
def test_dates_find_events_possibly_or_definitely_within_them(client, parameters, found):
    event("On the day", date="2007-10-23")
    event("Within the week", date="2007-10-15/2007-10-21")
    event("Long ago", date="1998")
    event("By that day", date="../2006-05-02")
    assert sorted(titles(client, **parameters)) == sorted(found)


def test_all_selected_sides_must_be_involved(client):
    japan, russia, soviet = (
        actor("Japan", country="JP"),
        actor("Russia", country="RU"),
        actor("Soviet Union", country="SU"),
    )
    event("Talks", actors=[japan, russia])
    event("Old talks", actors=[japan, soviet], date="1956")
    event("Cabinet reshuffle", actors=[japan])
    assert titles(client, side=["JP", "RU"]) == ["Talks", "Old talks"]
    assert titles(client, side="US") == []


def test_a_side_is_involved_if_it_speaks_and_others_are_a_side(client):
    iran = actor("Iran", country="IR")
    quote(of=event("Comment from Tehran"), by=iran)
    event("Cabinet reshuffle", actors=[actor("Japan", country="JP")])
    assert titles(client, side="other") == ["Comment from Tehran"]


def test_all_selected_actors_must_take_part_or_speak(client, lavrov):
    japan = actor("Japan", country="JP")
    event("Talks in Vladivostok", actors=[japan, lavrov])
    event("Cabinet reshuffle", actors=[japan])
    quote(of=event("Interview"), by=lavrov)
    assert titles(client, actor=["japan", "sergei-lavrov"]) == ["Talks in Vladivostok"]
    assert set(titles(client, actor="sergei-lavrov")) == {"Talks in Vladivostok", "Interview"}
    actor("Nobody Yet")
    assert titles(client, actor="nobody-yet") == []


def test_an_office_finds_what_its_holder_said_while_holding_it(client, lavrov):
    quote(of=event("As minister", date="2007-10-23"), by=lavrov)
    quote(of=event("As ambassador", date="1998-05-01"), by=lavrov)
    assert titles(client, office="minister-of-foreign-affairs") == ["As minister"]
    post(actor("Somebody Else"), "President")
    assert titles(client, office="president") == []


def test_all_selected_topics_must_apply(client):
    missiles, islands = topic("Missile defence"), topic("Islands")
    event("Both", topics=[missiles, islands])
    event("One", topics=[missiles])
    assert set(titles(client, topic="missile-defence")) == {"Both", "One"}
    assert titles(client, topic=["missile-defence", "islands"]) == ["Both"]
    topic("Sanctions")
    assert titles(client, topic="sanctions") == []


def test_one_of_several_kinds_of_event_is_enough(client):
    event("A visit", kind="visit")
    event("A call", kind="call")
    event("A treaty", kind="treaty")
    assert set(titles(client, kind=["visit", "call"])) == {"A visit", "A call"}
    assert titles(client, kind="protest") == []


def test_a_kind_of_statement_and_an_actor_must_apply_to_the_same_statement(client, lavrov):
    komura = actor("Masahiko Komura", country="JP")
    talks = event("Talks")
    quote("We will not", of=talks, by=lavrov, kind="direct")
    quote("it would", of=talks, by=komura, kind="indirect")
    assert titles(client, said="direct") == ["Talks"]
    assert titles(client, said="direct", actor="sergei-lavrov") == ["Talks"]
    assert titles(client, said="direct", actor="masahiko-komura") == []
    assert titles(client, said="paraphrase") == []


def test_an_outlet_or_its_agency_finds_what_it_reported(client):
    trend, afp = outlet("Trend"), outlet("AFP", kind="agency")
    event("Carried", cites=article(outlet=trend, agency=afp))
    event("Elsewhere")
    assert titles(client, outlet="trend") == ["Carried"]
    assert titles(client, outlet="afp") == ["Carried"]
    outlet("Silent")
    assert titles(client, outlet="silent") == []


def test_a_language_finds_events_reported_in_it(client):
    event("In Russian", cites=article(language="ru"))
    event("In English")
    assert titles(client, language="ru") == ["In Russian"]
    article(language="ja")
    assert titles(client, language="ja") == []


def test_corroborated_means_two_origins_not_two_outlets_with_one_agency_report(client):
    afp = outlet("AFP", kind="agency")
    one, two = outlet("One"), outlet("Two")
    event("Same report twice", cites=[article(outlet=one, agency=afp), article(outlet=two, agency=afp)])
    assert titles(client, corroborated="1") == []
    event("Two reports", cites=[article(outlet=one), article(outlet=two, agency=afp)])
    assert titles(client, corroborated="1") == ["Two reports"]


def test_the_order_of_the_list_can_be_reversed(client):
    event("Early", date="1998")
    event("Late", date="2018-03-15")
    assert titles(client) == ["Late", "Early"]
    assert titles(client, order="oldest") == ["Early", "Late"]


def test_drafts_and_unsourced_events_are_never_found(client):
    event("Draft", status="draft")
    event("Unsourced", cites=False)
    quote("secret words", of=event("Draft with words", status="draft"), by=actor("Known"))
    assert titles(client) == []
    assert titles(client, q="secret") == []


def test_matching_statements_come_first(client, lavrov):
    talks = event("Talks")
    komura = actor("Masahiko Komura")
    for n in range(4):
        quote(f"komura speaks {n}", of=talks, by=komura)
    quote("lavrov speaks at last", of=talks, by=lavrov)
    assertNotContains(client.get("/"), "lavrov speaks at last")
    assertContains(client.get("/", {"actor": "sergei-lavrov"}), "lavrov speaks at last")


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"side": "ZZ"}, "There is no side “ZZ”"),
        ({"actor": "nobody"}, "There is no actor “nobody”"),
        ({"topic": "x" * 200}, "There is no topic"),
        ({"kind": "<b>"}, "There is no kind of event “&lt;b&gt;”"),
        ({"said": "loudly"}, "There is no kind of statement “loudly”"),
        ({"office": "tsar"}, "There is no office “tsar”"),
        ({"outlet": "gone"}, "There is no outlet “gone”"),
        ({"language": "xx"}, "There is no language “xx”"),
        ({"since": "soon"}, "soon"),
        ({"until": "2007-13"}, "2007-13"),
        ({"since": "99999"}, "99999"),
        ({"certain": "maybe"}, "“maybe” is not a valid value"),
        ({"corroborated": "2"}, "“2” is not a valid value"),
        ({"order": "random"}, "must be newest or oldest"),
        ({"q": "a" * 201}, "200"),
        ({"q": "a\x00b"}, "Null characters are not allowed"),
        ({"since": "2010", "until": "2000"}, "The end date, 2000, is before the start date, 2010. Swap them."),
    ],
)
def test_an_invalid_value_is_explained_and_nothing_is_listed(client, parameters, said):
    event("Talks")
    response = client.get("/", parameters)
    assertContains(response, said, status_code=400)
    assertNotContains(response, "Talks", status_code=400)
    assertContains(response, "Clear all filters", status_code=400)
