"""A scripted editor: the steps from an article's file to a published event, for a test and for `make bench-editor`."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from articles.importing import Details, import_file
from articles.models import Article
from timeline.models import Actor, Citation, Event, Quote, Topic

FIELDS = ("title", "outlet", "agency", "published", "language", "url", "rights", "dateline")


def only_people_and_outlets() -> None:
    """Deletes the events of the seeds; people, outlets and articles stay."""
    for model in (Quote, Citation, Event):
        model.objects.all().delete()


def import_article(shared: Path, entry: dict[str, str]) -> Article:
    path = shared / "articles" / entry["file"]
    import_file(path, Details(**{name: entry[name] for name in FIELDS if name in entry}))
    return Article.objects.get(url=entry["url"])


def entries(shared: Path) -> list[dict[str, str]]:
    return json.loads((shared / "articles" / "index.json").read_text(encoding="utf-8"))


def publish_from(page: Page, site: str, article: Article, title: str, *, accept: int = 3, cut: bool = True) -> None:
    """Propose, begin an event from the first dated sentence, accept some (one cut), reject one, publish."""
    Topic.objects.get_or_create(slug="missile-defence", defaults={"name": "Missile defence"})
    speaker = Actor.objects.get(slug="sergei-lavrov").name
    page.goto(f"{site}/admin/articles/article/{article.pk}/workbench/")
    page.get_by_role("button", name="Propose statements").click()
    page.get_by_role("link", name="Begin an event from this").first.click()
    page.locator("#new_title").fill(title)
    page.locator("#new_kind").select_option("statement")
    page.locator("#new_summary").fill(f"{speaker} spoke of missile defence and relations with Japan.")
    if not page.locator("#new_taking_part").input_value():
        page.locator("#new_taking_part").fill(speaker)
    page.locator("#new-event [name=topics]").first.check()
    page.get_by_role("button", name="Make the draft").click()
    ready = page.locator(f'.bench-card[data-state="open"]:has(input[name=speaker][value="{speaker}"])')
    for number in range(accept):
        card = page.locator(f"#{ready.first.get_attribute('id')}")
        if cut and number == 0:
            words = card.locator("textarea[name=exact]")
            words.fill(" ".join(words.input_value().split()[:-1]))
        card.get_by_role("button", name="Accept").click()
        expect(card).to_have_attribute("data-state", "accepted")
    page.locator('.bench-card[data-state="open"]').first.get_by_role("button", name="Reject").click()
    expect(page.locator("#tally")).to_contain_text("1 rejected")
    knowingly = page.locator("[name=knowingly]")
    if knowingly.count():
        knowingly.check()
    page.get_by_role("button", name=re.compile(f"^Publish the event with {accept}")).click()
    expect(page.locator(".messagelist")).to_contain_text(f"Published, with {accept} new statements.")
