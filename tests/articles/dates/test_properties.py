"""Random dates: bounds, labels and the parser agree with each other and with the library."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, assume, example, given
from hypothesis import settings as pace
from hypothesis import strategies as st

from articles import dates
from articles.dates import library
from tests.articles.dates.test_dates import get_error

LANGUAGES = ("en", "ja", "ru")
unhurried = pace(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])  # the library is slow


@st.composite
def plain_dates(draw: st.DrawFn) -> str:
    """A year, month or day that exists, sure or in doubt."""
    text = draw(st.dates()).isoformat()[: draw(st.sampled_from([4, 7, 10]))]
    return text + draw(st.sampled_from(["", "?", "~", "%"]))


@st.composite
def rare_dates(draw: st.DrawFn) -> str:
    """Decades, centuries, seasons, unnamed months and days, and doubt about one part."""
    year, month, day_ = draw(st.dates(dt.date(100, 1, 1), dt.date(9998, 12, 31))).isoformat().split("-")
    part = draw(st.sampled_from(["21", "22", "23", "24", "33", "34", "35", "36", "40", "41"]))
    mark = draw(st.sampled_from("?~%"))
    forms = [f"{year[:3]}X", f"{year[:2]}XX", f"{year}-{part}", f"{year}-XX", f"{year}-{month}-XX", f"{year}-XX-XX"]
    doubts = [f"{mark}{year}", f"{year}-{month}{mark}-{day_}", f"{year}{mark}-{month}", f"{year}-{month}-{mark}{day_}"]
    return draw(st.sampled_from([form + end for form in forms for end in ("", mark)] + doubts))


@st.composite
def intervals(draw: st.DrawFn) -> str:
    """Two dates in order, or one and an open or unknown end."""
    one, other = sorted(
        draw(st.tuples(*[plain_dates() | rare_dates()] * 2)), key=lambda text: dates.parse(text).earliest
    )
    assume(dates.parse(one).earliest <= dates.parse(other).latest)
    return draw(st.sampled_from([f"{one}/{other}", f"../{one}", f"/{one}", f"{one}/..", f"{one}/"]))


any_date = plain_dates() | rare_dates() | intervals()


@unhurried
@given(st.text() | st.text("0123456789-/.?~%XYTSE", max_size=42))
@example("1998-13")
@example("2007-02-29")
def test_any_text_is_a_date_or_gets_a_message_that_can_be_sent(text):
    message = get_error(text)
    assert message.encode() or dates.label(text)


@unhurried
@given(plain_dates())
def test_parsing_plain_dates_agrees_with_the_library(text):
    span = dates.parse(text)
    assert library.read_rare_date(text) == (span.earliest, span.latest, span.precision)


@unhurried
@given(st.tuples(plain_dates(), plain_dates()).map("/".join))
def test_parsing_plain_intervals_agrees_with_the_library(text):
    found = library.parse_edtf(text)
    expected = dt.date(*found.lower_strict()[:3]), dt.date(*found.upper_strict()[:3])
    if expected[0] <= expected[1]:
        assert dates.bounds(text) == expected
    else:  # the library would let it run backwards
        assert get_error(text)


@unhurried
@given(any_date)
def test_a_date_never_ends_before_it_begins_and_sorts_inside_itself(text):
    span = dates.parse(text)
    assert span.earliest <= span.sort_date <= span.latest
    assert span.sort_date.year in span.years
    assert dates.bounds(text) == (span.earliest, span.latest)


@unhurried
@given(any_date, st.sampled_from(LANGUAGES))
def test_a_label_names_the_year_and_every_doubt_in_every_language(text, language):
    span, words = dates.parse(text), dates.label(text, language)
    known = span.ends[0] or span.ends[1]
    assert known.precision == "century" or str(known.earliest.year) in words
    assert ("(uncertain)" in words) == span.uncertain
    assert ("about " in words) == span.approximate


@unhurried
@given(any_date)
def test_a_label_has_no_spaces_that_a_search_would_miss(text):
    assert all(set(dates.label(text, language)).isdisjoint("\u2009\u202f\u00a0") for language in LANGUAGES)


@unhurried
@given(any_date)
def test_a_machine_date_covers_the_same_days(text):
    value = dates.machine(text)
    assert value is None or dates.bounds(value) == dates.bounds(text)


@unhurried
@given(plain_dates(), st.booleans())
def test_a_limit_is_the_first_or_last_day_of_what_is_written(text, end):
    bare = text.rstrip("?~%")
    assert dates.parse_limit(bare, end) == dates.bounds(bare)[end]
