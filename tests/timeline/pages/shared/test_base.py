"""The frame of every page, and the engine that renders it."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from django.conf import settings
from django.template import engines
from jinja2 import UndefinedError

from timeline.serving.conditional_get import PROGRAM_FOLDERS

PUBLIC = settings.BASE_DIR / "templates" / "public"


def test_a_name_that_no_view_gives_is_an_error():
    with pytest.raises(UndefinedError):
        engines["jinja2"].from_string("{% if nobody_gives_this %}…{% endif %}").render()


@pytest.mark.parametrize("path", sorted(PUBLIC.rglob("*.html")), ids=lambda path: str(path.relative_to(PUBLIC)))
def test_no_line_of_a_public_template_is_too_long_to_read(path):
    assert not [line for line in path.read_text().splitlines() if len(line) > 200]


def test_a_changed_template_gives_pages_another_tag():
    for engine in settings.TEMPLATES:
        for folder in engine["DIRS"]:
            assert folder.relative_to(settings.BASE_DIR).parts[0] in PROGRAM_FOLDERS


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/compare/", "/network/", "/?since=soon", "/about/"])
def test_the_style_sheet_in_the_page_has_the_fingerprint_that_the_policy_names(client, address):
    response = client.get(address)
    (sheet,) = re.findall(r"<style>(.*?)</style>", response.content.decode(), re.DOTALL)
    fingerprint = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    (directive,) = re.findall(r"style-src ([^;]*)", response["Content-Security-Policy"])
    assert f"'sha256-{fingerprint}'" in directive.split()
    assert len(sheet) > 1000


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["%(query)s", "100% %s %%", "<b>&amp;", "{{ sentence }} {% now %}"])
def test_what_a_reader_types_is_shown_as_words(client, typed):
    page = client.get("/", {"q": f"{typed} talk"}, follow=True).content.decode()
    shown = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f'name="q" value="{shown} talk"' in page
