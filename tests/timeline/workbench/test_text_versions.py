"""A new text of an article: both texts side by side, and anchors that move only when confirmed."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from articles.models import Article, ArticleText
from tests.factories import article, event, quote
from timeline.models import Quote

from .test_workbench import editor

__all__ = ["editor"]  # the fixture
pytestmark = pytest.mark.django_db

OLD = (
    "The minister spoke on Monday about the islands.\n\n"
    'He said: "We see no reason for delay." The envoy left for Hakodate by train.\n\n'
    "Nobody among the reporters asked about the harbour, which stays open."
)
DELAY, TRAIN, HARBOUR = "We see no reason for delay", "left for Hakodate by train", "the harbour, which stays open"


@pytest.fixture
def report() -> Article:
    made = article(OLD, title="On the islands")
    of = event("Talks", cites=made)
    for words, kind in ((DELAY, "direct"), (TRAIN, "indirect"), (HARBOUR, "indirect")):
        quote(words, of=of, kind=kind, article=made)
    return made


def replace(report: Article, text: str) -> None:
    held = ArticleText.objects.get(article=report)
    held.body = text
    held.save()


def page(report: Article) -> str:
    return reverse("workbench:versions", args=[report.pk])


def choices(response) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(
        r'name="((?:statement|citation|proposal)-\d+)"\s+value="(\d+-\d+)"', response.content.decode()
    ):
        found.setdefault(name, []).append(value)
    return found


def test_a_first_text_has_no_earlier_text_to_compare(editor, report):
    response = editor.get(page(report))
    assertContains(response, "There is no earlier text.")
    assertContains(response, "0 passages to check")
    assertContains(response, "3 other passages have not moved.")


def test_words_that_moved_unchanged_are_selected_and_confirmed_in_one_step(editor, report):
    replace(report, "A new first line.\n\n" + OLD)
    moved = Quote.objects.get(exact=DELAY)
    assert (moved.anchor_state, moved.start) == ("changed", OLD.index(DELAY)), "nothing moves by itself"
    response = editor.get(page(report))
    assertContains(response, "3 passages to check")
    assertContains(response, "moved: the same words")
    assert len(re.findall(r"\bchecked\b", response.content.decode())) == 3
    picked = {name: values[0] for name, values in choices(response).items()}
    after = editor.post(page(report), picked, follow=True)
    assertContains(after, "3 passages have been confirmed.")
    assertContains(after, "0 passages to check")
    moved.refresh_from_db()
    assert (moved.anchor_state, moved.start, moved.exact) == ("verified", OLD.index(DELAY) + 19, DELAY)


def test_changed_words_show_the_difference_and_are_stored_only_if_selected(editor, report):
    replace(report, OLD.replace("by train", "by barge"))
    response = editor.get(page(report))
    assertContains(response, "1 passage to check")
    assertNotContains(response, "checked")
    assertContains(response, "<del>")
    assertContains(editor.post(page(report), {}, follow=True), "0 passages have been confirmed.")
    assert Quote.objects.filter(exact=TRAIN).exists()
    picked = {name: values[0] for name, values in choices(response).items()}
    editor.post(page(report), picked)
    taken = Quote.objects.get(exact__contains="by barge")
    assert (taken.anchor_state, taken.history.count()) == ("verified", 3)


def test_a_missing_passage_is_never_verified_by_a_similar_one(editor, report):
    replace(report, OLD.replace(OLD[OLD.index("Nobody") :], "The harbour, which stays shut."))
    gone = Quote.objects.get(exact=HARBOUR)
    assert gone.anchor_state in ("missing", "changed")
    editor.post(page(report), {f"statement-{gone.pk}": f"{gone.start}-{gone.end}"})
    gone.refresh_from_db()
    assert gone.anchor_state != "verified"


def test_the_two_texts_are_shown_side_by_side_with_their_checksums(editor, report):
    first = report.held.sha256
    replace(report, OLD.replace("Monday", "Tuesday"))
    response = editor.get(page(report))
    assertContains(response, "<del>Monday</del>")
    assertContains(response, "<ins>Tuesday</ins>")
    assertContains(response, first[:16])
    assertContains(response, ArticleText.objects.get(article=report).sha256[:16])


def test_the_kind_follows_the_quotation_marks_of_the_new_text(editor, report):
    replace(report, OLD.replace('"We see no reason for delay."', "We see no reason for delay."))
    response = editor.get(page(report))
    editor.post(page(report), {name: values[0] for name, values in choices(response).items()})
    assert Quote.objects.get(exact=DELAY).kind == "indirect"


def test_saving_the_same_text_again_creates_no_new_version(report):
    replace(report, OLD)
    assert ArticleText.objects.get(article=report).before == ""


def test_very_long_texts_are_not_compared_line_by_line(editor, report):
    replace(report, OLD + "\n" + "line\n" * 3000)
    assertContains(editor.get(page(report)), "too long to be shown side by side")


def test_readers_have_no_access(client, report):
    assert client.get(page(report)).status_code == 302
