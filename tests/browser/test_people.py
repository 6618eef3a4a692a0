"""Charts of actors and topics, in Chromium: bars link to what they count, with the keyboard and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MARKS = "figure.band svg a"


def test_a_bar_of_a_topic_expands_the_statements_it_counts(plain: Page, site: str):
    plain.goto(f"{site}/topics/missile-defence/")
    mark = plain.locator(MARKS).first
    cell = plain.locator(mark.get_attribute("href"))
    n = int(re.search(r"(\d+) statement", mark.get_attribute("aria-label"))[1])
    plain.locator(".period[open] > summary").first.click()  # so few are expanded at first
    expect(cell).to_be_hidden()
    mark.focus()
    plain.keyboard.press("Enter")
    expect(cell).to_be_visible()
    expect(cell.locator("blockquote")).to_have_count(n)


def test_a_bar_of_an_actor_lists_the_events_it_counts(page: Page, site: str):
    page.goto(f"{site}/actors/sergei-lavrov/")
    mark = page.locator(f"{MARKS}[href^='/?']").first
    n = int(re.search(r"(\d+) event", mark.get_attribute("aria-label"))[1])
    mark.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("actor=sergei-lavrov&certain=1"))
    expect(page.locator(".card")).to_have_count(n)


@pytest.mark.parametrize("address", ["/actors/sergei-lavrov/", "/actors/japan/", "/topics/missile-defence/"])
def test_no_part_is_wider_than_a_small_phone(page: Page, site: str, address: str):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site}{address}")
    for summary in page.locator("main summary").all():
        if summary.is_visible():
            summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
