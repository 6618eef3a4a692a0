"""A reader copies a reference and can hand it in. The oracle is pandoc: see `made_with` in citations_golden.json."""

from __future__ import annotations

import datetime as dt
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from articles.citations import cite
from articles.models import Article, Outlet

GOLDEN = json.loads(Path(__file__).with_name("citations_golden.json").read_text(encoding="utf-8"))["cases"]

NO_ARTICLE = "Chicago leaves out a newspaper's initial The; CSL has no way to say so"
PARTICLE = "Chicago 8.5 leaves it to the person, and de Gaulle is filed under de; CSL moves every particle to the end"
RETRIEVED = (
    "APA: with neither a day of access nor a page that changes, there is no Retrieved; the CSL style leaves half of it"
)
CONTAINED = "MLA: a page is part of a site and is in quotation marks; pandoc treats it as an independent work"
TITLE_FIRST = "MLA: a body that publishes its own page is named once, as the publisher; pandoc got it as the author"
STOP_INSIDE = "All three manuals put the full stop inside closing quotation marks; pandoc does so for our marks only"
AS_PUBLISHED = "The title keeps the single quotation marks it was published with where none of ours stand around it"
ASKED_FOR = "The day of access was asked for; the CSL styles drop it when the day of publication is known"
DOUBT = "MLA has a question mark for a doubtful year; pandoc knows only circa, with a capital in mid-sentence"

# Where our text differs from pandoc's on purpose, and why.
DIFFERENCES = {
    ("unsigned in a newspaper", "chicago"): ("The Daily Manila Shimbun", "Daily Manila Shimbun", NO_ARTICLE),
    ("one author", "chicago"): ("The Japan Times", "Japan Times", NO_ARTICLE),
    ("author with a particle", "chicago"): ("Gaulle, Charles de.", "de Gaulle, Charles.", PARTICLE),
    ("no date", "apa"): ("Retrieved https", "https", RETRIEVED),
    ("year in doubt", "mla"): ("Circa 1998,", "1998?,", DOUBT),
    ("government page", "mla"): (
        "Japan-Russia Foreign Ministers’ Meeting (Overview).",
        "“Japan-Russia Foreign Ministers’ Meeting (Overview).”",
        CONTAINED,
    ),
    ("agency's own page", "mla"): (
        "TASS. Russia concerned over Aegis Ashore deployment in Japan. 16",
        "“Russia concerned over Aegis Ashore deployment in Japan.” TASS, 16",
        TITLE_FIRST,
    ),
    ("ends in a quotation", "chicago"): ("nonsense’.”", "nonsense.’”", STOP_INSIDE),
    ("ends in a quotation", "apa"): ("nonsense”.", "nonsense.”", STOP_INSIDE),
    ("ends in a quotation", "mla"): ("nonsense’.”", "nonsense.’”", STOP_INSIDE),
    ("no address", "apa"): ("“new chapter”", "‘new chapter’", AS_PUBLISHED),
    ("day of access, dated", "chicago"): ("2018. https", "2018. Accessed November 22, 2026. https", ASKED_FOR),
    ("day of access, dated", "apa"): ("Shimbun. https", "Shimbun. Retrieved November 22, 2026, from https", ASKED_FOR),
    ("day of access, dated", "mla"): ("vladivostok.", "vladivostok. Accessed 22 Nov. 2026.", ASKED_FOR),
}
# The differences in italics that follow from those.
ITALICS = {
    ("unsigned in a newspaper", "chicago"): ["Daily Manila Shimbun"],
    ("one author", "chicago"): ["Japan Times"],
    ("government page", "mla"): [],
    ("agency's own page", "mla"): ["TASS"],
}


def article(**fields: Any) -> Article:
    """An unsaved article; outlet and agency by name."""
    outlet, agency = fields.pop("outlet", "Asahi Shimbun"), fields.pop("agency", None)
    outlet = Outlet(**outlet) if isinstance(outlet, dict) else Outlet(name=outlet)
    return Article(
        **{"title": "Talks in Tokyo", "url": "https://news.example/talks", "published": "2007-10-23", **fields},
        outlet=outlet,
        agency=Outlet(name=agency, kind="agency") if agency else None,
    )


def texts(accessed: dt.date | None = None, **fields: Any) -> dict[str, str]:
    return {reference.style: reference.text for reference in cite(article(**fields), accessed)}


@pytest.mark.parametrize("style", ["chicago", "apa", "mla"])
@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["name"])
def test_a_reference_reads_as_pandoc_writes_it(case, style):
    accessed = dt.date.fromisoformat(case["accessed"]) if case["accessed"] else None
    reference = next(found for found in cite(article(**case["article"]), accessed) if found.style == style)
    theirs, ours, _why = DIFFERENCES.get((case["name"], style), ("", "", ""))
    golden = case["expected"][style]
    assert theirs in golden["text"]
    assert reference.text == golden["text"].replace(theirs, ours, 1)
    italic = [unescape(words) for words in re.findall("<i>(.*?)</i>", reference.html)]
    assert italic == ITALICS.get((case["name"], style), golden["italic"])


def test_every_difference_from_the_oracle_belongs_to_a_case_and_says_why():
    names = {case["name"] for case in GOLDEN}
    assert {name for name, _ in [*DIFFERENCES, *ITALICS]} <= names
    assert all(why for _, _, why in DIFFERENCES.values())


def test_styles_come_in_one_order_with_their_editions():
    assert [(reference.style, reference.label) for reference in cite(article())] == [
        ("chicago", "Chicago (17th ed.)"),
        ("apa", "APA (7th ed.)"),
        ("mla", "MLA (9th ed.)"),
    ]


def test_an_agencys_report_in_two_newspapers_names_the_agency_both_times():
    for outlet in ("Trend News Agency", "The Daily Manila Shimbun"):
        assert all(text.startswith("AFP") for text in texts(outlet=outlet, agency="AFP").values())


def test_a_named_writer_comes_before_the_agency():
    assert texts(author="Jane Doe", agency="AFP")["apa"].startswith("Doe, J. (2007")


def test_an_agency_that_is_its_own_outlet_is_named_once():
    tass = {"name": "TASS", "kind": "agency"}
    for text in texts(outlet=tass, agency="TASS", title="Talks", url="").values():
        assert text.count("TASS") == 1


def test_a_ministry_is_the_author_and_not_its_own_publisher():
    ministry = {"name": "Ministry of Foreign Affairs of Japan", "kind": "government"}
    for text in texts(outlet=ministry).values():
        assert text.startswith("Ministry of Foreign Affairs of Japan")
        assert text.count("Ministry") == 1


def test_a_minister_who_signs_on_the_ministrys_page_is_the_author():
    ministry = {"name": "Ministry of Defense", "kind": "government"}
    assert texts(outlet=ministry, author="Taro Kono")["chicago"] == (
        "Kono, Taro. “Talks in Tokyo.” Ministry of Defense, October 23, 2007. https://news.example/talks."
    )


def test_an_institutes_unsigned_page_is_the_institutes_in_apa():
    institute = {"name": "Carnegie Endowment", "kind": "institute"}
    assert texts(outlet=institute)["apa"] == (
        "Carnegie Endowment. (2007, October 23). Talks in Tokyo. https://news.example/talks"
    )


@pytest.mark.parametrize(
    ("author", "chicago", "apa"),
    [
        ("Jane Doe", "Doe, Jane.", "Doe, J."),
        ("Doe, Jane", "Doe, Jane.", "Doe, J."),
        ("  Jane   Doe ; ", "Doe, Jane.", "Doe, J."),
        ("О. А. Базин", "Базин, О. А.", "Базин, О. А."),
        ("J.D. Roe", "Roe, J.D.", "Roe, J. D."),
        ("John Smith Jr.", "Smith, John, Jr.", "Smith, J., Jr."),
        ("John Smith, Jr.", "Smith, John, Jr.", "Smith, J., Jr."),
        ("Jane Doe, Staff Writer", "Doe, Jane.", "Doe, J."),
        ("Plato", "Plato.", "Plato."),
        ("山田 太郎", "山田 太郎.", "山田 太郎."),
        ("Kyodo News", "Kyodo News.", "Kyodo News."),
        ("Staff Writer", "Staff Writer.", "Staff Writer."),
        ("Jane Doe; Kyodo News", "Doe, Jane, and Kyodo News.", "Doe, J., & Kyodo News."),
    ],
)
def test_names_of_people_are_inverted_and_those_of_organisations_are_not(author, chicago, apa):
    found = texts(author=author)
    assert found["chicago"].startswith(f"{chicago} “Talks")
    assert found["apa"].startswith(f"{apa} (2007")


def test_a_byline_that_only_repeats_the_outlet_is_not_taken_for_a_person():
    assert texts(author="Asahi Shimbun")["mla"] == (
        "Asahi Shimbun. “Talks in Tokyo.” 23 Oct. 2007, https://news.example/talks."
    )


@pytest.mark.parametrize(
    ("published", "chicago", "apa", "mla"),
    [
        ("2007-10-23", "October 23, 2007", "2007, October 23", "23 Oct. 2007"),
        ("2007-05-03", "May 3, 2007", "2007, May 3", "3 May 2007"),
        ("2007-10", "October 2007", "2007, October", "Oct. 2007"),
        ("2007", "2007", "2007", "2007"),
        ("2007-10-15/2007-10-21", "October 2007", "2007, October", "Oct. 2007"),
        ("2007-09-30/2007-10-01", "2007", "2007", "2007"),
        ("2007-10-XX", "October 2007", "2007, October", "Oct. 2007"),
        ("2007-10-2X", "October 2007", "2007, October", "Oct. 2007"),
        ("2007-1X-03", "2007", "2007", "2007"),
        ("2007-21", "2007", "2007", "2007"),
        ("[2007-10-01,2007-10-05]", "October 2007", "2007, October", "Oct. 2007"),
        ("1998~", "[ca. 1998]", "ca. 1998", "circa 1998"),
        ("2007-10-23?", "[October 23, 2007?]", "ca. 2007, October 23", "23 Oct. 2007?"),
    ],
)
def test_a_date_is_as_exact_as_the_source_and_no_more(published, chicago, apa, mla):
    found = texts(published=published, author="Jane Doe", url="")
    assert found["chicago"].endswith(f"Asahi Shimbun, {chicago}.")
    assert f"({apa})." in found["apa"]
    assert found["mla"].endswith(f"Asahi Shimbun, {mla}" + ("" if mla.endswith("?") else "."))


@pytest.mark.parametrize("published", ["", "../2018-03-17", "2018-03-17/..", "1998/2003", "199X", "Y170000002"])
def test_a_date_without_a_calendar_equivalent_is_left_out(published):
    found = texts(published=published, author="Jane Doe", url="")
    assert found["chicago"].endswith("Asahi Shimbun, n.d.")
    assert "(n.d.)." in found["apa"]
    assert found["mla"].endswith("“Talks in Tokyo.” Asahi Shimbun.")


def test_dates_stay_english_for_a_reader_of_the_japanese_page():
    with translation.override("ja"):
        assert "October 23, 2007" in texts()["chicago"]


@pytest.mark.parametrize(
    ("title", "quoted", "bare"),
    [
        ("Is it back?", "“Is it back?” ", "Is it back? ("),
        ("Wait and see...", "“Wait and see...” ", "Wait and see... ("),
        ('Kono asks: "Why now?"', "“Kono asks: ‘Why now?’” ", "Kono asks: “Why now?” ("),
        ("“Nonsense!” he says", "“‘Nonsense!’ he says.” ", "“Nonsense!” he says. ("),
        ("Putin: Lack of treaty 'abnormal'", "“Putin: Lack of treaty ‘abnormal.’” ", "treaty ‘abnormal.’ ("),
        ("Mori confirms '56 pact", "“Mori confirms ’56 pact.” ", "Mori confirms ’56 pact. ("),
        ("Tokyo hears the islanders'", "“Tokyo hears the islanders’.” ", "Tokyo hears the islanders’. ("),
        ("Rusko „varuje“ Japonsko", "“Rusko „varuje“ Japonsko.” ", "Rusko „varuje“ Japonsko. ("),
        ("安倍首相が訪露。", "“安倍首相が訪露。” ", "安倍首相が訪露。 ("),
        ("japan and RUSSIA", "“japan and RUSSIA.” ", "japan and RUSSIA. ("),
        ("Two\n  lines", "“Two lines.” ", "Two lines. ("),
    ],
)
def test_a_title_is_as_published_within_our_punctuation(title, quoted, bare):
    found = texts(title=title)
    assert quoted in found["chicago"]
    assert quoted in found["mla"]
    assert bare in found["apa"]


def test_nothing_but_italics_is_markup():
    hostile = {"name": "<b>News & Co.</b>", "kind": "newspaper"}
    for reference in cite(article(title="<script>alert('x')</script>", author="<i>J</i> Doe", outlet=hostile)):
        assert set(re.findall("<[^>]*>", reference.html)) <= {"<i>", "</i>"}
        assert "&lt;script&gt;" in reference.html
        assert "<script>" in reference.text
        assert "<b>News & Co.</b>" in reference.text


def test_the_copied_text_is_the_shown_text_without_italics():
    for reference in cite(article(author="Jane Doe", title="Q&A: what's next?")):
        assert unescape(re.sub("</?i>", "", reference.html)) == reference.text


def test_the_day_of_access_is_shown_only_if_given():
    for text in texts(published="").values():
        assert not re.search("Accessed|Retrieved", text)
    for text in texts(accessed=dt.date(2026, 11, 22), published="").values():
        assert re.search("Accessed|Retrieved", text)


def test_an_article_without_an_address_has_no_day_of_access():
    for text in texts(accessed=dt.date(2026, 11, 22), url="").values():
        assert not re.search("Accessed|Retrieved", text)
