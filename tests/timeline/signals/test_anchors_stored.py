"""Texts are replaced in hundreds of ways; what the database says of every stored anchor afterwards must be true."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from django.db import connection

from articles.models import Anchored, Article, ArticleText
from articles.normalisation import normalise
from tests.articles.anchors.test_properties import check, make_edited
from tests.factories import actor, article, event
from timeline.models import Citation, Proposal, Quote

pytestmark = pytest.mark.django_db
EDITS = 150  # through the database; with those below and the 5,000 of test_anchors_properties 10,000
WITHOUT = 4_850


def anchor_all(report: Article, start: int, end: int) -> list[Anchored]:
    """The same words as a statement, a citation and a proposal; whichever of them takes these words."""
    text = report.held.body
    made = event(cites=False)
    fields: dict[str, Any] = {"article": report, "exact": text[start:end], "start": start, "end": end}
    stored: list[Anchored] = [
        Citation.objects.create(event=made, **fields),
        Proposal.objects.create(**fields),
    ]
    stored.append(Quote.objects.create(event=made, slug=made.slug, speaker=actor(), kind="indirect", **fields))
    return stored


def test_after_any_edit_verified_words_are_at_their_place_and_nothing_has_moved():
    rng = random.Random(19561019)
    seen: Counter[str] = Counter()
    for number in range(EDITS):
        case = make_edited(rng, rng.randint(1, 4))
        before = normalise(case.before)
        words = case.anchor.exact.strip()
        if not words or words not in before:
            continue
        report = article(before, slug=f"edited-{number}")
        start = before.index(words)
        stored = anchor_all(report, start, start + len(words))
        held = ArticleText.objects.get(article=report)
        held.body = case.text
        if not normalise(held.body):
            continue
        held.save()
        for one in stored:
            one.refresh_from_db()
            seen[one.anchor_state] += 1
            assert (one.start, one.end, one.exact) == (start, start + len(words), words), "moved by itself"
            if one.anchor_state == "verified":
                assert held.body[start : start + len(words)] == words
                assert one.text_sha256 == held.sha256
        assert len({one.anchor_state for one in stored}) == 1, "one finding for the same words"
    assert seen["verified"] >= 50, (connection.vendor, seen)
    assert min(seen["changed"], seen["missing"]) >= 5, (connection.vendor, seen)


def test_a_deleted_paragraph_with_a_remaining_duplicate_is_never_verified():
    for before_it in (True, False):
        passage = "Tokyo said the talks were useful."
        first, second = f"One. {passage} First end.", f"Two. {passage} Second end."
        report = article(f"{first}\n\n{second}", slug=f"twins-{before_it}")
        kept, lost = (second, first) if before_it else (first, second)
        start = report.held.body.index(lost) + len("One. ")
        stored = anchor_all(report, start, start + len(passage))
        held = ArticleText.objects.get(article=report)
        held.body = kept
        held.save()
        for one in stored:
            one.refresh_from_db()
            assert one.anchor_state in ("changed", "ambiguous")
            assert one.start == start


def test_thousands_of_edits_lead_to_no_wrong_match():
    rng = random.Random(20180317)
    for _ in range(WITHOUT):
        check(make_edited(rng, rng.randint(1, 4)))
