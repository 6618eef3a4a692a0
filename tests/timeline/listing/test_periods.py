"""Periods of decades, years, months or days: dividing, widening and moving them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import dates
from articles.dates.periods import Period, find_period


def make_period(since: str, until: str) -> Period:
    return find_period(dates.parse_limit(since, end=False), dates.parse_limit(until, end=True))


def labels(periods: list[Period]) -> list[str]:
    return [one.label for one in periods]


def test_a_decade_is_divided_into_years_a_year_into_months_and_a_month_into_days():
    assert labels(make_period("2000", "2009").in_best_unit().units)[::9] == ["2000", "2009"]
    assert labels(make_period("2007", "2007").in_best_unit().units)[::11] == ["January 2007", "December 2007"]
    days = make_period("2008-02", "2008-02").in_best_unit().units
    assert (len(days), days[-1].since, days[-1].label) == (29, "2008-02-29", "29 February 2008")


@pytest.mark.parametrize(
    ("since", "until", "unit"),
    [
        ("2007-10-15", "2007-11-14", "day"),
        ("2007-10-15", "2007-11-15", "month"),
        ("2007", "2009", "month"),
        ("2007", "2010", "year"),
        ("1981", "2020", "year"),
        ("1980", "2020", "decade"),
    ],
)
def test_longer_periods_have_longer_units(since, until, unit):
    assert make_period(since, until).in_best_unit().unit == unit


def test_wider_periods_are_the_month_the_year_and_the_decade():
    assert labels(make_period("2007-10-23", "2007-10-23").list_enclosing()) == ["October 2007", "2007", "2000s"]
    assert labels(make_period("2007-10", "2007-10").list_enclosing()) == ["2007", "2000s"]
    assert labels(make_period("2007", "2007").list_enclosing()) == ["2000s"]
    assert labels(make_period("2000", "2009").list_enclosing()) == []
    assert labels(make_period("1998", "2007").list_enclosing()) == []


@pytest.mark.parametrize(
    ("since", "until", "earlier", "later"),
    [
        ("2000", "2009", ("1990", "1999"), ("2010", "2019")),
        ("1990", "2009", ("1970", "1989"), ("2010", "2029")),
        ("1998", "2007", ("1988", "1997"), ("2008", "2017")),
        ("2007", "2007", ("2006", "2006"), ("2008", "2008")),
        ("2007-12", "2007-12", ("2007-11", "2007-11"), ("2008-01", "2008-01")),
        ("2007-10-15", "2007-10-21", ("2007-10-08", "2007-10-14"), ("2007-10-22", "2007-10-28")),
        ("2008-02-29", "2008-02-29", ("2008-02-28", "2008-02-28"), ("2008-03-01", "2008-03-01")),
    ],
)
def test_a_moved_period_has_the_same_length_and_is_adjacent(since, until, earlier, later):
    before, after = make_period(since, until).shift(-1), make_period(since, until).shift(1)
    assert (before.since, before.until) == earlier
    assert (after.since, after.until) == later


@given(st.dates(), st.dates())
def test_any_two_days_are_a_period_that_an_address_can_contain(one, other):
    first, last = sorted([one, other])
    found = find_period(first, last)
    assert (found.first_day, found.last_day) == (first, last)
    assert make_period(found.since, found.until) == found
    assert found.label
    cut = found.in_best_unit()
    assert cut.first_day <= first
    assert last <= cut.last_day
    for wider in found.list_enclosing():
        assert wider.first_day <= first <= last <= wider.last_day


@pytest.mark.parametrize("by", [-1, 1])
@given(st.dates(), st.dates())
def test_no_period_is_moved_beyond_the_calendar(by, one, other):
    first, last = sorted([one, other])
    moved = find_period(first, last).shift(by)
    if moved:
        assert dt.date.min <= moved.first_day <= moved.last_day <= dt.date.max
        assert moved.last_day < first if by < 0 else last < moved.first_day
        assert moved.label


def test_the_first_decade_of_the_calendar_has_no_year_0():
    assert (make_period("0001", "0009").since, make_period("0001", "0009").shift(-1)) == ("0001", None)
