"""The base of quotes and citations: words, and their position in an article's text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from articles import anchors
from articles.public_fields import PublicField, ValueType

if TYPE_CHECKING:
    from .articles import Article

CONTEXT_LENGTH = anchors.CONTEXT_LENGTH
FILLED_IN = _("Filled in by the program. Leave it as exported; leave it empty in a new row.")


class AnchorState(models.TextChoices):
    """The result of the last search for the words in the stored text."""

    VERIFIED = "verified", _("verified: the words are at this position")
    AMBIGUOUS = "ambiguous", _("ambiguous: the words occur more than once")
    CHANGED = "changed", _("changed: the text has different words, or has them elsewhere")
    MISSING = "missing", _("missing: the words are not in the text")
    UNHELD = "unheld", _("unchecked: we hold no text of the article")
    NONE = "", _("no words to look for")


class Anchored(models.Model):
    """Exact words and their position: W3C Web Annotation TextQuoteSelector and TextPositionSelector.

    `start` and `end` count Unicode code points of the stored text, `end` exclusive. `lead` and `tail` are the rest
    of the sentence around the words, which readers see even if the text itself may not be shown.
    """

    exact = models.TextField(_("exact words"), blank=True)
    prefix = models.CharField(_("text before"), max_length=CONTEXT_LENGTH, blank=True)
    suffix = models.CharField(_("text after"), max_length=CONTEXT_LENGTH, blank=True)
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    lead = models.TextField(_("sentence before the words"), blank=True, editable=False)
    tail = models.TextField(_("sentence after the words"), blank=True, editable=False)
    text_sha256 = models.CharField(_("checksum of the text"), max_length=64, blank=True, editable=False)
    anchor_state = models.CharField(
        _("anchor"), max_length=10, choices=AnchorState, default=AnchorState.NONE, blank=True, editable=False
    )

    place_fields: ClassVar = (
        PublicField("prefix", ValueType.PASSAGE, sheet_help=FILLED_IN),
        PublicField("suffix", ValueType.PASSAGE, sheet_help=FILLED_IN),
        PublicField("start", ValueType.NUMBER, sheet_help=FILLED_IN),
        PublicField("end", ValueType.NUMBER, sheet_help=FILLED_IN),
        PublicField("lead", ValueType.PASSAGE, sheet_help=FILLED_IN),
        PublicField("tail", ValueType.PASSAGE, sheet_help=FILLED_IN),
        PublicField("text_sha256", ValueType.PASSAGE, sheet_help=FILLED_IN),
    )

    article: models.ForeignKey[Article, Article]
    article_id: int
    comes_with_place = False  # set by code that saves words with their recorded position, such as a release

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True)
                | models.Q(start__isnull=False, end__isnull=False, end=models.F("start") + Length("exact")),
                name="%(app_label)s_%(class)s_place_has_length_of_words",
            ),
            models.CheckConstraint(
                condition=models.Q(anchor_state__in=[s.value for s in AnchorState]),
                name="%(app_label)s_%(class)s_anchor_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(anchor_state="verified") | models.Q(start__isnull=False),
                name="%(app_label)s_%(class)s_verified_has_place",
            ),
        ]

    @property
    def anchor(self) -> anchors.Anchor:
        return anchors.Anchor(self.exact, self.prefix, self.suffix, self.start, self.end)

    def find_in_text(self) -> anchors.MatchResult:
        """Look for the words in the stored text, without changing anything."""
        held = getattr(self.article, "held", None)
        if held is None:
            return anchors.MatchResult(anchors.MatchState.UNHELD)
        return anchors.find(held.body, self.anchor, same_text=self.text_sha256 == held.sha256)

    def settle(self) -> None:
        """Fill in the position of the words, or raise ValidationError: words not in the stored text cannot be saved."""
        if not self.exact:
            self.prefix = self.suffix = self.lead = self.tail = self.text_sha256 = ""
            self.start = self.end = None
            self.anchor_state = AnchorState.NONE
            return
        found = self.find_in_text()
        self.anchor_state = AnchorState(found.state.value)
        if found.state is anchors.MatchState.UNHELD:
            if self.comes_with_place:
                return
            self.clear_place_of_other_words()
            return
        if found.state is not anchors.MatchState.VERIFIED or found.anchor is None:
            error = ValidationError(anchors.explain(found, self.exact), code=found.state.value)
            raise ValidationError({"exact": error})
        self.set_place(found.anchor)

    def clear_place_of_other_words(self) -> None:
        """A recorded position is only valid for the words and the article for which it was found."""
        recorded = type(self)._base_manager.filter(pk=self.pk).first()
        if recorded and (recorded.exact, recorded.article_id) != (self.exact, self.article_id):
            self.prefix = self.suffix = self.lead = self.tail = self.text_sha256 = ""
            self.start = self.end = None

    def set_place(self, place: anchors.Anchor) -> None:
        """Record a position found in the stored text."""
        held = self.article.held
        self.prefix, self.suffix, self.start, self.end = place.prefix, place.suffix, place.start, place.end
        self.lead, self.tail = anchors.get_rest_of_sentence(held.body, place.start or 0, place.end or 0)
        self.text_sha256 = held.sha256

    def get_surroundings(self) -> tuple[str, str]:
        """The text before and after the words: the rest of their sentence, if the text was searched.

        Otherwise the recorded context of at most 32 characters, cut to whole words, with dots where it is cut.
        """
        if self.text_sha256:
            return self.lead, self.tail
        lead = self.prefix.partition(" ")[2] if len(self.prefix) == CONTEXT_LENGTH else self.prefix
        tail = self.suffix.rpartition(" ")[0] if len(self.suffix) == CONTEXT_LENGTH else self.suffix
        return (f"… {lead}" if lead else ""), (f"{tail} …" if tail else "")
