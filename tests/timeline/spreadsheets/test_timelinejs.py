"""A TimelineJS spreadsheet is imported as draft events, and no content is lost."""

from __future__ import annotations

import csv
import io

import pytest

from articles.spreadsheets import CannotRead, ImportReport, import_table, read_table, sheets
from tests.factories import event, topic
from timeline.models import Event
from timeline.spreadsheets.timelinejs import COLUMNS

pytestmark = pytest.mark.django_db


def import_slides(*slides: dict[str, str]) -> ImportReport:
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(slides)
    return import_table(sheets()["events"](), read_table(file.getvalue().encode()))


def slide(headline: str = "Talks", **cells: str) -> dict[str, str]:
    return {"Headline": headline, **{name.replace("_", " "): cell for name, cell in cells.items()}}


@pytest.mark.parametrize(
    ("cells", "date"),
    [
        ({"Year": "1998"}, "1998"),
        ({"Year": "2007", "Month": "10"}, "2007-10"),
        ({"Year": "2007", "Month": "1", "Day": "3"}, "2007-01-03"),
        ({"Year": "2016", "Month": "12", "Day": "15", "End_Year": "2016", "End_Month": "12", "End_Day": "16"},
         "2016-12-15/2016-12-16"),
        ({"Year": "1998", "End_Year": "2000"}, "1998/2000"),
        ({"Year": "1998", "End_Year": "1998"}, "1998"),
    ],
)  # fmt: skip
def test_a_date_is_as_precise_as_its_columns(cells, date):
    import_slides(slide(**cells))
    assert Event.objects.get().date == date


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({}, "Year: this cell is empty"),
        ({"Year": "2007", "Day": "3"}, "a day needs a month"),
        ({"Year": "2007", "Month": "October"}, "write numbers"),
        ({"Year": "-300"}, "write numbers"),
        ({"Year": "2007", "Month": "13"}, "Year, Month, Day: "),
        ({"Year": "2007", "Month": "2", "Day": "30"}, "Year, Month, Day: "),
        ({"Year": "2007", "End_Year": "1998"}, "Year, Month, Day: "),
        ({"Year": "2007", "Headline": " "}, "Headline: this cell is empty"),
        ({"Year": "2007", "Headline": "x" * 201}, "Headline: more than 200"),
    ],
)
def test_an_invalid_slide_prevents_the_import(cells, said):
    report = import_slides(slide("A good one", Year="2007"), slide(**cells))
    assert said in str(report.wrong[0])
    assert report.wrong[0].row == 3
    assert not Event.objects.exists()


def test_a_slide_becomes_a_draft_with_all_other_columns_in_its_note():
    topic("Peace treaty")
    report = import_slides(
        slide(
            "The <i>Nagato</i> summit",
            Year="2016",
            Time="14:00",
            Display_Date="December 2016",
            Text="<p>Leaders <b>met</b> &amp; talked.</p><p>For two days.</p><script>x()</script>",
            Media="https://example.org/a.jpg",
            Media_Credit="AP",
            Group="Peace Treaty",
        )
    )
    assert report.is_done
    stored = Event.objects.get()
    assert (stored.slug, stored.title, stored.status) == ("the-nagato-summit-2016", "The Nagato summit", "draft")
    assert stored.summary == "Leaders met & talked.\nFor two days."
    assert [one.slug for one in stored.topics.all()] == ["peace-treaty"]
    for line in ("Time: 14:00", "Display Date: December 2016", "Media: https://example.org/a.jpg", "Media Credit: AP"):
        assert line in stored.note.splitlines()
    assert "Group" not in stored.note
    assert any("draft" in note for note in report.notes)


def test_a_group_that_is_not_a_topic_goes_into_the_note():
    import_slides(slide(Year="2016", Group="Summits"))
    assert "Group: Summits" in Event.objects.get().note


def test_title_slides_and_eras_are_skipped():
    report = import_slides(slide("About", Type="title"), slide("Cold War", Year="1947", Type="Era"), slide(Year="2007"))
    assert [answer.outcome for answer in report.answers] == ["passed", "passed", "new"]
    assert Event.objects.get().title == "Talks"


def test_importing_the_same_spreadsheet_twice_adds_nothing():
    event("Talks", slug="talks-2007", date="2007-10", summary="Ours.")
    for _each in range(2):
        import_slides(slide(Year="2007"), slide(Year="2007"), slide(Year="2008"))
    assert sorted(Event.objects.values_list("slug", "date")) == [
        ("talks-2007", "2007-10"),
        ("talks-2007-2", "2007"),
        ("talks-2008", "2008"),
    ]
    assert Event.objects.get(slug="talks-2007").summary == "Ours."


def test_an_unknown_column_is_named():
    with pytest.raises(CannotRead, match="Headlines"):
        import_table(sheets()["events"](), read_table(b"Year,Headline,Headlines\n2007,Talks,x\n"))
