"""Dates: what an editor may write, and which days it covers."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation

from articles import dates


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def get_error(text: str) -> str:
    """The error message, or nothing if the text is a valid date."""
    try:
        dates.parse(text)
    except dates.InvalidDate as error:
        return str(error)
    return ""


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
def test_an_open_or_unknown_end_may_be_any_day_and_the_known_end_is_used_for_sorting(
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
def test_a_density_chart_counts_the_years_a_date_touches_but_not_endless_ones(edtf, years):
    assert list(dates.parse(edtf).years) == years


def test_an_unknown_date_may_be_any_day():
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
def test_an_editor_sees_what_is_wrong_and_what_to_write(text, message):
    with translation.override("en-gb"):
        assert get_error(text) == message


@pytest.mark.parametrize("text", ["0000", "-0044", "Y12345", "12345", "98", "000X", "00XX", "0000/1998", "9999-24"])
def test_years_outside_1_to_9999_are_refused(text):
    assert get_error(text)


@pytest.mark.parametrize("text", ["1998-00", "1998-20", "2007-10-00", "2007-10-32", "2007-02-?29", "2007-21-XX"])
def test_months_and_days_that_do_not_exist_are_refused(text):
    assert get_error(text)


@pytest.mark.parametrize(
    "text", ["2007-2-3", "20071023", "2007/10/23", "23.10.2007", "12/11/2018", "1998年", "２００７", "١٩٩٨"]
)
def test_dates_not_written_as_edtf_are_refused_rather_than_guessed(text):
    assert get_error(text)


@pytest.mark.parametrize("text", ["2007-10-23T10:00", "2007-10-23T10:00:00Z", "2007-10-23T22:00:00+09:00"])
def test_a_time_of_day_is_refused_because_its_zone_could_move_the_day(text):
    assert get_error(text)


@pytest.mark.parametrize(
    "text", ["1XXX", "XXXX", "199X-10", "1950S2", "2007-1X", "2007-10-2X", "2007-XX-15", "1998-25"]
)
def test_dates_that_have_no_plain_label_are_refused(text):
    assert get_error(text)


@pytest.mark.parametrize(
    "text", ["1998??", "1998?~", "2004-06~-11??", "[1998,1999]", "{1998,1999}", "..2018", "2016.."]
)
def test_doubled_doubts_and_sets_are_refused(text):
    assert get_error(text)


@pytest.mark.parametrize(
    "text", ["/", "/..", "../", "..", "../2018/..", "1998/1999/2000", "2007-11/2007-10-15", "1998-21/1998-01"]
)
def test_intervals_without_a_date_or_in_the_wrong_order_are_refused(text):
    assert get_error(text)


@pytest.mark.parametrize("text", [" 1998", "1998 ", "1998\n", "1998 /1999", "1998\x00", " "])
def test_spaces_and_control_characters_are_refused_because_the_string_is_stored_as_written(text):
    assert get_error(text)


def test_an_error_does_not_mention_the_library_or_print_anything(capsys):
    for text in ("2007-1X", "2007-10-2X", "garbage"):
        assert "EDTF" not in get_error(text)
    assert capsys.readouterr() == ("", "")


def test_a_form_shows_the_message_next_to_the_field():
    with pytest.raises(ValidationError) as caught:
        dates.validate("100%/x")
    assert caught.value.messages[0].startswith("“100%” is not a date: write ")
    dates.validate("2007-10-23")
    dates.validate("")


@pytest.mark.slow
def test_the_library_works_even_if_warnings_are_errors():
    command = "from articles.dates import library; print(library.read_rare_date('199X')[2])"
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
def test_an_invalid_limit_says_what_to_write(text):
    with translation.override("en-gb"), pytest.raises(dates.InvalidDate) as caught:
        dates.parse_limit(text, end=False)
    assert str(caught.value).endswith("” is not a year, month or day: write 1998, 1998-08 or 1998-08-23.")
