"""The workbench in a browser: by keyboard, by mouse, and without JavaScript."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from articles.models import Article, ArticleText, Outlet
from timeline.models import Event, Proposal, Quote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = (
    "Foreign Minister Sergei Lavrov said on Wednesday that the talks in Tokyo were useful. "
    '"We agreed to continue the dialogue," Lavrov told reporters.\n\n'
    "Lavrov warned that new missiles would change the balance. The ministers meet again in May 🗓."
)


@pytest.fixture
def report(site: str) -> Article:
    made = Article.objects.create(
        slug="useful", title="Talks were useful", outlet=Outlet.objects.first(), published="2019-05-31", language="en"
    )
    ArticleText.objects.create(article=made, body=TEXT)
    return made


def bench(site: str, report: Article) -> str:
    return f"{site}/admin/articles/article/{report.pk}/workbench/"


def create_event(page: Page) -> None:
    page.locator("#new_title").fill("Lavrov speaks of useful talks")
    page.locator("#new_date").fill("2019-05-31")
    page.locator("#new_kind").select_option("statement")
    page.locator("#new_summary").fill("Sergei Lavrov spoke to reporters after talks.")
    page.locator("#new_taking_part").fill("Sergei Lavrov")
    page.locator("#new-event [name=topics]").first.check()
    page.get_by_role("button", name="Create draft").click()


def test_an_editor_publishes_an_event_with_the_keyboard(editor: Page, site: str, report: Article):
    editor.goto(bench(site, report))
    editor.get_by_role("button", name="Propose statements").click()
    create_event(editor)
    expect(editor.locator(".bench-card")).to_have_count(3)
    editor.keyboard.press("j")
    expect(editor.locator(".bench-card").nth(0)).to_be_focused()
    expect(editor.locator(".piece.current")).to_have_text("the talks in Tokyo were useful")
    editor.keyboard.press("a")
    expect(editor.locator("#tally")).to_contain_text("2 open, 1 accepted, 0 rejected")
    expect(editor.locator(".bench-card").nth(1)).to_be_focused()
    editor.keyboard.press("a")
    expect(editor.locator("#tally")).to_contain_text("1 open, 2 accepted, 0 rejected")
    editor.keyboard.press("r")
    expect(editor.locator("#tally")).to_contain_text("0 open, 2 accepted, 1 rejected")
    expect(editor.locator('.piece[data-state="rejected"]').first).to_be_visible()
    editor.get_by_role("button", name=re.compile("^Publish the event with 2")).click()
    expect(editor.locator(".messagelist")).to_contain_text("Published, with 2 new statements.")
    editor.goto(f"{site}/?q=useful+dialogue")
    expect(editor.locator(".card h3")).to_have_text("Lavrov speaks of useful talks")
    expect(editor.locator(".statement-direct .words").first).to_contain_text("We agreed to continue the dialogue")


def test_words_can_be_corrected_on_the_card_and_an_error_is_shown(editor: Page, site: str, report: Article):
    event = Event.objects.first()
    editor.goto(f"{bench(site, report)}?event={event.pk}")
    editor.get_by_role("button", name="Propose statements").click()
    words = editor.locator(".bench-card textarea[name=exact]").first
    words.fill("the talks in Tokyo were useless")
    words.press("Control+Enter")
    expect(editor.locator(".bench-card").first).to_contain_text("Use the article's words")
    expect(editor.locator(".bench-card textarea[name=exact]").first).to_have_value("the talks in Tokyo were useless")
    editor.locator(".bench-card textarea[name=exact]").first.fill("the talks in Tokyo")
    editor.locator(".bench-card textarea[name=exact]").first.press("Control+Enter")
    expect(editor.locator("#tally")).to_contain_text("1 accepted")
    assert Proposal.objects.get(state="accepted").exact == "the talks in Tokyo"


def test_selected_words_become_a_statement_at_their_exact_place(editor: Page, site: str, report: Article):
    editor.goto(bench(site, report))
    editor.evaluate(
        """() => {
            const parts = [...document.querySelector('#text p:last-of-type').childNodes];
            const words = parts.find((part) => part.textContent.includes('The ministers'));
            const range = document.createRange();
            const start = words.textContent.indexOf('The ministers');
            range.setStart(words, start);
            range.setEnd(words, start + 'The ministers meet again in May 🗓'.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    expect(editor.locator("#mark_exact")).to_have_value("The ministers meet again in May 🗓")
    editor.locator("#mark_speaker").fill("Lavrov")
    editor.get_by_role("button", name="Add as a statement").click()
    expect(editor.locator(".bench-card textarea[name=exact]")).to_have_value("The ministers meet again in May 🗓")
    assert Proposal.objects.get().start == TEXT.index("The ministers")


def test_input_survives_a_reload_and_an_ended_session(editor: Page, site: str, report: Article):
    event = Event.objects.first()
    editor.goto(f"{bench(site, report)}?event={event.pk}")
    editor.get_by_role("button", name="Propose statements").click()
    editor.locator(".bench-card textarea[name=exact]").first.fill("the talks in Tokyo")
    editor.reload()
    expect(editor.locator(".bench-card textarea[name=exact]").first).to_have_value("the talks in Tokyo")
    editor.context.clear_cookies(name="sessionid")
    editor.locator(".bench-card").first.get_by_role("button", name="Accept").click()
    expect(editor.locator("#bench-status")).to_contain_text("Your input is still here")
    expect(editor.locator(".bench-card textarea[name=exact]").first).to_have_value("the talks in Tokyo")


def test_every_step_works_without_javascript(editor: Page, site: str, report: Article, browser):
    context = browser.new_context(java_script_enabled=False, storage_state=editor.context.storage_state())
    plain = context.new_page()
    plain.goto(bench(site, report))
    plain.get_by_role("button", name="Propose statements").click()
    create_event(plain)
    for _ in range(2):
        plain.locator('.bench-card[data-state="open"]').first.get_by_role("button", name="Accept").click()
    plain.get_by_role("button", name=re.compile("^Publish the event with 2")).click()
    assert Quote.objects.filter(article=report).count() == 2
    plain.goto(f"{site}/?q=useful+dialogue")
    expect(plain.locator(".card h3")).to_have_text("Lavrov speaks of useful talks")
    context.close()


@pytest.mark.any_database
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_workbench_is_accessible_and_fits_a_phone(editor: Page, site: str, report: Article, scheme):
    editor.emulate_media(color_scheme=scheme)
    editor.goto(f"{bench(site, report)}?event={Event.objects.first().pk}")
    editor.get_by_role("button", name="Propose statements").click()
    for width in (1280, 320):
        editor.set_viewport_size({"width": width, "height": 800})
        assert editor.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(editor, context="#workbench")
        assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
