"""Which words are in quotation marks."""

from __future__ import annotations

import pytest

from articles.anchors import Anchor, build_anchor, detect_kind, detect_kind_at, has_quotation_marks

REPORT = '"We agree," he said, "but only after the talks." He left. The "rogue" state, as he called it, said nothing.'


@pytest.mark.parametrize(
    "text",
    [
        'He said "no".',
        "He said “no”.",
        "Er sagte „nein“.",
        "Han sa ”nej”.",
        "Il a dit « non ».",
        "Он сказал: «Нет».",
        "彼は「いいえ」と言った。",
        "書名は『海』だ。",
        "He said ``no''.",
        "He said ''no''.",
        "Sie sagte ‹nein›.",
        "He said ‘no’.",
        "the so-called 'peace' plan",
        "‘the ministers’ view’",
        "Er sagte ‚nein‘.",
        "'No,' he said.",
    ],
)
def test_quotation_marks_are_seen(text):
    assert has_quotation_marks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Japan's plan and the ministers’ view",
        "Japan’s plan and the ministers' view",
        "'Tis the ministers' view",
        "rock 'n' roll and the '90s fans'",
        "the ’60s and the ministers’ view",
        "O'Neil's and Abe's friends don't agree",
        "it's the envoys' dinner, 'twas late",
        "an open 'mark only",
        "Japan 's plan and the others ' plan",
    ],
)
def test_apostrophes_are_not_quotation_marks(text):
    assert not has_quotation_marks(text)


def kinds(text: str, words: str) -> tuple[str, str]:
    """By the context alone, and by the whole text."""
    start = text.index(words)
    anchor = build_anchor(text, start, start + len(words))
    return detect_kind(anchor), detect_kind_at(text, start, start + len(words))


@pytest.mark.parametrize(
    "words",
    [
        "We agree",
        "We agree,",
        '"We agree,"',
        '"We agree',
        "but only after the talks",
        "but only after the talks.",
        'but only after the talks."',
        "after the talks",
        "rogue",
    ],
)
def test_words_all_in_quotation_marks_are_direct(words):
    assert kinds(REPORT, words) == ("direct", "direct")


@pytest.mark.parametrize("words", ["he said,", "he said", "He left.", "said nothing", "state, as he called it"])
def test_words_outside_quotation_marks_are_indirect_even_between_two_quotations(words):
    assert kinds(REPORT, words) == ("indirect", "indirect")


@pytest.mark.parametrize(
    "words",
    [
        'The "rogue" state',
        'rogue" state',
        'left. The "rogue',
        '"We agree," he said',
        '"We agree," he said, "but only after the talks."',
    ],
)
def test_words_partly_in_quotation_marks_are_mixed(words):
    assert kinds(REPORT, words) == ("mixed", "mixed")


@pytest.mark.parametrize(
    ("text", "direct", "mixed", "indirect"),
    [
        ("He said “We go”, then ‘left’.", "We go", "said “We go", "then"),
        ("首相は「平和が大切だ」と述べた。", "平和が大切だ", "「平和が大切だ」と述べた", "首相は"),
        ('彼は"平和が大切だ"と言った。', "平和が大切だ", '彼は"平和', "と言った"),
        ("Он сказал: «Мы против», и уехал.", "Мы против", "«Мы против», и уехал", "и уехал"),
        ("Der Minister sagte: „Wir gehen“, und ging.", "Wir gehen", "sagte: „Wir", "und ging"),
        ("Il a dit : « Nous partons », puis rien.", "Nous partons", "Nous partons », puis", "puis rien"),
        ("It was, he said, ``not now,'' and left.", "not now,", "``not now,'' and", "and left"),
        (
            "The so-called ‘peace plan’ of the ministers’ aides",
            "peace plan",
            "so-called ‘peace",
            "of the ministers’ aides",
        ),
    ],
)
def test_kinds_in_many_languages(text, direct, mixed, indirect):
    assert [kinds(text, words) for words in (direct, mixed, indirect)] == [
        ("direct",) * 2,
        ("mixed",) * 2,
        ("indirect",) * 2,
    ]


@pytest.mark.parametrize(
    ("anchor", "kind"),
    [
        (Anchor("he said,", '"A," ', ' "B"'), "indirect"),
        (Anchor("he said,", 'ng quotation that ends here," ', ' "and another that begins here b'), "indirect"),
        (Anchor("We go", '"', '"'), "direct"),
        (Anchor("We go", 'He said: " ', ' ", and'), "direct"),
        (Anchor("We go", 'He said ("', '!") and'), "direct"),
        (Anchor("We go", "he said ‘", "’, to the ministers’ surprise"), "direct"),
        (Anchor("“We go.”"), "direct"),
        (Anchor("We go"), "indirect"),
        (Anchor("that they would go", "He said ", " to Tokyo."), "indirect"),
        (Anchor("", '"', '"'), "indirect"),
        (Anchor("…", "he wrote: ", " and “no”"), "indirect"),
        (Anchor("pipes are laid", "Now ", ' in a 5" wall'), "indirect"),
        (Anchor("...and then we go", '"', '," he said.'), "direct"),
        (Anchor("He left.", '“We go" he said. '), "indirect"),
        (Anchor('He said: "', "", 'We go," then left.'), "mixed"),
        (Anchor("he said", "``We go ''", " then"), "indirect"),
        (Anchor("view", "‘the ministers’ ", "’ of it"), "direct"),
        (Anchor("today", "‘He said “no” ", "’, and left"), "direct"),
        (Anchor("and the", "“the 'new order” ", " others' view"), "indirect"),
    ],
)
def test_the_context_alone_determines_the_kind(anchor, kind):
    assert detect_kind(anchor) == kind


def test_words_deep_in_a_long_quotation_are_direct_if_the_text_is_stored():
    text = "He said: “" + "We have waited for a long time and we will wait. " * 5 + "That is all.” Then he left."
    middle = text.index("we will wait", 120)
    assert detect_kind_at(text, middle, middle + 12) == "direct"
    assert detect_kind(build_anchor(text, middle, middle + 12)) == "indirect"
    assert detect_kind_at(text, text.index("Then"), len(text)) == "indirect"


def test_a_quotation_with_an_opening_mark_in_every_paragraph_is_one():
    text = "He said: “We wait.\n\n“We will go on waiting.\n\n“Then we go.”\n\nHe left. The “end” came."
    for words in ("We wait", "go on waiting", "Then we go"):
        start = text.index(words)
        assert detect_kind_at(text, start, start + len(words)) == "direct"
    closer = text.replace("\n\n", "\n")
    assert kinds(closer, "He left") == ("indirect", "indirect")
    assert kinds(closer, "go on waiting") == ("direct", "direct")
    start, end = text.index("We wait"), text.index("He left") - 2
    assert detect_kind_at(text, start, end) == "direct"
    assert detect_kind_at(text, text.index("He left"), text.index(" The")) == "indirect"


def test_a_quotation_over_several_lines_of_a_paragraph_is_one():
    text = "He said: “We have waited\nfor a very long time by now and\nwill wait.” Then he left."
    assert kinds("“We wait\n“and go” today. He left.", "He left") == ("indirect", "indirect")
    for words in ("have waited", "very long time", "will wait"):
        start = text.index(words)
        assert detect_kind_at(text, start, start + len(words)) == "direct"


@pytest.mark.parametrize("gap", ["\n\n", ".\n"])
def test_an_unclosed_mark_ends_with_its_paragraph(gap):
    assert kinds(f"He said: “We wait{gap}Then he left.", "Then he left") == ("indirect", "indirect")
