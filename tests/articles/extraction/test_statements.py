"""Statements in invented sentences. Both engines give the same result, unless a test says otherwise."""

from __future__ import annotations

import pytest

from articles.extraction import ProposedStatement, list_engines, propose_statements

BOTH = [pytest.param("spacy", marks=pytest.mark.grammar), "plain"]
both = pytest.mark.parametrize("engine", BOTH)
grammar = pytest.mark.grammar


def read(text: str, engine: str) -> list[ProposedStatement]:
    """The proposed statements, with a check of all offsets."""
    found = propose_statements(text, engine=engine)
    for one in found:
        assert " ".join(text[start:end] for start, end in one.speaker_spans) == one.speaker
        assert " ".join(text[start:end] for start, end in one.cue_spans) == one.cue
        assert (one.start, one.end) == (one.spans[0][0], one.spans[-1][1])
    return found


def list_statements(text: str, engine: str) -> list[tuple[str, str]]:
    """Speaker and words, with “ … ” between the parts of an interrupted quotation."""
    return [(one.speaker, " … ".join(text[start:end] for start, end in one.spans)) for one in read(text, engine)]


def get_only(text: str, engine: str) -> ProposedStatement:
    (one,) = read(text, engine)
    return one


@both
@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ('"The bridge is safe," Berg told reporters in Oslo.', "Berg", '"The bridge is safe,"'),
        ('"The bridge is safe," said Berg.', "Berg", '"The bridge is safe,"'),
        ('Berg said: "The bridge is safe."', "Berg", '"The bridge is safe."'),
        ("“The bridge is safe,” Berg said.", "Berg", "“The bridge is safe,”"),
        ("``The bridge is safe,'' Berg said.", "Berg", "``The bridge is safe,''"),
        ('"Is the bridge safe?" Berg asked.', "Berg", '"Is the bridge safe?"'),
        ('"Is the bridge safe?" Ms. Berg demanded.', "Ms. Berg", '"Is the bridge safe?"'),
        ('"No," he said.', "he", '"No,"'),
        ("'We will never agree to this,' Berg said.", "Berg", "'We will never agree to this,'"),
        (
            "They agreed to hold talks in April, the ministry said in a statement.",
            "the ministry",
            "They agreed to hold talks in April",
        ),
        ("“Nobody asked us.” — Maria Lund", "Maria Lund", "“Nobody asked us.”"),
        ("Berg said the talks would go on.", "Berg", "the talks would go on"),
        ("Berg said that the talks would go on.", "Berg", "that the talks would go on"),
        ("Berg said on Monday that the talks would go on.", "Berg", "that the talks would go on"),
        ("Berg told the council that the talks would go on.", "Berg", "that the talks would go on"),
        ("The talks will go on, Berg said.", "Berg", "The talks will go on"),
        ("The talks will go on, said Berg.", "Berg", "The talks will go on"),
        ("According to Berg, the talks will go on.", "Berg", "the talks will go on"),
        ("The talks will go on, according to Berg.", "Berg", "The talks will go on"),
        ("Berg agreed to meet the mayor.", "Berg", "to meet the mayor"),
        ("The ministry urged citizens to stay at home.", "The ministry", "citizens to stay at home"),
        ("Berg told the mayor to resign.", "Berg", "to resign"),
        ('Berg called the plan "a disgrace."', "Berg", 'the plan "a disgrace."'),
        ('Berg said the plan was "far from ready."', "Berg", 'the plan was "far from ready."'),
        ("Berg expressed concern on Monday that the plan would fail.", "Berg", "that the plan would fail"),
        ("Berg denied that she wrote the letter.", "Berg", "that she wrote the letter"),
        ("Berg said the plan was dead, although few believe it.", "Berg", "the plan was dead"),
        ("The bridge is safe, Berg said Tuesday.", "Berg", "The bridge is safe"),
        ("They are ready, Berg said, apparently referring to the firemen.", "Berg", "They are ready"),
    ],
)
def test_a_statement_has_its_speaker_and_its_words(engine, text, speaker, words):
    assert list_statements(text, engine) == [(speaker, words)]


@both
def test_sentences_do_not_end_within_quotation_marks(engine):
    text = '"We are ready. We have been for years. Come," Berg said.'
    assert list_statements(text, engine) == [("Berg", '"We are ready. We have been for years. Come,"')]


@both
@pytest.mark.parametrize(
    "text",
    [
        '"We are ready," Berg said. "We have been for years."',
        '"We are ready," Berg said, "and have been for years."',
        '"We are ready," Berg said after the meeting, "but we will wait."',
    ],
)
def test_a_quotation_broken_by_its_speaker_is_one_statement(engine, text):
    one = get_only(text, engine)
    assert (one.kind, one.speaker, len(one.spans)) == ("direct", "Berg", 2)


@both
def test_two_verbs_of_one_speaker_are_two_statements(engine):
    text = "Berg contends that the treaty is dead and warned that others would follow."
    assert list_statements(text, engine) == [("Berg", "that the treaty is dead"), ("Berg", "that others would follow")]


@both
def test_what_a_speaker_adds_is_a_separate_statement(engine):
    text = "Berg said the treaty was dead, adding that others would follow."
    assert [words for _, words in list_statements(text, engine)] == ["the treaty was dead", "that others would follow"]


@both
def test_two_speakers_in_one_sentence_are_separated(engine):
    text = 'Berg said the plan was dead, and when asked why, the mayor replied, "Ask her."'
    assert list_statements(text, engine)[-1] == ("the mayor", '"Ask her."')
    assert list_statements(text, engine)[0][1].startswith("the plan was dead")
    assert '"' not in list_statements(text, engine)[0][1]


@both
@pytest.mark.parametrize(
    "text",
    [
        'The so-called "bridge of sighs" was built in 1900.',
        'Berg\'s "tough" stance is known.',
        'They signed an "action plan" in 2003.',
        'Her novel "The Long Winter of Our Fathers" was printed twice.',
        "The talks went on for two days.",
        "The report is long.",
        "",
    ],
)
def test_scare_quotes_and_titles_are_not_statements(engine, text):
    assert list_statements(text, engine) == []


@both
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"We are ready," Berg said.', "direct"),
        ('Berg said they were "ready."', "mixed"),
        ("Berg said they were ready.", "indirect"),
        ('"We are ready" for all of it, Berg said.', "mixed"),
    ],
)
def test_the_kind_follows_from_the_marks(engine, text, kind):
    assert get_only(text, engine).kind == kind


@both
def test_a_statement_includes_that_and_the_marks_but_not_the_final_full_stop(engine):
    text = 'Berg said that the plan was "far from ready."'
    assert text[slice(*get_only(text, engine).spans[0])] == 'that the plan was "far from ready."'
    text = "Berg said that it was ready."
    assert text[slice(*get_only(text, engine).spans[0])] == "that it was ready"


@both
def test_a_colon_announces_the_quotation_of_the_next_paragraph(engine):
    text = 'Hale continued:\n\n"I will not resign.\n\n"I will stay."\n\nNobody came.'
    one = get_only(text, engine)
    assert (one.speaker, one.kind, len(one.spans)) == ("Hale", "direct", 2)


@both
def test_a_headline_names_its_speaker(engine):
    text = "Berg: No deal before spring\n\nMinister Anna Berg came home on Monday."
    one = get_only(text, engine)
    assert (one.speaker, one.names, text[one.start : one.end]) == ("Berg", "Anna Berg", "No deal before spring")


@both
def test_a_label_that_is_not_a_person_is_not_a_speaker(engine):
    assert list_statements("Weather: Rain until Monday\n\nIt will rain.", engine) == []


@both
def test_a_transcript_has_a_statement_for_each_turn(engine):
    text = "BERG: We are ready.\n\nHALE: I doubt it.\n\nBERG: You will see.\n\nHALE: So will you."
    assert [speaker for speaker, _ in list_statements(text, engine)] == ["BERG", "HALE", "BERG", "HALE"]


@both
def test_a_dateline_is_not_part_of_the_statement(engine):
    assert list_statements("OSLO (AP) -- The talks will go on, Berg said.", engine) == [
        ("Berg", "The talks will go on")
    ]


@both
def test_a_statement_within_a_quotation_belongs_to_whoever_is_quoted(engine):
    assert list_statements('"The mayor said that it was over," Berg told us.', engine) == [
        ("Berg", '"The mayor said that it was over,"')
    ]


def test_an_unknown_engine_is_refused():
    with pytest.raises(ValueError, match="no engine"):
        propose_statements("Berg said no.", engine="oracle")


def test_plain_is_always_available_and_the_first_engine_is_the_default():
    assert list_engines()[-1] == "plain"
    text = '"We are ready," Berg said.'
    assert propose_statements(text) == propose_statements(text, engine=list_engines()[0])
