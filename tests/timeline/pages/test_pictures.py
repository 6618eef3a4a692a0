"""The arithmetic of charts: positions of days, and what is shown as definite."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from django.utils.text import slugify

from articles import dates
from timeline.models import Post
from timeline.pages.actor.career_chart import (
    MOST_MARKS,
    ActorEvent,
    build_career_chart,
    build_segments,
    describe_tenure,
)
from timeline.pages.shared.time_axis import Axis, Period, build_axis


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def actor_event(date: str, n_statements: int = 0) -> ActorEvent:
    span = dates.parse(date)
    return ActorEvent(
        "Talks", slugify(date.replace("/", " ")), date, span.earliest, span.latest, span.sort_date, n_statements
    )


def build(posts: list[Post], *events: ActorEvent):
    found = build_career_chart("somebody", posts, events, "table")
    assert found
    return found


NINETIES = Axis(1990, 1999, 1)


def test_a_day_is_placed_in_proportion_to_the_years():
    assert NINETIES.locate(day("1990-01-01")) == 0
    assert NINETIES.locate(day("1999-12-31"), end=True) == 100
    assert NINETIES.locate(day("1995-01-01")) == pytest.approx(50, abs=0.05)


def test_days_outside_the_axis_are_placed_at_its_edge():
    assert NINETIES.locate(dates.FIRST_DAY) == 0
    assert NINETIES.locate(dates.LAST_DAY, end=True) == 100


def test_there_is_no_axis_without_days():
    assert build_axis([], 40) is None


def test_periods_are_the_shortest_that_are_few_enough():
    assert build_axis([day("1990-05-01"), day("2009-05-01")], 20) == Axis(1990, 2009, 1)
    assert build_axis([day("1989-05-01"), day("2009-05-01")], 20, (1, 5, 10)) == Axis(1985, 2009, 5)
    assert build_axis([day("1855-02-07"), day("2026-01-01")], 20, (1, 5, 10)) == Axis(1850, 2029, 10)


@pytest.mark.parametrize("only", [dt.date.min, dt.date.max])
def test_the_first_and_the_last_year_there_are_can_be_shown(only):
    found = build_axis([only], 40)
    assert found
    assert found.covers(only)
    assert found.periods <= 40
    assert found.ticks
    period = found.find_period(only)
    assert period.contains(only, only)
    bar = found.build_bar(period, 1, 1, 40)
    assert 0 <= bar.x <= bar.x + bar.width <= 100.01


@pytest.mark.parametrize("extreme", [dt.date.min, dt.date.max])
def test_a_single_day_centuries_away_does_not_stretch_the_axis(extreme):
    usual = [day("1956-10-19"), day("2007-10-23"), day("2018-03-15")]
    found = build_axis([*usual, extreme], 40, (1, 5, 10))
    assert found == build_axis(usual, 40, (1, 5, 10))
    assert not found.covers(extreme)


def test_a_period_contains_only_what_is_definitely_within_it():
    period = Period(1990, 1994)
    assert period.contains(day("1990-01-01"), day("1994-12-31"))
    assert not period.contains(day("1989-12-31"), day("1990-01-01"))
    assert not period.contains(dates.FIRST_DAY, day("1992-01-01"))
    assert (period.since, period.until, period.label) == ("1990", "1994", "1990–1994")


@pytest.mark.parametrize("years", [1, 2, 7, 20, 39, 72, 171, 1000])
def test_a_phone_has_room_for_the_labels_of_years(years):
    found = Axis(2000 - years, 1999, 1).ticks
    assert 1 <= len(found) <= 7
    places = [tick.x for tick in found]
    assert places == sorted(places)
    assert all(b - a > 12 for a, b in pairwise(places))


def test_a_label_at_the_edge_is_aligned_inwards():
    first, *_others = NINETIES.ticks
    assert (first.x, first.anchor) == (0, "start")


def test_bars_grow_with_their_number_and_the_lowest_is_visible():
    low, high = (NINETIES.build_bar(Period(1995, 1995), n, 100, 40) for n in (1, 100))
    assert (high.y, high.height) == (0, 40)
    assert low.height == 4
    assert low.y + low.height == 40


def certainties(start: str, end: str) -> list[tuple[str, float, float]]:
    found = build_segments(dates.parse(start) if start else None, dates.parse(end) if end else None, NINETIES)
    return [("definite" if one.certain else "possible", round(one.x), round(one.x + one.width)) for one in found]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("1991-01-01", "1995-01-01", [("definite", 10, 50)]),
        ("1991", "1995", [("possible", 10, 20), ("definite", 20, 50), ("possible", 50, 60)]),
        ("1991-01-01", "", [("possible", 10, 100)]),
        ("", "1995-01-01", [("possible", 0, 50)]),
        ("1991", "1991", [("possible", 10, 20)]),
        ("1991-01-01", "1995/1996", [("definite", 10, 50), ("possible", 50, 70)]),
        ("../1992-01-01", "1995-01-01", [("possible", 0, 20), ("definite", 20, 50)]),
    ],
)
def test_only_definite_time_is_shown_as_in_office(start, end, expected):
    assert certainties(start, end) == expected


def test_an_end_known_to_the_month_is_an_edge_but_not_a_year_or_an_uncertain_date():
    posts = [
        Post(title="Minister", start="1991-03", end="1995"),
        Post(title="Premier", start="1996-01-01?", end="1999-12-31"),
    ]
    first, second = build(posts).lanes
    assert len(first.edges) == 1
    assert len(second.edges) == 1


def test_the_dates_of_a_post_are_given_as_far_as_they_are_known():
    assert describe_tenure(Post(title="Minister")) == "dates unknown"
    assert describe_tenure(Post(title="Minister", start="2004-03-09")) == "9 March 2004 – end not recorded"
    assert describe_tenure(Post(title="Minister", end="1976-09")) == "start unknown – September 1976"
    assert describe_tenure(Post(title="Minister", start="2001", end="2005")) == "2001 – 2005"


def test_posts_without_dates_are_counted_but_not_shown():
    found = build([Post(title="Expert"), Post(title="Minister", start="1991", end="1992")], actor_event("1993"))
    assert [lane.post.title for lane in found.lanes] == ["Minister"]
    assert found.undated == 1


def test_events_of_a_year_are_one_bar_that_counts_those_with_statements():
    found = build([], actor_event("1991-02-03", n_statements=2), actor_event("1991-05"), actor_event("1993"))
    assert [(mark.period.label, mark.n, mark.with_statement, mark.n_statements) for mark in found.marks] == [
        ("1991", 2, 1, 2),
        ("1993", 1, 0, 0),
    ]
    assert found.marks[0].query == "?actor=somebody&certain=1&since=1991&until=1991"
    assert found.marks[1].statement_bar is None


def test_an_event_that_could_fall_in_several_periods_is_counted_in_none():
    found = build([], actor_event("1991"), actor_event("1995-12-31/1996-01-01"), actor_event("../1997-03-17"))
    assert [mark.period.label for mark in found.marks] == ["1991"]
    assert sorted(one.address for one in found.loose) == ["/events/1995-12-31-1996-01-01/", "/events/1997-03-17/"]


def test_several_events_with_the_same_inexact_date_link_to_the_table():
    found = build([], actor_event("1991"), actor_event("../1997-03-17"), actor_event("../1997-03-15"))
    (one,) = found.loose
    assert (one.address, one.x) == ("#table", 0)
    assert one.label == "by 17 March 1997; by 15 March 1997"


def test_a_single_item_makes_no_chart():
    assert build_career_chart("somebody", [], [actor_event("1991")], "table") is None
    assert build_career_chart("somebody", [Post(title="Expert")], [actor_event("1991")], "table") is None
    assert build_career_chart("somebody", [], [], "table") is None


def test_centuries_of_events_do_not_make_hundreds_of_bars():
    found = build([], *(actor_event(f"{year}-01-01") for year in range(1700, 2020)))
    assert len(found.marks) <= MOST_MARKS
    assert sum(mark.n for mark in found.marks) == 320


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_events_centuries_away_are_counted_but_not_shown(year):
    found = build(
        [Post(title="Minister", start="1991", end=year)], actor_event("1991"), actor_event("1993"), actor_event(year)
    )
    assert (found.axis.first_year, found.axis.last_year) == (1991, 1993)
    assert [mark.period.label for mark in found.marks] == ["1991", "1993"]
    assert found.distant == 1
    assert all(0 <= part.x <= part.x + part.width <= 100 for part in found.lanes[0].segments)
