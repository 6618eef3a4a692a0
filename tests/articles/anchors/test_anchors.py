"""What an editor sees when the program looks for pasted or stored words in an article's text."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles import normalisation
from articles.anchors import Anchor, MatchResult, MatchState, build_anchor, find

TEXT = """The minister spoke on Monday. "We see no reason for delay," he said after the talks.

Reporters asked about the harbour. "The harbour stays open," he said. Fishing boats left at dawn.

The envoy was brief – the treaty matters most. On Tuesday the talks go on in Hakodate."""

RUSSIAN = "Министр выступил утром. «Мы против новых ракет», — сказал он.\n\nПослы уехали в Токио до обеда."
JAPANESE = "外相は月曜日に話した。「条約が最も大切だ」と述べた。\n\n記者団は港について尋ねた。漁船は夜明けに出た。"


def at(words: str, text: str = TEXT, nth: int = 0) -> Anchor:
    """The full anchor of the nth place of these words."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return build_anchor(text, start, start + len(words))


def test_an_anchor_knows_the_words_and_32_characters_on_either_side():
    assert at("The harbour stays open") == Anchor(
        exact="The harbour stays open",
        prefix='rters asked about the harbour. "',
        suffix='," he said. Fishing boats left a',
        start=122,
        end=144,
    )
    assert at("The minister").prefix == ""
    assert at("Hakodate.").suffix == ""


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (3, 3), (5, 2), (0, len(TEXT) + 1)])
def test_an_anchor_for_an_empty_range_is_refused(start, end):
    with pytest.raises(ValueError, match="no words"):
        build_anchor(TEXT, start, end)


def test_an_anchor_without_words_is_refused():
    with pytest.raises(ValueError, match="needs words"):
        find(TEXT, Anchor(""))


# New words, just pasted


@pytest.mark.parametrize(
    ("text", "words"),
    [(TEXT, "no reason for delay"), (RUSSIAN, "против новых ракет"), (JAPANESE, "条約が最も大切だ"), (TEXT, TEXT)],
)
def test_words_that_occur_once_are_verified_with_their_context(text, words):
    assert find(text, Anchor(words)) == MatchResult(MatchState.VERIFIED, at(words, text))


def test_words_that_occur_twice_are_ambiguous_and_both_places_are_candidates():
    assert find(TEXT, Anchor("he said")) == MatchResult(
        MatchState.AMBIGUOUS, candidates=(at("he said"), at("he said", nth=1))
    )


def test_overlapping_places_are_two_places():
    assert [place.start for place in find("xx anana yy", Anchor("ana")).candidates] == [3, 5]


def test_at_most_50_places_are_candidates():
    found = find("ha " * 200, Anchor("ha"))
    assert found.state is MatchState.AMBIGUOUS
    assert len(found.candidates) == 50


def test_context_decides_between_two_places():
    second = at("he said", nth=1)
    assert find(TEXT, Anchor("he said", suffix=second.suffix)) == MatchResult(MatchState.VERIFIED, second)
    assert find(TEXT, Anchor("he said", prefix='delay," ')).anchor == at("he said")


def test_context_that_matches_two_places_leaves_these_two():
    text = "In Oslo he said so. In Rome he said so. In Kyiv they said so."
    found = find(text, Anchor("said so", prefix="he "))
    assert (found.state, [place.start for place in found.candidates]) == (MatchState.AMBIGUOUS, [11, 31])


def test_words_in_another_context_than_given_wait_for_an_editor():
    assert find(TEXT, Anchor("no reason for delay", prefix="We saw ")) == MatchResult(
        MatchState.CHANGED, at("no reason for delay")
    )


def test_the_place_that_an_editor_chose_decides():
    second = at("he said", nth=1)
    assert find(TEXT, Anchor("he said", start=second.start)) == MatchResult(MatchState.VERIFIED, second)


def test_a_chosen_place_without_the_words_is_ignored():
    assert find(TEXT, Anchor("Fishing boats", start=3)) == MatchResult(
        MatchState.CHANGED, at("Fishing boats"), moved=True
    )
    assert find(TEXT, Anchor("he said", start=3)).state is MatchState.AMBIGUOUS
    assert find(TEXT, Anchor("Hakodate.", start=-9)).state is MatchState.CHANGED
    assert find(TEXT, Anchor("Hakodate.", "talks go on in ", "", -9)).state is MatchState.CHANGED


# Stored words, searched again


def test_stored_words_in_an_unchanged_text_are_verified_without_same_text():
    for anchor in (at("he said", nth=1), at("The harbour stays open"), at("The minister"), at("Hakodate."), at(TEXT)):
        assert find(TEXT, anchor) == find(TEXT, anchor, same_text=True) == MatchResult(MatchState.VERIFIED, anchor)


def test_a_change_far_after_the_words_leaves_them_verified():
    anchor = at("no reason for delay")
    assert find(TEXT + "\n\nCorrected on Wednesday.", anchor) == MatchResult(MatchState.VERIFIED, anchor)


def test_words_pushed_on_by_a_new_paragraph_do_not_move_by_themselves():
    found = find("Updated at noon.\n\n" + TEXT, at("no reason for delay"))
    assert found == MatchResult(
        MatchState.CHANGED, at("no reason for delay", "Updated at noon.\n\n" + TEXT), moved=True
    )


def test_the_same_sentence_at_the_stored_place_and_again_elsewhere_is_ambiguous():
    paragraph = (
        "The minister repeated what he had said in spring: there is no reason for delay, now or later this year.\n\n"
    )
    anchor = build_anchor(paragraph, 59, 78)
    found = find(paragraph + paragraph, anchor)
    assert anchor.exact == "no reason for delay"
    assert (found.state, [place.start for place in found.candidates]) == (
        MatchState.AMBIGUOUS,
        [59, 59 + len(paragraph)],
    )


def test_a_deleted_passage_is_not_found_in_a_similar_one():
    second = at("he said", nth=1)
    without = TEXT.replace('"The harbour stays open," he said. ', "")
    assert find(without, second).state is MatchState.CHANGED
    assert find(without, second).moved is False


def test_words_whose_context_changed_are_offered_at_their_place():
    text = TEXT.replace("Reporters asked about the harbour.", "Reporters asked about the new harbour again.")
    assert find(text, at("The harbour stays open")) == MatchResult(
        MatchState.CHANGED, at("The harbour stays open", text)
    )


def test_of_several_places_the_one_with_the_most_similar_context_is_offered():
    text = TEXT.replace("Fishing boats left", "Fishing ships left")
    found = find(text, at("he said", nth=1))
    assert (found.state, found.anchor, len(found.candidates)) == (MatchState.CHANGED, at("he said", text, nth=1), 2)


def test_of_places_with_quite_different_context_none_is_preferred():
    found = find("Nobody knows who said it. Somebody said it.", Anchor("said", "x" * 32, "y" * 32, 400, 404))
    assert (found.state, found.anchor, len(found.candidates)) == (MatchState.CHANGED, None, 2)


def test_of_places_with_equally_similar_context_none_is_preferred():
    text = "In all of that long day he now said it at once. In all of that long day we now said it at once."
    found = find(text, Anchor("said it", "In all of that long day I now ", "", 400, 407))
    assert (found.state, found.anchor, len(found.candidates)) == (MatchState.CHANGED, None, 2)


def test_context_that_is_hardly_similar_prefers_no_place():
    text = "Nobody knows who said it then. Somebody, far away, said it."
    found = find(text, Anchor("said", "xxxxxxxxxxxxxxxxxxxxxx knows who ", "", 400, 404))
    assert (found.state, found.anchor, len(found.candidates)) == (MatchState.CHANGED, None, 2)


def test_in_the_same_text_the_stored_place_decides_between_equal_places():
    text = "He said yes. " * 9
    anchor = build_anchor(text, 26, 38)
    assert find(text, anchor).state is MatchState.AMBIGUOUS
    assert find(text, anchor, same_text=True) == MatchResult(MatchState.VERIFIED, anchor)


def test_words_that_an_editor_corrected_in_the_same_text_are_searched_again():
    old = at("The harbour stays open")
    longer = Anchor("Fishing boats left at dawn", old.prefix, old.suffix, old.start, old.end)
    assert find(TEXT, longer, same_text=True) == MatchResult(MatchState.VERIFIED, at("Fishing boats left at dawn"))
    assert find(TEXT, longer).state is MatchState.CHANGED
    twice = Anchor("he said", old.prefix, old.suffix, old.start, old.end)
    assert find(TEXT, twice, same_text=True).state is MatchState.AMBIGUOUS


# Real articles, if they are available

REAL = {
    "2007-10-23-trend-afp.txt": [
        "opposed to the construction of a missile defence system aimed at securing military superiority.",
        "A closed format for military and political alliances... will not be able to increase mutual trust",
        "resolving the island row was a",
    ],
    "2018-03-17-manila-shimbun-jiji.txt": [
        "Japan-US defense cooperation is directly affecting Russia's national security",
        "The five fields are interesting but they are not large in scale",
    ],
}


@pytest.mark.parametrize("name", REAL)
def test_passages_of_a_real_article_are_found_however_they_are_pasted(name):
    path = Path(__file__).resolve().parents[3] / ".." / "shared" / "articles" / name
    if not path.exists():
        print(f"Not at hand, nothing looked for: {name}")
        return
    text = normalisation.normalise(path.read_text(encoding="utf-8"))
    for words in REAL[name]:
        assert find(text, Anchor(words)) == MatchResult(MatchState.VERIFIED, at(words, text))
        spoiled = find(text, Anchor(words.replace("e", "é", 1).replace(" ", "  ")))
        assert (spoiled.state, spoiled.anchor) == (MatchState.CHANGED, at(words, text))
        moved = find("New on top.\n\n" + text, at(words, text))
        assert (moved.state, moved.moved) == (MatchState.CHANGED, True)
    missing = find(text, Anchor("The weather in Reykjavik was mild and rather wet"))
    assert missing.state is MatchState.MISSING


def test_two_adjacent_marks_are_not_one_mark_typed_twice():
    text = "首相は「平和」「安全」と述べた。"
    found = find(text, Anchor('"安全"と'))
    assert found.anchor is not None
    assert found.anchor.exact == "「安全」と"
