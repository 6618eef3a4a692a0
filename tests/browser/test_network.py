"""Meetings, in Chromium: readable on a phone, accessible, and filtered in place."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.factories import actor, event, quote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADING = "#results h1"


@pytest.fixture
def crowded(site: str) -> str:
    """More names than the diagram shows, some of them long, and more pairs than fit on a page of the table."""
    russians = [actor(f"Deputy Minister of Foreign Affairs of the Russian Federation {n}", country="RU") for n in "ab"]
    for n in range(30):
        japanese = actor(f"Minister {n:02d}", country="JP")
        talks = event(kind="talks", actors=[japanese, *russians], date=str(1960 + n))
        quote(of=talks, by=japanese, to=russians)
    return site


@pytest.mark.any_database
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_no_violation(page: Page, crowded: str, scheme, width: int):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/network/", "/network/?q=nothing-like-this", "/network/?since=soon"):
        page.goto(crowded + address)
        page.evaluate("document.querySelectorAll('.network details').forEach((part) => { part.open = true; })")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"


@pytest.mark.any_database
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_the_page_does_not_scroll_sideways_and_lines_start_at_their_names(page: Page, crowded: str, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{crowded}/network/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    names, lines = page.locator(".arcs .who").bounding_box(), page.locator(".arcs svg").bounding_box()
    assert names
    assert lines
    assert abs(names["height"] - lines["height"]) < 1
    assert lines["x"] >= names["x"] + names["width"]
    assert lines["width"] > 80


def test_a_choice_updates_the_diagram_in_place(page: Page, site: str):
    page.goto(f"{site}/network/")
    page.evaluate("window.same_page = true")
    if page.locator("#filters > summary").is_visible():
        page.locator("#filters > summary").click()
    page.locator("#side-RU").click()
    expect(page.locator(HEADING)).to_contain_text("Russia")
    expect(page).to_have_url(f"{site}/network/?side=RU")
    expect(page).to_have_title(re.compile("^Meetings: .*Russia"))
    expect(page.locator(".arcs svg")).to_be_visible()
    assert page.evaluate("window.same_page"), "the page was loaded anew"


def click_on(page: Page, curve: str) -> None:
    """With the mouse, on the curve."""
    page.locator(".arcs").scroll_into_view_if_needed()
    x, y = page.locator(curve).evaluate(
        "(line) => { const at = line.getPointAtLength(line.getTotalLength() / 4).matrixTransform(line.getScreenCTM());"
        " return [at.x, at.y]; }"
    )
    page.mouse.click(x, y)


def test_a_solid_line_opens_the_meetings_and_a_dashed_one_its_row(page: Page, site: str):
    japanese, russian = actor("Aoki", country="JP"), actor("Belov", country="RU")
    happened = event("Aoki and Belov talk", kind="talks", actors=[japanese, russian], date="1900-05-01")
    quote(of=happened, by=japanese, to=[russian])
    page.goto(f"{site}/network/?actor=aoki")
    click_on(page, ".arcs .said .line")
    expect(page).to_have_url(f"{site}/network/?actor=aoki#pair-aoki.belov")
    click_on(page, ".arcs .met .line")
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".card h3")).to_contain_text("Aoki and Belov talk")


def test_the_keyboard_reaches_names_and_rows_but_skips_lines(page: Page, site: str):
    page.goto(f"{site}/network/")
    page.locator(".arcs .who a").last.focus()
    page.keyboard.press("Tab")
    expect(page.locator("#counted > summary")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#pairs a, #pairs summary").first).to_be_focused()


def test_the_diagram_and_the_table_are_there_without_scripts(plain: Page, site: str):
    plain.goto(f"{site}/network/")
    expect(plain.locator(".arcs svg")).to_be_visible()
    plain.locator("#pairs td a").first.click()
    expect(plain.locator(".card").first).to_be_visible()
