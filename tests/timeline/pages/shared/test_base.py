"""The frame of every page, and the two kinds of templates while both exist."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.template import engines, loader
from jinja2 import UndefinedError
from lxml import html

from timeline.serving.conditional_get import OUR_OWN


def outline(source: str) -> list[tuple]:
    """Each element with its attributes and words; how they are spaced and quoted does not matter."""

    def words(text: str | None) -> str:
        return " ".join((text or "").split())

    page = html.document_fromstring(source)
    return [
        (one.tag, sorted((name, words(value)) for name, value in one.items()), words(one.text), words(one.tail))
        for one in page.iter()
    ]


def test_pages_have_the_same_frame_whichever_engine_renders_them(rf):
    request = rf.get("/topics/", {"page": "2"})
    jinja = loader.get_template("base.html", using="jinja2").render({}, request)
    django = loader.get_template("base.html", using="django").render({}, request)
    assert outline(jinja) == outline(django)


def test_a_name_that_no_view_gives_is_an_error():
    with pytest.raises(UndefinedError):
        engines["jinja2"].from_string("{% if nobody_gives_this %}…{% endif %}").render()


def test_a_changed_template_gives_pages_another_tag():
    for engine in settings.TEMPLATES:
        for folder in engine["DIRS"]:
            assert folder.relative_to(settings.BASE_DIR).parts[0] in OUR_OWN
