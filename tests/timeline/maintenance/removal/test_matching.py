"""What counts as the same words, and what does not."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import normalisation
from timeline.maintenance.removal.matching import BLOCK, Matcher, fold, is_long_enough


def blocked(words: str, text: str, **options: bool) -> str:
    found, _n = Matcher([words]).redact(text, **options)
    return found.replace(BLOCK, "#")


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("Ann", "Ann, ANN and Annual", "###, ### and Annual"),
        ("Ann", "Joann, Ann’s, ann-e", "Joann, ###’s, ###-e"),
        ("Ann", "Ann1 and Ann²", "###1 and ###²"),
        ("12 March", "112 March 12  march", "112 March #########"),
        ("Ivan Petrov", "Ivan\n  Petrov; Ivan\u00a0Petrov", "#############; ###########"),
        (
            "Ivan Petrov",
            "ivan-petrov ivan_petrov ivan.petrov@example.org",
            "########### ########### ###########@example.org",
        ),
        ("Ivan Petrov", "Ivan Pe-\ntrov", "#############"),
        ("Ivan Petrov", "I\u00advan Petrov\u200b", "############\u200b"),
        ("O'Brien", "O’Brien and OʼBRIEN", "####### and #######"),
        ("José", "Jose\u0301 and Jose", "##### and Jose"),
        ("fir", "a ﬁr", "a ##"),
        ("STRASSE", "Straße", "######"),
        ("Ａｂｅ", "Abe and Ａbe", "### and ###"),
        ("Королёв", "Королев, КОРОЛЁВ, Короле\u0301в, Королёва", "#######, #######, ########, Королёва"),
        ("Йонас", "И\u0306онас", "######"),
        ("河野太郎", "外相の河野太郎氏、河野 太郎、河野\n太郎", "外相の####氏、#####、#####"),
        ("セルゲイ・ラブロフ", "ｾﾙｹﾞｲ･ﾗﾌﾞﾛﾌ セルゲイ　ラブロフ セルゲイラブロフ", "########### ######### ########"),
        ("김정은", "김정은은", "###은"),
        ("Abe 総理", "Abe 総理の", "######の"),
    ],
)
def test_other_spellings_of_the_same_words_are_found(words: str, text: str, found: str) -> None:
    assert blocked(words, text) == found


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("Ivan Petrov", "…van Petrov said", "…########## said"),
        ("Ivan Petrov", "Words of Ivan Pet…", "Words of ########…"),
        ("Ivan Petrov", "Words of Ivan Pet...", "Words of ########..."),
        ("Ivan Petrov", "Words of Slivan…", "Words of Slivan…"),
        ("Ivan Petrov", "Words of I…", "Words of I…"),
        ("河野太郎", "外相の河野…", "外相の##…"),
    ],
)
def test_words_that_are_cut_in_a_shortened_text_are_found(words: str, text: str, found: str) -> None:
    assert blocked(words, text) == found


def test_a_column_that_is_full_may_end_in_the_middle_of_the_words() -> None:
    assert blocked("Ivan Petrov", "Words of Ivan Pet", cut_end=True) == "Words of ########"
    assert blocked("Ivan Petrov", "an Petrov came", cut_start=True) == "######### came"
    assert blocked("Ivan Petrov", "ov came", cut_start=True) == "ov came"


def test_percent_encoded_words_in_an_address_are_found() -> None:
    address = "https://example.org/%D0%98%D0%B2%D0%B0%D0%BD"
    assert blocked("Иван", f"See {address} there") == f"See https://example.org/{'#' * 24} there"


def test_words_escaped_in_json_are_found() -> None:
    told = json.dumps([{"changed": {"object": "Иван Петров", "fields": ["Note"]}}])
    found, n = Matcher(["Иван Петров"]).redact_column(told)
    assert n == 1
    assert json.loads(found) == [{"changed": {"object": BLOCK * 11, "fields": ["Note"]}}]


def test_a_name_with_an_accent_is_found_in_a_slug_without_it() -> None:
    matcher = Matcher(["José Núñez"])
    assert matcher.matches("talks-with-jose-nunez", in_slug=True)
    assert not matcher.matches("talks with jose nunez")
    assert not Matcher(["Иван Lee"]).matches("talks-with-lee", in_slug=True)


@pytest.mark.parametrize("words", ["", "  ", "a", "ab", "a b", "…", "---", "日", " 日 ", "日a"])
def test_words_that_are_too_short_to_search_for(words: str) -> None:
    assert not is_long_enough(words)


@pytest.mark.parametrize("words", ["abc", "a b c", "日本", "アベ", "U.S.A"])
def test_words_that_are_long_enough_to_search_for(words: str) -> None:
    assert is_long_enough(words)


LETTERS = st.text(st.sampled_from("aAbеёЁйИ\u0306\u0301 \n-’日本カｶﾞﾞ・ßﬁ\u00ad.1²"), max_size=40)
WORDS = st.tuples(LETTERS, st.sampled_from(["abc", "日本", "АБВ", "a 1 b"]), LETTERS).map(" ".join)


@settings(deadline=None)
@given(LETTERS, WORDS)
def test_blocks_keep_the_length_and_leave_nothing_to_find(text: str, words: str) -> None:
    matcher = Matcher([words])
    found, _n = matcher.redact(text)
    assert len(found) == len(text)
    assert not matcher.matches(found)
    assert all(new in (BLOCK, old) for old, new in zip(text, found, strict=True))


@settings(deadline=None)
@given(LETTERS, WORDS)
def test_a_stored_text_with_blocks_is_stored_as_it_is(text: str, words: str) -> None:
    found, _n = Matcher([words]).redact(normalisation.normalise(text))
    assert normalisation.normalise(found) == found


@settings(deadline=None)
@given(WORDS, st.sampled_from(["NFC", "NFD"]))
def test_words_are_found_in_either_form_of_unicode(words: str, form: str) -> None:
    words = " ".join(words.split())
    assert Matcher([words]).matches(f"“{unicodedata.normalize(form, words)}”") or not fold(words).strip()
