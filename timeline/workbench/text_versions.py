"""A new text of an article: compares it with the old one, and lists anchors that have to be checked.

Anchors never move by themselves: an editor confirms the place found.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles import anchors
from articles.models import Anchored, AnchorState, Article
from timeline.corrections import recording

from ..admin.passage_choice import PlaceChoice, encode_place, list_places
from ..models import Citation, Proposal, Quote

MOST_LINES = 2_000  # of both texts; longer ones are not compared


@dataclass(frozen=True)
class Line:
    """A part of the two texts; `pieces` has the differences, if any."""

    old: str
    new: str
    pieces: list[tuple[str, str, str]] | None

    @property
    def is_same(self) -> bool:
        return self.old == self.new

    @property
    def old_pieces(self) -> list[tuple[str, bool]]:
        """The old text in pieces, each with whether it is not in the new one."""
        if self.pieces is None:
            return [(self.old, False)]
        return [(old, operation != "equal") for operation, old, _new in self.pieces if old]

    @property
    def new_pieces(self) -> list[tuple[str, bool]]:
        """The new text in pieces, each with whether it is not in the old one."""
        if self.pieces is None:
            return [(self.new, False)]
        return [(new, operation != "equal") for operation, _old, new in self.pieces if new]


def compare_lines(old: str, new: str) -> list[Line]:
    """Old and new paragraphs in pairs; empty if the texts are too long."""
    before, after = old.split("\n"), new.split("\n")
    if len(before) + len(after) > MOST_LINES:
        return []
    found = []
    for operation, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        first, second = "\n".join(before[i:j]), "\n".join(after[k:m])
        if first.strip() or second.strip():
            pieces = None if operation == "equal" else anchors.diff_words(first, second)
            found.append(Line(first, second, pieces))
    return found


@dataclass(frozen=True)
class DoubtfulAnchor:
    """Words that have moved or are missing, with the result of searching for them."""

    kind: str
    anchored: Anchored
    found: anchors.MatchResult

    @property
    def name(self) -> str:
        """The name of the form's field."""
        return f"{self.kind}-{self.anchored.pk}"

    @property
    def choice(self) -> str:
        """Radio buttons; if the words have moved unchanged, the new place is selected."""
        chosen = encode_place(self.found.anchor) if self.found.moved and self.found.anchor else None
        return PlaceChoice(self.found, self.anchored.exact).render(self.name, chosen, {"id": f"at-{self.name}"})

    @property
    def state_label(self) -> str:
        if self.found.moved:
            return _("moved: the same words in the same context, elsewhere in the text")
        return str(AnchorState(self.found.state.value).label)


def iterate_anchored(article: Article) -> Iterator[tuple[str, Anchored]]:
    """All records with words from the article, except rejected and published proposals."""
    stored: dict[str, QuerySet[Any]] = {
        "statement": Quote.objects.all(),
        "citation": Citation.objects.all(),
        "proposal": Proposal.objects.still_wanted(),
    }
    for kind, words in stored.items():
        for anchored in words.filter(article=article).exclude(exact="").order_by("start", "pk"):
            anchored.article = article
            yield kind, anchored


def find_doubtful_anchors(article: Article) -> tuple[list[DoubtfulAnchor], int]:
    """The anchors to check, and the number of those that have not moved."""
    waiting, unmoved = [], 0
    for kind, anchored in iterate_anchored(article):
        found = anchored.find_in_text()
        if found.state is anchors.MatchState.VERIFIED and found.anchor and anchored.start in (None, found.anchor.start):
            unmoved += 1
        else:
            waiting.append(DoubtfulAnchor(kind, anchored, found))
    return waiting, unmoved


def confirm_places(article: Article, chosen: dict[str, str]) -> tuple[int, list[str]]:
    """Store the chosen places that are still available. Returns their number, and the words that were not stored."""
    stored, refused = 0, []
    waiting, _unmoved = find_doubtful_anchors(article)
    for one in waiting:
        wanted = chosen.get(one.name)
        place = next((place for place in list_places(one.found) if encode_place(place) == wanted), None)
        if place is None:
            if wanted:
                refused.append(one.anchored.exact)
            continue
        try:
            with transaction.atomic(), recording.give_reason(_("The text of the article was replaced.")):
                move_anchor(one.anchored, place)
            stored += 1
        except IntegrityError:  # the speaker already has a statement with these words there
            refused.append(one.anchored.exact)
    return stored, refused


def move_anchor(anchored: Anchored, place: anchors.Anchor) -> None:
    """Store the confirmed place with its words and context, and the kind according to its quotation marks."""
    anchored.exact, anchored.start, anchored.end = place.exact, place.start, place.end
    anchored.prefix = anchored.suffix = ""  # a start without context means that an editor chose it
    if isinstance(anchored, Quote):
        anchored.settle()
        anchored.kind = anchored.detect_kind()
    anchored.save()
