"""The sentence that readers see around a statement's words."""

from __future__ import annotations

import pytest

from articles.anchors import get_rest_of_sentence


def around(text: str, words: str, limit: int = 300) -> tuple[str, str]:
    start = text.index(words)
    return get_rest_of_sentence(text, start, start + len(words), limit)


@pytest.mark.parametrize(
    ("text", "words", "lead", "tail"),
    [
        ("It rained. The envoys met in Oslo. They left.", "envoys met", "The ", " in Oslo."),
        ("It rained. The envoys met. They left.", "The envoys met.", "", ""),
        ("It rained. The envoys met. They left.", "The envoys met", "", "."),
        ("It rained. The envoys met. They left.", " The envoys met. ", "", ""),
        ("It rained. The envoys met. They left soon.", "envoys met. They", "The ", " left soon."),
        ("He is “opposed to it.” They left.", "opposed to it", "He is “", ".”"),
        ("He is “opposed to it.” They left.", "opposed to it.", "He is “", "”"),
        ('"We wait. We go," he said. They left.', "We go", '"We wait. ', '," he said.'),
        ('He said "No. Never." Then he left. It rained.', "Then", "", " he left."),
        ('"Why now?" Kono asked. They left.', "Why", '"', ' now?" Kono asked.'),
        ('"Stop!" The envoy left. It rained.', "envoy", "The ", " left."),
        ("“Why?” – that was all. They left.", "Why", "“", "?” – that was all."),
        ("They went on... Nobody came. It rained.", "came", "They went on... Nobody ", "."),
        ("They waited …. Nobody came.", "came", "Nobody ", "."),
        ("Is it? Yes. Then go!", "Yes", "", "."),
        ("He came (on Friday.) They left.", "They", "", " left."),
    ],
)
def test_a_statement_is_shown_with_the_rest_of_its_sentence(text, words, lead, tail):
    assert around(text, words) == (lead, tail)


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. delegation of Mr. Kono met J. R. Smith on Jan. 5 at No. 3 Hill St. in Oslo, i.e. today.",
        "In Sept. 2018 Gen. Dunford, Adm. Harris et al. wrote to Secretary J. Smith of the U.N. Security Council.",
        "Under Art. 9 and paras. 2 vs. 3 the U.S. Navy pays 3.5 yen at 5 p.m. on Mon. in Nagoya.",
        "В 2007 г. Россия и С. В. Лавров, т. е. министр, купили 5 млн. Тонн там, на ул. Ленина, и т. д. и т. п. вчера.",
    ],
)
def test_abbreviations_and_initials_do_not_end_a_sentence(sentence):
    text = f"It rained. {sentence} Then they left."
    start = text.index(sentence)
    assert get_rest_of_sentence(text, start, start + 5) == ("", sentence[5:])
    assert get_rest_of_sentence(text, start + len(sentence) - 4, start + len(sentence)) == (sentence[:-4], "")


def test_an_abbreviation_before_a_new_sentence_ends_a_sentence():
    assert around("They met in the U.S. The talks went on.", "talks") == ("The ", " went on.")
    assert around("They met at 5 p.m. He left.", "met") == ("They ", " at 5 p.m.")
    assert around("He said no. Then he left.", "left") == ("Then he ", ".")


@pytest.mark.parametrize(
    ("text", "words", "lead", "tail"),
    [
        ("雨だ。首相は平和が大切だと述べた。帰った。", "平和", "首相は", "が大切だと述べた。"),
        ("首相は「行く。帰る。」と述べた。帰った。", "帰る", "首相は「行く。", "。」と述べた。"),
        ("本当か？首相は行く！帰った。", "首相", "", "は行く！"),
        ("「はい。」 首相は行く。", "行く", "首相は", "。"),
        ("Дождь. Он сказал: «Нет. Никогда», и ушёл. Всё.", "Никогда", "Он сказал: «Нет. ", "», и ушёл."),
        ("«Почему?» — спросил он. Все ушли.", "Почему", "«", "?» — спросил он."),
        ("Er sagte: „Nein. Nie.“ Er ging.", "ging", "Er ", "."),
    ],
)
def test_sentences_in_other_languages(text, words, lead, tail):
    assert around(text, words) == (lead, tail)


def test_a_line_break_always_ends_the_sentence():
    assert around("A headline\n\nThe envoys met in Oslo\nNext line", "envoys met") == ("The ", " in Oslo")
    assert around("He said: “We wait\nuntil then.” They left.", "then") == ("until ", ".”")


def test_words_of_several_paragraphs_are_shown_with_the_first_and_the_last_sentence():
    text = "One. Two words here.\n\nMiddle.\n\nThree words there. Four."
    assert around(text, "words here.\n\nMiddle.\n\nThree words") == ("Two ", " there.")


def test_a_long_sentence_is_cut_between_words_with_an_ellipsis():
    text = "Long ago and far away " * 40 + "STATEMENT" + " and so on and so forth" * 40
    lead, tail = around(text, "STATEMENT")
    assert lead.startswith("…")
    assert tail.endswith("…")
    assert 280 <= len(lead) <= 300
    assert 280 <= len(tail) <= 300
    assert f" {lead[1:]}STATEMENT{tail[:-1]} " in text
    assert around(text, "STATEMENT", limit=20) == ("…ago and far away ", " and so on and so…")
    assert around(text, "STATEMENT", limit=0) == ("", "")


def test_a_long_sentence_without_spaces_is_cut_anywhere():
    lead, tail = around("海" * 500 + "声明" + "山" * 500, "声明")
    assert (lead, tail) == ("…" + "海" * 299, "山" * 299 + "…")


def test_a_letter_is_not_separated_from_its_accent():
    text = "e\u0301" * 300 + "WORDS" + "e\u0301" * 300
    for limit in (30, 31):
        lead, tail = around(text, "WORDS", limit)
        assert lead.startswith("…e\u0301")
        assert tail.endswith("e\u0301…")


def test_a_place_outside_the_text_is_refused():
    for start, end in ((-1, 2), (3, 2), (0, 9)):
        with pytest.raises(ValueError, match="no place"):
            get_rest_of_sentence("A text.", start, end)
