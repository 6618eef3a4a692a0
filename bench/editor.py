"""Time a scripted editor, from an article's file to a published event with three sourced quotations.

`make bench-editor`; it needs Chromium and the articles' texts in ../shared.
"""

from __future__ import annotations

import argparse
import os
import time

import django


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    django.setup()
    from django.test.runner import DiscoverRunner

    from tests.conftest import CHROMIUM, SHARED

    if not (CHROMIUM and SHARED.exists()):
        raise SystemExit("Skipped: this needs Chromium and the articles' texts in ../shared.")
    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment()
    databases = runner.setup_databases()  # a temporary database
    try:
        time_editor(CHROMIUM)
    finally:
        runner.teardown_databases(databases)


def time_editor(chromium: str) -> None:
    from django.contrib.auth import get_user_model
    from playwright.sync_api import sync_playwright
    from pytest_django.live_server_helper import LiveServer

    from tests.browser.editing import entries, import_article, only_people_and_outlets, publish_from
    from tests.conftest import SHARED
    from timeline.maintenance import shipped_data

    shipped_data.load(shipped_data.ARTICLES)
    only_people_and_outlets()
    get_user_model().objects.create_superuser("ed", password="a long password")
    server = LiveServer("127.0.0.1")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page()
            page.goto(f"{server.url}/admin/")
            page.locator("#id_username").fill("ed")
            page.locator("#id_password").fill("a long password")
            page.get_by_role("button", name="Log in").click()
            for entry in entries(SHARED):
                started = time.perf_counter()
                publish_from(page, server.url, import_article(SHARED, entry), f"From {entry['file']}")
                print(f"{time.perf_counter() - started:6.1f} s  file to published event, 3 statements: {entry['file']}")
            browser.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
