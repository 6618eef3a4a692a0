"""Translators get every text of every template, whichever engine renders it."""

from __future__ import annotations

import re
import tomllib

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from django.conf import settings
from django.template import engines
from jinja2 import nodes

TEMPLATES = settings.BASE_DIR / "templates"
PUBLIC = TEMPLATES / "public"
CALLS = ("_", "gettext", "ngettext")
TRANSLATE = re.compile(r'{%-? *translate "([^"]+)"')
BLOCK = re.compile(r"{% *blocktranslate(?P<how>[^%]*)%}(?P<text>.*?){% *endblocktranslate *%}", re.DOTALL)
VALUE = re.compile(r"{{ *(\w+) *}}")


@pytest.fixture(scope="module")
def catalogue() -> set[str]:
    """All texts that `make messages` collects, with their plurals."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    mappings = project["tool"]["babel"]["mappings"]
    methods = [(one["pattern"], one["method"]) for one in mappings if one["pattern"].startswith("templates")]
    options = {one["pattern"]: one for one in mappings}
    found: set[str] = set()
    for _file, _line, message, _comments, _context in extract_from_dir(
        settings.BASE_DIR, methods, options, DEFAULT_KEYWORDS, directory_filter=lambda path: "/." not in path
    ):
        found.update((message,) if isinstance(message, str) else message)
    return found


def list_texts_of_jinja_template(name: str) -> list[str]:
    """The texts that the compiled template will look up, from its syntax tree."""
    environment = engines["jinja2"].env
    tree = environment.parse((PUBLIC / name).read_text(), name)
    calls = (call for call in tree.find_all(nodes.Call) if getattr(call.node, "name", "") in CALLS)
    return [one.value for call in calls for one in call.args if isinstance(one, nodes.Const) and str(one.value)]


def list_texts_of_django_template(source: str) -> list[str]:
    found = TRANSLATE.findall(source)
    for block in BLOCK.finditer(source):
        for text in re.split(r"{% *plural *%}", block["text"]):
            words = " ".join(text.split()) if "trimmed" in block["how"] else text
            found.append(VALUE.sub(r"%(\1)s", words.replace("%", "%%")))
    return found


@pytest.mark.parametrize("path", sorted(PUBLIC.rglob("*.html")), ids=lambda path: str(path.relative_to(PUBLIC)))
def test_translators_get_every_text_of_a_public_page(path, catalogue):
    assert set(list_texts_of_jinja_template(str(path.relative_to(PUBLIC)))) <= catalogue


DJANGO_TEMPLATES = [path for path in sorted(TEMPLATES.rglob("*.html")) if PUBLIC not in path.parents]


@pytest.mark.parametrize("path", DJANGO_TEMPLATES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_translators_get_every_text_of_other_templates(path, catalogue):
    assert set(list_texts_of_django_template(path.read_text())) <= catalogue


def test_translators_get_texts_that_run_over_several_lines_as_one(catalogue):
    assert "Page %(number)s of %(all)s" in catalogue
    assert any(text.startswith("A timeline of security diplomacy between Japan, Russia") for text in catalogue)
