"""How a reader, and a machine, reads a date."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from articles import dates

LANGUAGES = ("en", "ja", "ru")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("edtf", "english", "japanese", "russian"),
    [
        ("2007-10-23", "23 October 2007", "2007年10月23日", "23 октября 2007 г."),
        ("2007-10", "October 2007", "2007年10月", "октябрь 2007 г."),
        ("1998", "1998", "1998年", "1998"),
        ("2007-10-15/2007-10-21", "15–21 October 2007", "2007年10月15日～21日", "15–21 октября 2007 г."),
        (
            "1945-08-28/1945-09-05",
            "28 August – 5 September 1945",
            "1945年8月28日～9月5日",
            "28 августа – 5 сентября 1945 г.",
        ),
        ("1945-08/1945-09", "August – September 1945", "1945年8月～9月", "август – сентябрь 1945 г."),
        (
            "1998-12-28/1999-01-03",
            "28 December 1998 – 3 January 1999",
            "1998年12月28日～1999年1月3日",
            "28 декабря 1998 г. – 3 января 1999 г.",
        ),
        ("1956/1991", "1956–1991", "1956年～1991年", "1956–1991"),
        ("1998-33", "1st quarter 1998", "1998年第1四半期", "1-й квартал 1998 г."),
    ],
)
def test_readers_see_dates_as_their_language_writes_them(edtf, english, japanese, russian):
    assert [dates.label(edtf, language) for language in LANGUAGES] == [english, japanese, russian]


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1998?", "1998 (uncertain)"),
        ("2018-03-15?", "15 March 2018 (uncertain)"),
        ("2003~", "about 2003"),
        ("1984%", "about 1984 (uncertain)"),
        ("2004-06~-11", "about 11 June 2004"),
        ("../2018-03-17", "by 17 March 2018"),
        ("../2018~", "by about 2018"),
        ("/2018", "until 2018, start unknown"),
        ("2016/..", "from 2016"),
        ("2016/", "from 2016, end unknown"),
        ("199X", "1990s"),
        ("199X?", "1990s (uncertain)"),
        ("18XX", "19th century"),
        ("10XX", "11th century"),
        ("20XX", "21st century"),
        ("1998-21", "spring 1998"),
        ("1998-23~", "about autumn 1998"),
        ("1998-24", "winter 1998–1999"),
        ("1998-40", "first half of 1998"),
        ("2007-XX", "2007"),
        ("2007-10-XX", "October 2007"),
        ("1998~/2003~", "about 1998–2003"),
        ("1998?/2003", "1998 (uncertain) – 2003"),
        ("2007-10-15?/2007-10-21?", "15–21 October 2007 (uncertain)"),
        ("2007-10-15/2007-11", "15 October 2007 – November 2007"),
        ("198X/199X", "1980s – 1990s"),
        ("2007-10-15/2007-10-15", "15 October 2007"),
        ("", "undated"),
    ],
)
def test_readers_see_doubts_and_open_ends_in_words(edtf, words):
    assert dates.label(edtf, "en") == words


def test_labels_follow_the_active_language_and_every_english_puts_the_day_first():
    with translation.override("ja"):
        assert dates.label("2007-10-23") == "2007年10月23日"
        assert dates.label("2007-10-23", "en-us") == "23 October 2007"
    with translation.override(None):
        assert dates.label("2007-10-23") == "23 October 2007"


@pytest.mark.parametrize("language", ["tlh", "xx-yy", "../etc", "x" * 300])
def test_an_unknown_language_gets_english(language):
    assert dates.label("2007-10-23", language) == "23 October 2007"


def test_a_locale_without_a_pattern_for_two_months_gets_both_in_full():
    assert dates.label("1945-08/1945-09", "fa").count("1945") == 2


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2007-10-23", "exact day"),
        ("2007-10", "month only"),
        ("1998-21", "part of the year only"),
        ("1998", "year only"),
        ("199X", "decade only"),
        ("18XX", "century only"),
        ("2007-10-15/2007-10-21", "within these days"),
        ("2007-10-15/2007-11", "within these months"),
        ("1956/1991", "within these years"),
        ("../2018-03-17", "on or before this day"),
        ("../2018-03", "in or before this month"),
        ("2016/..", "in or after this year"),
        ("2003~", "year only, approximate"),
        ("1998?", "year only, uncertain"),
        ("2007-10-23%", "single day, approximate, uncertain"),
    ],
)
def test_tooltips_say_how_exactly_a_date_is_known(edtf, words):
    with translation.override("en-gb"):
        assert dates.precision_label(dates.parse(edtf)) == words


@pytest.mark.parametrize(
    ("edtf", "value"),
    [
        ("1998", "1998"),
        ("1998-08?", "1998-08"),
        ("2007-10-23~", "2007-10-23"),
        ("2004-06~-11", "2004-06-11"),
        ("2007-10-15/2007-10-21", None),
        ("2016/..", None),
        ("199X", None),
        ("2007-XX", None),
        ("1998-21", None),
        ("", None),
    ],
)
def test_machines_get_a_date_if_html_has_a_format_for_it(edtf, value):
    assert dates.machine(edtf) == value
