"""The histogram above the list: its marks, lanes, labels and links, and how the page shows them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from articles import dates
from tests import page
from tests.factories import actor, event, quote, topic
from tests.oracle.histogram import DatedEvent, QueryDistribution
from timeline.models import Side
from timeline.pages.event_list.histogram import HEIGHT, Bar, Picture, build_picture

JP, RU, US, OTHER = Side


def dated(date: str, *sides: Side) -> DatedEvent:
    return DatedEvent(dates.parse(date), frozenset(sides))


def draw(*events: DatedEvent, since: str = "", until: str = "", parameters=()) -> Picture | None:
    first = dates.parse_limit(since, end=False) if since else None
    last = dates.parse_limit(until, end=True) if until else None
    return build_picture(QueryDistribution(list(events)), parameters, first, last)


def counted(bars: Iterable[Bar | page.Bar]) -> dict[str, tuple[int, ...]]:
    """All, then Japan, Russia, the United States and others, by bar."""
    return {bar.label: (bar.n, *bar.sides.values()) for bar in bars}


def test_an_event_involving_two_sides_is_counted_once_in_total_and_in_both_lanes():
    picture = draw(dated("1998", JP, RU), dated("1998-08", JP), dated("2007", US, OTHER), dated("2008"))
    assert counted(picture.bars) == {"1998": (2, 2, 1, 0, 0), "2007": (1, 0, 0, 1, 1), "2008": (1, 0, 0, 0, 0)}
    assert picture.bars[0].taking_part == [("Japan", 2), ("Russia", 1)]
    assert picture.bars[2].taking_part == []


def test_all_marks_have_the_same_scale_and_start_at_the_base_of_their_lane():
    picture = draw(*[dated("2007-01", JP)] * 30, *[dated("2007-01", RU)] * 10, *[dated("2007-03", RU)] * 40)
    bases = {lane.name: lane.base for lane in picture.lanes}
    assert list(bases) == ["all", "JP", "RU"]
    scale = HEIGHT / (40 + 30 + 40)
    for bar, counts in zip(picture.bars, [{"all": 40, "JP": 30, "RU": 10}, {"all": 40, "RU": 40}], strict=True):
        assert {mark.lane for mark in bar.marks} == set(counts)
        for mark in bar.marks:
            assert mark.height == pytest.approx(counts[mark.lane] * scale, abs=0.1)
            assert mark.y + mark.height == pytest.approx(bases[mark.lane], abs=0.11)


def test_lanes_do_not_overlap_even_if_one_has_very_few_events():
    picture = draw(*[dated("2007-01", JP)] * 500, dated("2007-03", US))
    lanes = {lane.name: lane for lane in picture.lanes}
    for bar in picture.bars:
        for mark in bar.marks:
            above = [lane.base for lane in lanes.values() if lane.base < lanes[mark.lane].base]
            assert mark.y >= max(above, default=0)
            assert mark.height >= 2


def test_units_without_events_are_gaps_on_the_axis():
    picture = draw(dated("1998", JP), dated("2007", JP))
    assert [bar.label for bar in picture.bars] == ["1998", "2007"]
    first, last = picture.bars
    assert first.x + first.width / 2 == pytest.approx(5, abs=0.02)
    assert last.x + last.width / 2 == pytest.approx(95, abs=0.02)


def test_the_axis_covers_the_selected_dates_if_both_are_given():
    picture = draw(dated("2007-10-23", JP), since="2000", until="2009")
    (only,) = picture.bars
    assert only.label == "2007"
    assert only.x + only.width / 2 == pytest.approx(75, abs=0.02)
    assert draw(dated("2007-10-23", JP), since="2000") is None


def test_a_month_is_shown_by_days_and_a_single_day_not_at_all():
    picture = draw(dated("2007-10-23", JP), since="2007-10", until="2007-10")
    assert picture.bars[0].query == "?since=2007-10-23&until=2007-10-23"
    assert draw(dated("2007-10-23", JP), since="2007-10-23", until="2007-10-23") is None
    assert draw() is None


def test_an_inexact_date_is_counted_on_its_first_possible_day_and_reported():
    picture = draw(dated("1998", JP), dated("2003-10/2004-02", JP), dated("../2007-10-23", JP), dated("2006/..", JP))
    assert list(counted(picture.bars)) == ["1998", "2003", "2006", "2007"]
    assert picture.unsettled == 3


def test_events_counted_outside_the_selected_dates_are_reported_but_not_shown():
    picture = draw(dated("2001/2008", JP), dated("2006", JP), dated("../2018-03-17", RU), since="2005", until="2009")
    assert list(counted(picture.bars)) == ["2006"]
    assert picture.elsewhere == 2
    assert draw(dated("2001/2008", JP), since="2005", until="2009") is None


@pytest.mark.parametrize(
    ("since", "until", "ticks"),
    [
        ("1850", "2029", ["1850s", "1900s", "1950s", "2000s"]),
        ("2000", "2009", ["2000", "2002", "2004", "2006", "2008"]),
        ("2007", "2007", ["Jan 2007", "Apr", "Jul", "Oct"]),
        ("2006", "2008", ["Jan 2006", "Jul", "Jan 2007", "Jul", "Jan 2008", "Jul"]),
        ("2007-05", "2007-06", ["May 2007", "Jun"]),
        ("2007-10", "2007-10", ["1 Oct 2007", "11 Oct", "21 Oct", "31 Oct"]),
        ("0001", "9999", ["0s", "2000s", "4000s", "6000s", "8000s"]),
    ],
)
def test_the_axis_has_a_few_round_labels(since, until, ticks):
    found = draw(dated(since, JP), since=since, until=until).ticks
    assert [tick.label for tick in found] == ticks
    assert all(0 <= tick.x <= 100 for tick in found)


@pytest.fixture
def sides():
    return actor("Japan", country="JP"), actor("Soviet Union", country="SU"), actor("China", country="CN")


pages = pytest.mark.django_db


@pages
def test_participants_and_speakers_of_a_side_count_an_event_once(client, sides):
    japan, soviets, china = sides
    talks = event(date="1956-10-19", actors=[japan, soviets])
    quote(of=talks, by=actor("Gromyko", country="SU"))
    quote(of=talks, by=china)
    event(date="1960-01-19", actors=[actor("United States", country="US")])
    event(date="1960", status="draft", actors=[japan])
    assert counted(page.bars(client.get("/"))) == {"1956": (1, 1, 1, 0, 1), "1960": (1, 0, 0, 1, 0)}


@pages
def test_the_sides_of_the_histogram_agree_with_the_choices(client, sides):
    japan, soviets, china = sides
    for date, who in (("1956", [japan, soviets]), ("1956", [japan]), ("1960", [soviets, china])):
        event(date=date, actors=who)
    response = client.get("/")
    lanes = {side.value: sum(bar.sides[side] for bar in page.bars(response)) for side in Side}
    choices = {choice.value: choice.n for choice in page.choices(response, "side")}
    assert choices == {name: n for name, n in lanes.items() if n} != {}


@pages
def test_every_link_preserves_the_other_filters(client, sides):
    for date in ("1998-08-31", "2007-10-23", "2007-11-02", "2018-03-15"):
        event(date=date, actors=sides[:1], topics=[topic("Islands")], kind="visit")
    shown = client.get("/?kind=visit&order=oldest&since=2007-10&topic=islands&until=2007-10")
    earlier, wider, later = page.earlier(shown), page.wider(shown), page.later(shown)
    rest = "?kind=visit&order=oldest&since={0}&topic=islands&until={0}"
    assert page.bars(shown)[0].query == rest.format("2007-10-23")
    assert (earlier.query, later.query) == (rest.format("2007-09"), rest.format("2007-11"))
    assert [to.query for to in wider] == [
        rest.format("2007"),
        "?kind=visit&order=oldest&since=2000&topic=islands&until=2009",
        "?kind=visit&order=oldest&topic=islands",
    ]
    for to in (*wider, earlier, later):
        assert client.get(f"/{to.query}").status_code == 200, to


@pages
def test_no_link_leads_to_periods_before_or_after_all_events(client):
    event(date="1998-08-31")
    event(date="2007-10-23")
    first, last = client.get("/?since=1990&until=1999"), client.get("/?since=2000&until=2009")
    assert (page.earlier(first), page.later(first).label) == (None, "2000s")
    assert (page.earlier(last).label, page.later(last)) == ("1990s", None)


@pages
def test_links_to_wider_periods_remain_if_nothing_is_found(client):
    event(date="2007-10-23")
    response = client.get("/?since=2007-11&until=2007-11")
    assert page.bars(response) == []
    assertNotContains(response, 'class="drawn"')
    assertContains(response, 'href="?since=2007&amp;until=2007"')
    assertContains(response, "all years")
    assertNotContains(client.get("/?since=2007-11&until=soon"), 'class="rail"', status_code=400)


@pages
def test_each_bar_is_one_link_and_the_table_has_the_same_numbers(client, sides):
    event(date="1998-08-31", actors=sides[:2])
    event(date="2007-10-23", actors=sides[:1])
    text = client.get("/?all=dates").content.decode()
    picture, table = (
        re.search(r'<div class="drawn">.*?</div>', text, re.S)[0],
        re.search(r"<table>.*?</table>", text, re.S)[0],
    )
    assert re.findall(r'<a href="([^"]*)"><title>([^<]*)</title>', picture) == [
        ("?since=1998&amp;until=1998", "1998: 1 event; Japan 1, Russia 1"),
        ("?since=2007&amp;until=2007", "2007: 1 event; Japan 1"),
    ]
    assert picture.count("<a ") == 2
    rows = [re.findall(r">([^<>]+)</(?:a|th|td)>", row) for row in re.findall(r"<tr>.*?</tr>", table)]
    assert rows == [
        ["When", "All", "Japan", "Russia", "United States", "Others"],
        ["1998", "1", "1", "1", "0", "0"],
        ["2007", "1", "1", "0", "0", "0"],
    ]
    assert 'href="?since=1998&amp;until=1998"' in table
    assert "not known so exactly" not in table


@pages
def test_the_table_says_how_many_dates_are_not_exact(client):
    event(date="1998/2001")
    event(date="2007-10-23")
    assertContains(client.get("/?all=dates"), "The date of 1 event is not exact")


@pages
def test_the_bar_of_a_decade_is_the_sum_of_its_years(client):
    for date in ("1950", "1998/2003", "2001-05", "2001", "2003/2020", "../2005-01-01", "2008/..", "2015"):
        event(date=date)
    decade = {bar.label: bar for bar in page.bars(client.get("/"))}["2000s"]
    years = client.get(f"/{decade.query}")
    assert decade.n == 5 == sum(bar.n for bar in page.bars(years))
    assertContains(years, "1 more event is not shown")


@pages
@pytest.mark.slow
def test_the_largest_histogram_stays_small(client, sides):
    for year in range(1981, 2021):
        for who in sides:
            event(date=str(year), actors=[who, actor(country="US")])
    text = client.get("/").content.decode()
    picture = re.search(r'<div class="drawn">.*?</div>', text, re.S)[0]
    assert picture.count("<a ") == 40
    assert len(gzip.compress(picture.encode())) < 6000


@pages
@pytest.mark.parametrize(
    "asked",
    [
        "since=0001&until=9999",
        "since=0001&until=0001",
        "since=9999&until=9999",
        "since=9999-12-31&until=9999-12-31",
        "since=0001-01-01&until=0001-01-01",
        "since=9990&until=9999",
        "since=0001-01&until=9999-12-31",
        "until=0001",
        "since=9999",
        "certain=1&since=0001&until=9999",
    ],
)
def test_the_first_and_the_last_year_of_the_calendar_cause_no_error(client, asked):
    event(date="0001")
    event(date="9999-12-31")
    event(date="../9999-12-31")
    assert client.get(f"/?{asked}").status_code == 200


@pages
@pytest.mark.slow
def test_the_number_of_queries_does_not_grow_with_the_events(client, sides):
    def scene(n: int) -> None:
        for year in range(2000, 2000 + n):
            quote(of=event(date=str(year), actors=sides), by=sides[1])

    scene(3)
    client.get("/")  # loads the snapshot; later it is updated incrementally
    scene(3)
    with CaptureQueriesContext(connection) as few:
        client.get("/?since=2000&until=2039")
    scene(20)
    with CaptureQueriesContext(connection) as many:
        client.get("/?since=2000&until=2039")
    assert len(many) == len(few)
