"""Collapsed choices are loaded when they are expanded, and work like all others."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEADING = "h1"


def test_a_rare_choice_is_expanded_and_selected_and_the_group_stays_open(page: Page, site: str):
    page.goto(f"{site}/")
    more = page.locator("details[id^=more-]").first
    group = str(more.get_attribute("id")).removeprefix("more-")
    more.locator("summary").click()
    rare = page.locator(f"#rest-{group} a").last
    expect(rare).to_have_attribute("id", re.compile(f"^{group}-"))
    chosen = str(rare.get_attribute("id"))
    n = rare.locator(".n").inner_text()
    rare.click()
    expect(page).to_have_url(re.compile(f"{group}="))
    expect(page.locator(HEADING)).to_have_text(re.compile(f"^{n} events?"))
    expect(page.locator(f"#{chosen}")).to_have_class("chosen")
    expect(page.locator("#results")).to_have_count(1)
    expect(page.locator("#results")).not_to_have_class(re.compile("fresh"))


def test_without_scripts_a_link_shows_them_all(plain: Page, site: str):
    plain.goto(f"{site}/")
    plain.locator("#filters > summary").click()
    more = plain.locator("details[id^=more-]").first
    group = str(more.get_attribute("id")).removeprefix("more-")
    more.locator("summary").click()
    more.get_by_role("link", name=re.compile("^Show all")).click()
    expect(plain).to_have_url(re.compile(f"all={group}"))
    rare = plain.locator(f"#rest-{group} a").last
    rare.click()
    expect(plain).to_have_url(re.compile(f"{group}="))
    expect(plain).not_to_have_url(re.compile("all="))
