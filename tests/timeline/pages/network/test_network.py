"""Meetings: which records make a pair, what the numbers mean, and the diagram beside the table."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests import datasets, page
from tests.factories import actor, event, post, quote, topic
from tests.oracle.backend import QueryBackend
from tests.timeline.index.test_index import summarize_network
from timeline.filters.filterset import EventFilter
from timeline.index.bitmap_backend import SearchBackend
from timeline.index.loader import load_snapshot
from timeline.models import Actor, Event
from timeline.pages.network.arc_diagram import ArcDiagram, build_arc_diagram
from timeline.pages.network.pairs import STATEMENTS_PER_ROW, Network, Pair, Row, build_network

pytestmark = pytest.mark.django_db

SWAP = {"HX-Request": "true", "HX-Target": "results"}
STATE, BODY = Actor.Kind.STATE, Actor.Kind.ORGANIZATION


def network(query: str = "") -> Network:
    """The same from the index and from database queries."""
    events = EventFilter(QueryDict(query))
    found = build_network(events, SearchBackend(events, load_snapshot("default")))
    assert summarize_network(found) == summarize_network(build_network(events, QueryBackend(events))), query
    return found


def row(query: str = "") -> Row:
    found = network(query)
    (only,) = found.build_rows(found.pairs)
    return only


def names(found: Network) -> list[tuple[str, str]]:
    return [(pair.first.name, pair.second.name) for pair in found.pairs]


def behind(link: str) -> int:
    """The number of events that the link lists."""
    path, _, query = link.partition("?")
    assert path == "/"
    event_filter = EventFilter(QueryDict(query))
    assert event_filter.understood, link
    return event_filter.matching().count()


@pytest.mark.parametrize("kind", Event.Kind.values)
def test_only_summits_talks_visits_and_calls_are_meetings(abe, putin, kind):
    event(kind=kind, actors=[abe, putin])
    assert names(network()) == ([("Abe", "Putin")] if kind in {"call", "summit", "talks", "visit"} else [])


def test_the_row_counts_the_meetings_with_their_dates_and_links_to_the_list(client, abe, putin):
    event(kind="talks", actors=[abe, putin], date="2016-12-15")
    event(kind="call", actors=[putin, abe], date="2014-03")
    event(kind="treaty", actors=[putin, abe], date="2013")
    response = client.get("/network/")
    assertContains(response, "2 meetings")
    link = "/?actor=abe&amp;actor=putin&amp;kind=call&amp;kind=summit&amp;kind=talks&amp;kind=visit"
    assertContains(response, f'<a href="{link}" rel="nofollow">2 meetings')
    assertContains(response, 'first <time datetime="2014-03">')
    assertContains(response, 'latest <time datetime="2016-12-15">')
    assertNotContains(response, "2013")


def test_two_members_of_one_delegation_are_not_paired(abe, putin):
    lavrov = actor("Lavrov", country="SU")
    kim, xi, ri = actor("Kim", country="KP"), actor("Xi", country="CN"), actor("Ri", country="KP")
    event(kind="summit", actors=[putin, lavrov, kim, ri])
    assert set(names(network())) == {("Putin", "Kim"), ("Lavrov", "Kim"), ("Putin", "Ri"), ("Lavrov", "Ri")}
    event(kind="summit", actors=[kim, xi])
    assert ("Kim", "Xi") in names(network())


def test_two_international_bodies_may_meet():
    event(kind="talks", actors=[actor("NATO", kind=BODY), actor("United Nations", kind=BODY)])
    assert names(network()) == [("NATO", "United Nations")]


def test_persons_are_paired_with_persons_and_states_with_states(abe, putin):
    japan, russia = actor("Japan", country="JP", kind=STATE), actor("Russia", country="RU", kind=STATE)
    event(kind="summit", actors=[abe, putin, japan, russia])
    assert set(names(network())) == {("Abe", "Putin"), ("Japan", "Russia")}


def test_a_large_meeting_alone_does_not_make_a_pair(client, abe, putin):
    crowd = [actor(country="JP") for _ in range(7)]
    event(kind="talks", actors=[abe, putin, *crowd])
    assert network().pairs == []
    assertContains(client.get("/network/"), "There are no meetings in these events")
    event(kind="call", actors=[abe, putin])
    (pair,) = network().pairs
    assert (pair.first, pair.second) == (abe, putin)
    assert pair.meetings == behind(row().url) == 2
    assertContains(client.get("/network/"), "had more than 8 participants and speakers (here, 1 meeting)")


def test_a_meeting_of_eight_makes_pairs(abe, putin):
    event(kind="talks", actors=[abe, putin, *(actor(country="JP") for _ in range(6))])
    assert len(network().pairs) == 7


def test_a_meeting_that_was_only_planned_makes_no_pair_and_is_marked_in_the_number(client, abe, putin):
    event(kind="visit", actors=[abe, putin], planned=True)
    assert network().pairs == []
    event(kind="call", actors=[abe, putin])
    assertContains(client.get("/network/"), "(1 only planned)")


def test_drafts_make_no_pairs(abe, putin):
    talks = event(kind="talks", actors=[abe, putin], status="draft")
    quote(of=talks, by=abe, to=[putin])
    assert network().pairs == []


def test_statements_of_each_direction_are_listed_separately_with_links(client, abe, putin):
    cabinet = event(kind="decision", actors=[abe])
    first = quote(of=cabinet, by=abe, to=[putin], date="2007-09-01")
    second = quote(of=cabinet, by=abe, to=[putin], date="2007-09-02")
    answer = quote(of=event(kind="statement"), by=putin, to=[abe], date="2007-09-03")
    found = row()
    assert (found.pair.meetings, found.pair.there, found.pair.back) == (0, 2, 1)
    assert [url for _date, url in found.there.latest] == [first.get_absolute_url(), second.get_absolute_url()]
    assert [url for _date, url in found.back.latest] == [answer.get_absolute_url()]
    response = client.get("/network/")
    assertContains(response, "by Abe to Putin")
    for said in (first, second, answer):
        assertContains(response, f'<li><a href="{said.get_absolute_url()}">')


def test_statements_may_address_the_same_side_or_a_state_but_not_the_speaker(abe, putin):
    russia = actor("Russia", country="RU", kind=STATE)
    quote(of=event(), by=putin, to=[putin, russia])
    quote(of=event(), by=abe, to=[russia])
    assert set(names(network())) == {("Putin", "Russia"), ("Abe", "Russia")}


def test_a_statement_addressed_to_nobody_makes_no_pair(abe, putin):
    quote(of=event(kind="statement", actors=[abe, putin]), by=abe)
    assert network().pairs == []


def test_the_filter_narrows_meetings_and_statements_and_is_preserved_in_links(abe, putin, obama):
    islands = topic("Islands")
    event(kind="talks", actors=[abe, putin], topics=[islands], date="2014")
    event(kind="talks", actors=[abe, putin], date="2016")
    event(kind="call", actors=[abe, obama], topics=[islands])
    found = network("topic=islands&since=2013&until=2015")
    assert names(found) == [("Abe", "Putin")]
    found = row("topic=islands&since=2013&until=2015")
    assert "since=2013&topic=islands&until=2015" in found.url
    assert behind(found.url) == found.pair.meetings == 1
    by_kind = row("kind=call&kind=treaty")
    assert by_kind.url == "/?actor=abe&actor=obama&kind=call"
    assert names(network("actor=obama")) == [("Abe", "Obama")]


def test_a_search_for_words_narrows_the_statements(abe, putin):
    talks = event(kind="talks", actors=[abe, putin])
    quote("on radar we differ", of=talks, by=abe, to=[putin])
    quote("on fish we agree", of=talks, by=abe, to=[putin])
    assert network().pairs[0].there == 2
    assert network("q=radar").pairs[0].there == 1


def test_filtered_by_direct_quotation_two_met_if_both_are_quoted(abe, putin):
    talks = event(kind="talks", actors=[abe, putin])
    quote("yes", of=talks, by=abe, kind="direct", to=[putin])
    (pair,) = network("said=direct").pairs
    assert (pair.meetings, pair.there) == (0, 1)
    quote("no", of=talks, by=putin, kind="direct")
    found = row("said=direct")
    assert found.pair.meetings == behind(found.url) == 1


def test_those_who_met_most_come_first(abe, putin, obama):
    for _ in range(2):
        event(kind="talks", actors=[obama, putin])
    event(kind="talks", actors=[abe, putin])
    for _ in range(3):
        quote(of=event(), by=abe, to=[obama])
    assert names(network()) == [("Putin", "Obama"), ("Abe", "Putin"), ("Abe", "Obama")]


def test_a_name_links_to_its_events_or_to_the_page_of_an_actor_only_addressed(abe, putin):
    press = actor("Jiji Press", country="JP", kind=BODY)
    quote(of=event(actors=[putin], date="2007"), by=putin, to=[press])
    found = network("since=1998")
    links = {node.actor.name: found.build_url(node) for node in found.nodes}
    assert links == {"Putin": "/?actor=putin&since=1998", "Jiji Press": "/actors/jiji-press/"}
    assert behind(links["Putin"]) == 1


@pytest.mark.slow
def test_further_pages_preserve_the_filter_and_open_at_the_table(client, putin):
    for n in range(120):
        event(kind="talks", actors=[actor(f"Minister {n:03d}", country="JP"), putin])
    second = client.get("/network/?kind=talks&page=2")
    assertContains(second, 'rel="prev" href="?kind=talks#pairs"')
    assertContains(second, 'rel="next" href="?kind=talks&amp;page=3#pairs"')
    assertContains(second, "Page 2 of 3")
    assertContains(second, "Minister 050")
    names = [f"pair-minister-{n:03d}.putin" for n in range(120)]
    shown = [client.get("/network/", {"page": str(n)} if n > 1 else {}) for n in (1, 2, 3)]
    assert [one.get("id") for each in shown for one in page.document(each).xpath("//table/tbody/tr")] == names


@pytest.mark.parametrize(
    ("number", "status", "text"),
    [
        ("0", 400, "Showing the first page."),
        ("x", 400, "Showing the first page."),
        ("3", 404, "This is the only page."),
    ],
)
def test_a_page_that_is_not_there_is_explained(client, abe, putin, number, status, text):
    event(kind="talks", actors=[abe, putin])
    response = client.get("/network/", {"page": number})
    assertContains(response, text, status_code=status)
    assertContains(response, '<tr id="pair-abe.putin">', status_code=status)


def test_a_row_lists_the_latest_of_many_statements_and_links_to_the_rest(client, abe, putin):
    speech = event(date="2007-01-01")
    said = [quote(of=speech, by=abe, to=[putin], date=f"2007-01-{n:02d}") for n in range(1, STATEMENTS_PER_ROW + 3)]
    response = client.get("/network/?since=2007")
    assertContains(response, f"{len(said)} statements")
    assertNotContains(response, said[1].get_absolute_url())
    assertContains(response, f'<li><a href="{said[2].get_absolute_url()}">')
    assertContains(response, f'<li><a href="{said[-1].get_absolute_url()}">')
    assertContains(
        response,
        '<a href="/compare/?actor=abe&amp;since=2007" rel="nofollow">'
        "2 earlier statements, in the list of all statements by Abe",
    )
    assertContains(response, 'first <time datetime="2007-01-01">')
    assertContains(client.get("/compare/?actor=abe&since=2007"), said[0].get_absolute_url())


def test_a_list_without_meetings_is_explained(client):
    event("Cabinet reshuffle")
    response = client.get("/network/")
    assertContains(response, "There are no meetings in these events, and no statements addressed to anyone.")
    assertNotContains(response, "<svg")


def test_a_longer_form_of_the_address_is_redirected_to_the_short_one(client):
    assertRedirects(client.get("/network/?q=&page=1&since=1998&utm_source=mail"), "/network/?since=1998")


def test_an_invalid_value_is_explained(client, abe, putin):
    event(kind="talks", actors=[abe, putin])
    response = client.get("/network/?since=soon")
    assertContains(response, 'role="alert"', status_code=400)
    assertContains(response, "Change your search to see meetings.", status_code=400)


@pytest.mark.parametrize(
    "query", ["actor=%00", "kind=%27", "since=99999", "q=" + "x" * 500, "actor=a&actor=b", "said=%F0", "side=XX"]
)
def test_hostile_values_get_a_message_not_an_error(client, query):
    assert client.get(f"/network/?{query}").status_code == 400


def test_a_swap_gets_only_the_results(client, abe, putin):
    event(kind="talks", actors=[abe, putin])
    response = client.get("/network/?kind=talks&since=", headers=SWAP)
    assertNotContains(response, "<html")
    assertContains(response, 'id="results"')
    assertContains(response, "<title>Meetings: 1 event (talks)")
    assert response["HX-Push-Url"] == "/network/?kind=talks"


def test_choices_on_the_page_stay_on_the_page(client, abe, putin):
    event(kind="talks", actors=[abe, putin])
    response = client.get("/network/?kind=talks")
    assertContains(response, 'action="/network/"')
    assertContains(response, '<link rel="canonical" href="http://testserver/network/?kind=talks">')


def test_the_number_of_queries_does_not_grow_with_the_events(client, putin):
    post(putin, "President", "2000")

    def scene(n: int) -> None:
        for _ in range(n):
            talks = event(kind="talks", actors=[actor(country="JP"), putin])
            quote(of=talks, by=putin, to=[actor(country="US")])

    def count_queries() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/network/?office=president&since=1998")
            client.get("/network/")
        return len(queries)

    scene(2)
    client.get("/network/")  # loads the snapshot; later it is updated incrementally
    scene(2)
    few = count_queries()
    scene(30)
    assert count_queries() == few


FILTERS = [
    "",
    "order=oldest",
    "since=1990&until=2007",
    "certain=1&since=1998&until=1998",
    "actor=sergei-lavrov",
    "actor=vladimir-putin&topic=peace-treaty",
    "said=direct&said=indirect",
    "office=minister-of-foreign-affairs",
    "kind=visit&kind=treaty",
    "side=US",
    "q=missile",
    "language=ja",
]


@pytest.mark.slow
def test_with_all_the_data_every_number_equals_what_its_link_lists(db, client):
    datasets.load_all_data()
    for query in FILTERS:
        found = network(query)
        assert found.pairs, query
        for one in found.build_rows(found.pairs):
            if one.pair.meetings:
                assert behind(one.url) == one.pair.meetings, (query, one.pair.key)
        assert all(behind(url) for node in found.nodes if (url := found.build_url(node)).startswith("/?")), query
    whole = network()
    check_lines(whole, build_arc_diagram(whole))
    (busiest,) = whole.build_rows(whole.pairs[:1])
    assert page.total(client.get(busiest.url)) == busiest.pair.meetings


def check_lines(whole: Network, picture: ArcDiagram) -> None:
    """Each line joins two names in the diagram, and both kinds of line of every pair shown are there."""
    shown = {name.actor.slug for group in picture.groups for name in group.names}
    among: list[Pair] = [pair for pair in whole.pairs if {pair.first.slug, pair.second.slug} <= shown]
    assert [curve.pair for curve in picture.met] == [pair for pair in among if pair.meetings]
    assert [curve.pair for curve in picture.said] == [pair for pair in among if pair.there or pair.back]
    for curve, (x, y) in ((c, point) for c in picture.said for point in c.listeners):
        assert 0 < x < picture.width, curve.path
        assert 0 < y < picture.height, curve.path
