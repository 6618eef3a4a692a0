"""What only the engine that reads grammar finds."""

from __future__ import annotations

import pytest

from tests.articles.extraction.test_statements import get_only, list_statements

pytestmark = pytest.mark.grammar


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("The bridge, the mayor said on Friday, will open in May.", "the mayor", "The bridge … will open in May"),
        ("Russia is opposed to the plan.", "Russia", "opposed to the plan"),
        ("The islands, which Tokyo calls its own, are small.", "Tokyo", "The islands, which Tokyo calls its own"),
        ("Berg has repeatedly expressed resolve to settle the dispute.", "Berg", "to settle the dispute"),
        ("Berg described the talks as useful.", "Berg", "the talks as useful"),
        ("Berg spoke of a breakthrough during the meeting.", "Berg", "a breakthrough"),
        ("The government has been calling for a new treaty.", "The government", "a new treaty"),
        ('Reporters forced the mayor to admit that it was "a mistake."', "the mayor", 'that it was "a mistake."'),
        ("It was announced by the ministry that the talks would go on.", "the ministry", "that the talks would go on"),
        ('The ministry issued a statement calling the attack "barbaric."', "The ministry", 'the attack "barbaric."'),
        ('"We see no grounds," Orlov was quoted as saying.', "Orlov", '"We see no grounds,"'),
        ("Tass quoted Orlov as saying that the islands were his.", "Orlov", "that the islands were his"),
        ("Berg accused the mayor of breaking the treaty.", "Berg", "the mayor of breaking the treaty"),
        (
            "The ministers called on Pyongyang to return to dialogue.",
            "The ministers",
            "Pyongyang to return to dialogue",
        ),
        (
            "Moscow believes the system threatens it, Berg's deputy Ivan Petrov wrote in an article out on Sunday.",
            "Berg's deputy Ivan Petrov",
            "Moscow believes the system threatens it",
        ),
        (
            'Asked whether she would resign, Berg said: "I have no such intention."',
            "Berg",
            '"I have no such intention."',
        ),
        ("It is worth noting that the bridge is old, Berg wrote.", "Berg", "It is worth noting that the bridge is old"),
        ("He went on to explain that the bridge was safe.", "He", "that the bridge was safe"),
    ],
)
def test_a_statement_is_found_by_its_grammar(text, speaker, words):
    assert list_statements(text, "spacy") == [(speaker, words)]


def test_quoted_words_belong_to_the_speaker_not_to_the_document_that_reports_them():
    text = 'Berg told Hale they should "work together," according to a separate statement.'
    assert list_statements(text, "spacy") == [("Berg", 'they should "work together,"')]


def test_the_speaker_of_a_relative_clause_is_the_antecedent_of_who():
    one = get_only("The talks failed because of Tom Hale, who said that the treaty was dead.", "spacy")
    assert (one.speaker, one.names) == ("who", "Tom Hale")


def test_what_a_speaker_repeats_is_a_separate_statement():
    text = "Berg said it was early to talk about this, while reiterating his call for calm."
    assert list_statements(text, "spacy") == [
        ("Berg", "it was early to talk about this"),
        ("Berg", "his call for calm"),
    ]


def test_a_request_for_oneself_is_not_a_statement():
    text = "The official, who asked not to be named, said the plan was dead."
    assert list_statements(text, "spacy") == [("The official", "the plan was dead")]
