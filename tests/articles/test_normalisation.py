"""How an article's text is stored: what an editor pastes keeps its words."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.normalisation import RULE, fingerprint, normalise

AWKWARD = (
    "\r\n\t \u00a0\u0085\u2028\u2029\ufeff\x00\x0c\x1f\x7f\x9f\u00ad\u200b"
    "\u0301\u3099\ud83d\ude80e\u212b\u1100\u1161か「”’—"
)
TEXTS = st.text(st.sampled_from(AWKWARD) | st.characters(), max_size=60)


def test_the_rule_is_the_first():
    assert RULE == 1


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("one\r\ntwo\rthree\u0085four\u2028five\u2029six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("\ufeffwith a byte\ufeff order mark", "with a byte order mark"),
        ("zero\x00 and \x1bescape and \x9fmore", "zero and escape and more"),
        ("a\ttab stays", "a\ttab stays"),
        ("cafe\u0301", "caf\u00e9"),
        ("か\u3099", "が"),
        ("a lone \ud83d half", "a lone \ufffd half"),
        ("two halves \ud83d\ude80", "two halves 🚀"),
        ("line  \t\nnext\u00a0\nlast", "line\nnext\nlast"),
        ("one\n\n\n\ntwo\n \n\u3000\nthree\n\nfour\nfive", "one\n\ntwo\n\nthree\n\nfour\nfive"),
        ("\n\n  around \n ", "around"),
        (" \r\n\x00", ""),
    ],
)
def test_invisible_characters_are_removed(pasted, stored):
    assert normalise(pasted) == stored


@pytest.mark.parametrize(
    "text",
    [
        "“curly” 'straight' «guillemets» 「鍵」 ``tex''",
        "dash – dash — hyphen - minus −",
        "no\u00a0break, soft\u00adhyphen, zero\u200bwidth",
        "two  blanks and  indented\n  line",
        "ﬁ ligature, Ａ wide, ½, …",
        "a family: 👨\u200d👩\u200d👧, a flag: 🇯🇵",
    ],
)
def test_the_words_are_as_published(text):
    assert normalise(text) == text


@given(TEXTS)
@settings(max_examples=2000, deadline=None)
@example("a\x00\u0301")
@example("\ud83d\x00\ude80")
@example("\r\x00\n")
@example("a \x00\n\x00\n\x00\n\x00b")
@example("\u2000\u0301\n")
def test_storing_a_text_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@given(TEXTS)
@settings(max_examples=2000, deadline=None)
def test_every_text_can_be_encoded_and_stored_in_the_database(text):
    stored = normalise(text)
    assert stored.encode().decode() == stored
    assert unicodedata.is_normalized("NFC", stored)
    assert not [letter for letter in stored if unicodedata.category(letter) == "Cc" and letter not in "\n\t"]
    assert stored == stored.strip()
    assert "\n\n\n" not in stored


@given(st.text(st.sampled_from("abc дом 海 “”’—-…\u00a0\u00ad.,!"), max_size=80))
@settings(max_examples=500, deadline=None)
def test_of_ordinary_words_only_spaces_at_the_ends_of_lines_are_removed(text):
    assert normalise(text) == text.strip()


def test_the_fingerprint_is_that_of_the_utf_8_bytes():
    assert fingerprint("海") == hashlib.sha256(b"\xe6\xb5\xb7").hexdigest()
    assert fingerprint("one") != fingerprint("one ")
