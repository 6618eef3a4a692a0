"""All that the workbench shows of one article."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from articles import dates
from articles.models import Article

from ..models import Actor, Event, Proposal
from . import publishing
from .forms import NewEventForm, ProposalForm
from .likely import Likely, likely_events
from .text import Paragraph, paragraphs


@dataclass
class Dressed:
    """A proposal with its form: bound where something typed was wrong."""

    proposal: Proposal
    form: ProposalForm

    @property
    def is_open(self) -> bool:
        return self.proposal.state == Proposal.State.OPEN


@dataclass
class Bench:
    article: Article
    event: Event | None
    form: ProposalForm | None = None  # of one proposal, with errors
    mark: ProposalForm | None = None  # of the editor's own words, with errors
    new: NewEventForm | None = None  # with errors
    start: str = ""  # offset of a dated sentence that a new event is begun from
    refused: bool = False
    _dressed: dict[int, Dressed] = field(default_factory=dict)

    @cached_property
    def proposals(self) -> list[Dressed]:
        found = Proposal.objects.filter(article=self.article).select_related("speaker", "event", "quote", "citation")
        return [self.dressed(one) for one in found]

    def dressed(self, one: Proposal, form: ProposalForm | None = None) -> Dressed:
        one.article = self.article
        if form is None and self.form is not None and self.form.instance.pk == one.pk:
            form = self.form
        return Dressed(one, form or ProposalForm(instance=one, auto_id=f"p{one.pk}_%s"))

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        here = [one.proposal for one in self.proposals if one.proposal.is_settled]
        return paragraphs(self.article.text or "", here)

    @property
    def mark_form(self) -> ProposalForm:
        return self.mark or ProposalForm(instance=Proposal(article=self.article), auto_id="mark_%s")

    @cached_property
    def new_form(self) -> NewEventForm:
        return self.new or NewEventForm(initial={"date": self.article.published}, auto_id="new_%s")

    @cached_property
    def speakers(self) -> list[Actor]:
        """Of the proposals, each once."""
        found = (one.proposal.speaker for one in self.proposals if one.proposal.state != Proposal.State.REJECTED)
        return list({actor.pk: actor for actor in found if actor}.values())

    @cached_property
    def likely(self) -> list[Likely]:
        return likely_events(dates.parse(self.article.published), self.speakers, self.article.title)

    @cached_property
    def known_names(self) -> list[str]:
        return list(Actor.objects.order_by("name").values_list("name", flat=True))

    @cached_property
    def waiting(self) -> list[Proposal]:
        return publishing.waiting(self.article, self.event) if self.event else []

    @cached_property
    def lacks(self) -> list[publishing.Lack]:
        return publishing.lacks(self.event, self.waiting) if self.event else []

    @property
    def stopped(self) -> bool:
        return any(lack.stops for lack in self.lacks)

    def count(self, state: str) -> int:
        return sum(one.proposal.state == state for one in self.proposals)

    @property
    def tally(self) -> dict[str, int]:
        return {state: self.count(state) for state in Proposal.State.values}
