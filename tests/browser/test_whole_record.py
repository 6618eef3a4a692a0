"""Every kind of page with all the data: with the keyboard, without scripts, at 320 px, and checked by axe."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests import datasets
from timeline.models import Quote

from .focus import FOCUSED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEAVIEST = [  # the largest page of each kind
    "/",
    "/?since=2018&until=2018",
    "/compare/?topic=territorial-dispute",
    "/network/",
    "/events/lavrov-tokyo-visit-2007/",
    "/actors/",
    "/actors/sergei-lavrov/",
    "/actors/japan/",
    "/topics/",
    "/topics/territorial-dispute/",
    "/sources/",
    "/sources/trend-afp-20071023/",
    "/on-this-day/10-19/",
    "/about/",
]

# Every link, button and field that can be reached from the keyboard and is not collapsed.
IN_REACH = """() => [...document.querySelectorAll('a[href], button, input, select, summary')].filter((one) =>
    one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true})).length"""


@pytest.fixture
def whole(live_server, transactional_db: None) -> str:
    datasets.load_all_data()
    return live_server.url


def reached_by_tab(page: Page, most: int) -> int:
    """The number of tab stops on the page; each must be visible."""
    for stops in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here is None:
            return stops
        assert here["ring"], f"{here['name']} shows no focus"
        assert here["shown"], f"{here['name']} is not visible"
    return most


@pytest.mark.any_database
def test_pages_with_all_the_data_are_accessible(page: Page, browser, whole: str):
    said = Quote.objects.filter(kind="mixed").first()
    assert said is not None
    plain = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 720}).new_page()
    for address in [*HEAVIEST, said.get_absolute_url()]:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(whole + address)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        in_reach = page.evaluate(IN_REACH)
        if in_reach < 400:  # the list of all sources repeats the same kind of link hundreds of times
            assert reached_by_tab(page, in_reach + 20) >= in_reach, address
        page.set_viewport_size({"width": 320, "height": 720})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        plain.goto(whole + address)
        expect(plain.locator("h1")).to_be_visible()
        assert plain.evaluate("document.documentElement.scrollWidth") <= 320, address
    plain.context.close()
