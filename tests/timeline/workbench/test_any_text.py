"""No text makes proposals or the workbench fail, and proposals are always exact words of the text."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pytest_django.asserts import assertContains

from articles.importing import ImportOutcome, import_bytes
from articles.models import Article
from tests.factories import actor, article
from timeline.models import Proposal
from timeline.workbench import dated_sentences, page, suggesting
from timeline.workbench.suggesting import store_proposals

from ..admin.test_admin import editor

__all__ = ["editor"]  # the fixture
pytestmark = pytest.mark.django_db

PIECES = [
    *(
        "Lavrov said that ",
        "“We agree,” ",
        '"no" ',
        "he told Kyodo on Wednesday. ",
        "In March 2007 ",
        "warned ",
        "Tokyo",
    ),
    *(
        "\n\n",
        "\n",
        " ",
        ".",
        ",",
        '"',
        "“",
        "”",
        "'",
        "’",
        "«",
        "»",
        "「",
        "」",
        "(",
        "<b>",
        "</p>",
        "&amp;",
        "{{ x }}",
    ),
    *(
        "🚢",
        "👨‍👩‍👧",
        "e\u0301",
        "外相は「平和」と述べた。",
        "Лавров заявил, что «мир» важен. ",
        "\u202e",
        "\u00ad",
        "\x00",
        "9" * 30,
    ),
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map("".join)
SETTINGS = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def check(editor: Client, report: Article) -> int:
    n = store_proposals(report)
    body = report.held.body
    for one in Proposal.objects.filter(article=report):
        assert body[one.start : one.end] == one.exact
        assert one.anchor_state == "verified"
    for sentence in dated_sentences.find_dated_sentences(report).listed:
        assert body[sentence.start : sentence.found.end] == sentence.found.sentence
        for date in sentence.found.dates:
            assert body[date.start : date.end] == date.text
    assert editor.get(reverse("workbench:workbench", args=[report.pk])).status_code == 200
    return n


@given(text=texts)
@example(text="")
@example(text='"')
@example(text="“Lavrov said on Wednesday that “we")
@SETTINGS
def test_no_text_makes_the_workbench_fail(editor: Client, text: str):
    Article.objects.all().delete()
    answer = import_bytes("any.txt", text.encode("utf-8", "surrogatepass"))
    if answer.outcome is not ImportOutcome.FAILED:
        check(editor, Article.objects.get())
    Article.objects.all().delete()
    check(editor, article(text))


SENTENCE = 'Sergei Lavrov said on May 5, 2007, that the talks were useful. "We go on," he told reporters.\n\n'


@pytest.mark.parametrize(
    "text",
    ["a " * 500_000, "“" * 1_000_000, "x" * 1_000_000, "a\n" * 10_000, "𠮷" * 300_000, SENTENCE * (1_000_000 // 95)],
    ids=["words", "marks", "one word", "lines", "kanji", "statements"],
)
def test_a_text_of_one_megabyte_does_not_fail(editor: Client, text: str):
    check(editor, article(text))


def test_of_very_many_statements_only_some_are_proposed_and_the_page_says_so(editor: Client, monkeypatch):
    for module, name, value in (
        (suggesting, "MAX_NEW", 5),
        (suggesting, "MAX_READ", 3_000),
        (page, "MAX_READ", 3_000),
        (page, "MOST_CARDS", 5),
        (dated_sentences, "MAX_LISTED", 3),
    ):
        monkeypatch.setattr(module, name, value)
    actor("Sergei Lavrov")
    report = article(SENTENCE * 40)
    assert store_proposals(report) == store_proposals(report) == 5
    response = editor.get(reverse("workbench:workbench", args=[report.pk]))
    assertContains(response, "There are too many proposals")
    assertContains(response, "The text is very long")
    assertContains(response, "only its first dated sentences are listed")
    assertContains(response, "10 open, 0 accepted, 0 rejected")
    assert response.content.count(b'class="bench-card"') == 5
