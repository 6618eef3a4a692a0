"""Messages to editors about a search for words: a sentence, the places, the differences."""

from __future__ import annotations

import pytest

from articles.anchors import Anchor, MatchResult, MatchState, diff_words, explain, find
from tests.articles.anchors.test_anchors import TEXT, at

# Messages


def test_a_message_about_missing_words_shows_the_nearest_passage_and_the_difference():
    nearest = at("The harbour stays open")
    assert explain(MatchResult(MatchState.MISSING, nearest=nearest), "The harbour stays closed") == (
        "These words are not in the article's text. The nearest passage is: “The harbour stays open”. "
        "Differences: “open” instead of “closed”. Paste the words exactly as they are in the article."
    )
    assert explain(MatchResult(MatchState.MISSING), "words") == "These words are not in the article's text."


def test_a_message_about_changed_words_shows_what_the_article_has():
    assert explain(find(TEXT, Anchor("We saw no reason for any delay")), "We saw no reason for any delay") == (
        "The article has: “We see no reason for delay”. "
        "Differences: “see” instead of “saw”; “any” left out. Use the article’s words, or correct yours."
    )


def test_a_message_about_moved_words_shows_the_new_place():
    text = "Updated at noon.\n\n" + TEXT
    message = explain(find(text, at("no reason for delay")), "no reason for delay")
    assert message == (
        "These words are now elsewhere in the article, at position 56: "
        '…nister spoke on Monday. "We see **no reason for delay**," he said after the talks. Rep…. '
        "Confirm the new place."
    )


def test_a_message_about_words_in_another_context_asks_for_confirmation():
    message = explain(find(TEXT, Anchor("no reason", prefix="I saw ")), "no reason")
    assert message.startswith("These words are at position 38, but the text around them is different: ")


def test_a_message_about_ambiguous_words_lists_the_places():
    message = explain(find(TEXT, Anchor("he said")), "he said")
    assert message.startswith("These words are in the article 2 times: 1) position 60: ")
    assert '"The harbour stays open," **he said**. Fishing boats' in message
    assert message.endswith("Choose one by its position.")


def test_a_message_about_words_found_everywhere_lists_the_first_five_places():
    message = explain(find("ha " * 400, Anchor("ha")), "ha")
    assert message.startswith("These words are in the article 50+ times: 1) position 0: ")
    assert message.count(") position ") == 5
    assert message.endswith("… …. Choose one by its position.")


def test_a_message_about_several_similar_places_lists_them():
    text = "He said “never again” and “never  again”."
    message = explain(find(text, Anchor('"never again"')), '"never again"')
    assert message.startswith("The article has similar words in several places: 1) position 8: ")


@pytest.mark.parametrize("words", ["ha", "he said", "x" * 5000, "The minister " * 500])
def test_a_message_stays_short(words):
    found = find("ha " * 400 + TEXT * 20 + "The minister spake " * 400, Anchor(words))
    assert 0 < len(explain(found, words)) < 1000


def test_there_is_a_message_for_every_state():
    assert explain(MatchResult(MatchState.UNHELD), "words") == "We hold no text of this article."
    assert explain(find(TEXT, Anchor("Fishing boats")), "Fishing boats") == "These words are in the article."


# Differences


def test_differences_are_shown_word_by_word():
    assert diff_words("the old harbour stays open", "the harbour stays wide open.") == [
        ("equal", "the ", "the "),
        ("delete", "old ", ""),
        ("equal", "harbour stays ", "harbour stays "),
        ("insert", "", "wide "),
        ("equal", "open", "open"),
        ("insert", "", "."),
    ]
    assert diff_words("条約が最も大切だ", "条約が一番大切だ") == [
        ("equal", "条約が", "条約が"),
        ("replace", "最も", "一番"),
        ("equal", "大切だ", "大切だ"),
    ]
    assert diff_words("same", "same") == [("equal", "same", "same")]
    assert diff_words("", "") == []
    assert diff_words("", "new") == [("insert", "", "new")]
    assert diff_words("one two", "three four") == [("replace", "one two", "three four")]


def test_differences_of_huge_passages_are_shown_in_one_piece():
    old, new = "start " + "a b " * 5000 + "end", "start " + "c d " * 5000 + "end"
    pieces = diff_words(old, new)
    assert [operation for operation, _, _ in pieces] == ["equal", "replace", "equal"]
    assert "".join(piece for _, piece, _ in pieces) == old
    assert "".join(piece for _, _, piece in pieces) == new
    assert diff_words("a b " * 5000, "x b y") == [("replace", "a b " * 5000, "x b y")]
