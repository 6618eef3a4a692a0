"""Dates: what an editor may write, which days it covers, and how a reader reads it."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import HealthCheck, assume, example, given
from hypothesis import settings as pace
from hypothesis import strategies as st

from articles import dates
from articles.dates import library

LANGUAGES = ("en", "ja", "ru")
unhurried = pace(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])  # the library is slow


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def refused(text: str) -> str:
    """What the editor is told, or nothing if the text passes for a date."""
    try:
        dates.parse(text)
    except dates.InvalidDate as error:
        return str(error)
    return ""


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


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "precision"),
    [
        ("1855", "1855-01-01", "1855-12-31", "year"),
        ("1998-08", "1998-08-01", "1998-08-31", "month"),
        ("2000-02", "2000-02-01", "2000-02-29", "month"),
        ("2007-10-23", "2007-10-23", "2007-10-23", "day"),
        ("2003~", "2003-01-01", "2003-12-31", "year"),
        ("1998?", "1998-01-01", "1998-12-31", "year"),
        ("2018-03-15?", "2018-03-15", "2018-03-15", "day"),
        ("1984%", "1984-01-01", "1984-12-31", "year"),
        ("2007-10-15/2007-10-21", "2007-10-15", "2007-10-21", "interval"),
        ("1945-08/1945-09", "1945-08-01", "1945-09-30", "interval"),
        ("2007-10-15/2007-11", "2007-10-15", "2007-11-30", "interval"),
        ("199X", "1990-01-01", "1999-12-31", "decade"),
        ("18XX", "1800-01-01", "1899-12-31", "century"),
        ("1998-21", "1998-03-01", "1998-05-31", "season"),
        ("1998-24", "1998-12-01", "1999-02-28", "season"),
        ("1999-24?", "1999-12-01", "2000-02-29", "season"),
        ("1998-34", "1998-04-01", "1998-06-30", "season"),
        ("1998-41", "1998-07-01", "1998-12-31", "season"),
        ("2007-XX", "2007-01-01", "2007-12-31", "year"),
        ("2007-02-XX", "2007-02-01", "2007-02-28", "month"),
        ("2007-XX-XX", "2007-01-01", "2007-12-31", "year"),
        ("2004-06~-11", "2004-06-11", "2004-06-11", "day"),
        ("198X/1991-08", "1980-01-01", "1991-08-31", "interval"),
    ],
)
def test_a_date_covers_all_the_days_it_may_mean_and_no_others(edtf, earliest, latest, precision):
    span = dates.parse(edtf)
    assert (span.edtf, span.earliest, span.latest, span.precision) == (edtf, day(earliest), day(latest), precision)
    assert dates.bounds(edtf) == (day(earliest), day(latest))
    assert span.sort_date == span.earliest
    assert span.is_day == (precision == "day")
    assert not span.open_start
    assert not span.open_end


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "sort_date", "open_start", "open_end"),
    [
        ("../2018-03-17", dates.FIRST_DAY, day("2018-03-17"), day("2018-03-17"), True, False),
        ("/2018", dates.FIRST_DAY, day("2018-12-31"), day("2018-12-31"), True, False),
        ("2016/..", day("2016-01-01"), dates.LAST_DAY, day("2016-01-01"), False, True),
        ("2016/", day("2016-01-01"), dates.LAST_DAY, day("2016-01-01"), False, True),
    ],
)
def test_an_open_or_unknown_end_may_be_any_day_and_the_known_end_gives_the_place_in_a_list(
    edtf, earliest, latest, sort_date, open_start, open_end
):
    span = dates.parse(edtf)
    assert (span.earliest, span.latest, span.sort_date) == (earliest, latest, sort_date)
    assert (span.open_start, span.open_end, span.precision) == (open_start, open_end, "interval")


def test_the_first_year_of_all_is_a_start_like_any_other():
    span = dates.parse("0001/0003")
    assert span.sort_date == dates.FIRST_DAY
    assert not span.open_start


@pytest.mark.parametrize(
    ("edtf", "uncertain", "approximate"),
    [
        ("1998", False, False),
        ("1998?", True, False),
        ("1998~", False, True),
        ("1998%", True, True),
        ("1998?/2003~", True, True),
        ("?2004-06-~11", True, True),
        ("199X~", False, True),
        ("../2018?", True, False),
    ],
)
def test_doubt_about_any_part_is_doubt_about_the_date(edtf, uncertain, approximate):
    span = dates.parse(edtf)
    assert (span.uncertain, span.approximate) == (uncertain, approximate)


@pytest.mark.parametrize(
    ("edtf", "years"),
    [
        ("1998-08-01", [1998]),
        ("1956/1958", [1956, 1957, 1958]),
        ("1998-24", [1998, 1999]),
        ("../2018-03-17", [2018]),
        ("2016/..", [2016]),
    ],
)
def test_a_picture_of_density_counts_the_years_a_date_touches_but_no_endless_ones(edtf, years):
    assert list(dates.parse(edtf).years) == years


def test_a_date_nobody_knows_may_be_any_day():
    assert dates.bounds("") == (dates.FIRST_DAY, dates.LAST_DAY)


WRITE = "write 2007-10-23, 2007-10, 2007, 2007-10-15/2007-10-21, 1998? or ../2018-03-17."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"No date is given: {WRITE}"),
        ("1998-13", f"“1998-13” is not a date: {WRITE}"),
        ("2007-10-15/23.10.2007", f"“23.10.2007” is not a date: {WRITE}"),
        ("1998\ud800", f"“1998\ufffd” is not a date: {WRITE}"),
        (
            "2018-02-30",
            "“2018-02-30” is not a date, because that month has 28 days: write the right day, or only 2018-02.",
        ),
        (
            "2001/2000",
            "“2001/2000” ends before it begins: write the earlier date first, as in 2007-10-15/2007-10-21.",
        ),
        ("../..", "“../..” has no date at either end: write one, as in ../2018-03-17 or 2016/.."),
        (
            "1998-08-01 or a day or two later, they say",
            "A date has at most 40 characters: write 2007-10-23, 2007-10, 2007 or 2007-10-15/2007-10-21.",
        ),
    ],
)
def test_an_editor_is_told_what_is_wrong_and_what_to_write(text, message):
    with translation.override("en-gb"):
        assert refused(text) == message


@pytest.mark.parametrize("text", ["0000", "-0044", "Y12345", "12345", "98", "000X", "00XX", "0000/1998", "9999-24"])
def test_years_outside_1_to_9999_are_refused(text):
    assert refused(text)


@pytest.mark.parametrize("text", ["1998-00", "1998-20", "2007-10-00", "2007-10-32", "2007-02-?29", "2007-21-XX"])
def test_months_and_days_that_do_not_exist_are_refused(text):
    assert refused(text)


@pytest.mark.parametrize(
    "text", ["2007-2-3", "20071023", "2007/10/23", "23.10.2007", "12/11/2018", "1998年", "２００７", "١٩٩٨"]
)
def test_dates_not_written_as_edtf_are_refused_rather_than_guessed(text):
    assert refused(text)


@pytest.mark.parametrize("text", ["2007-10-23T10:00", "2007-10-23T10:00:00Z", "2007-10-23T22:00:00+09:00"])
def test_a_time_of_day_is_refused_because_its_zone_could_move_the_day(text):
    assert refused(text)


@pytest.mark.parametrize(
    "text", ["1XXX", "XXXX", "199X-10", "1950S2", "2007-1X", "2007-10-2X", "2007-XX-15", "1998-25"]
)
def test_dates_that_no_label_could_tell_plainly_are_refused(text):
    assert refused(text)


@pytest.mark.parametrize(
    "text", ["1998??", "1998?~", "2004-06~-11??", "[1998,1999]", "{1998,1999}", "..2018", "2016.."]
)
def test_doubled_doubts_and_sets_are_refused(text):
    assert refused(text)


@pytest.mark.parametrize(
    "text", ["/", "/..", "../", "..", "../2018/..", "1998/1999/2000", "2007-11/2007-10-15", "1998-21/1998-01"]
)
def test_intervals_without_a_date_or_in_the_wrong_order_are_refused(text):
    assert refused(text)


@pytest.mark.parametrize("text", [" 1998", "1998 ", "1998\n", "1998 /1999", "1998\x00", " "])
def test_blanks_and_control_characters_are_refused_because_the_string_is_stored_as_written(text):
    assert refused(text)


def test_a_refusal_does_not_speak_of_the_library_or_print_anything(capsys):
    for text in ("2007-1X", "2007-10-2X", "garbage"):
        assert "EDTF" not in refused(text)
    assert capsys.readouterr() == ("", "")


def test_a_form_shows_the_message_beside_the_field():
    with pytest.raises(ValidationError) as caught:
        dates.validate("100%/x")
    assert caught.value.messages[0].startswith("“100%” is not a date: write ")
    dates.validate("2007-10-23")
    dates.validate("")


def test_the_library_is_read_even_where_every_warning_is_an_error():
    command = "from articles.dates import library; print(library.read('199X')[2])"
    python = [sys.executable, "-W", "error", "-c", command]
    done = subprocess.run(python, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("decade", "")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1998", "1998-01-01", "1998-12-31"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("1998-08-23", "1998-08-23", "1998-08-23"),
        ("  1998 ", "1998-01-01", "1998-12-31"),
        ("１９９８－０８", "1998-08-01", "1998-08-31"),
    ],
)
def test_a_reader_may_limit_a_search_by_year_month_or_day(text, first, last):
    assert dates.parse_limit(text, end=False) == day(first)
    assert dates.parse_limit(text, end=True) == day(last)


@pytest.mark.parametrize(
    "text", ["", "x", "98", "1998?", "1998-21", "199X", "1998/1999", "0000", "1998-13", "2018-02-30", f"1998{' ' * 40}"]
)
def test_a_limit_that_is_none_says_what_to_write(text):
    with translation.override("en-gb"), pytest.raises(dates.InvalidDate) as caught:
        dates.parse_limit(text, end=False)
    assert str(caught.value).endswith("” is not a year, month or day: write 1998, 1998-08 or 1998-08-23.")


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
def test_readers_are_told_doubts_and_open_ends_in_words(edtf, words):
    assert dates.label(edtf, "en") == words


def test_labels_follow_the_active_language_and_every_english_puts_the_day_first():
    with translation.override("ja"):
        assert dates.label("2007-10-23") == "2007年10月23日"
        assert dates.label("2007-10-23", "en-us") == "23 October 2007"
    with translation.override(None):
        assert dates.label("2007-10-23") == "23 October 2007"


@pytest.mark.parametrize("language", ["tlh", "xx-yy", "../etc", "x" * 300])
def test_a_language_nobody_knows_is_told_in_english(language):
    assert dates.label("2007-10-23", language) == "23 October 2007"


def test_a_locale_without_a_pattern_for_two_months_gets_both_in_full():
    assert dates.label("1945-08/1945-09", "fa").count("1945") == 2


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2007-10-23", "to the day"),
        ("2007-10", "to the month"),
        ("1998-21", "to the part of the year"),
        ("1998", "to the year"),
        ("199X", "to the decade"),
        ("18XX", "to the century"),
        ("2007-10-15/2007-10-21", "within these days"),
        ("2007-10-15/2007-11", "within these months"),
        ("1956/1991", "within these years"),
        ("../2018-03-17", "on or before this day"),
        ("../2018-03", "in or before this month"),
        ("2016/..", "in or after this year"),
        ("2003~", "to the year, approximately"),
        ("1998?", "to the year, uncertain"),
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
def test_machines_get_a_date_where_html_has_a_form_for_it(edtf, value):
    assert dates.machine(edtf) == value


@unhurried
@given(st.text() | st.text("0123456789-/.?~%XYTSE", max_size=42))
@example("1998-13")
@example("2007-02-29")
def test_any_text_is_a_date_or_refused_in_words_that_can_be_sent(text):
    message = refused(text)
    assert message.encode() or dates.label(text)


@unhurried
@given(plain_dates())
def test_the_quick_reading_of_plain_dates_agrees_with_the_library(text):
    span = dates.parse(text)
    assert library.read(text) == (span.earliest, span.latest, span.precision)


@unhurried
@given(st.tuples(plain_dates(), plain_dates()).map("/".join))
def test_the_quick_reading_of_plain_intervals_agrees_with_the_library(text):
    found = library.parse_edtf(text)
    expected = dt.date(*found.lower_strict()[:3]), dt.date(*found.upper_strict()[:3])
    if expected[0] <= expected[1]:
        assert dates.bounds(text) == expected
    else:  # the library would let it run backwards
        assert refused(text)


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
def test_a_label_has_no_blanks_that_a_search_would_miss(text):
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
