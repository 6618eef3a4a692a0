"""A site with the project's own data, and pages on which any error in the console fails the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from tests import datasets
from tests.factories import editors

expect.set_options(timeout=20_000)  # the machine may have another browser or database to serve


@pytest.fixture
def site(live_server, transactional_db: None) -> str:
    """The address of a running site with the seeds."""
    datasets.load_two_articles()
    return live_server.url


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that fails its test if the browser reports an error: a violated policy, a missing file, a script error."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    yield page
    # A response of 400 or 404 that a test wants is reported in the console too.
    assert [one for one in complaints if "status of 40" not in one and "Status Error Code 40" not in one] == []


@pytest.fixture
def plain(browser, site: str) -> Iterator[Page]:
    """A page on a phone, in a browser with JavaScript off."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 720})
    yield context.new_page()
    context.close()


@pytest.fixture
def editor(page: Page, site: str) -> Page:
    """Signed in as a member of the group of editors."""
    get_user_model().objects.create_user("ed", password="a long password", is_staff=True).groups.add(editors())
    page.goto(f"{site}/admin/")
    page.locator("#id_username").fill("ed")
    page.locator("#id_password").fill("a long password")
    page.get_by_role("button", name="Log in").click()
    return page


@pytest.fixture
def addresses() -> list[str]:
    """One page of each kind, with the seeds."""
    from timeline.models import Quote

    return [
        "/",
        "/?actor=sergei-lavrov&since=1998&topic=missile-defence&until=2007",
        "/?q=nothing-like-this",
        "/?since=soon",
        "/?since=2007&until=2007",
        "/events/lavrov-tokyo-visit-2007/",
        Quote.objects.filter(kind="direct").first().get_absolute_url(),
        Quote.objects.filter(kind="mixed").first().get_absolute_url(),
        "/actors/",
        "/actors/sergei-lavrov/",
        "/topics/",
        "/topics/missile-defence/",
        "/sources/",
        "/sources/trend-afp-20071023/",
        "/about/",
        "/corrections/",
        "/on-this-day/10-23/",
        "/on-this-day/01-01/",
        "/no-such-page/",
    ]
