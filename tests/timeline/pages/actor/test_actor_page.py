"""An actor’s page: posts and events over time, company and topics, with numbers that equal what their links list."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import actor, event, post, quote, topic
from timeline.filters.filterset import EventFilter
from timeline.models import Actor

pytestmark = pytest.mark.django_db


def listed(query: str) -> int:
    """How many events the address lists."""
    found = EventFilter(QueryDict(query.removeprefix("?")))
    assert found.understood, query
    return found.qs.count()


def numbers(context) -> list[tuple[int, str]]:
    """Every number on the page, with the query of its link."""
    marks = context["band"].marks if context["band"] else []
    groups = [context["topics"], *context["company"]]
    return [
        (context["events"], context["query"]),
        *((mark.n, mark.query) for mark in marks),
        *((one.n, one.query) for group in groups for one in group.all),
    ]


@pytest.fixture
def lavrov():
    made = actor("Sergei Lavrov", country="RU")
    post(made, "Permanent Representative", "1994-07-07", "2004-03-09", organization="United Nations")
    post(made, "Minister of Foreign Affairs", "2004-03-09")
    return made


def company(response) -> dict[str, list[tuple[str, int]]]:
    return {group.label: [(one.label, one.n) for one in group.all] for group in response.context["company"]}


def test_every_number_equals_the_number_of_events_that_its_link_lists(client, seeds):
    checked = 0
    for one in Actor.objects.public():
        for n, query in numbers(client.get(one.get_absolute_url()).context):
            assert n == listed(query), (one, query)
            checked += 1
    assert checked > 50


def test_each_post_is_a_lane_that_links_to_its_entry_in_the_list(client, lavrov):
    event(actors=[lavrov])
    response = client.get(lavrov.get_absolute_url())
    for held in lavrov.posts.all():
        assertContains(response, f'href="#post-{held.pk}"')
        assertContains(response, f'<li id="post-{held.pk}">')
    assertContains(response, "Permanent Representative, United Nations: 7 July 1994 – 9 March 2004")
    assertContains(response, "9 March 2004 – end not recorded")


def test_posts_without_dates_are_in_the_list_and_the_chart_says_so(client, lavrov):
    post(lavrov, "Lecturer")
    event(actors=[lavrov])
    response = client.get(lavrov.get_absolute_url())
    assertContains(response, "1 post without known dates appears only in the list below.")
    assertContains(response, "<p>Lecturer</p>")


def test_a_bar_links_to_its_events_and_counts_those_with_a_statement(client, lavrov):
    event("Talks", date="2007-10-23", actors=[lavrov])
    quote("words", of=event("Interview", date="2007"), by=lavrov)
    response = client.get(lavrov.get_absolute_url())
    assertContains(response, 'aria-label="2007: 2 events, 1 with a statement"')
    assertContains(response, 'href="/?actor=sergei-lavrov&amp;certain=1&amp;since=2007&amp;until=2007"')
    titles = client.get("/?actor=sergei-lavrov&certain=1&since=2007&until=2007")
    assertContains(titles, "Talks")
    assertContains(titles, "Interview")


def test_an_event_dated_by_a_day_is_not_counted_in_a_year(client, lavrov):
    event("Talks", date="2007-10-23", actors=[lavrov])
    loose = event("Told later", date="../2007-12-01", actors=[lavrov])
    response = client.get(lavrov.get_absolute_url())
    assert [mark.n for mark in response.context["band"].marks] == [1]
    assertContains(response, f'<a href="{loose.get_absolute_url()}" aria-label="by 1 December 2007: 1 event">')
    assertContains(response, "by 1 December 2007: <a")


def test_an_actor_in_one_event_has_no_chart(client):
    someone = actor(slug="someone")
    event(actors=[someone])
    assertNotContains(client.get(someone.get_absolute_url()), "Over time")


def test_company_counts_summits_talks_and_visits_only(client, lavrov):
    komura, rice, japan = (
        actor("Masahiko Komura", country="JP"),
        actor("Condoleezza Rice"),
        actor("Japan", kind="state"),
    )
    event(kind="talks", actors=[lavrov, komura, japan])
    visit = event(kind="visit", actors=[lavrov])
    quote(of=visit, by=komura)
    event(kind="treaty", actors=[lavrov, rice])
    event(kind="call", actors=[lavrov, rice])
    event(kind="talks", actors=[komura, rice])
    response = client.get(lavrov.get_absolute_url())
    assert company(response) == {"Persons": [("Masahiko Komura", 2)], "States and organisations": [("Japan", 1)]}
    assertContains(
        response, "?actor=masahiko-komura&amp;actor=sergei-lavrov&amp;kind=summit&amp;kind=talks&amp;kind=visit"
    )
    for n, query in numbers(response.context):
        assert n == listed(query)


def test_long_lists_of_company_are_collapsed(client, lavrov):
    event(kind="summit", actors=[lavrov, *(actor() for _ in range(12))])
    (group,) = client.get(lavrov.get_absolute_url()).context["company"]
    assert (len(group.first), len(group.rest)) == (8, 4)
    assertContains(client.get(lavrov.get_absolute_url()), "4 more")


def test_topics_count_the_events_and_those_with_statements_on_the_topic(client, lavrov):
    islands, missiles, trade = topic("Islands"), topic("Missiles"), topic("Trade")
    event(topics=[islands], actors=[lavrov])
    quote(of=event(topics=[islands, missiles]), by=lavrov, topics=[islands, trade])
    event(topics=[trade])
    response = client.get(lavrov.get_absolute_url())
    found = [(one.label, one.n, one.with_statement) for one in response.context["topics"].all]
    assert found == [("Islands", 2, 1), ("Missiles", 1, 0)]
    assertContains(response, "Also spoke, at events on other topics, about:")
    assertContains(response, 'href="/topics/trade/"')


def test_drafts_are_neither_shown_nor_counted(client, lavrov):
    event("Talks", kind="talks", actors=[lavrov], date="2005")
    islands, other = topic("Islands"), actor("Somebody Else")
    draft = event("Draft", status="draft", kind="talks", actors=[lavrov, other], topics=[islands])
    quote("not yet", of=draft, by=lavrov, topics=[islands])
    response = client.get(lavrov.get_absolute_url())
    assert response.context["events"] == 1
    for hidden in ("Draft", "Somebody Else", "Islands", "not yet"):
        assertNotContains(response, hidden)


@pytest.mark.parametrize(
    ("page", "status", "words"),
    [
        ("abc", 400, "This page number is not valid."),
        ("0", 400, "This page number is not valid."),
        ("-1", 400, "This page number is not valid."),
        ("99", 404, "Page not found. Showing the last page, 2."),
        ("2", 200, "Page 2 of 2"),
        ("", 200, "Page 1 of 2"),
    ],
)
def test_an_invalid_page_number_is_explained(client, lavrov, page, status, words):
    talks = event(actors=[lavrov])
    for n in range(51):
        quote(f"words {n}", of=talks, by=lavrov)
    response = client.get(lavrov.get_absolute_url(), {"page": page})
    assertContains(response, words, status_code=status)


def test_the_next_page_opens_at_the_statements(client, lavrov):
    talks = event(actors=[lavrov])
    for n in range(51):
        quote(f"words {n}", of=talks, by=lavrov)
    assertContains(client.get(lavrov.get_absolute_url()), 'href="?page=2#statements"')


@pytest.mark.parametrize(("page", "status"), [("abc", 400), ("2", 404), ("1", 200)])
def test_the_pages_of_the_sources_follow_the_same_rule(client, page, status):
    event()
    assert client.get("/sources/", {"page": page}).status_code == status


def test_the_page_has_no_inline_styles_and_every_internal_link_has_a_target(client, seeds):
    html = client.get("/actors/sergei-lavrov/").content.decode()
    assert " style=" not in html
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_the_number_of_queries_does_not_grow_with_meetings_and_topics(client, lavrov):
    def more(n: int) -> None:
        for i in range(n):
            matter = topic(f"Matter {i}")
            talks = event(kind="talks", date=f"{2000 + i}", actors=[lavrov, actor()], topics=[matter])
            quote(of=talks, by=lavrov, topics=[matter])
            quote(of=talks, by=lavrov, topics=[topic(f"Beside {i}")])
            event(date=f"../{2000 + i}", actors=[lavrov])

    more(2)
    with CaptureQueriesContext(connection) as few:
        client.get(lavrov.get_absolute_url())
    more(15)
    with CaptureQueriesContext(connection) as many:
        client.get(lavrov.get_absolute_url())
    assert len(many) == len(few)
