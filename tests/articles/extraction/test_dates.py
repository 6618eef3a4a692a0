"""The dates that are proposed to editors. The sentences are invented."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import example, given, settings
from hypothesis import strategies as st

import bench.dates
from articles import dates
from articles.extraction.dates import ProposedDate, propose_dates

TUESDAY = dt.date(2007, 10, 23)


def found(text: str, published: dt.date | None = TUESDAY) -> list[tuple[str, str]]:
    return [(date.text, date.edtf) for date in propose_dates(text, published)]


def values(text: str, published: dt.date | None = TUESDAY) -> list[str]:
    return [date.edtf for date in propose_dates(text, published)]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("They met on 22 October 2007.", "2007-10-22"),
        ("They met on the 22nd of October 2007.", "2007-10-22"),
        ("They met on Monday, October 22, 2007, in Kyoto.", "2007-10-22"),
        ("They met on 2007-10-22.", "2007-10-22"),
        ("They met on 22.10.2007.", "2007-10-22"),
        ("A treaty of September 1951 ended it.", "1951-09"),
        ("In 1956 both signed.", "1956"),
        ("The 1956 declaration stands.", "1956"),
        ("It began in mid-1990.", "1990"),
        ("By the end of 2009 it was over.", "2009"),
        ("Talks of 15-21 October 2007 failed.", "2007-10-15/2007-10-21"),
        ("Talks of October 30 to November 2, 2007 failed.", "2007-10-30/2007-11-02"),
        ("A war of 1904-05 and its end.", "1904/1905"),
        ("It thawed in the late 1980s.", "198X"),
        ("Explorers of the 19th century drew it.", "18XX"),
        ("In the summer of 1998 it flew.", "1998-22"),
        ("In the first half of 2006 trade grew.", "2006-40"),
        ("In the third quarter of 2006 trade grew.", "2006-35"),
        ("It was before the Sept. 11 attacks.", "2001-09-11"),
        ("Paris, nineteen ninety-six. A guest arrives.", "1996"),
    ],
)
def test_a_date_written_in_full_needs_no_other_date(text, edtf):
    assert values(text, None) == [edtf]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("The envoy arrived on Thursday.", "2007-10-18"),
        ("The envoy arrived Tuesday.", "2007-10-23"),
        ("The envoy will arrive on Thursday.", "2007-10-25"),
        ("The envoy will see the disputed islands and the United States on Thursday.", "2007-10-25"),
        ("The envoy leaves for Kyoto on Thursday.", "2007-10-25"),
        ("Monday’s talks in Kyoto will be short.", "2007-10-29"),
        ("Monday’s talks in Kyoto might not have helped.", "2007-10-22"),
        ("The talks were postponed until Thursday.", "2007-10-25"),
        ("The talks are to be held on Thursday.", "2007-10-25"),
        ("The envoys talked until 2 a.m. on Monday.", "2007-10-22"),
        ("A meeting, set for Wednesday, may fail.", "2007-10-24"),
        ("The envoy is scheduled to leave Tuesday.", "2007-10-23"),
        ("The envoy said Thursday that he will leave soon.", "2007-10-18"),
        ("The envoy left last Tuesday.", "2007-10-16"),
        ("The envoy leaves next Friday.", "2007-11-02"),
        ("The envoy left on Monday of last week.", "2007-10-15"),
        ("He came yesterday evening.", "2007-10-22"),
        ("He came the day before yesterday.", "2007-10-21"),
        ("He comes tomorrow.", "2007-10-24"),
        ("He came last night.", "2007-10-22"),
        ("He came earlier today.", "2007-10-23"),
        ("They spoke last week.", "2007-10-15/2007-10-21"),
        ("They will speak next week.", "2007-10-29/2007-11-04"),
        ("They spoke over the weekend.", "2007-10-20/2007-10-21"),
        ("She was elected last month.", "2007-09"),
        ("She resigned earlier this month.", "2007-10"),
        ("She resigned last year.", "2006"),
        ("They will sign by the end of the year.", "2007"),
        ("They signed three days ago.", "2007-10-20"),
        ("They signed a couple of weeks ago.", "2007-10-08/2007-10-14"),
        ("They signed two months ago.", "2007-08"),
        ("They signed 10 years ago.", "1997"),
        ("They will sign in two years.", "2009"),
        ("They signed on Sept. 5 in Kyoto.", "2007-09-05"),
        ("They will sign on January 10.", "2008-01-10"),
        ("They signed on March 3 last year.", "2006-03-03"),
        ("They signed in March.", "2007-03"),
        ("They will sign in March.", "2008-03"),
        ("They signed last November.", "2006-11"),
        ("They sign next March.", "2008-03"),
        ("They will have signed by March of next year.", "2008-03"),
        ("They signed on June 16th of last year.", "2006-06-16"),
        ("Seventy-four years ago they signed.", "1933"),
        ("They signed this weekend.", "2007-10-20/2007-10-21"),
        ("They will sign this weekend.", "2007-10-27/2007-10-28"),
        ("Last spring they signed.", "2006-21"),
        ("They paused on February 29, the paper of that week says.", "2008-02-29"),
    ],
)
def test_relative_dates_are_calculated_from_the_article_s_date_and_left_out_without_it(text, edtf):
    assert values(text)[:1] == [edtf]
    assert values(text, None) == []


def test_the_tense_nearest_before_a_date_decides():
    text = "The envoy, who will visit Kyoto in February, said on Friday he would return on Thursday."
    assert found(text) == [("February", "2008-02"), ("Friday", "2007-10-19"), ("Thursday", "2007-10-25")]


def test_a_date_can_refer_to_the_one_mentioned_before():
    text = "On 3 March 1998 they met. The next day they left. Two months later they came back. That year it rained."
    assert values(text) == ["1998-03-03", "1998-03-04", "1998-05", "1998"]
    assert values("In 1998 he came, and left in August that year.") == ["1998", "1998-08"]
    assert values("That year it rained. The next day it snowed.") == []


def test_figures_are_compared_with_those_of_the_same_quarter_a_year_earlier():
    text = "Third-quarter exports rose from a year earlier. In the year-ago period they fell. A year ago they fell too."
    assert values(text) == ["2007-35", "2006-35", "2006-35", "2006-35"]
    assert values("Exports rose from a year earlier.") == ["2006"]
    assert values("In the nine months, and no more, exports rose from a year ago.") == ["2006"]
    assert values("Exports rose in the quarter ended June 30.") == ["2007-34", "2007-06-30"]
    assert values("Exports will rise in the first quarter.") == ["2008-33"]


@pytest.mark.parametrize(
    "text",
    [
        "UN Resolution 1718 was adopted.",
        "The base holds 2000 troops.",
        "It costs $1998.",
        "The train left at 19:45 and ran 1,945 miles.",
        "He may march with the May family; April Smith may too.",
        "A mosque, sun and second thoughts: it was the first time in five years.",
        "Every Monday he reads The Sunday Times.",
        "On Sept. 31 nothing happened.",
        "Over the last week and the next year nothing changes.",
        "Its fiscal third quarter was dull.",
    ],
)
def test_what_only_looks_like_a_date_is_not_proposed(text):
    assert found(text) == []


def test_of_a_day_that_does_not_exist_only_the_month_is_proposed():
    assert values("On 31 September 2007 nothing happened.") == ["2007-09"]


def test_a_date_may_continue_in_the_next_line_but_not_in_the_next_paragraph():
    assert found("He came on October\n22, 2007, a day\r\nafter Sunday, Oct.\r\n21.") == [
        ("October\n22, 2007", "2007-10-22"),
        ("Sunday, Oct.\r\n21", "2007-10-21"),
    ]
    assert found("Envoy comes Monday\n\nOctober 23, 2007") == [
        ("Monday", "2007-10-22"),
        ("October 23, 2007", "2007-10-23"),
    ]


def test_a_dateline_s_date_is_a_date():
    text = "KYOTO, Oct. 22 (Agency) - The envoy left on Sunday."
    assert found(text) == [("Oct. 22", "2007-10-22"), ("Sunday", "2007-10-21")]


def test_the_editor_sees_how_a_date_was_found_and_whether_it_is_certain():
    thursday, march = propose_dates("The envoy arrived on Thursday. It rained: that was in March.", TUESDAY)
    assert thursday == ProposedDate(
        21, 29, "Thursday", "2007-10-18", True, "the last Thursday before the article’s date"
    )
    assert march.certain
    (unsure,) = propose_dates("The cold of March", TUESDAY)
    assert unsure.edtf == "2007-03"
    assert not unsure.certain


def test_the_day_is_named_in_the_editor_s_language():
    with override("de"):
        (thursday,) = propose_dates("The envoy arrived on Thursday.", TUESDAY)
    assert "Donnerstag" in thursday.how


def test_every_date_of_the_two_articles_is_right(shared: Path | None):
    if shared is None:
        return  # the summary of the run says that it was left out
    articles = shared / "articles"
    assert found((articles / "2007-10-23-trend-afp.txt").read_text(), TUESDAY) == [
        ("23 October 2007", "2007-10-23"),
        ("Tuesday", "2007-10-23"),
        ("1945", "1945"),
        ("1998", "1998"),
        ("2003", "2003"),
        ("last week", "2007-10-15/2007-10-21"),
        ("last month", "2007-09"),
    ]
    assert found((articles / "2018-03-17-manila-shimbun-jiji.txt").read_text(), dt.date(2018, 3, 17)) == [
        ("March 17, 2018", "2018-03-17"),
        ("Thursday", "2018-03-15"),
        ("Wednesday", "2018-03-21"),
    ]


@pytest.mark.slow
def test_newspapers_of_other_times_are_read_well_enough(shared: Path | None):
    if shared is None:
        return  # the summary of the run says that it was left out
    assert bench.dates.score_dates(bench.dates.read_timebank())["value_F1"] >= 85


WORDS = re.findall(
    r"\S+",
    """Monday Thursday Sept. Oct. May March January February 29 30 31 1 0 22nd 1998 2007 0000 9999 last next this the of
    year month week day quarter third first fourth fiscal ended ago earlier later a two hundred in end early mid- - – to
    and , . ’s s 1985-87 1990s 19th century summer half weekend yesterday tomorrow today night will said set for that
    same following before after year-ago latest period from now nine months nineteen ninety-six""",
)
NEWS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", "", "\n", "  "])), max_size=40).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


@settings(deadline=None)  # what reads the rarer dates takes its time to load
@given(NEWS | st.text(), st.none() | st.dates())
@example("last year, next year, tomorrow, next week, a year ago", dt.date.max)
@example("last year, yesterday, last week, two hundred years ago", dt.date.min)
def test_every_proposal_shows_its_words_and_can_be_stored(text, published):
    end = 0
    for date in propose_dates(text, published):
        assert end <= date.start < date.end
        end = date.end
        assert text[date.start : date.end] == date.text
        assert date.how
        dates.parse(date.edtf)
