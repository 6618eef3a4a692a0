"""Undoing the changes of an account in a browser, with and without JavaScript."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from tests.timeline.maintenance.account_undo.accounts import People, save, work_of
from timeline.models import Event, Quote, Topic

pytestmark = pytest.mark.browser


@pytest.fixture
def people(site: str) -> People:
    """Ed has changed an event, deleted a statement and added a topic; Anna has changed the event since."""
    people = People()
    people.root.set_password("a long password")
    people.root.save()
    event = Event.objects.get(slug="lavrov-tokyo-visit-2007")
    with work_of(people.ed):
        save(event, title="Nonsense", place="Nowhere")
        event.actors.clear()
        event.quotes.first().delete()
        Topic.objects.create(slug="false", name="A false topic")
    with work_of(people.anna):
        save(event, place="Kyoto")
    return people


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/")
    page.locator("#id_username").fill("root")
    page.locator("#id_password").fill("a long password")
    page.get_by_role("button", name="Log in").click()


def preview(page: Page, site: str, people: People) -> None:
    page.goto(f"{site}/admin/auth/user/{people.ed.pk}/change/")
    page.get_by_role("link", name="Undo changes of this account").click()
    page.get_by_label("Changes since").fill(people.since.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Preview what would be undone").click()
    expect(page.get_by_role("heading", name="Nothing has been undone yet")).to_be_visible()


def undo(page: Page) -> None:
    n = Quote.objects.count()
    page.get_by_label("Lock this account").check()
    page.get_by_role("button", name="Undo these changes").click()
    expect(page.get_by_role("heading", name="Undone")).to_be_visible()
    expect(page.get_by_text("Place stays: changed since by anna")).to_be_visible()
    assert Quote.objects.count() == n + 1
    assert not Topic.objects.filter(slug="false").exists()
    assert not User.objects.get(username="ed").is_active


def test_a_superuser_previews_and_undoes(page: Page, site: str, people: People) -> None:
    sign_in(page, site)
    preview(page, site, people)
    undo(page)


def test_it_works_on_a_phone_without_scripts(plain: Page, site: str, people: People) -> None:
    sign_in(plain, site)
    preview(plain, site, people)
    undo(plain)
