"""The comparison: the statements of each side by date, with the same filters as the list."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests import page
from tests.factories import actor, event, post, quote, topic

pytestmark = pytest.mark.django_db

NAMES = ["q", "since", "until", "certain", "side", "actor", "said", "office", "topic", "order", "page"]
SWAP = {"HX-Request": "true", "HX-Target": "results"}


@pytest.fixture
def kono():
    return actor("Taro Kono", country="JP")


@pytest.fixture
def lavrov():
    made = actor("Sergei Lavrov", country="RU")
    post(made, "Minister of Foreign Affairs", "2004-03-09")
    return made


@pytest.fixture
def rice():
    return actor("Condoleezza Rice", country="US")


def table(client: Client, **parameters: object) -> list[tuple[str, str, dict[str, list[str]]]]:
    """Each row as (date, title of the event, words by side), without sides that have no words."""
    sides, rows = sides_and_rows(client.get("/compare/", parameters, follow=True))
    return [row_as_read(row, [side for side, _label in sides]) for row in rows]


def sides_and_rows(response: HttpResponse) -> tuple[list[tuple[str, str]], list[HtmlElement]]:
    """Of the table: each column of a side as (side, label), and the rows that are not a year's heading."""
    found = page.document(response).xpath('//table[@class="sides"]')
    if not found:
        assertContains(response, "No statements match all filters.")
        return [], []
    (table,) = found
    letters = [column.find_class("side")[0] for column in table.xpath("./thead/tr/th")[1:]]
    sides = [(one.get("class").removeprefix("side side-"), one.tail.strip()) for one in letters]
    return sides, table.xpath('./tbody/tr[not(@class="of-year")]')


def row_as_read(row: HtmlElement, sides: list[str]) -> tuple[str, str, dict[str, list[str]]]:
    (date,), (title,) = row.find_class("date"), row.find_class("occasion")
    cells = [[page.text(one).strip("“”") for one in cell.find_class("words")] for cell in row.xpath("./td")]
    return page.text(date), page.text(title), {side: said for side, said in zip(sides, cells, strict=True) if said}


def words(client: Client, **parameters: object) -> set[str]:
    return {word for *_row, cells in table(client, **parameters) for said in cells.values() for word in said}


def columns(client: Client, **parameters: object) -> list[str]:
    return [label for _side, label in sides_and_rows(client.get("/compare/", parameters))[0]]


def test_statements_at_one_event_on_one_day_share_a_row_with_a_column_for_each_side(client, kono, lavrov, rice):
    talks = event("Talks", date="2018-03-21")
    quote("the talks were useful", of=talks, by=kono)
    quote("the talks were candid", of=talks, by=lavrov)
    quote("we follow the talks", of=talks, by=rice)
    assert table(client) == [
        (
            "21 March 2018",
            "Talks",
            {"JP": ["the talks were useful"], "RU": ["the talks were candid"], "US": ["we follow the talks"]},
        )
    ]


def test_a_reply_made_days_later_is_in_the_row_of_its_own_date(client, kono, lavrov):
    talks = event("Talks", date="2018-03-21")
    quote("the plan is regrettable", of=talks, by=lavrov)
    quote("the plan is defensive", of=talks, by=kono, date="2018-03-24")
    assert table(client, order="oldest") == [
        ("21 March 2018", "Talks", {"RU": ["the plan is regrettable"]}),
        ("24 March 2018", "Talks", {"JP": ["the plan is defensive"]}),
    ]
    text = client.get("/compare/?order=oldest").content.decode()
    later = text[text.index("24 March 2018") :]
    assert "21 March 2018" in later, "the date of the event is shown if it is different"


def test_dates_are_sorted_newest_first_or_on_request_oldest_first(client, kono):
    for date in ("1998-08-31", "2007-10-23", "2003-12-19"):
        quote(of=event(date=date), by=kono)
    assert [row[0] for row in table(client)] == ["23 October 2007", "19 December 2003", "31 August 1998"]
    assert [row[0] for row in table(client, order="oldest")] == [
        "31 August 1998",
        "19 December 2003",
        "23 October 2007",
    ]


def test_a_date_is_shown_only_as_exactly_as_it_is_known(client, kono):
    for date in ("2007-10", "2007-10-01", "2007-10-15/2007-10-21", "../2007-10-23", "2007"):
        quote(of=event(date=date), by=kono)
    assert [row[0] for row in table(client, order="oldest")] == [
        "2007",
        "1 October 2007",
        "October 2007",
        "15–21 October 2007",
        "by 23 October 2007",
    ]
    response = client.get("/compare/")
    assertContains(response, '<time datetime="2007-10">October 2007</time>')
    assertContains(response, "by 23 October 2007")


def test_two_events_of_one_day_have_a_row_each_and_the_date_is_visible_once(client, kono, lavrov):
    quote("in Tokyo", of=event("In Tokyo", date="2018-03-21"), by=kono)
    quote("in Moscow", of=event("In Moscow", date="2018-03-21"), by=lavrov)
    response = client.get("/compare/?order=oldest")
    assert [row[1] for row in table(client, order="oldest")] == ["In Tokyo", "In Moscow"]
    assert [row[1] for row in table(client)] == ["In Moscow", "In Tokyo"]
    assertContains(response, '<span class="date">', count=1)
    assertContains(response, '<span class="date hidden">', count=1)


def test_others_have_a_column_only_on_pages_on_which_they_speak(client, kono):
    quote(of=event(date="2007"), by=kono)
    assert columns(client) == ["Japan", "Russia", "United States"]
    quote("a threat to peace", of=event(date="2016"), by=actor("Wang Yi", country="CN"))
    assert columns(client) == ["Japan", "Russia", "United States", "Others"]
    assert columns(client, since="2007", until="2007") == ["Japan", "Russia", "United States"]
    assertContains(client.get("/compare/"), "a threat to peace")


def test_a_statement_shows_speaker_office_words_and_addressee_and_links_to_its_page(client, kono, lavrov):
    talks = event("Talks", date="2018-03-21")
    said = quote("We are concerned", of=talks, by=lavrov, to=[kono], kind="direct")
    response = client.get("/compare/")
    assertContains(response, "Minister of Foreign Affairs")
    assertContains(response, "“We are concerned”")
    assertContains(response, "to Taro Kono")
    assertContains(response, f'href="{said.get_absolute_url()}"')
    assertContains(response, f'href="{talks.get_absolute_url()}">Talks</a>', count=1)
    assertContains(response, '<abbr class="side side-RU" title="Russia">')  # on a phone the only sign of the column


def test_every_cell_belongs_to_a_row_and_a_column_even_if_it_is_empty(client, kono):
    quote(of=event(), by=kono)
    response = client.get("/compare/")
    assertContains(response, 'scope="col"', count=4)
    assertContains(response, 'scope="row"', count=1)
    assertContains(response, '<td role="cell">', count=3)


def test_drafts_are_not_shown(client, kono):
    quote("not yet", of=event(status="draft"), by=kono)
    assert words(client) == set()


def test_a_wide_gap_between_years_is_described_in_the_direction_of_reading(client, kono):
    for date in ("1998", "2007", "2008"):
        quote(of=event(date=date), by=kono)
    newest, oldest = client.get("/compare/"), client.get("/compare/?order=oldest")
    assertContains(newest, "9 years earlier", count=1)
    assertContains(oldest, "9 years later", count=1)
    assertNotContains(newest, "1 years")


# Which statements


def test_without_a_filter_on_statements_all_statements_at_the_events_are_shown(client, kono, lavrov):
    visit = event(kind="visit", actors=[kono])
    quote("welcome", of=visit, by=kono)
    quote("thank you", of=visit, by=lavrov)
    quote("elsewhere", of=event(kind="call"), by=lavrov)
    assert words(client, kind="visit") == {"welcome", "thank you"}
    assert words(client, side="JP") == {"welcome", "thank you"}


def test_a_topic_shows_only_the_statements_on_it(client, kono):
    missiles, islands = topic("Missile defence"), topic("Islands")
    both = event(topics=[missiles, islands])
    quote("on missiles", of=both, by=kono, topics=[missiles])
    quote("on islands", of=both, by=kono, topics=[islands])
    quote("on islands elsewhere", of=event(topics=[islands]), by=kono, topics=[islands])
    assert words(client, topic="missile-defence") == {"on missiles"}
    assert words(client, topic=["missile-defence", "islands"]) == {"on missiles", "on islands"}
    assertContains(client.get("/compare/?topic=missile-defence"), "Only statements on the selected topics")


def test_an_actor_shows_their_statements_or_all_where_they_did_not_speak(client, kono, lavrov):
    spoke = event(actors=[lavrov])
    quote("by Lavrov", of=spoke, by=lavrov)
    quote("beside him", of=spoke, by=kono)
    quote("before a silent Lavrov", of=event(actors=[lavrov]), by=kono)
    quote("without him", of=event(), by=kono)
    assert words(client, actor="sergei-lavrov") == {"by Lavrov", "before a silent Lavrov"}
    assert words(client, actor="sergei-lavrov", q="beside") == {"by Lavrov"}


def test_an_actor_and_a_topic_never_show_statements_on_another_topic(client, kono, lavrov):
    missiles, islands = topic("Missile defence"), topic("Islands")
    talks = event(actors=[lavrov], topics=[missiles, islands])
    quote("Lavrov on islands", of=talks, by=lavrov, topics=[islands])
    quote("Kono on missiles", of=talks, by=kono, topics=[missiles])
    assert words(client, actor="sergei-lavrov", topic="missile-defence") == set()


def test_kind_and_office_show_only_statements_that_have_them(client, kono, lavrov):
    talks = event()
    quote("verbatim", of=talks, by=lavrov, kind="direct")
    quote("told", of=talks, by=lavrov, kind="paraphrase")
    quote("his too", of=talks, by=kono, kind="direct")
    assert words(client, said="direct") == {"verbatim", "his too"}
    assert words(client, office="minister-of-foreign-affairs") == {"verbatim", "told"}
    assert words(client, office="minister-of-foreign-affairs", said="direct") == {"verbatim"}


def test_words_show_the_statements_that_contain_them_or_all_if_only_the_event_does(client, kono, lavrov):
    talks = event("Talks")
    quote("a missile shield", of=talks, by=lavrov)
    quote("the islands", of=talks, by=kono)
    quote("no comment", of=event("A missile flies over Japan"), by=kono)
    assert words(client, q="missile") == {"a missile shield", "no comment"}
    assert words(client, q="missile", said="paraphrase") == set()
    assertContains(client.get("/compare/?q=missile"), '<mark class="hit">missile</mark>', count=2)


def test_a_statement_made_outside_the_selected_dates_is_not_shown(client, kono):
    talks = event(date="1952-10-07")
    quote("that day", of=talks, by=kono)
    quote("ten days later", of=talks, by=kono, date="1952-10-17")
    quote("some day that month", of=talks, by=kono, date="1952-10")
    assert words(client, until="1952-10-10") == {"that day", "some day that month"}
    assert words(client, until="1952-10-10", certain="1") == {"that day"}
    assert words(client, since="1952-10-07", until="1952-10-07") == {"that day", "some day that month"}


def test_the_page_says_how_many_statements_there_are_and_how_many_events_have_none(client, kono):
    quote(of=event(), by=kono)
    event("Silent")
    response = client.get("/compare/")
    assertContains(response, "1 statement at 1 event, listed by the date of the statement.")
    assertContains(response, "1 more event has no matching statement and appears only in the list.")


def test_a_list_without_statements_is_explained(client):
    event("Silent")
    response = client.get("/compare/")
    assertContains(response, "No statements match all filters.")
    assertNotContains(response, "<table")


# The address


def test_the_address_is_canonical_and_a_swap_gets_only_the_results(client, kono):
    quote(of=event("Talks"), by=kono)
    assertRedirects(client.get("/compare/?until=&q=++talks+&page=1&utm_source=x"), "/compare/?q=talks")
    response = client.get("/compare/?q=talks&since=", headers=SWAP)
    assertNotContains(response, "<html")
    assertContains(response, "<title>1 event with the word “talks”, side by side")
    assert response["HX-Push-Url"] == "/compare/?q=talks"


def test_links_forms_and_the_copied_link_stay_on_this_page(client, kono):
    quote(of=event(topics=[topic("Islands")]), by=kono, topics=[topic("Islands")])
    response = client.get("/compare/?topic=islands")
    assertContains(response, 'data-copy="http://testserver/compare/?topic=islands"')
    assertContains(response, '<link rel="canonical" href="http://testserver/compare/?topic=islands">')
    assertContains(response, 'action="/compare/"')
    assertContains(response, '<a class="clear" href="/compare/">')


@pytest.mark.parametrize("address", ["/", "/compare/"])
def test_each_view_links_to_the_same_filters_in_the_others(client, address):
    event(topics=[topic("Islands")])
    response = client.get(f"{address}?since=1998&topic=islands")
    assertContains(response, 'href="/?since=1998&amp;topic=islands"')
    assertContains(response, 'href="/compare/?since=1998&amp;topic=islands"')
    assertContains(response, f'href="{address}?since=1998&amp;topic=islands" aria-current="page"', count=1)


def test_the_page_of_a_topic_links_to_the_comparison(client):
    topic("Islands")
    assertContains(client.get("/topics/islands/"), 'href="/compare/?topic=islands"')


@pytest.mark.parametrize("query", ["since=soon", "topic=no-such", "page=x", "page=-1", "side=FR", "q=-only"])
def test_an_invalid_value_is_answered_400_with_a_reason(client, query):
    assertContains(client.get(f"/compare/?{query}"), 'role="alert"', status_code=400)


def test_a_page_beyond_the_last_is_answered_404(client, kono):
    quote(of=event(), by=kono)
    assertContains(client.get("/compare/?page=2"), "Page not found. This is the only page.", status_code=404)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(NAMES),
        st.text(max_size=30),
        max_size=4,
    )
)
@example({"q": "\x00"})
@example({"since": "9999-12-31", "until": "0001"})
def test_no_parameters_cause_a_server_error(client, parameters):
    response = client.get(f"/compare/?{urlencode(parameters)}", headers=SWAP)
    assert response.status_code in (200, 302, 400, 404)


@pytest.mark.slow
def test_pages_are_split_between_dates_and_never_within_one(client, kono):
    for n in range(50):
        quote(of=event(date=f"{1950 + n}"), by=kono)
    for _ in range(30):
        quote(of=event(date="1960"), by=kono)
    first, second = table(client, order="oldest"), table(client, order="oldest", page="2")
    assert (first[0][0], first[-1][0], len({row[0] for row in first})) == ("1950", "1989", 40)
    assert [row[0] for row in second] == [str(year) for year in range(1990, 2000)]
    assert sum(row[0] == "1960" for row in first) == 31
    assertContains(client.get("/compare/?order=oldest"), 'href="?order=oldest&amp;page=2"')


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow_with_the_statements(client, kono, lavrov):
    def scene(n: int) -> None:
        for _ in range(n):
            happened = event(actors=[actor(), lavrov], topics=[topic("Islands")])
            quote("of missiles", of=happened, by=lavrov, to=[actor()], topics=[topic("Islands")])
            quote("of missiles", of=happened, by=kono, date=f"{1950 + n}")

    address = "/compare/?actor=sergei-lavrov&q=missiles&since=1945&topic=islands"
    scene(3)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    scene(20)
    client.get(address)  # loads the snapshot
    with CaptureQueriesContext(connection) as many:
        assertContains(client.get(address), 'class="statement ', count=23)
    assert len(many) == len(few)


def test_the_style_sheet_of_the_table_is_loaded_on_this_page_only(client):
    assertContains(client.get("/compare/"), "timeline/compare")
    assertNotContains(client.get("/"), "timeline/compare.")
