"""What readers do on the timeline, in Chromium."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.factories import event

from .focus import FOCUSED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADING = "#results h1"


def open_filters(page: Page) -> None:
    if page.locator("#filters > summary").is_visible():
        page.locator("#filters > summary").click()


def test_a_choice_swaps_the_list_and_the_address_and_preserves_the_focus(page: Page, site: str):
    page.goto(site)
    everything = page.locator(HEADING).inner_text()
    page.evaluate("window.same_page = true")
    page.locator("#topic-missile-defence").focus()
    page.keyboard.press("Enter")
    expect(page.locator(HEADING)).to_contain_text("about missile defence")
    expect(page).to_have_url(f"{site}/?topic=missile-defence")
    expect(page).to_have_title(re.compile("about missile defence"))
    expect(page.locator("#announcement")).to_contain_text("about missile defence")
    expect(page.locator("#topic-missile-defence")).to_be_focused()
    assert page.evaluate("window.same_page"), "the page was loaded anew"
    page.keyboard.press("Enter")
    expect(page.locator(HEADING)).to_have_text(everything)
    expect(page).to_have_url(f"{site}/")


def test_back_and_reload_show_what_the_address_says(page: Page, site: str):
    page.goto(site)
    everything = page.locator(HEADING).inner_text()
    page.locator("#side-RU").click()
    expect(page.locator(HEADING)).to_contain_text("Russia")
    page.locator("#kind-statement").click()
    expect(page.locator(HEADING)).to_contain_text("(statement)")
    page.go_back()
    expect(page).to_have_url(f"{site}/?side=RU")
    expect(page.locator(HEADING)).not_to_contain_text("(statement)")
    expect(page.locator(HEADING)).to_contain_text("Russia")
    page.reload()
    expect(page.locator(HEADING)).to_contain_text("Russia")
    page.go_back()
    expect(page.locator(HEADING)).to_have_text(everything)
    page.go_forward()
    expect(page.locator(HEADING)).to_contain_text("Russia")


def test_back_from_an_event_returns_to_the_filtered_list(page: Page, site: str):
    page.goto(site)
    page.locator("#side-RU").click()
    expect(page.locator(HEADING)).to_contain_text("Russia")
    page.locator(".card h3 a").first.click()
    expect(page.locator("article.event h1")).to_be_visible()
    page.go_back()
    expect(page.locator(HEADING)).to_contain_text("Russia")


def test_the_last_of_two_choices_made_at_once_is_shown(page: Page, site: str):
    page.goto(site)
    page.evaluate("for (const id of ['side-RU', 'kind-statement']) document.getElementById(id).click()")
    expect(page).to_have_url(f"{site}/?kind=statement")
    expect(page.locator(HEADING)).to_contain_text("(statement)")
    expect(page.locator("#announcement")).to_contain_text("(statement)")


def test_a_choice_opened_in_a_new_tab_does_not_change_the_page(page: Page, site: str):
    page.goto(site)
    everything = page.locator(HEADING).inner_text()
    with page.context.expect_page() as opened:
        page.locator("#side-RU").click(modifiers=["ControlOrMeta"])
    expect(opened.value.locator(HEADING)).to_contain_text("Russia")
    expect(page.locator(HEADING)).to_have_text(everything)


def test_expanded_filters_on_a_phone_stay_open_and_preserve_the_focus(page: Page, site: str):
    page.set_viewport_size({"width": 375, "height": 720})
    page.goto(site)
    page.locator("#filters > summary").click()
    page.locator("#side-RU").focus()
    page.keyboard.press("Enter")
    expect(page.locator(HEADING)).to_contain_text("Russia")
    expect(page.locator("#side-RU")).to_be_visible()
    expect(page.locator("#side-RU")).to_be_focused()


def test_the_form_gives_the_short_address(page: Page, site: str):
    page.goto(site)
    page.locator("#q").fill("missile")
    page.locator("#since").fill("2007")
    page.keyboard.press("Enter")
    expect(page.locator(HEADING)).to_contain_text("with the word “missile”")
    expect(page).to_have_url(f"{site}/?q=missile&since=2007")


def test_words_typed_but_not_sent_are_preserved_after_a_choice(page: Page, site: str):
    page.goto(site)
    page.locator("#q").fill("half a thou")
    page.locator("#side-RU").click()
    expect(page.locator(HEADING)).to_contain_text("Russia")
    expect(page.locator("#q")).to_have_value("half a thou")


def test_an_invalid_date_is_explained_in_place_and_stays_in_its_field(page: Page, site: str):
    page.goto(site)
    page.locator("#since").fill("last week")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("last week")
    expect(page.locator("#since")).to_have_value("last week")
    page.locator("#since").fill("2007")
    page.keyboard.press("Enter")
    expect(page.locator(HEADING)).to_contain_text("since 2007")


def test_a_bar_of_the_histogram_narrows_the_dates(page: Page, site: str):
    page.goto(site)
    page.get_by_role("link", name=re.compile("^2000s:")).click()
    expect(page).to_have_url(f"{site}/?since=2000&until=2009")
    expect(page.locator(HEADING)).to_contain_text("from 2000 to 2009")


def test_copy_link_copies_the_short_address(page: Page, site: str):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    page.goto(f"{site}/?topic=missile-defence&since=&utm_source=mail")
    page.get_by_text("Copy link").click()
    expect(page.get_by_text("Link copied").first).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site}/?topic=missile-defence"


def test_a_statement_in_the_list_links_to_its_passage(page: Page, site: str):
    page.goto(f"{site}/?actor=sergei-lavrov&said=direct")
    page.locator(".statement-direct .source a").first.click()
    expect(page.locator(".passage mark")).to_be_visible()
    link = page.get_by_role("link", name=re.compile("^Read the passage at")).get_attribute("href")
    assert "#:~:text=" in (link or "")


def test_paging_works_with_and_without_scripts(page: Page, plain: Page, site: str):
    for n in range(30):
        event(f"Exercise {n:02d}", kind="deployment")
    for reader in (page, plain):
        reader.goto(f"{site}/?kind=deployment")
        expect(reader.locator(".card")).to_have_count(25)
        reader.get_by_role("link", name="Next").click()
        expect(reader).to_have_url(f"{site}/?kind=deployment&page=2")
        expect(reader.locator(".card")).to_have_count(5)
        reader.get_by_role("link", name="Previous").click()
        expect(reader).to_have_url(f"{site}/?kind=deployment")


def test_without_scripts_the_form_and_the_choices_work(plain: Page, site: str):
    plain.goto(site)
    plain.locator("#filters > summary").click()
    plain.locator("#q").fill("missile")
    plain.get_by_role("button", name="Show").click()
    expect(plain).to_have_url(f"{site}/?q=missile")
    plain.locator("#filters > summary").click()
    plain.locator("#side-RU").click()
    expect(plain).to_have_url(f"{site}/?q=missile&side=RU")
    expect(plain.locator(HEADING)).to_contain_text("involving Russia with the word “missile”")
    plain.locator(".statement .source a").first.click()
    expect(plain.locator("h1")).to_be_visible()


def test_every_page_is_readable_without_scripts(plain: Page, site: str, addresses: list[str]):
    for address in addresses:
        plain.goto(site + address)
        expect(plain.locator("h1")).to_be_visible()
        assert not plain.locator("button[data-copy]").first.is_visible(), address


@pytest.mark.any_database
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_no_page_scrolls_sideways(page: Page, site: str, addresses: list[str], width: int):
    page.set_viewport_size({"width": width, "height": 800})
    for address in addresses:
        page.goto(site + address)
        if page.locator("#filters > summary").is_visible() and page.locator("#filters").get_attribute("open") is None:
            open_filters(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.any_database
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_on_any_page(page: Page, site: str, addresses: list[str], scheme):
    page.emulate_media(color_scheme=scheme)
    for width in (1280, 375) if scheme == "light" else (1280,):
        page.set_viewport_size({"width": width, "height": 800})
        for address in addresses:
            page.goto(site + address)
            open_filters(page)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{address} at {width}, {scheme}: {found.generate_report()}"


def test_tab_reaches_everything_and_the_focus_is_visible(page: Page, site: str):
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    reached: set[str] = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here is None:
            break
        assert here["ring"], f"{here['name']} shows no focus"
        reached.add(here["name"])
    assert {"/actors/", "q", "since", "until", "certain", "order", "?side=RU"} <= reached
    assert any(one.startswith("/events/") for one in reached)
    assert any(one.startswith("/statements/") for one in reached)


def test_nothing_is_requested_from_another_site(page: Page, site: str, addresses: list[str]):
    requested: set[str] = set()
    page.on("request", lambda request: requested.add(request.url))
    for address in addresses:
        page.goto(site + address)
    assert [url for url in requested if not url.startswith((site, "data:"))] == []
