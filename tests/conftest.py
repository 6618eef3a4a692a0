"""What every test shares. Browser tests are left out, and said to be, where there is no Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.backends.jinja2 import Template
from django.test import override_settings
from django.test.signals import template_rendered
from hypothesis import settings

from articles.extraction import list_engines
from tests import marks

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's synchronous interface runs a loop of its own
# Where a change is judged, the same examples are tried each time; elsewhere new ones.
settings.register_profile("ci", derandomize=True, print_blob=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"  # the articles' texts and checked facts; beside the project only on our machines
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def pytest_itemcollected(item: pytest.Item) -> None:
    marks.mark(item)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not CHROMIUM:
        _leave_out(config, items, "browser", "no Chromium was found (CHROMIUM=/path/to/it names one)")
    if "spacy" not in list_engines():
        _leave_out(config, items, "grammar", "the model that reads grammar is not installed (EXTRAS=nlp adds it)")


def _leave_out(config: pytest.Config, items: list[pytest.Item], marker: str, why: str) -> None:
    left_out = [item for item in items if item.get_closest_marker(marker)]
    if not left_out:
        return
    if os.environ.get(f"REQUIRE_{marker.upper()}") == "1":
        raise pytest.UsageError(f"REQUIRE_{marker.upper()}=1, but {why}")
    config.hook.pytest_deselected(items=left_out)
    config.stash[LEFT_OUT].append(f"{len(left_out)} {marker} tests: {why}")
    items[:] = [item for item in items if item not in left_out]


LEFT_OUT = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEFT_OUT] = []
    if not SHARED.exists():
        config.stash[LEFT_OUT].append(
            "what needs the articles’ texts or the checked facts: they are not beside the project"
        )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash[LEFT_OUT]:
        terminalreporter.write_line(f"left out: {line}", yellow=True)


@pytest.fixture(scope="session", autouse=True)
def passwords_hashed_at_once() -> Iterator[None]:
    """A site's own way takes a third of a second on purpose; how hard a password is to guess, no test asks."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def jinja_templates_say_that_they_were_rendered() -> Iterator[None]:
    """Django's own templates send this signal in tests; from it come a response's `context` and `templates`."""
    render = Template.render

    def render_and_say(self, context=None, request=None):
        template_rendered.send(sender=self, template=self, context={**(context or {}), "request": request})
        return render(self, context, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", render_and_say)
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
def no_page_kept(settings) -> None:
    """Each test sees its pages drawn, with what they were drawn from; tests of what is kept turn it on."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@pytest.fixture
def shared() -> Path | None:
    """The folder with the articles' texts, or None: then the test says that it was left out and passes."""
    return SHARED if SHARED.exists() else None


@pytest.fixture
def seeds(db: None) -> None:
    """The two articles' own data, without the rest of the record."""
    from tests import kept

    kept.seeds()
