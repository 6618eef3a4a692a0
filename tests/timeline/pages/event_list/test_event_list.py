"""The list of events: its address, description and choices, and what htmx receives."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests import page
from tests.factories import actor, event, post, quote, topic
from timeline.filters.filterset import CHOICES

pytestmark = pytest.mark.django_db

SWAP = {"HX-Request": "true", "HX-Target": "results"}


@pytest.fixture
def lavrov():
    made = actor("Sergei Lavrov", country="RU")
    post(made, "Minister of Foreign Affairs", "2004-03-09")
    return made


def sentence(client: Client, **parameters: object) -> str:
    return page.sentence(client.get("/", parameters, follow=True))


def choice(client: Client, group: str, value: str, **parameters: object) -> page.Choice:
    response = client.get("/", {**parameters, "all": group}, follow=True)
    (found,) = [one for one in page.choices(response, group) if one.value == value]
    return found


def test_a_form_sent_without_javascript_is_redirected_to_the_short_address(client):
    event(topics=[topic("Islands")])
    sent = "/?q=&since=1998&until=&topic=islands&order=&certain=&topic=islands"
    assertRedirects(client.get(sent), "/?since=1998&topic=islands")


def test_values_are_normalised_and_unknown_parameters_dropped(client):
    event("War and peace")
    assertRedirects(client.get("/?utm_source=mail&q=++war++and+&page=1&order=newest"), "/?q=war%20and")


def test_dates_typed_on_a_japanese_keyboard_are_understood(client):
    event("Talks in Tokyo", date="2007-10-23")
    assertRedirects(client.get("/?since=２００７－１０&until=２００８"), "/?since=2007-10&until=2008")
    assertContains(client.get("/?since=２００７－１０&until=２００８", follow=True), "Talks in Tokyo")


def test_the_short_address_itself_is_not_redirected(client):
    event(topics=[topic("Islands")])
    assert client.get("/?since=1998&topic=islands").status_code == 200


def test_an_invalid_address_is_not_redirected_so_that_input_is_preserved(client):
    response = client.get("/?since=soon&q=war")
    assertContains(response, 'value="soon"', status_code=400)
    assertContains(response, 'value="war"', status_code=400)


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/?since=soon", "Check your search – "),
        ("/compare/?since=soon", "Check your search – "),
        ("/network/?since=soon", "Check your search – "),
        ("/compare/?since=1998", "1 event since 1998, side by side – "),
        ("/network/?since=1998", "Meetings: 1 event since 1998 – "),
    ],
)
@pytest.mark.parametrize("headers", [{}, SWAP])
def test_the_title_says_what_is_listed_or_that_the_search_needs_a_correction(client, address, title, headers):
    event("Talks", date="2007")
    response = client.get(address, headers=headers)
    assertContains(response, f"<title>{title}", status_code=response.status_code)
    assertNotContains(response, "No events", status_code=response.status_code)


def test_of_a_reversed_range_both_dates_can_be_removed_and_both_fields_are_marked(client):
    event("Talks", date="2007")
    response = client.get("/?since=2010&topic=&until=2000")
    assert response.status_code == 400
    assert page.chips(response) == ["from 2010", "to 2000"]
    assertContains(response, 'href="?until=2000"', status_code=400)
    assertContains(response, 'href="?since=2010"', status_code=400)
    assertContains(response, 'aria-invalid="true"', count=2, status_code=400)


def test_the_number_of_a_choice_is_read_out_with_the_right_noun(client):
    event(kind="visit")
    event(kind="call")
    event(kind="call")
    (visit,) = page.document(client.get("/?kind=visit")).xpath('//a[@id="kind-visit"]')
    assert page.text(visit) == "visit 1 event; selected, remove filter"
    (call,) = page.document(client.get("/")).xpath('//a[@id="kind-call"]')
    assert page.text(call) == "telephone call 2 events"


def test_a_swap_gets_only_the_results_the_title_and_the_announcement(client):
    event("Talks")
    response = client.get("/?q=talks&since=", headers=SWAP)
    assertNotContains(response, "<html")
    assertContains(response, 'id="results"')
    assertContains(response, "<title>1 event with the word “talks”")
    assertContains(response, 'id="announcement" hx-swap-oob="innerHTML"')
    assert response["HX-Push-Url"] == "/?q=talks"
    assert "HX-Target" in response["Vary"]


def test_the_canonical_link_and_the_copy_link_are_the_short_address(client):
    event("Talks", topics=[topic("Islands")])
    response = client.get("/?since=1998&topic=islands")
    assertContains(response, '<link rel="canonical" href="http://testserver/?since=1998&amp;topic=islands">')
    assertContains(response, 'data-copy="http://testserver/?since=1998&amp;topic=islands"')


def test_the_description_says_speaks_if_the_actor_speaks_about_the_topic_in_every_event(client, lavrov):
    missiles = topic("Missile defence")
    talks = event(actors=[lavrov], topics=[missiles])
    quote(of=talks, by=lavrov, topics=[missiles])
    chosen = {"actor": "sergei-lavrov", "topic": "missile-defence", "since": "1998", "until": "2007"}
    assert sentence(client, **chosen) == "1 event from 1998 to 2007 in which Sergei Lavrov speaks about missile defence"
    event(actors=[lavrov], topics=[missiles])
    assert (
        sentence(client, **chosen)
        == "2 events from 1998 to 2007 about missile defence in which Sergei Lavrov takes part"
    )


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({}, "1 event"),
        ({"q": "no such word"}, "No events with the words “no such word”"),
        ({"since": "1998"}, "1 event since 1998"),
        ({"until": "2007-10-23"}, "1 event until 23 October 2007"),
        ({"since": "2007", "until": "2007"}, "1 event in 2007"),
        ({"since": "2007-10-23", "until": "2007-10-23"}, "1 event on 23 October 2007"),
        ({"since": "2007", "certain": "1"}, "1 event definitely since 2007"),
        ({"side": ["JP", "RU"]}, "No events involving Japan and Russia"),
        ({"kind": ["visit", "call"]}, "1 event (visit or telephone call)"),
        ({"corroborated": "1"}, "No events with two independent sources"),
        ({"language": "en"}, "1 event with sources in English"),
    ],
)
def test_the_filters_are_described_in_a_sentence(client, parameters, description):
    event("Talks", kind="visit")
    assert sentence(client, **parameters) == description


def test_the_title_and_the_description_describe_the_filters(client):
    event("Talks")
    response = client.get("/?since=1998")
    assertContains(response, "<title>1 event since 1998 – ")
    assertContains(response, '<meta name="description" content="1 event since 1998. ')


def test_a_choice_shows_the_number_of_events_that_its_link_lists(client, lavrov):
    japan = actor("Japan", country="JP")
    event(actors=[japan, lavrov], topics=[topic("Islands")], kind="visit")
    event(actors=[japan], kind="visit")
    quote("we said", of=event(actors=[japan], kind="call"), by=lavrov, kind="direct")
    tried = 0
    for group in CHOICES:
        for one in page.choices(client.get(f"/?actor=japan&all={group}", follow=True), group):
            if one.chosen:
                continue
            assert page.total(client.get("/" + one.query)) == one.n, (group, one.value)
            tried += 1
    assert tried > 7


def test_the_link_of_a_selected_choice_removes_it(client):
    event(topics=[topic("Islands")])
    assert choice(client, "topic", "islands").query == "?topic=islands"
    chosen = choice(client, "topic", "islands", topic="islands", since="1998")
    assert chosen.chosen
    assert chosen.query == "?since=1998"


def test_a_kind_that_is_not_selected_counts_the_events_it_would_add(client):
    event(kind="visit")
    event(kind="call")
    assert choice(client, "kind", "call", kind="visit").n == 1


def test_bars_of_the_histogram_narrow_the_dates(client):
    event(date="1998-08-31")
    event(date="2007-10-23")
    event(date="2018-03-15")
    bars = page.bars(client.get("/"))
    assert [(bar.label, bar.n) for bar in bars] == [("1998", 1), ("2007", 1), ("2018", 1)]
    assert page.sentence(client.get("/" + bars[1].query)) == "1 event in 2007"


def test_a_long_time_is_shown_in_decades_and_a_short_one_in_months(client):
    event(date="1855-02-07")
    event(date="2007-10-23")
    event(date="2007-12-02")
    bars = page.bars(client.get("/"))
    assert (bars[0].label, bars[0].query) == ("1850s", "?since=1850&until=1859")
    bars = page.bars(client.get("/?since=2000"))
    assert (bars[0].label, bars[0].query) == ("October 2007", "?since=2007-10&until=2007-10")


def test_pages_never_overlap_and_preserve_the_filter(client):
    for n in range(60):
        event(f"Event {n:02d}", kind="visit")
    seen = [
        title
        for number in (1, 2, 3)
        for title in page.titles(client.get(f"/?kind=visit&page={number}" if number > 1 else "/?kind=visit"))
    ]
    assert len(seen) == len(set(seen)) == 60
    assertContains(client.get("/?kind=visit&page=2"), 'href="?kind=visit&amp;page=3"')
    assertContains(client.get("/?kind=visit&page=2"), 'href="?kind=visit"')


@pytest.mark.parametrize(
    ("number", "status"), [("99", 404), ("0", 400), ("-1", 400), ("x", 400), ("9" * 400, 400), ("²", 400)]
)
def test_a_page_that_is_not_there_says_so(client, number, status):
    event("Talks")
    response = client.get("/", {"page": number})
    assert response.status_code == status
    assertContains(response, 'role="alert"', status_code=status)
    assertContains(response, "Talks", status_code=status)


def test_an_empty_timeline_says_so(client):
    assertContains(client.get("/"), "No events")


NAMES = [
    "q",
    "since",
    "until",
    "certain",
    "side",
    "actor",
    "office",
    "topic",
    "kind",
    "said",
    "outlet",
    "language",
    "corroborated",
    "order",
    "page",
    "x",
]
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["1", "JP", "2007", "2007-10-23", "direct", "visit", "islands", "en", "oldest", "", "0001", "9999"]
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=6), st.booleans())
def test_no_query_string_breaks_the_page(client, pairs, swapped):
    quote(of=event(topics=[topic("Islands")]), by=actor())
    query = urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in pairs])
    response = client.get(f"/?{query}", headers=SWAP if swapped else {})
    assert response.status_code in (200, 302, 400, 404)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60))
def test_no_bytes_after_the_question_mark_break_the_page(client, query):
    response = client.generic("GET", "/", QUERY_STRING=query.decode("latin-1"))
    assert response.status_code in (200, 302, 400, 404)


def test_the_number_of_queries_does_not_grow_with_the_events(
    client, lavrov, django_assert_num_queries, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def scene(n: int) -> None:
        for _ in range(n):
            happened = event(actors=[actor(), lavrov], topics=[topic("Islands")])
            quote(of=happened, by=actor(), to=[actor()])
            quote(of=happened, by=lavrov)

    scene(3)
    address = "/?actor=sergei-lavrov&office=minister-of-foreign-affairs&since=1998&topic=islands"
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    scene(20)
    with CaptureQueriesContext(connection) as anew:  # after a change the snapshot is loaded
        client.get(address)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
    assert len(many) < 10
    assert len(anew) < 26


@pytest.mark.parametrize("address", ["/", "/compare/", "/network/", "/?side=Japan", "/?all=actor"])
@pytest.mark.parametrize("target", ["results", "rest-actor"])
def test_a_target_header_without_htmx_gets_the_whole_page(client, address, target):
    assertContains(
        client.get(address, headers={"HX-Target": target}), "</html>", status_code=client.get(address).status_code
    )
