"""The browser bench gives all contenders the same events, and counts every byte and every step."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from bench import browser, libraries, report
from bench.libraries import EventData
from bench.page_visit import Traffic, Visit, count_steps, find_initiator

from .factories import event, topic

PAGE, SHEET, SCRIPT, FONT = (f"http://127.0.0.1/{name}" for name in ("", "a.css", "a.js", "a.woff2"))
YEAR_ONLY = EventData("a", "A treaty", "It is signed.", "1855", "1855-01-01", "peace")
EXACT = EventData("b", "Talks", "They begin.", "2007-10-23", "2007-10-23", "shield")


def make_visit(**measured) -> Visit:
    return Visit(**{"bytes": 50_000, "requests": 6, "chain": 1, "nodes": 9, "fcp": 1, "lcp": 1, "shift": 0} | measured)


@pytest.mark.django_db(transaction=True)
def test_every_public_event_is_read_with_its_text_date_and_topic(tmp_path: Path):
    if connection.vendor != "sqlite":
        pytest.skip("the bench reads an SQLite file")
    event(slug="talks", title="Talks", summary="They begin.", date="2007-10-23", topics=[topic("shield")])
    event(slug="treaty", title="A treaty", summary="", date="1855")
    event(slug="draft", date="1999", status="draft")
    copy = tmp_path / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    assert libraries.read_events(copy) == [
        EventData("talks", "Talks", "They begin.", "2007-10-23", "2007-10-23", "shield"),
        EventData("treaty", "A treaty", "", "1855", "1855-01-01", ""),
    ]


def test_both_libraries_get_the_same_texts_and_dates():
    slides = libraries.format_for_timelinejs([YEAR_ONLY, EXACT])["events"]
    items = libraries.format_for_vis([YEAR_ONLY, EXACT])
    assert [one["start_date"] for one in slides] == [{"year": 1855}, {"year": 2007, "month": 10, "day": 23}]
    assert [one["start"] for one in items] == ["1855-01-01", "2007-10-23"]
    texts = [{"headline": one["content"], "text": one["title"]} for one in items]
    assert (
        [one["text"] for one in slides]
        == texts
        == [
            {"headline": "A treaty", "text": "It is signed."},
            {"headline": "Talks", "text": "They begin."},
        ]
    )


def test_a_file_that_a_style_sheet_loads_is_two_steps_from_the_document():
    initiators = {PAGE: "", SHEET: PAGE, SCRIPT: PAGE, FONT: SHEET}
    assert [count_steps(one, initiators) for one in (PAGE, SHEET, SCRIPT, FONT)] == [0, 1, 1, 2]
    assert find_initiator({"type": "parser", "url": SHEET}) == SHEET
    called = {"callFrames": [{"url": SCRIPT}]}
    assert find_initiator({"type": "script", "stack": called}) == SCRIPT
    assert find_initiator({"type": "script", "stack": {"callFrames": [], "parent": called}}) == SCRIPT
    assert find_initiator({"type": "other"}) == ""


def test_all_responses_are_counted_except_data_addresses():
    traffic = Traffic()
    for number, (address, by) in enumerate(
        [(PAGE, ""), (SHEET, PAGE), (FONT, SHEET), ("data:image/png;base64,", SHEET)]
    ):
        traffic.record_request({"request": {"url": address}, "initiator": {"type": "parser", "url": by}})
        traffic.record_size({"requestId": str(number), "encodedDataLength": 1000.0 * number})
    assert (traffic.bytes, len(traffic.initiators), traffic.count_longest_chain()) == (6000, 3, 2)


def test_the_worst_visit_is_compared_with_the_limits():
    measured = {
        ("site", 100): [
            make_visit(interactive=1, choice_bytes=9_000),
            make_visit(interactive=1, bytes=61_000, chain=2),
        ],
        ("TimelineJS", 100): [make_visit(interactive=2), make_visit(interactive=2)],
    }
    rows = {row[0]: row[1:] for row in browser.make_limit_rows(measured)}
    assert rows["kB of a first visit"] == ["61.0", "≤ 60"]
    assert rows["steps from the document to what it needs"] == ["2", "≤ 1"]
    assert rows["kB of a filter’s swap"] == ["9", "≤ 12"]
    found = {label: ratio.median for label, ratio, _goal in browser.compute_ratios(measured)}
    assert found["interactive, 100 events / TimelineJS"] == 0.5
    assert not any("vis-timeline" in label for label in found), "a library that was not measured is not compared"


def test_a_measurement_that_a_library_does_not_have_is_left_empty():
    rows = browser.make_visit_rows({("TimelineJS", 100): [make_visit(interactive=1)]})
    assert rows[1][0] == "TimelineJS, 100 events"
    assert rows[1][3] == "50.0"
    assert rows[1][-2:] == ["–", "–"]
    assert len(report.format_text_table(rows).splitlines()) == 2
