"""The histogram in a browser: with the keyboard, with its table, and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADING = "#results h1"


def test_a_bar_can_be_followed_by_keyboard_and_a_link_leads_back(page: Page, site: str):
    page.goto(f"{site}/?kind=statement")
    everything = page.locator(HEADING).inner_text()
    bar = page.get_by_role("link", name=re.compile(r"^2007: \d+ events?; .*Russia \d+"))
    bar.focus()
    expect(bar).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/?kind=statement&since=2007&until=2007")
    expect(page.locator(HEADING)).to_contain_text("in 2007")
    page.get_by_role("link", name="all years").click()
    expect(page).to_have_url(f"{site}/?kind=statement")
    expect(page.locator(HEADING)).to_have_text(everything)


def test_the_table_stays_open_while_the_period_changes(page: Page, site: str):
    page.goto(f"{site}/?since=2000&until=2009")
    page.get_by_text("View as a table").click()
    page.locator("#rail-table").get_by_role("link", name="2007").click()
    expect(page).to_have_url(f"{site}/?since=2007&until=2007")
    expect(page.locator("#rail-table")).to_have_attribute("open", "")
    expect(page.locator("#rail-table").get_by_role("link", name="October 2007")).to_be_visible()


def test_bars_work_on_a_phone_without_javascript(plain: Page, site: str):
    plain.goto(f"{site}/?since=2000&until=2009")
    plain.get_by_role("link", name=re.compile("^2007: ")).click()
    expect(plain).to_have_url(f"{site}/?since=2007&until=2007")
    plain.locator("#rail-earlier").click()
    expect(plain).to_have_url(f"{site}/?since=2006&until=2006")
