"""Who is meant by “Lavrov”, “he” and “the minister” in a text."""

from __future__ import annotations

import pytest

from articles.extraction import propose_statements

BOTH = [pytest.param("spacy", marks=pytest.mark.grammar), "plain"]
OPENING = "Foreign Minister Anna Berg came to Oslo. She met Tom Hale, the mayor of Elmwood.\n\n"


def name(text: str, engine: str) -> str:
    return propose_statements(text, engine=engine)[-1].names


@pytest.mark.parametrize("engine", BOTH)
@pytest.mark.parametrize(
    ("text", "names"),
    [
        (OPENING + "Berg said the talks would go on.", "Anna Berg"),
        (OPENING + "Ms. Berg said the talks would go on.", "Anna Berg"),
        (OPENING + "Hale said the talks would go on.", "Tom Hale"),
        (OPENING + '"We are ready," Hale said.\n\n"Come," he added.', "Tom Hale"),
        (OPENING + "The mayor said the talks would go on.", "Tom Hale"),
        (OPENING + "The minister said the talks would go on.", "Anna Berg"),
        (OPENING + "Berg, the foreign minister, said the talks would go on.", "Anna Berg"),
        ("Berg said no deal was near.\n\nAnna Berg is a minister.", "Anna Berg"),
        ("Russian President Vladimir Putin said the talks would go on.", "Vladimir Putin"),
        ("Sen. Anna Berg (D-Ohio) said it was over.", "Anna Berg"),
        ("A spokesman for Anna Berg said it was over.", "spokesman for Anna Berg"),
        ("An attorney for Berg, Mark Reed, said it was over.", "Mark Reed"),
        ("Berg's deputy Ivan Petrov said it was over.", "Ivan Petrov"),
        ("Berg's campaign said it was over.", "Berg's campaign"),
        ("U.S. Defense Secretary John Cole said the talks would go on.", "John Cole"),
        ("Berg arrived. Tom Hale, an attorney, left. The attorney said it was over.", "Tom Hale"),
        ("Moscow said the talks would go on.", "Moscow"),
        ("A ministry official said the talks would go on.", "ministry official"),
        ("It was early. “No,” he said.", "he"),
    ],
)
def test_a_speaker_is_named_as_fully_as_the_text_does(engine, text, names):
    assert name(text, engine) == names


@pytest.mark.parametrize("engine", BOTH)
def test_the_last_full_name_before_is_the_one_meant(engine):
    text = "Anna Berg left. Her brother Tom Berg stayed. Berg said the talks would go on."
    assert name(text, engine) == "Tom Berg"


@pytest.mark.parametrize("engine", BOTH)
def test_she_is_not_the_man_who_spoke_last(engine):
    text = "Ms. Anna Berg arrived. Mr. Tom Hale said the bridge was safe. She said it was not."
    assert name(text, engine) == "Anna Berg"
