"""Decoding files, and the details proposed for the article of a text or page."""

from __future__ import annotations

import codecs
import socket

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import normalisation
from articles.importing import CannotImport, Details, ImportOutcome, ImportResult, import_bytes
from articles.importing.decode import decode
from articles.importing.metadata import guess_language, guess_title, propose_article
from articles.importing.slugs import build_outlet_slug, propose_article_slugs
from articles.models import Article

from .test_importing import SAMPLES

RUSSIAN = (SAMPLES / "talks-windows-1251.txt").read_bytes().decode("cp1251")
JAPANESE = (SAMPLES / "talks-euc-jp.txt").read_bytes().decode("euc_jp")
FRENCH = "Le ministre a déclaré à l'issue de la réunion que les deux pays étaient prêts à coopérer."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((RUSSIAN, name) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251")),
        *((JAPANESE, name) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp932", "euc_jp", "iso2022_jp")),
        *((FRENCH, name) for name in ("utf-8", "utf-16", "utf-16-le", "latin-1", "cp1252")),
        (RUSSIAN.translate(str.maketrans("«»—", '""-')), "koi8-r"),
    ],
)
def test_a_text_is_read_in_its_encoding(text, encoding):
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["euc_jis_2004", "iso2022_jp_2004", "cp932"])
def test_characters_of_the_wider_japanese_encodings_are_read(encoding):
    text = JAPANESE + "①"
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16-le"])
@pytest.mark.parametrize("start", ["", "Only ASCII to begin with.\n" * 9000])
def test_a_long_text_is_guessed_from_its_beginning_if_that_is_enough(start, encoding):
    text = start + RUSSIAN * 900
    assert decode(text.encode(encoding)).text == text


def test_a_guess_is_reported_and_a_certainty_is_not():
    assert decode(RUSSIAN.encode("cp1251")).note == "encoding guessed: windows-1251"
    assert decode(RUSSIAN.encode()).note == ""


def test_characters_lost_before_the_import_are_reported():
    assert decode("He said � and �.".encode()).note == "2 characters were lost before the import (�)"


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ("<meta http-equiv=Content-Type content='text/html; charset=KOI8-R'>", "koi8-r"),
        ('<meta charset="x-sjis">', "cp932"),
        ('<?xml version="1.0" encoding="EUC-JP"?>', "euc_jp"),
        ("<META CHARSET=iso-8859-1>", "cp1252"),
    ],
)
def test_a_page_is_read_in_the_encoding_it_declares(declaration, encoding):
    word = {"cp932": "会談", "euc_jp": "会談", "cp1252": "“né”"}.get(encoding, "да")
    page = f"{declaration}<p>{word}</p>"
    assert decode(page.encode(encoding), page=True).text == page


@pytest.mark.parametrize("name", ["utf-8", "unicode_escape", "rot13", "hex", "undefined", "no-such", "utf-16"])
def test_a_wrong_or_strange_declaration_is_ignored(name):
    page = f'<meta charset="{name}"><p>{RUSSIAN}</p>'
    assert decode(page.encode("cp1251"), page=True).text == page


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (RUSSIAN.encode()[:-2] + b"\xd0" + b"\n" * 3, "it is UTF-8, but damaged at byte"),
        (codecs.BOM_UTF8 + b"\xff text", "it is UTF-8, but damaged at byte 4"),
        (codecs.BOM_UTF16_LE + b"a", "it is UTF-16, but damaged at byte"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x06" * 9, "it is not text"),
        (b"\x1b$B0! is no Japanese", "the encoding could not be detected"),
        (b"abc\x01\x02\x03\x04", "it is not text"),
        (b"\n \n", "it is empty"),
    ],
)
def test_what_cannot_be_decoded_without_loss_fails_with_the_reason(data, reason):
    with pytest.raises(CannotImport, match=reason):
        decode(data)


def test_a_page_proposes_its_details_and_its_words_without_the_menu(monkeypatch):
    def refuse(*args):
        raise AssertionError("nothing is fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    proposal = propose_article("harbour-gazette.html", (SAMPLES / "harbour-gazette.html").read_bytes())
    assert proposal.details == Details(
        title="Ministers promise more talks on the strait",
        author="Ann Leeward; Bo Windward",
        published="2019-05-06",
        outlet="Harbour Gazette",
        url="https://gazette.example/2019/05/06/strait-talks.html",
        language="en",
    )
    assert (
        "“We are ready to go on talking,” the minister told reporters, and added that nobody’s boats" in proposal.text
    )
    assert "Home" not in proposal.text
    assert "All rights reserved" not in proposal.text


def test_a_page_without_declared_encoding_is_read():
    proposal = propose_article("x.html", (SAMPLES / "undeclared-windows-1251.html").read_bytes())
    assert proposal.details.language == "ru"
    assert proposal.details.title == "Министры договорились продолжить переговоры о проливе"
    assert "«Мы готовы продолжать диалог», — сказал министр журналистам после встречи." in proposal.text
    assert "Главная" not in proposal.text


@pytest.mark.parametrize("address", ["https://x.example/", "/relative", "javascript:alert(1)", "https://[x/"])
@pytest.mark.slow
def test_an_invalid_address_is_not_proposed(address):
    page = f'<html><head><link rel="canonical" href="{address}"></head><body><p>{FRENCH * 4}</p></body></html>'
    assert propose_article("x.html", page.encode()).details.url == ""


def test_a_saved_fragment_of_a_page_is_read():
    assert propose_article("x.html", f"<p>{FRENCH}</p>".encode()).text.strip() == FRENCH


def test_control_characters_in_json_are_removed_and_a_strange_character_reference_loses_no_text():
    page = (SAMPLES / "harbour-gazette.html").read_text(encoding="utf-8")
    page = page.replace('"Bo Windward"', '"Bo \\ud800\\u0000Windward"').replace("The two", "&#xD800;&#0;The two")
    proposal = propose_article("x.html", page.encode())
    assert proposal.details.author == "Ann Leeward; Bo Windward"
    assert "The two foreign ministers" in normalisation.normalise(proposal.text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n...\n\nMENU\nhttps://x.example/a b\nTalks end in Tokyo\nThe talks ended.", "Talks end in Tokyo"),
        ("海峡の通航めぐり会談\n\n両国の外務大臣は会談した。", "海峡の通航めぐり会談"),
        ("見出し　副題です\n本文。", "見出し　副題です"),
        ("word " * 60, ("word " * 39).strip() + "…"),
        ("12.5.2007\n\n***\n", ""),
    ],
)
def test_the_title_is_the_first_line_that_looks_like_one(text, title):
    assert guess_title(text) == title


@pytest.mark.parametrize(
    ("text", "language"),
    [(JAPANESE, "ja"), (RUSSIAN, "ru"), (FRENCH, "en"), ("He said はい, that is “yes”, and Да.", "en"), ("", "en")],
)
def test_the_language_is_guessed_by_script(text, language):
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("name", "outlet", "published", "slug"),
    [
        ("2007-10-23-trend-afp.txt", "trend-news-agency", "2007-10-23", "trend-afp-2007-10-23"),
        ("20071023_interview.html", "harbour-gazette", "2007", "harbour-gazette-interview-2007-10-23"),
        ("article.txt", "harbour-gazette", "2007-10", "harbour-gazette-article-2007-10"),
        ("2007-13-99.txt", "", "", "article-2007-13-99-f871550c"),
        ("2007-10-23.txt", "", "", "2007-10-23"),
        ("会談.txt", "", "2018?", "article-8e7f59cc-2018"),
        ("word-" * 60 + ".txt", "", "", "-".join(["word"] * 22)),
    ],
)
def test_slugs_are_proposed_from_outlet_file_name_and_date(name, outlet, published, slug):
    slugs = propose_article_slugs(name, outlet, published)
    assert [next(slugs), next(slugs)] == [slug, f"{slug}-2"]


def test_the_longest_slugs_fit_their_columns():
    assert len(next(propose_article_slugs("x" * 300, "y" * 100, "2007-10-23"))) <= 115
    assert len(build_outlet_slug("x" * 200)) == 100


PARTS = [
    *(
        "<p>",
        "</p>",
        "<html lang='",
        "<head>",
        "<title>",
        "<!--",
        "<table>",
        "'>",
        "&#x0;",
        "&#55296;",
        "\ud800",
        "\x00",
    ),
    *("<script type='application/ld+json'>", "<meta charset='", "<link rel='canonical' href='", "Слово ", "会談。"),
]
MARKUP = st.lists(st.sampled_from(PARTS) | st.text(max_size=20), max_size=30).map(
    lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
)
SLOWLY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@pytest.mark.django_db
@SLOWLY
@given(
    name=st.text(max_size=12).map(lambda stem: stem + ".txt") | st.sampled_from(["a.txt", "b.html", "c.HTM"]),
    data=st.binary(max_size=400) | MARKUP | st.text(max_size=200).map(lambda text: text.encode("utf-16")),
    details=st.builds(
        Details, title=st.text(max_size=8), outlet=st.text(max_size=8), url=st.just("") | st.text(max_size=8)
    ),
)
def test_any_bytes_give_a_result(name, data, details):
    answer = import_bytes(name, data, details)
    assert isinstance(answer, ImportResult)
    assert str(answer)
    if answer.outcome is not ImportOutcome.FAILED:
        assert Article.objects.get(slug=answer.slug).text
        with transaction.atomic():
            assert import_bytes(name, data, details).outcome is ImportOutcome.UNCHANGED


@pytest.mark.django_db
def test_what_somebody_else_saves_at_the_same_moment_causes_no_traceback(monkeypatch):
    def collide(self, **kwargs):
        raise IntegrityError("UNIQUE constraint failed")

    monkeypatch.setattr(Article, "save", collide)
    answer = import_bytes("talks.txt", FRENCH.encode())
    assert str(answer) == "failed  talks.txt: somebody else saved this article at the same moment; try again"
