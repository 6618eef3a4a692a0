"""Properties that hold for any text in any language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extraction import propose_statements

BOTH = [pytest.param("spacy", marks=pytest.mark.grammar), "plain"]
PIECES = st.sampled_from(
    [
        *["Berg", "Mr. Hale", "the minister", "he", "She", "who", "it", "Сергей Лавров", "河野外相"],
        *["said", "says", "told", "called", "according to", "asked", "Said", "warned", "claims", "report", "put it"],
        *["that", "to", "as", "and", "but", "although", "which", "saying", "adding"],
        *['"', "“", "”", "''", "``", "«", "»", "「", "」", "'", "’", "„"],
        *[",", ".", "?", "!", ":", ";", "—", "--", "-", "(", ")", "…"],
        *["\n", "\n\n", "\r\n", "\t", "\u2028", "\xa0", "\x00", "<p>", "&amp;", "😀", "e\u0301"],
        *["the plan", "is dead", "a disgrace", "OSLO (AP) --", "WALLACE:", "1.", "they would go", "не пойдёт"],
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES).map("".join))


@pytest.mark.parametrize("engine", BOTH)
@given(text=TEXTS)
def test_offsets_give_the_words_shown(engine, text):
    for one in propose_statements(text, engine=engine):
        assert " ".join(text[start:end] for start, end in one.speaker_spans) == one.speaker
        assert " ".join(text[start:end] for start, end in one.cue_spans) == one.cue
        for start, end in (*one.spans, *one.speaker_spans, *one.cue_spans):
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("engine", BOTH)
@given(text=TEXTS)
def test_the_pieces_of_a_statement_are_in_order_and_have_words(engine, text):
    found = propose_statements(text, engine=engine)
    assert [one.start for one in found] == sorted(one.start for one in found)
    for one in found:
        ends = [0, *(end for _, end in one.spans)]
        assert all(start >= before for (start, _), before in zip(one.spans, ends, strict=False))
        assert (one.start, one.end) == (one.spans[0][0], one.spans[-1][1])
        assert all(any(letter.isalnum() for letter in text[start:end]) for start, end in one.spans)


@pytest.mark.parametrize("engine", BOTH)
@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        '"' * 100_000,
        '"a ' * 100_000,
        "said " * 200_000,
        "he said, " * 100_000,
        "according to " * 70_000,
        "Sergei Lavrov " * 70_000,
        "(" * 200_000,
        "A, " * 200_000,
        "「はい」と述べた。" * 3_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_text_of_any_length_is_read(engine, text):
    for one in propose_statements(text, engine=engine):
        assert " ".join(text[start:end] for start, end in one.speaker_spans) == one.speaker


@pytest.mark.parametrize("engine", BOTH)
def test_a_text_ten_times_as_long_has_ten_times_the_statements(engine):
    text = '"We are ready," Berg said.\n\nHale said that it was over.\n\nHe added:\n\n"It is."\n\n'
    assert len(propose_statements(text * 200, engine=engine)) == 20 * len(propose_statements(text * 10, engine=engine))
