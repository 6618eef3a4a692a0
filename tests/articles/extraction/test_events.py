"""The events that are proposed to editors: dated sentences with actors, place, and whether they are planned."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import dates
from articles.extraction.events import ProposedEvent, propose_events
from articles.extraction.known_names import KnownRecord, NameFinder
from tests.articles.extraction.test_dates import NEWS

TUESDAY = dt.date(2007, 10, 23)


def actor(key: str) -> KnownRecord:
    return KnownRecord("actor", key)


def place(key: str) -> KnownRecord:
    return KnownRecord("place", key)


NAMES = {
    "Japan": (actor("japan"), place("Japan")),
    "North Korea": (actor("north-korea"),),
    "Korea": (actor("korea"),),
    "U.S.": (actor("united-states"),),
    "Ann Lee": (actor("ann-lee"),),
    "Bo Lee": (actor("bo-lee"),),
    "Lee": (actor("ann-lee"), actor("bo-lee")),
    "Marlowe": (actor("kit-marlowe"),),
    "Kyoto": (place("Kyoto"),),
    "KYOTO": (place("Kyoto"),),
    "Nara": (place("Nara"),),
    "St. Ives": (place("St Ives"),),
}


def events(text: str, published: dt.date | None = TUESDAY) -> list[ProposedEvent]:
    return propose_events(text, published, NAMES)


def event(text: str, published: dt.date | None = TUESDAY) -> ProposedEvent:
    (only,) = events(text, published)
    return only


def test_every_dated_sentence_is_an_event_and_no_others_are():
    text = "It rained. Marlowe came to Kyoto on Monday. Nobody knew why. He left in 1998 and wrote on Friday."
    first, second = events(text)
    assert first.sentence == "Marlowe came to Kyoto on Monday."
    assert (first.edtf, first.actors, first.place, first.planned) == ("2007-10-22", ("kit-marlowe",), "Kyoto", False)
    assert text[second.start : second.end] == second.sentence
    assert [date.edtf for date in second.dates] == ["1998", "2007-10-19"]
    assert second.edtf == "1998"


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("They met on Monday.", False),
        ("They will meet on Monday.", True),
        ("They plan to meet this week.", True),
        ("They met earlier this week.", False),
        ("The talks, set for Friday, are in doubt.", True),
        ("The treaty of 2031 is a dream.", True),
        ("The envoy was scheduled to come last Friday.", False),
    ],
)
def test_what_is_in_the_future_is_planned(text, planned):
    assert event(text).planned is planned


def test_without_the_article_s_date_the_tense_decides_what_is_planned():
    assert event("They will meet on 3 March 2019.", None).planned
    assert not event("They met on 3 March 2019.", None).planned
    assert events("They met on Monday.", None) == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("They met in Kyoto on Monday.", "Kyoto"),
        ("Kyoto said on Monday that it agrees with Nara.", None),
        ("In Nara he said that they had met in Kyoto on Monday.", "Kyoto"),
        ("He flew to St. Ives on Monday.", "St Ives"),
        ("In Japan’s view, they met on Monday.", None),
        ("Kyoto- They met on Monday.", "Kyoto"),
        ("KYOTO (Agency) -- They met on Monday.", "Kyoto"),
        ("KYOTO (Agency) -- They met in Nara on Monday.", "Nara"),
    ],
)
def test_a_place_comes_from_the_sentence_or_the_dateline(text, where):
    assert event(text).place == where


def test_the_sentence_s_own_date_is_preferred_to_the_dateline_s():
    said, undated = events(
        "KYOTO, Oct. 22 (Agency) - Japan will protest on Friday.\nNARA, Oct. 22 (Agency) - Japan protested."
    )
    assert ([date.edtf for date in said.dates], said.edtf) == (["2007-10-22", "2007-10-26"], "2007-10-26")
    assert undated.edtf == "2007-10-22"


def test_the_date_of_an_event_is_preferred_to_the_year_in_a_name():
    assert event("The 1956 declaration, signed on 19 October 1956, stands.").edtf == "1956-10-19"
    assert event("The 1956 declaration stands.").edtf == "1956"


def test_a_beginning_and_an_end_make_an_interval():
    assert event("Between 1992 and 1996 they did not meet.").edtf == "1992/1996"
    assert event("From last Wednesday to Sunday they met.").edtf == "2007-10-17/2007-10-21"
    assert event("Both in 1992 and 1996 they met.").edtf == "1992"
    assert event("From Sunday to last Wednesday is no time.").edtf == "2007-10-21"


def test_a_byline_is_not_an_event():
    assert events("World news 23 October 2007 12:59 (UTC)\n\nOctober 23, 2007\n\nIt rained.") == []
    assert events("KYOTO, October 22. /AGENCY/. It rained.") == []
    assert event("10 January 2003: summit in Kyoto").edtf == "2003-01-10"  # a chronology has no full stops either


def test_the_longest_name_is_found_and_only_whole_words_are_names():
    assert event("Japanese and North Korea’s men, the U.S. and Japan-Korea talks on Monday.").actors == (
        "north-korea",
        "united-states",
        "japan",
        "korea",
    )


def test_a_surname_of_several_people_means_the_one_named_in_full():
    assert event("Lee came on Monday.").actors == ()
    assert event("Ann Lee is here. Lee came on Monday.").actors == ("ann-lee",)
    assert event("Ann Lee and Bo Lee are here. Lee came on Monday.").actors == ()


def test_a_name_over_two_lines_or_with_another_apostrophe_is_found():
    finder = NameFinder({"Elim O’Shea": (actor("elim-o-shea"),)})
    (mention,) = finder.find_mentions("It was Elim\nO'Shea.")
    assert (mention.start, mention.end) == (7, 18)


def test_the_events_of_the_two_articles(shared: Path | None):
    if shared is None:
        return  # the summary of the run says that it was left out
    text = (shared / "articles" / "2018-03-17-manila-shimbun-jiji.txt").read_text()
    names = {"Taro Kono": (actor("taro-kono"),), "Moscow": (place("Moscow"),), "Tokyo": (place("Tokyo"),)}
    said, meeting = propose_events(text, dt.date(2018, 3, 17), names)
    assert (said.edtf, said.place, said.planned) == ("2018-03-15", "Moscow", False)
    assert (meeting.edtf, meeting.place, meeting.planned) == ("2018-03-21", "Tokyo", True)
    assert meeting.actors == ("taro-kono",)
    text = (shared / "articles" / "2007-10-23-trend-afp.txt").read_text()
    proposed = propose_events(text, TUESDAY, {})
    assert [event.edtf for event in proposed] == [
        "2007-10-23",
        "1945",
        "1998",
        "2003",
        "2007-10-15/2007-10-21",
        "2007-09",
    ]
    assert not any(event.planned for event in proposed)


@settings(deadline=None)
@given(NEWS | st.text(), st.none() | st.dates())
def test_every_event_shows_its_sentence_and_can_be_stored(text, published):
    names = {"Monday": (place("M"),), "May": (actor("a"), actor("b")), "s": (actor("c"),), " ": (place("blank"),)}
    for event in propose_events(text, published, names):
        assert text[event.start : event.end] == event.sentence
        assert all(event.start <= date.start < date.end for date in event.dates)
        dates.parse(event.edtf)
