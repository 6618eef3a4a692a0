"""Both articles, from their files to two events on the timeline. Skipped without their texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from timeline.models import Quote

from .editing import entries, import_article, only_people_and_outlets, publish_from

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_both_articles_become_events_with_exact_quotations(editor: Page, site: str, shared: Path | None):
    if shared is None:
        return
    only_people_and_outlets()
    titles = []
    for number, entry in enumerate(entries(shared)):
        article = import_article(shared, entry)
        titles.append(f"Lavrov speaks, article {number + 1}")
        publish_from(editor, site, article, titles[-1])
        for one in Quote.objects.filter(article=article):
            assert article.text is not None
            assert article.text[one.start : one.end] == one.exact
            assert one.anchor_state == "verified"
    editor.goto(site)
    for title in titles:
        expect(editor.locator(".card h3", has_text=title)).to_be_visible()
    assert Quote.objects.count() == 6
