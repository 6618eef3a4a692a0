"""The comparison, in Chromium: on wide and narrow screens, on paper, and without scripts."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.factories import actor, event, quote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADING = "#results h1"
ROWS = "table.sides tbody tr:not(.of-year)"


def left_of(page: Page, selector: str) -> list[float]:
    return page.locator(selector).evaluate_all("all => all.map(one => one.getBoundingClientRect().left)")


def test_filtering_paging_and_back_stay_on_the_comparison(page: Page, site: str):
    kono = actor("A Minister", country="JP")
    for n in range(45):
        quote(f"Exercise {n}", of=event(f"Exercise {n:02d}", kind="deployment", date=f"{1900 + n}"), by=kono)
    page.goto(f"{site}/compare/")
    everything = page.locator(HEADING).inner_text()
    page.evaluate("window.same_page = true")
    page.locator("#filters > summary").click()
    page.locator("#kind-deployment").click()
    expect(page).to_have_url(f"{site}/compare/?kind=deployment")
    expect(page.locator(HEADING)).to_contain_text("(deployment)")
    expect(page.locator("#filters")).to_have_attribute("open", "")
    assert page.evaluate("window.same_page"), "the page was loaded anew"
    expect(page.locator(ROWS)).to_have_count(40)
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(f"{site}/compare/?kind=deployment&page=2")
    expect(page.locator(ROWS)).to_have_count(5)
    page.go_back()
    expect(page.locator(ROWS)).to_have_count(40)
    page.go_back()
    expect(page).to_have_url(f"{site}/compare/")
    expect(page.locator(HEADING)).to_have_text(everything)


def test_links_between_the_views_preserve_the_filter(page: Page, site: str):
    page.goto(f"{site}/?topic=missile-defence")
    page.get_by_role("link", name="Side by side").click()
    expect(page).to_have_url(f"{site}/compare/?topic=missile-defence")
    expect(page.locator("table.sides")).to_be_visible()
    page.get_by_role("link", name="List", exact=True).click()
    expect(page).to_have_url(f"{site}/?topic=missile-defence")
    expect(page.locator(".card").first).to_be_visible()


def test_a_wide_screen_has_three_columns_whose_headings_stay_visible(page: Page, site: str):
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(f"{site}/compare/")
    heads = left_of(page, "thead th")
    assert len(heads) >= 4
    assert heads == sorted(set(heads))
    assert set(left_of(page, f"{ROWS} > *")) == set(heads)
    page.mouse.wheel(0, 1200)
    expect(page.get_by_role("columnheader", name="Japan")).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 375])
def test_a_phone_has_one_column_with_side_letters(page: Page, site: str, width: int):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{site}/compare/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(set(left_of(page, ".sides .statement"))) == 1
    for mark in page.locator(".sides .speaker .side").all():
        expect(mark).to_be_visible()
    roles = page.get_by_role("table").get_by_role("columnheader")
    assert roles.all_inner_texts()[1].endswith("Japan"), "screen readers still get a table"


def test_printed_pages_have_the_columns(page: Page, site: str):
    page.set_viewport_size({"width": 700, "height": 900})
    page.goto(f"{site}/compare/")
    page.emulate_media(media="print")
    heads = left_of(page, "thead th")
    assert len(set(heads)) >= 4
    expect(page.locator("#filters")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 700


@pytest.mark.any_database
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(page: Page, site: str, scheme):
    page.emulate_media(color_scheme=scheme)
    quote("A threat to peace", of=event(date="2007-10-23"), by=actor("Wang Yi", country="CN"))
    for address in ("/compare/", "/compare/?q=nothing-like-this", "/compare/?since=soon", "/compare/?q=missile"):
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(site + address)
            if page.locator("#filters").get_attribute("open") is None:
                page.locator("#filters > summary").click()
            found = Axe().run(page)
            assert found.violations_count == 0, f"{address} at {width}, {scheme}: {found.generate_report()}"


def test_the_comparison_can_be_read_and_filtered_without_scripts(plain: Page, site: str):
    plain.goto(f"{site}/compare/")
    plain.locator("#filters > summary").click()
    plain.locator("#q").fill("missile")
    plain.get_by_role("button", name="Show").click()
    expect(plain).to_have_url(f"{site}/compare/?q=missile")
    expect(plain.locator(HEADING)).to_contain_text("with the word “missile”")
    plain.locator(".sides .statement .source a").first.click()
    expect(plain.locator("h1")).to_be_visible()
