"""Fixtures for all tests. Browser tests are skipped, with a message, if there is no Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_django
from django.db import connections
from django.template.backends.jinja2 import Template
from django.test import override_settings
from django.test.signals import template_rendered
from hypothesis import HealthCheck, settings

from articles.extraction import list_engines
from tests import marks

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's synchronous API runs an event loop
# On a busy machine any example may take long: no test fails because of time. On CI, the examples are always the same.
settings.register_profile("any-speed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("any-speed"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "any-speed")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"  # the articles' texts and checked facts; not part of the repository
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def pytest_itemcollected(item: pytest.Item) -> None:
    marks.mark_item(item)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not CHROMIUM:
        _leave_out(config, items, "browser", "no Chromium was found (CHROMIUM=/path/to/it names one)")
    if "spacy" not in list_engines():
        _leave_out(config, items, "grammar", "the model that reads grammar is not installed (EXTRAS=nlp adds it)")


def _leave_out(config: pytest.Config, items: list[pytest.Item], marker: str, why: str) -> None:
    skipped = [item for item in items if item.get_closest_marker(marker)]
    if not skipped:
        return
    if os.environ.get(f"REQUIRE_{marker.upper()}") == "1":
        raise pytest.UsageError(f"REQUIRE_{marker.upper()}=1, but {why}")
    config.hook.pytest_deselected(items=skipped)
    config.stash[SKIPPED].append(f"{len(skipped)} {marker} tests: {why}")
    items[:] = [item for item in items if item not in skipped]


SKIPPED = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SKIPPED] = []
    if not SHARED.exists():
        config.stash[SKIPPED].append(
            "checks against the articles’ texts or the checked facts, which are not in ../shared"
        )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash[SKIPPED]:
        terminalreporter.write_line(f"skipped: {line}", yellow=True)


@pytest.fixture(scope="session", autouse=True)
def use_fast_password_hasher() -> Iterator[None]:
    """The default hasher takes a third of a second on purpose."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """Close connections that threads of the live server may still have: PostgreSQL would not drop the test database.

    pytest-django only warns of that, but here warnings are errors, and this one became an error of the last test.
    """
    yield
    with django_db_blocker.unblock():
        for connection in connections.all():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )


@pytest.fixture(scope="session", autouse=True)
def send_signal_for_jinja_templates() -> Iterator[None]:
    """Send `template_rendered` as Django templates do in tests: a response's `context` and `templates` come from it."""
    render = Template.render

    def render_and_send(self, context=None, request=None):
        template_rendered.send(sender=self, template=self, context={**(context or {}), "request": request})
        return render(self, context, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", render_and_send)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [*quiet, "--disable-component-update", "--disable-sync"],
    }


@pytest.fixture(autouse=True)
def disable_page_cache(settings) -> None:
    """Every page is rendered, so that tests see its context; tests of the page cache turn it on."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@pytest.fixture
def shared() -> Path | None:
    """The folder with the articles' texts, or None: then the test prints that it was skipped, and passes."""
    return SHARED if SHARED.exists() else None


@pytest.fixture
def seeds(db: None) -> None:
    """The data of the two articles, without the rest of the shipped data."""
    from tests import datasets

    datasets.load_two_articles()
