"""Style sheets and scripts as a running site serves them: small, and kept by the browser until they change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.http import HttpResponse
from django.templatetags.static import static
from django.test import Client

from timeline.serving import inline_styles, static_files

pytestmark = pytest.mark.django_db  # the end of a request looks at the connection
SHEET = "timeline/base.css"


@pytest.fixture
def folder(settings, tmp_path: Path) -> Iterator[Path]:
    """One folder with one style sheet, on a site that packs what it serves."""
    found = tmp_path / "sheets"
    (found / "timeline").mkdir(parents=True)
    (found / SHEET).write_text("body { color: black; }\n" * 100)
    (tmp_path / "static").mkdir()
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [found]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "timeline.serving.static_files.PackedStaticFilesStorage"},
    }
    finders.get_finder.cache_clear()
    yield found
    finders.get_finder.cache_clear()


def served(address: str, packing: str = "") -> tuple[HttpResponse, bytes]:
    answer = Client(headers={"accept-encoding": packing}).get(address)
    body = b"".join(answer)
    answer.close()
    return answer, body


def test_a_packed_style_sheet_is_sent_compressed_and_cached_forever(folder):
    assert static_files.pack()
    address = static(SHEET)
    assert re.fullmatch(r"/static/timeline/base\.[0-9a-f]{12}\.css", address)
    answer, _ = served(address, "br, gzip")
    assert answer["Content-Encoding"] == "br"
    assert "immutable" in answer["Cache-Control"]
    assert served(address, "gzip")[0]["Content-Encoding"] == "gzip"


def test_only_changed_files_are_packed_again(folder):
    assert static_files.pack()
    before = static(SHEET)
    assert not static_files.pack()
    (folder / SHEET).write_text("body { color: navy; }")
    assert static_files.pack()
    assert static(SHEET) != before
    assert served(before)[0].status_code == 200, "a page in a cache still asks for the sheet that it came with"


def test_a_style_sheet_that_was_never_packed_is_served_unchanged(folder):
    assert static(SHEET) == "/static/timeline/base.css"
    assert served("/static/timeline/base.css")[1].startswith(b"body { color: black; }")
    static_files.pack()
    (folder / "timeline" / "new.css").write_text("p { margin: 0; }")
    assert static("timeline/new.css") == "/static/timeline/new.css"
    assert served("/static/timeline/new.css")[1] == b"p { margin: 0; }"


def test_with_debug_an_edit_is_visible_at_once(folder, settings):
    static_files.pack()
    settings.DEBUG = True
    (folder / SHEET).write_text("p { margin: 0; }")
    assert not static_files.pack()
    assert static(SHEET) == "/static/timeline/base.css"
    assert served(static(SHEET))[1] == b"p { margin: 0; }"


def test_the_prepare_command_packs_style_sheets(folder, settings):
    settings.FIXTURE_DIRS = []
    call_command("prepare")
    assert static(SHEET) != "/static/timeline/base.css"


@pytest.mark.parametrize(
    ("css", "minified"),
    [
        ("/* Every page */\na { color: red; }\n\nb > i ,\nu { margin: 0 auto }", "a{color:red}b>i,u{margin:0 auto}"),
        ('.n::after { content: " × ; } "; }', '.n::after{content:" × ; } "}'),
        ("p { width: calc(100% - 2rem); }", "p{width:calc(100% - 2rem)}"),
        (
            "@media (min-width: 60rem) {\n  .a .b:not(.c) { top: 0; }\n}",
            "@media (min-width:60rem){.a .b:not(.c){top:0}}",
        ),
    ],
)
def test_a_style_sheet_in_a_page_has_no_comments_and_little_space(css, minified):
    assert inline_styles.minify(css) == minified
