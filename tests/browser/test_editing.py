"""From an article's text to a published event in the admin, in Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = (
    "TOKYO - Foreign Minister Taro Kono said on Wednesday that the talks were useful. "
    '"We agreed to continue the dialogue," Kono told reporters.'
)


def choose(page: Page, field: str, words: str, choice: str) -> None:
    page.locator(f"#{field} + .select2").click()
    page.keyboard.type(words)
    page.get_by_role("option", name=choice).first.click()


def test_an_editor_turns_an_article_into_a_published_event_and_loses_no_input(editor: Page, site: str):
    editor.goto(f"{site}/admin/articles/article/add/")
    editor.locator("#id_title").fill("Kono: talks were useful")
    editor.locator("#id_published").fill("2018-03-22")
    choose(editor, "id_outlet", "jiji", "Jiji Press")
    editor.locator("[name=held-0-body]").fill(TEXT)
    editor.locator("[name=_save]").first.click()
    expect(editor.locator(".messagelist")).to_contain_text("added successfully")

    editor.goto(f"{site}/admin/timeline/event/add/")
    editor.locator("#id_title").fill("Kono tells reporters of the talks")
    editor.locator("#id_summary").fill("Taro Kono spoke to reporters.")
    editor.locator("#id_date").fill("2018-03-21")
    editor.locator("#id_status").select_option("published")
    choose(editor, "id_citations-0-article", "useful", "Kono: talks were useful")
    editor.get_by_role("button", name="Add another Statement").click()
    choose(editor, "id_quotes-0-speaker", "kono", "Taro Kono")
    choose(editor, "id_quotes-0-article", "useful", "Kono: talks were useful")
    editor.locator("#id_quotes-0-exact").fill("We agreed to prolong the dialogue")
    editor.locator("[name=_save]").first.click()

    expect(editor.locator("#id_title")).to_have_value("Kono tells reporters of the talks")
    expect(editor.locator("#id_quotes-0-exact")).to_have_value("We agreed to prolong the dialogue")
    expect(editor.locator("#quotes-0")).to_contain_text("prolong")
    editor.locator("[name=quotes-0-place]").first.check()
    editor.locator("[name=_save]").first.click()
    expect(editor.locator(".messagelist")).to_contain_text("added successfully")

    editor.goto(f"{site}/?q=prolong")
    expect(editor.locator("h1")).to_contain_text("No events")
    editor.goto(f"{site}/?q=dialogue+kono")
    expect(editor.locator(".card")).to_have_count(1)
    expect(editor.locator(".statement-direct .words")).to_have_text("“We agreed to continue the dialogue”")
    editor.locator(".statement .source a").first.click()
    expect(editor.locator(".state-verified")).to_be_visible()
