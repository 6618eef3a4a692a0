"""How texts and searches are split into words, and which words of a text are marked."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import actor, event, quote
from timeline.search.highlighting import find_term, highlight
from timeline.search.query_parser import make_term, parse_query
from timeline.search.tokenizer import stem, tokenize

pytestmark = pytest.mark.django_db

# ---- words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Missiles, missile’s MISSILE", ["missil"] * 3),
        ("U.S.-Japan e.g. В.В.Путин", ["us", "japan", "eg", "вв", "путин"]),
        ("Kōmura Zürich naïve", ["komura", "zurich", "naiv"]),
        ("don't O’Brien", ["don", "t", "o", "brien"]),
        ("остров острова островов островами", ["остр"] * 4),
        ("визит визита", ["виз"] * 2),
        ("прием приема", ["прием"] * 2),
        ("ещё за́мок й и", ["ещ", "замок", "й", "и"]),
        ("日露首脳", ["日露", "露首", "首脳", "脳"]),
        ("ﾌﾞﾙｰ", ["ブル", "ルー", "ー"]),
        ("河野\n太郎", ["河野", "野太", "太郎", "郎"]),
        ("PAC3を配備", ["pac3", "を配", "配備", "備"]),
        ("mis\u00adsile ㌔ ²", ["missil", "キロ", "ロ", "2"]),
        ("_ * \" ' : ^ \\ ( ) ・ ー", ["ー"]),
        ("", []),
    ],
)
def test_a_text_is_split_into_words(text, words):
    assert [token.text for token in tokenize(text)] == words


def test_simultaneous_threads_stem_words_correctly():
    words = [f"{start}{end}" for start in ("missile", "островами", "лавров") for end in ("", "s", "ов", "ing", "ами")]
    alone = [stem.__wrapped__(word) for word in words]
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(lambda _: [stem.__wrapped__(word) for word in words] == alone, range(40)))


@given(st.text(max_size=80))
def test_words_have_only_letters_and_digits_and_correct_positions(text):
    at = 0
    for token in tokenize(text):
        assert token.text
        assert all(
            sign.isalnum() or sign > "\U00020000" for sign in token.text
        )  # kanji that this version of Python does not know
        assert 0 <= token.start < token.head <= token.end <= len(text)
        assert token.start >= at
        at = token.start


@given(st.text(max_size=60))
def test_a_text_as_a_phrase_finds_itself(text):
    term = make_term(text, is_phrase=True)
    assert not term.tokens or find_term(term, tokenize(text))


@given(st.text(alphabet="日露首脳会談・ ", min_size=1, max_size=12), st.data())
def test_any_part_of_japanese_text_finds_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    term = make_term(part)
    assert not term.tokens or find_term(term, tokenize(text))


# ---- marks


@pytest.mark.parametrize(
    ("search", "text", "shown"),
    [
        ("missile", "Missiles & a missile’s", "[Missiles] & a [missile]’s"),
        ('"island dispute"', "an island, dispute; island disputes", "an [island, dispute]; [island disputes]"),
        ("首脳", "日露首脳会談", "日露[首脳]会談"),
        ("首", "日露首脳会談", "日露[首]脳会談"),
        ("談", "日露首脳会談", "日露首脳会[談]"),
        ("ラブロフ", "ｾﾙｹﾞｲ･ﾗﾌﾞﾛﾌ氏", "ｾﾙｹﾞｲ･[ﾗﾌﾞﾛﾌ]氏"),
        ("セルゲイラブロフ", "セルゲイ・ラブロフ", "[セルゲイ・ラブロフ]"),
        ("日露首 首脳", "日露首脳会談", "[日露首脳]会談"),
        ("острова", "Остров и островами", "[Остров] и [островами]"),
        ("komura", "Kōmura", "[Kōmura]"),
        ("US", "the U.S. side", "the [U.S.] side"),
        ("missile -treaty", "missile treaty", "[missile] treaty"),
        ("amp lt", "<b> & &amp;", "<b> & &[amp];"),
        ("", "missile", "missile"),
    ],
)
def test_matched_words_are_marked(search, text, shown):
    html = highlight(text, parse_query(search))
    assert unescape(html.replace('<mark class="hit">', "[").replace("</mark>", "]")) == shown


@given(st.text(max_size=60), st.text(max_size=20))
def test_marking_changes_no_character_and_escapes_everything(text, search):
    html = highlight(text, parse_query(search))
    plain = re.sub(r'<mark class="hit">|</mark>', "", html)
    assert "<" not in plain
    assert ">" not in plain
    assert plain == escape(text)


def test_matched_words_are_marked_in_title_summary_and_statement_and_nowhere_else(client):
    lavrov = actor("Sergei Lavrov")
    talks = event("Missile <talks>", summary="On missiles.", actors=[lavrov])
    quote("a missile's range", of=talks, by=lavrov, kind="direct")
    page = client.get("/?q=missile")
    assertContains(page, '<mark class="hit">Missile</mark> &lt;talks&gt;</a>')
    assertContains(page, 'On <mark class="hit">missiles</mark>.')
    assertContains(page, '“a <mark class="hit">missile</mark>&#x27;s range”')
    assertContains(page, 'class="hit"', count=3 + page.content.decode().count('rect class="hit"'))
    for address in ("/", talks.get_absolute_url(), lavrov.get_absolute_url()):
        assertNotContains(client.get(address), "<mark")
