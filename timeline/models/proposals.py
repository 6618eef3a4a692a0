"""Words that may become a statement or a citation: the workbench has them until an event is published."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles import anchors, dates
from articles.models import Anchored, Article

from .actors import Actor
from .events import Citation, Event
from .quotes import Quote

PRONOUNS = frozenset({"", "he", "she", "they", "it", "i", "we", "who"})


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def unpublished(self) -> Self:
        return self.filter(quote=None, citation=None)

    def still_wanted(self) -> Self:
        """Not yet a statement or a citation, and not rejected."""
        return self.unpublished().exclude(state=Proposal.State.REJECTED)


class Proposal(Anchored):
    """Words of an article proposed by the program or marked by an editor, and what an editor decided.

    Never public. When its event is published from the workbench, an accepted proposal becomes a statement or a
    citation, which `quote` or `citation` then names.
    """

    class Use(models.TextChoices):
        STATEMENT = "statement", _("a statement")
        CITATION = "citation", _("a cited passage")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")

    article = models.ForeignKey(Article, models.CASCADE, related_name="proposals", verbose_name=_("article"))
    use = models.CharField(_("use"), max_length=10, choices=Use, default=Use.STATEMENT)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    cue = models.CharField(_("cue"), max_length=100, blank=True, help_text=_("The reporting verb: said, warned."))
    named = models.CharField(_("named in the article as"), max_length=200, blank=True)
    speaker = models.ForeignKey(
        Actor, models.SET_NULL, null=True, blank=True, related_name="proposals", verbose_name=_("speaker")
    )
    event = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, related_name="proposals", verbose_name=_("event")
    )
    date = models.CharField(
        _("said on"),
        max_length=40,
        blank=True,
        validators=[dates.validate],
        help_text=_("EDTF. If empty, the event's date is used."),
    )
    by_editor = models.BooleanField(_("marked by an editor"), default=False, editable=False)
    quote = models.OneToOneField(Quote, models.SET_NULL, null=True, blank=True, editable=False)
    citation = models.OneToOneField(Citation, models.SET_NULL, null=True, blank=True, editable=False)

    objects = ProposalQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Anchored.Meta):
        ordering: ClassVar = ["start", "end", "pk"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        default_permissions: ClassVar = ()  # who may store statements and events may work with proposals
        constraints: ClassVar = [
            *Anchored.Meta.constraints,
            models.UniqueConstraint(
                fields=["article", "start", "end", "use"],
                name="proposal_once",
                condition=models.Q(start__isnull=False),
            ),
            models.CheckConstraint(condition=~models.Q(exact=""), name="proposal_has_words"),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "accepted", "rejected"]), name="proposal_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.exact if len(self.exact) <= 60 else f"{self.exact[:59]}…"

    @property
    def is_published(self) -> bool:
        return self.quote_id is not None or self.citation_id is not None

    @property
    def is_settled(self) -> bool:
        """The words are at their position in the present text."""
        return self.anchor_state == "verified"

    @property
    def kind(self) -> str:
        """As the quotation marks in the text show; never chosen."""
        held = getattr(self.article, "held", None)
        if held and self.text_sha256 == held.sha256:
            return anchors.detect_kind_at(held.body, self.start or 0, self.end or 0)
        return anchors.detect_kind(self.anchor)

    @property
    def attributed_to(self) -> str:
        """The article's words for the speaker where they are neither the name nor a pronoun: Moscow, an official."""
        if self.speaker is None or self.named.casefold() in PRONOUNS:
            return ""
        shares = {word.casefold() for word in self.named.split()} & {w.casefold() for w in self.speaker.name.split()}
        return "" if shares else self.named

    @property
    def kind_label(self) -> str:
        return str(Quote.Kind(self.kind).label)

    def clean(self) -> None:
        if self.article_id:
            self.settle()

    def save(self, **kwargs: Any) -> None:
        self.settle()
        super().save(**kwargs)

    def save_decision(self) -> None:
        """Save the state and the event, without a search for the words: a newer text may no longer have them."""
        super().save(update_fields=["state", "event"])
