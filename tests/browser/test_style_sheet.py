"""The style sheet in the page, in Chromium: shorter than the files, and understood in the same way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from timeline.serving import inline_styles

pytestmark = pytest.mark.browser

RULES = """() => [...document.styleSheets].map((sheet) =>
  [...sheet.cssRules].map((rule) => rule.cssText.replaceAll(", ", ",")))"""  # variables keep the spaces of their lists


def test_a_browser_reads_the_same_rules_from_the_minified_style_sheet(page: Page):
    files = "".join((inline_styles.FOLDER / name).read_text() for name in inline_styles.SHEETS)
    page.set_content(f"<style>{files}</style><style>{inline_styles.TEXT}</style>")
    written, minified = page.evaluate(RULES)
    assert len(written) > 100
    assert minified == written
    assert len(inline_styles.TEXT) < 0.85 * len(files)
