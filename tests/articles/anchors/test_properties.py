"""Edits texts in thousands of random ways; the result for an anchor must be correct for each of them.

Every character has its origin: its index in the text for which the anchor was settled, or None if an edit inserted it.
So the tests know where the words are now, without searching for them.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.anchors import (
    Anchor,
    MatchResult,
    MatchState,
    build_anchor,
    detect_kind,
    detect_kind_at,
    diff_words,
    explain,
    find,
    get_rest_of_sentence,
    has_quotation_marks,
)

LISTED = {
    "en": "the a talks minister said that islands treaty missiles Japan’s Russia “peace” 'no' U.S. 1956, not – and of",
    "ru": "министр сказал что острова договор ракеты не будет «мир» и в Токио переговоры Россия – 1956 г. ёлка",
    "ja": "外相は 条約が 大切だ 「平和」 と述べた。 島々の ミサイル が 交渉 を続ける、 １９５６年",
    "odd": "🚢 👨‍👩‍👧 e\u0301a\u0323\u0302 ﬁn ½ … ... -- ``x'' \u00adsoft 𠮷野 한글 ß İ か\u309a ё\u0301лка",
}
WORDS = {kind: words.split() for kind, words in LISTED.items()}

Cells = list[tuple[str, int | None]]

# Random numbers from one generated seed, which is shown if a test fails: generating every choice is much slower.
chances = st.randoms(use_true_random=True)


def make_text(rng: random.Random, *, odd: bool = True) -> str:
    """A few paragraphs of few words, so that passages recur as they do in news."""
    return "\n\n".join(make_paragraph(rng, odd=odd) for _ in range(rng.randint(2, 6)))


def make_paragraph(rng: random.Random, *, odd: bool = True) -> str:
    kind = rng.choice(["en", "en", "ru", "ja", "odd"] if odd else ["en", "ru", "ja"])
    words = [rng.choice(WORDS["odd" if odd and rng.random() < 0.05 else kind]) for _ in range(rng.randint(8, 30))]
    return ("" if kind == "ja" else " ").join(words).rstrip(".") + "."


def make_place(rng: random.Random, text: str) -> tuple[int, int]:
    start = rng.randrange(len(text))
    return start, min(len(text), start + rng.choice([1, 3, 10, 25, 40, 80]))


# Edits of a text, realistic ones and others


def put_in(cells: Cells, at: int, new: str) -> Cells:
    return cells[:at] + [(letter, None) for letter in new] + cells[at:]


def insert_letter(rng: random.Random, cells: Cells) -> Cells:
    return put_in(cells, rng.randint(0, len(cells)), rng.choice("aеは. \n’\u0301🚢"))


def delete_letter(rng: random.Random, cells: Cells) -> Cells:
    at = rng.randrange(len(cells)) if cells else 0
    return cells[:at] + cells[at + 1 :]


def replace_letter(rng: random.Random, cells: Cells) -> Cells:
    at = rng.randrange(len(cells)) if cells else 0
    return put_in(cells[:at] + cells[at + 1 :], at, rng.choice("xя海 "))


def insert_words(rng: random.Random, cells: Cells) -> Cells:
    words = " ".join(rng.choices(WORDS["en"], k=rng.randint(1, 5)))
    return put_in(cells, rng.randint(0, len(cells)), f" {words} ")


def delete_stretch(rng: random.Random, cells: Cells) -> Cells:
    at = rng.randint(0, len(cells))
    return cells[:at] + cells[at + rng.randint(1, 60) :]


def paragraphs(cells: Cells) -> list[Cells]:
    """Each with the line break that ends it."""
    found: list[Cells] = [[]]
    for cell in cells:
        found[-1].append(cell)
        if cell[0] == "\n":
            found.append([])
    return [paragraph for paragraph in found if paragraph]


def join_paragraphs(parts: list[Cells]) -> Cells:
    return [cell for part in parts for cell in part]


def move_paragraph(rng: random.Random, cells: Cells) -> Cells:
    parts = paragraphs(cells)
    if parts:
        part = parts.pop(rng.randrange(len(parts)))
        parts.insert(rng.randint(0, len(parts)), part)
    return join_paragraphs(parts)


def duplicate_paragraph(rng: random.Random, cells: Cells) -> Cells:
    parts = paragraphs(cells)
    if parts:
        copy: Cells = [(letter, None) for letter, _ in rng.choice(parts)]
        parts.insert(rng.randint(0, len(parts)), copy)
    return join_paragraphs(parts)


def delete_paragraph(rng: random.Random, cells: Cells) -> Cells:
    parts = paragraphs(cells)
    if parts:
        parts.pop(rng.randrange(len(parts)))
    return join_paragraphs(parts)


def swap_letters(cells: Cells, swaps: dict[str, str]) -> Cells:
    return [(swaps[letter], None) if letter in swaps else (letter, origin) for letter, origin in cells]


def swap_marks(rng: random.Random, cells: Cells) -> Cells:
    return swap_letters(cells, rng.choice([{"’": "'", "“": '"', "”": '"'}, {"'": "’", "«": "“", "»": "”"}, {"–": "-"}]))


def change_blanks(rng: random.Random, cells: Cells) -> Cells:
    return swap_letters(cells, rng.choice([{" ": "\u00a0"}, {"\n": " "}]))


def change_nothing(rng: random.Random, cells: Cells) -> Cells:
    return cells


EDITS: list[Callable[[random.Random, Cells], Cells]] = [
    insert_letter,
    delete_letter,
    replace_letter,
    insert_words,
    delete_stretch,
    move_paragraph,
    duplicate_paragraph,
    delete_paragraph,
    swap_marks,
    change_blanks,
    change_nothing,
]


@dataclass(frozen=True)
class Edited:
    """A text after edits, the anchor settled before them, and what became of the anchor's characters."""

    before: str
    anchor: Anchor
    cells: Cells

    @property
    def text(self) -> str:
        return "".join(letter for letter, _ in self.cells)

    def survivor(self) -> int | None:
        """Where all original characters of the words are now, if still adjacent; otherwise None."""
        assert self.anchor.start is not None
        assert self.anchor.end is not None
        origins = [origin for _, origin in self.cells]
        if self.anchor.start not in origins:
            return None
        at = origins.index(self.anchor.start)
        wanted = list(range(self.anchor.start, self.anchor.end))
        return at if origins[at : at + len(wanted)] == wanted else None


def make_edited(rng: random.Random, edits: int) -> Edited:
    text = make_text(rng)
    cells: Cells = [(letter, number) for number, letter in enumerate(text)]
    anchor = build_anchor(text, *make_place(rng, text))
    for _ in range(edits):
        cells = rng.choice(EDITS)(rng, cells)
    return Edited(text, anchor, cells)


# What must hold


def count(text: str, words: str) -> int:
    """How often the words occur in the text, including overlaps, counted in the simplest way."""
    return sum(text[at : at + len(words)] == words for at in range(len(text) - len(words) + 1))


def is_there_without_doubt(text: str, anchor: Anchor) -> bool:
    assert anchor.start is not None
    first = anchor.start - len(anchor.prefix)
    full = anchor.prefix + anchor.exact + anchor.suffix
    if not anchor.prefix and not anchor.suffix:
        return text[anchor.start : anchor.start + len(anchor.exact)] == anchor.exact
    return text[first : first + len(full)] == full and count(text, full) == 1


def list_places(found: MatchResult) -> Iterator[Anchor]:
    yield from found.candidates
    yield from (place for place in (found.anchor, found.nearest) if place)


def check(case: Edited) -> MatchResult:
    """All that must be true of what is found for a stored anchor in an edited text."""
    text, anchor = case.text, case.anchor
    found = find(text, anchor)
    assert (found.state is MatchState.VERIFIED) == is_there_without_doubt(text, anchor)
    for place in list_places(found):
        assert place.start is not None
        assert place.end is not None
        assert place == build_anchor(text, place.start, place.end)
    if found.state is MatchState.VERIFIED:
        assert found.anchor == build_anchor(text, anchor.start or 0, (anchor.start or 0) + len(anchor.exact))
    if found.state is MatchState.AMBIGUOUS:
        assert len(found.candidates) > 1
        assert {place.exact for place in found.candidates} == {anchor.exact}
    if found.moved:
        assert (found.state, found.anchor and found.anchor.exact) == (MatchState.CHANGED, anchor.exact)
        assert found.anchor != anchor
        assert count(text, anchor.prefix + anchor.exact + anchor.suffix) == 1
    if anchor.exact in text:
        assert found.state is not MatchState.MISSING
    check_survivor(case, found)
    assert explain(found, anchor.exact)
    return found


def check_survivor(case: Edited, found: MatchResult) -> None:
    """Words that came through whole are found where they went, or are among the candidates."""
    at = case.survivor()
    if at is None:
        return
    assert case.text[at : at + len(case.anchor.exact)] == case.anchor.exact
    assert found.state is not MatchState.MISSING
    if count(case.text, case.anchor.exact) == 1:
        assert found.anchor is not None
        assert found.anchor.start == at


@given(chances, st.integers(0, 6))
@settings(max_examples=1500, deadline=None)
def test_after_any_edits_only_words_that_are_there_without_doubt_are_verified(rng, edits):
    check(make_edited(rng, edits))


def test_five_thousand_edited_texts_lead_to_every_state_and_never_to_a_wrong_one():
    rng = random.Random(20071023)
    seen: Counter[str] = Counter()
    for _ in range(5000):
        case = make_edited(rng, rng.randint(1, 4))
        found = check(case)
        seen[found.state] += 1
        seen["moved"] += found.moved
        seen["survived"] += case.survivor() is not None
        seen["approximate"] += found.score is not None
    enough = {MatchState.VERIFIED: 200, MatchState.AMBIGUOUS: 10, MatchState.CHANGED: 200, MatchState.MISSING: 10}
    assert all(seen[state] >= least for state, least in enough.items()), seen
    assert min(seen["moved"], seen["survived"], seen["approximate"]) >= 50, seen


@given(chances)
@settings(max_examples=1000, deadline=None)
def test_an_unchanged_text_verifies_every_anchor_with_unique_context(rng):
    case = make_edited(rng, 0)
    found = find(case.before, case.anchor)
    if count(case.before, case.anchor.full) == 1:
        assert found == MatchResult(MatchState.VERIFIED, case.anchor)
    else:
        assert found.state is MatchState.AMBIGUOUS
        assert case.anchor in found.candidates
    assert find(case.before, case.anchor, same_text=True) == MatchResult(MatchState.VERIFIED, case.anchor)


@given(chances)
@settings(max_examples=700, deadline=None)
def test_a_deleted_passage_is_never_verified_in_a_similar_one(rng):
    """The same words remain in another context, before or after the deleted ones, in a text of any length."""
    words = make_paragraph(rng)[: rng.randint(5, 60)]
    parts = [make_paragraph(rng) for _ in range(rng.randint(2, 5))]
    original, look_alike = rng.sample(range(len(parts)), 2)
    parts[original] = f"{make_paragraph(rng)} (one) {words} [first] {make_paragraph(rng)}"
    parts[look_alike] = f"{make_paragraph(rng)} (two) {words} [second] {make_paragraph(rng)}"
    text = "\n\n".join(parts)
    start = text.index("(one) ") + len("(one) ")
    anchor = build_anchor(text, start, start + len(words))
    assert find(text, anchor).state is MatchState.VERIFIED
    left = "\n\n".join(part for number, part in enumerate(parts) if number != original)
    assert words in left
    found = find(left, anchor)
    assert found.state in (MatchState.CHANGED, MatchState.AMBIGUOUS)
    assert not found.moved


@given(chances)
@settings(max_examples=1000, deadline=None)
def test_newly_pasted_words_are_verified_if_and_only_if_they_occur_once(rng):
    text = make_text(rng)
    place = build_anchor(text, *make_place(rng, text))
    found = find(text, Anchor(place.exact))
    if count(text, place.exact) == 1:
        assert found == MatchResult(MatchState.VERIFIED, place)
        return
    assert found.state is MatchState.AMBIGUOUS
    assert len(found.candidates) == min(50, count(text, place.exact))
    assert find(text, Anchor(place.exact, start=place.start)) == MatchResult(MatchState.VERIFIED, place)
    with_context = find(text, Anchor(place.exact, place.prefix, place.suffix))
    assert (with_context.state is MatchState.VERIFIED) == (count(text, place.full) == 1)


@given(chances, st.integers(1, 3))
@settings(max_examples=1000, deadline=None)
def test_words_pasted_with_other_spaces_and_marks_give_the_articles_own(rng, edits):
    text = make_text(rng, odd=False)
    place = build_anchor(text, *make_place(rng, text))
    cells: Cells = [(letter, None) for letter in place.exact]
    for _ in range(edits):
        cells = rng.choice([swap_marks, change_blanks])(rng, cells)
    pasted = "".join(letter for letter, _ in cells)
    if pasted in text or not pasted.strip():
        return
    found = find(text, Anchor(pasted))
    assert (found.state, found.score) == (MatchState.CHANGED, None)
    places = found.candidates or (found.anchor,)
    start = (place.start or 0) + len(place.exact) - len(place.exact.lstrip())
    assert len(places) == 50 or (start, place.exact.strip()) in [(told.start, told.exact) for told in places if told]


@given(st.text(max_size=60), st.text(min_size=1, max_size=30), st.text(max_size=5), st.integers(-3, 70) | st.none())
@settings(max_examples=1500, deadline=None)
def test_no_text_and_no_words_cause_an_error(text, words, around, start):
    for body in (text, text + words + text):
        found = find(body, Anchor(words, around, around[::-1], start, None))
        for place in list_places(found):
            assert place == build_anchor(body, place.start or 0, place.end or 0)
        assert explain(found, words)
        detect_kind(Anchor(words, text, around))
        has_quotation_marks(body)


@pytest.mark.parametrize("limit", [300, 25])
@given(rng=chances)
@settings(max_examples=700, deadline=None)
def test_the_sentence_around_words_is_next_to_them_and_within_its_line(rng, limit):
    text = make_text(rng)
    start, end = make_place(rng, text)
    lead, tail = get_rest_of_sentence(text, start, end, limit)
    assert max(len(lead), len(tail)) <= limit
    assert "\n" not in lead + tail
    assert text[:start].endswith(lead) or (lead[0] == "…" and text[:start].endswith(lead[1:]))
    assert text[end:].startswith(tail) or (tail[-1] == "…" and text[end:].startswith(tail[:-1]))
    assert detect_kind_at(text, start, end) in {"direct", "mixed", "indirect"}


@given(chances)
@settings(max_examples=500, deadline=None)
def test_the_pieces_of_a_difference_make_both_passages(rng):
    old, new = make_paragraph(rng), make_paragraph(rng)
    pieces = diff_words(old, new)
    assert "".join(piece for _, piece, _ in pieces) == old
    assert "".join(piece for _, _, piece in pieces) == new
    assert all((operation == "equal") == (a == b) for operation, a, b in pieces)
    assert diff_words(old, old) == [("equal", old, old)]
