"""Words that are not exactly the article’s: other typography, other letters, and what is offered for them."""

from __future__ import annotations

import pytest

from articles.anchors import Anchor, MatchResult, MatchState, build_anchor, explain, find
from tests.articles.anchors.test_anchors import JAPANESE, RUSSIAN, TEXT, at

# Words that differ from the article's in typography only


@pytest.mark.parametrize(
    ("pasted", "article"),
    [
        ("“We see no reason for delay,” he", '"We see no reason for delay," he'),
        ("``We see no reason for delay,'' he", '"We see no reason for delay," he'),
        ("«We see no reason for delay,» he", '"We see no reason for delay," he'),
        ("brief - the treaty", "brief – the treaty"),
        ("brief -- the treaty", "brief – the treaty"),
        ("left at dawn.\r\n\r\nThe envoy", "left at dawn.\n\nThe envoy"),
        ("stays\u00a0open", "stays open"),
        ("the har\u00adbour stays", "The harbour stays"),
        ("\u200bFishing  boats\t", "Fishing boats"),
        ("fishing boats", "Fishing boats"),
        ("Ｆｉｓｈｉｎｇ ｂｏａｔｓ", "Fishing boats"),
    ],
)
def test_other_marks_dashes_spaces_widths_and_capitals_give_the_articles_own_words(pasted, article):
    assert find(TEXT, Anchor(pasted)) == MatchResult(MatchState.CHANGED, at(article))
    assert "Only quotation marks, dashes, spaces or capitals differ." in explain(find(TEXT, Anchor(pasted)), pasted)


@pytest.mark.parametrize(
    ("text", "pasted", "article"),
    [
        ("It was ... late. Then", "It was … late", "It was ... late"),
        ("It was… late. Then", "It was... late", "It was… late"),
        ("the ﬁnal oﬀer stands", "final offer", "ﬁnal oﬀer"),
        ("ミサイル（ＭＤ）の配備", "(MD)の配備", "（ＭＤ）の配備"),
        ("said ﾐｻｲﾙﾊﾞ now", "ミサイルバ", "ﾐｻｲﾙﾊﾞ"),
        ("a cafe\u0301 in Oslo", "caf\u00e9", "cafe\u0301"),
        ("die Straße dort", "DIE STRASSE", "die Straße"),
        ("МИНИСТР сказал", "Министр сказал", "МИНИСТР сказал"),
        ("‘Peace’, not war", '"Peace", not', "‘Peace’, not"),
    ],
)
def test_offsets_are_right_even_if_folding_changes_the_number_of_letters(text, pasted, article):
    assert find(text, Anchor(pasted)) == MatchResult(MatchState.CHANGED, at(article, text))


def test_several_places_that_differ_in_typography_are_all_candidates():
    text = "He said “never again” and “never  again”."
    found = find(text, Anchor('"never again"'))
    assert (found.state, [place.exact for place in found.candidates]) == (
        MatchState.CHANGED,
        ["“never again”", "“never  again”"],
    )


def test_a_place_is_a_candidate_only_once_even_if_its_sign_has_the_letter_twice():
    assert find("Only 5 ㎜ apart", Anchor("ｍ")) == MatchResult(MatchState.CHANGED, at("㎜", "Only 5 ㎜ apart"))


# Words that are nearly the article's


@pytest.mark.parametrize(
    ("text", "pasted", "article"),
    [
        (TEXT, "We saw no reasons for a delay", "We see no reason for delay"),
        (TEXT, "Fishing boat left at dusk", "Fishing boats left at dawn"),
        (RUSSIAN, "Мы против всех новых ракет", "Мы против новых ракет"),
        (JAPANESE, "条約が一番大切だ」と述べた", "条約が最も大切だ」と述べた"),
    ],
)
def test_nearly_the_same_words_give_the_articles_own_whole_words(text, pasted, article):
    found = find(text, Anchor(pasted))
    assert (found.state, found.anchor) == (MatchState.CHANGED, at(article, text))
    assert found.score is not None
    assert 0.72 <= found.score < 1


def test_context_decides_between_two_passages_that_are_nearly_the_same():
    text = "In spring the envoy was calm: the talks go on now. In autumn the envoy was angry: the talks go on now."
    stored = Anchor("the talks went on now", " In autumn the envoy was angry: ", ".", 300, 321)
    found = find(text, stored)
    assert (found.state, found.anchor) == (MatchState.CHANGED, at("the talks go on now", text, nth=1))


def test_the_stored_context_counts_more_than_one_letter_of_difference():
    text = "Once he said: the talks go on at tea. Much later the envoy wrote that the talks go on near sea, he hopes."
    stored = Anchor("the talks go on at sea", "h later the envoy wrote that ", ", he hopes.", 300, 322)
    assert find(text, stored).anchor == at("the talks go on near sea", text)
    assert find(text, Anchor(stored.exact)).anchor == at("the talks go on at tea", text)


def test_similar_words_in_a_quite_different_context_are_missing():
    stored = Anchor("Fishing ships went at dawn", "x" * 32, "y" * 32, 3, 29)
    found = find(TEXT, stored)
    assert (found.state, found.nearest) == (MatchState.MISSING, at("Fishing boats left at dawn"))
    assert find(TEXT, Anchor("Fishing ships went at dawn")).state is MatchState.CHANGED


@pytest.mark.parametrize(
    ("pasted", "article"),
    [
        ("oats leave at dawn", "boats left at dawn"),
        ("g boats lefts at dawn", "boats left at dawn"),
        ("ishing boats lefts at daw", "Fishing boats left at dawn"),
        ("the envoys was brief – the t", "The envoy was brief – the"),
    ],
)
def test_words_cut_inside_a_word_give_whole_words(pasted, article):
    assert find(TEXT, Anchor(pasted)).anchor == at(article)


def test_two_equally_likely_passages_are_both_candidates():
    text = "First the talks go on. " + "Much else happened there meanwhile. " * 3 + "Then the talks go on. "
    found = find(text, Anchor("the talks went on."))
    assert (found.state, found.anchor) == (MatchState.CHANGED, None)
    assert [place.exact for place in found.candidates] == ["the talks go on."] * 2


def test_long_japanese_words_of_more_than_256_different_characters_are_found():
    text = "".join(chr(0x4E00 + 7 * n) for n in range(900))
    pasted = text[100:250] + "か" + text[251:500]
    found = find(text, Anchor(pasted))
    assert (found.state, found.anchor) == (MatchState.CHANGED, build_anchor(text, 100, 500))


def test_a_passage_with_half_its_characters_different_is_not_offered():
    words = "".join(chr(0x4E00 + n) for n in range(400))
    text = "海。" + words[:200] + "".join(chr(0x7000 + n) for n in range(200)) + "。終"
    assert find(text, Anchor(words)).state is MatchState.MISSING


def test_words_that_are_not_in_the_text_are_missing_and_the_nearest_passage_is_shown():
    found = find(TEXT, Anchor("Fishing fleets sailed late at dawn from town"))
    assert (found.state, found.anchor, found.candidates) == (MatchState.MISSING, None, ())
    assert found.nearest is not None
    assert "Fishing" in found.nearest.exact


@pytest.mark.parametrize("words", ["Ω≈ç√", "\u200b", "x" * 5000, "🚢🚢🚢", " \n ", "\ud800"])
@pytest.mark.parametrize("text", ["", "a", TEXT, JAPANESE])
def test_words_that_are_nowhere_are_missing_in_any_text(text, words):
    assert find(text, Anchor(words)).state is MatchState.MISSING
