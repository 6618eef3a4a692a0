"""What the bench of pages in a browser says must be true: the same events for all, every byte and step counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from bench import browser, libraries, report
from bench.libraries import Told
from bench.page_visit import Traffic, Visit, initiator, steps

from .factories import event, topic

PAGE, SHEET, SCRIPT, FONT = (f"http://127.0.0.1/{name}" for name in ("", "a.css", "a.js", "a.woff2"))
VAGUE = Told("a", "A treaty", "It is signed.", "1855", "1855-01-01", "peace")
EXACT = Told("b", "Talks", "They begin.", "2007-10-23", "2007-10-23", "shield")


def visited(**measured) -> Visit:
    return Visit(**{"bytes": 50_000, "requests": 6, "chain": 1, "nodes": 9, "fcp": 1, "lcp": 1, "shift": 0} | measured)


@pytest.mark.django_db(transaction=True)
def test_every_event_that_readers_see_is_told_with_its_words_date_and_topic(tmp_path: Path):
    if connection.vendor != "sqlite":
        pytest.skip("the bench reads a file of SQLite")
    event(slug="talks", title="Talks", summary="They begin.", date="2007-10-23", topics=[topic("shield")])
    event(slug="treaty", title="A treaty", summary="", date="1855")
    event(slug="draft", date="1999", status="draft")
    copy = tmp_path / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    assert libraries.events(copy) == [
        Told("talks", "Talks", "They begin.", "2007-10-23", "2007-10-23", "shield"),
        Told("treaty", "A treaty", "", "1855", "1855-01-01", ""),
    ]


def test_both_libraries_are_given_the_same_words_and_dates():
    slides = libraries.for_timelinejs([VAGUE, EXACT])["events"]
    items = libraries.for_vis([VAGUE, EXACT])
    assert [one["start_date"] for one in slides] == [{"year": 1855}, {"year": 2007, "month": 10, "day": 23}]
    assert [one["start"] for one in items] == ["1855-01-01", "2007-10-23"]
    told = [{"headline": one["content"], "text": one["title"]} for one in items]
    assert (
        [one["text"] for one in slides]
        == told
        == [
            {"headline": "A treaty", "text": "It is signed."},
            {"headline": "Talks", "text": "They begin."},
        ]
    )


def test_what_a_style_sheet_asks_for_is_two_steps_from_the_document():
    asked_by = {PAGE: "", SHEET: PAGE, SCRIPT: PAGE, FONT: SHEET}
    assert [steps(one, asked_by) for one in (PAGE, SHEET, SCRIPT, FONT)] == [0, 1, 1, 2]
    assert initiator({"type": "parser", "url": SHEET}) == SHEET
    called = {"callFrames": [{"url": SCRIPT}]}
    assert initiator({"type": "script", "stack": called}) == SCRIPT
    assert initiator({"type": "script", "stack": {"callFrames": [], "parent": called}}) == SCRIPT
    assert initiator({"type": "other"}) == ""


def test_all_that_came_is_counted_and_what_is_written_in_an_address_is_not_asked_for():
    traffic = Traffic()
    for number, (address, by) in enumerate(
        [(PAGE, ""), (SHEET, PAGE), (FONT, SHEET), ("data:image/png;base64,", SHEET)]
    ):
        traffic.sent({"request": {"url": address}, "initiator": {"type": "parser", "url": by}})
        traffic.came({"requestId": str(number), "encodedDataLength": 1000.0 * number})
    assert (traffic.bytes, len(traffic.asked_by), traffic.chain()) == (6000, 3, 2)


def test_the_worst_visit_is_held_against_the_limits():
    measured = {
        ("site", 100): [visited(interactive=1, choice_bytes=9_000), visited(interactive=1, bytes=61_000, chain=2)],
        ("TimelineJS", 100): [visited(interactive=2), visited(interactive=2)],
    }
    rows = {row[0]: row[1:] for row in browser.limit_rows(measured)}
    assert rows["kB of a first visit"] == ["61.0", "≤ 60"]
    assert rows["steps from the document to what it needs"] == ["2", "≤ 1"]
    assert rows["kB of a filter’s swap"] == ["9", "≤ 12"]
    found = {label: ratio.median for label, ratio, _goal in browser.compared(measured)}
    assert found["interactive, 100 events / TimelineJS"] == 0.5
    assert not any("vis-timeline" in label for label in found), "who was not visited is not compared with"


def test_what_cannot_be_measured_of_a_library_stays_empty():
    rows = browser.visit_rows({("TimelineJS", 100): [visited(interactive=1)]})
    assert rows[1][0] == "TimelineJS, 100 events"
    assert rows[1][3] == "50.0"
    assert rows[1][-2:] == ["–", "–"]
    assert len(report.text_table(rows).splitlines()) == 2
