"""Moulds: templates drawn once, with holes, and filled for each reader with what this one asked for and nobody else."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import re
from types import ModuleType

import pytest
from django.test import Client
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from tests.factories import actor, event, quote
from timeline.drawn import choices, rail
from timeline.drawn import mould as moulds
from timeline.drawn.mould import fill, fill_page, mould, page_mould

WAYS = ("/", "/compare/", "/network/")
PLACE = ("http", "one.example", "/")


def forget() -> None:
    """Each mould is made anew, as in a process that has just begun."""
    for kept in (moulds._piece, moulds._page, choices._choice, choices._group, rail._forms):
        kept.cache_clear()


@pytest.fixture(autouse=True)
def nothing_kept():
    forget()
    yield
    forget()


@pytest.fixture
def written(settings) -> dict[str, str]:
    """Templates by their names, in place of the site's own; one may be changed at any time."""
    found: dict[str, str] = {}
    (site,) = settings.TEMPLATES
    options = {**site["OPTIONS"], "loaders": [("django.template.loaders.locmem.Loader", found)]}
    settings.TEMPLATES = [{"BACKEND": site["BACKEND"], "OPTIONS": options}]
    return found


@pytest.fixture
def two_hosts(settings) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]


# Holes and what is filled in


def test_what_is_not_markup_is_escaped_and_what_is_stands_as_it_is(written):
    written["link"] = '<a href="{{ query }}">{{ label }}</a>'
    cast = mould("link", "query label")
    drawn = fill(cast, query="?a=1&b=\"'", label="<script>")
    assert drawn == '<a href="?a=1&amp;b=&quot;&#x27;">&lt;script&gt;</a>'
    assert type(drawn) is SafeString
    assert fill(cast, query="?", label=mark_safe("<b>bold</b>")) == '<a href="?"><b>bold</b></a>'
    decided = mould("link", "query", label="<script>")
    assert fill(decided, query="?") == '<a href="?">&lt;script&gt;</a>'


def test_a_percent_sign_stays_in_the_template_in_what_decides_and_in_what_is_filled_in(written):
    written["share"] = '<p title="100%">{{ n }} % of {{ all }} {{ unit }} %(n)s %s %%</p>'
    cast = mould("share", "n all", unit="%(all)s%")
    drawn = fill(cast, n="50% %(all)s", all="%s %%")
    assert drawn == '<p title="100%">50% %(all)s % of %s %% %(all)s% %(n)s %s %%</p>'


def test_a_hole_may_stand_within_a_translated_text(written):
    written["page"] = (
        "{% load i18n %}{% blocktranslate with at=n trimmed %}Page {{ at }}, 5% of all{% endblocktranslate %}"
    )
    assert fill(mould("page", "n"), n="<3>") == "Page &lt;3&gt;, 5% of all"


def test_the_template_loses_its_indentation_and_what_is_filled_in_keeps_its_own(written):
    written["list"] = "\n<ul>\n    <li>\n\n      {{ label }}\n    </li>\n</ul>\n"
    assert fill(mould("list", "label"), label="one\n    two") == "<ul>\n<li>\none\n    two\n</li>\n</ul>"


@pytest.mark.parametrize("cut", ["{{ label|slice:'2:' }}", "{{ label|truncatechars:4 }}", "{{ label|first }}"])
def test_a_filter_that_cuts_a_hole_is_refused(written, cut):
    written["card"] = f"<h3>{cut}</h3>"
    with pytest.raises(ValueError, match="card: a filter or a tag has cut a hole"):
        mould("card", "label")


def test_what_has_no_hole_can_be_decided_and_cut(written):
    written["card"] = "<h3>{{ label|truncatechars:4 }}</h3>{{ n }}"
    assert fill(mould("card", "n", label="Lavrov"), n="2") == "<h3>Lav…</h3>2"


# What is kept


def test_another_decision_gives_another_mould(written):
    written["choice"] = "{% if chosen %}chosen{% else %}free{% endif %}: {{ n }}"
    asked = [(True, "1"), (False, "2"), (True, "3")]
    assert [fill(mould("choice", "n", chosen=on), n=n) for on, n in asked] == ["chosen: 1", "free: 2", "chosen: 3"]


def test_a_text_is_not_drawn_as_the_same_text_that_is_markup_was(written):
    written["name"] = "{{ label }}{{ n }}"
    assert fill(mould("name", "n", label=mark_safe("<b>")), n="1") == "<b>1"
    assert fill(mould("name", "n", label="<b>"), n="1") == "&lt;b&gt;1"


def test_another_language_gives_another_mould(written):
    written["day"] = "{% load i18n %}{% translate 'Monday' %} {{ n }}"
    drawn = []
    for language in ("en-gb", "de", "en-gb"):
        with translation.override(language):
            drawn.append(fill(mould("day", "n"), n="1"))
    assert drawn == ["Monday 1", "Montag 1", "Monday 1"]


def test_a_template_is_drawn_once(written):
    written["card"] = "then {{ n }}"
    first = mould("card", "n")
    written["card"] = "now {{ n }}"
    assert mould("card", "n") is first


def test_while_debugging_nothing_is_kept(written, settings, two_hosts):
    settings.DEBUG = True
    debugging = loaded_anew()
    written["card"] = "then {{ n }}"
    assert debugging.mould("card", "n") == "then %(n)s"
    assert debugging.page_mould("card", "n", PLACE) == b"then %(n)s"
    written["card"] = "now {{ n }}"
    assert debugging.mould("card", "n") == "now %(n)s"
    assert debugging.page_mould("card", "n", PLACE) == b"now %(n)s"


def loaded_anew() -> ModuleType:
    """The module as a process that starts with these settings has it."""
    spec = importlib.util.spec_from_file_location("started_anew", moulds.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Whose words a mould may have


def test_a_page_is_encoded_and_filled_with_what_is_encoded_already(written):
    written["page"] = "<p>{{ told }} – 100%</p>{{ cards }}"
    cast = page_mould("page", "told cards", PLACE)
    drawn = fill_page(cast, told="“<Курилы>”", cards="<i>千島</i>".encode())
    assert drawn.decode() == "<p>“&lt;Курилы&gt;” – 100%</p><i>千島</i>"


def test_a_page_knows_where_it_is_and_not_who_asks_for_it(written, two_hosts):
    written["page"] = (
        "{{ request.build_absolute_uri }} {{ request.get_full_path }} {{ n }}"
        "[{{ request.GET.q }}{{ request.META.QUERY_STRING }}{{ request.COOKIES.peculiar }}{{ user.username }}]"
    )
    for place, told in (
        (("http", "one.example", "/"), b"http://one.example/ /"),
        (("http", "one.example", "/compare/"), b"http://one.example/compare/ /compare/"),
        (("http", "two.example", "/"), b"http://two.example/ /"),
        (("https", "one.example", "/"), b"https://one.example/ /"),
        (("http", "one.example", "/"), b"http://one.example/ /"),
    ):
        assert fill_page(page_mould("page", "n", place), n="1") == told + b" 1[]"


@pytest.fixture
def made(monkeypatch) -> list[str]:
    """Every mould that pages are drawn from."""
    seen: list[str] = []
    make = moulds.made

    def noted(*asked, **decided):
        seen.append(make(*asked, **decided))
        return seen[-1]

    for module in (moulds, choices, rail):
        monkeypatch.setattr(module, "made", noted)
    return seen


@pytest.fixture
def record(db) -> None:
    japan, lavrov = actor("Japan", country="JP"), actor("Sergei Lavrov", country="RU")
    for date in ("1855-02-07", "1998-08-31", "2007-10-23"):
        quote(
            "peculiar and singular talk", of=event("Talks", kind="visit", date=date, actors=[japan, lavrov]), by=lavrov
        )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"q": "peculiar", "since": "1801-03-04", "until": "2033-05-06"}, 200),
        ({"q": "%(query)s%s peculiar", "kind": "visit", "order": "oldest"}, 200),
        ({"q": "-peculiar", "since": "1801-03-04"}, 400),
        ({"since": "peculiar", "until": "1801-03-04", "topic": "peculiar"}, 400),
        ({"all": "peculiar"}, 400),
    ],
)
def test_nothing_that_was_typed_stands_in_a_mould(client, record, made, way, asked, status):
    response = client.get(way, asked, follow=True)
    assert response.status_code == status
    assert "peculiar" in response.content.decode()
    assert sum("<!doctype html>" in one for one in made) == 1
    for typed in ("peculiar", "1801", "2033", "March", "May"):
        assert not [one for one in made if typed in one], typed


def get(client: Client, address: str, host: str) -> str:
    return client.get(address, headers={"host": host}).content.decode()


@pytest.mark.parametrize("way", WAYS)
def test_the_next_reader_gets_the_page_that_would_have_been_drawn_for_them_alone(client, record, two_hosts, way):
    mine, next_ones = f"{way}?q=peculiar&since=1801", f"{way}?q=singular&since=1802"
    alone = {}
    for host in ("one.example", "two.example"):
        forget()
        alone[host] = get(client, next_ones, host)
        assert f"http://{host}{way}?q=singular&amp;since=1802" in alone[host]
    assert alone["one.example"] != alone["two.example"]
    forget()
    assert "with the words “peculiar”" in get(client, mine, "one.example")
    kept = moulds._page.cache_info().misses
    assert get(client, next_ones, "one.example") == alone["one.example"]
    assert moulds._page.cache_info().misses == kept, "it was drawn from the first reader's mould"
    assert get(client, next_ones, "two.example") == alone["two.example"]
    assert "one.example" not in alone["two.example"]


@pytest.mark.parametrize("typed", ["%(query)s", "100% %s %%", "<b>&amp;", "{{ sentence }} {% now %}"])
def test_signs_of_a_mould_or_a_template_are_only_words(client, record, typed):
    page = client.get("/", {"q": f"{typed} talk"}, follow=True).content.decode()
    shown = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f'name="q" value="{shown} talk"' in page


# What is said of the page elsewhere


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*WAYS, "/?since=soon", "/about/"])
def test_the_style_sheet_in_the_page_has_the_fingerprint_that_the_policy_names(client, address):
    response = client.get(address)
    (sheet,) = re.findall(r"<style>(.*?)</style>", response.content.decode(), re.DOTALL)
    fingerprint = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    (directive,) = re.findall(r"style-src ([^;]*)", response["Content-Security-Policy"])
    assert f"'sha256-{fingerprint}'" in directive.split()
    assert len(sheet) > 1000
