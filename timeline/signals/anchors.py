"""Anchors are searched for again when an article's text is stored or removed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from articles import anchors
from articles.models import Anchored, AnchorState, ArticleText

from ..models import Citation, Proposal, Quote


@receiver(post_save, sender=ArticleText)
def find_anchors_again(instance: ArticleText, **kwargs: Any) -> None:
    for anchored in list_anchored(instance):
        found = anchored.find_in_text()
        if found.state is not anchors.MatchState.VERIFIED or found.anchor is None:
            store_state(anchored, AnchorState(found.state.value))
        elif anchored.start in (None, found.anchor.start):
            settle_anchor(anchored, found.anchor)
        else:  # found, but not where it was recorded: an editor must confirm a new place
            store_state(anchored, AnchorState.CHANGED)


@receiver(post_delete, sender=ArticleText)
def mark_unheld(instance: ArticleText, **kwargs: Any) -> None:
    for anchored in list_anchored(instance):
        store_state(anchored, AnchorState.UNHELD)


def list_anchored(held: ArticleText) -> Iterator[Anchored]:
    """All statements, citations and proposals with words from the article, to be searched for in this text."""
    for words in (Quote.objects.exclude(exact=""), Citation.objects.exclude(exact=""), Proposal.objects.all()):
        for anchored in words.filter(article=held.pk):
            anchored.article = held.article
            yield anchored


def settle_anchor(anchored: Anchored, place: anchors.Anchor) -> None:
    """The words are where they were or, for words without a place so far, occur once in the text."""
    was_settled = anchored.anchor_state == AnchorState.VERIFIED
    anchored.set_place(place)
    anchored.anchor_state = AnchorState.VERIFIED
    if was_settled:  # values that follow from the text change nobody's work, so the history gets no row
        fresh = {name: getattr(anchored, name) for name in ("prefix", "suffix", "lead", "tail", "text_sha256")}
        type(anchored)._default_manager.filter(pk=anchored.pk).update(**fresh)
        return
    try:
        with transaction.atomic():
            store_without_checks(anchored)
    except IntegrityError:  # the same words were entered twice while there was no text: an editor decides
        anchored.refresh_from_db()
        store_state(anchored, AnchorState.CHANGED)


def store_state(anchored: Anchored, state: AnchorState) -> None:
    if anchored.anchor_state != state:
        anchored.anchor_state = state
        store_without_checks(anchored)


def store_without_checks(anchored: Anchored) -> None:
    """With Django's own save(): ours rejects words that are not in the text, and update() would write no history."""
    anchored._change_reason = _("The article's text was stored or removed.")  # type: ignore[attr-defined]
    Model.save(anchored)
