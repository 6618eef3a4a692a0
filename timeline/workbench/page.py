"""Everything that the workbench shows about one article."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count

from articles import dates
from articles.models import Article

from ..models import Actor, Event, Proposal
from . import publishing
from .annotated_text import Paragraph, split_paragraphs
from .dated_sentences import MAX_READ, DatedSentence, DatedSentences, find_dated_sentences
from .forms import NewEventForm, ProposalForm
from .similar_events import SimilarEvent, find_similar_events

MOST_CARDS = 200


@dataclass
class ProposalCard:
    """A proposal with its form, which is bound if it has errors."""

    proposal: Proposal
    form: ProposalForm
    note: str = ""  # why it was not saved


@dataclass
class WorkbenchPage:
    article: Article
    event: Event | None
    decided: ProposalCard | None = None  # not saved: it has errors, or somebody else changed it
    mark: ProposalForm | None = None  # form of added words, if it has errors
    new: NewEventForm | None = None  # form of a new event, if it has errors
    start: str = ""  # offset of the dated sentence for a new event
    is_refused: bool = False

    @cached_property
    def proposals(self) -> list[ProposalCard]:
        """In reading order. If there are very many, only the first undecided or unpublished ones."""
        found = Proposal.objects.filter(article=self.article).select_related("speaker", "event", "quote", "citation")
        if self.has_many_proposals:
            found = found.still_wanted()[:MOST_CARDS]
        return [self.make_card(one) for one in found]

    @property
    def is_read_whole(self) -> bool:
        return len(self.article.text or "") <= MAX_READ

    @property
    def has_many_proposals(self) -> bool:
        return sum(self.tally.values()) > MOST_CARDS

    def make_card(self, one: Proposal) -> ProposalCard:
        one.article = self.article
        if self.decided is not None and self.decided.proposal.pk == one.pk:
            return self.decided
        return ProposalCard(one, ProposalForm(instance=one, auto_id=f"p{one.pk}_%s"))

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        here = [one.proposal for one in self.proposals if one.proposal.is_settled]
        sentences = [] if self.event else self.dated.listed
        return split_paragraphs(self.article.text or "", here, [one.start for one in sentences])

    @cached_property
    def dated(self) -> DatedSentences:
        return find_dated_sentences(self.article)

    @cached_property
    def start_sentence(self) -> DatedSentence | None:
        """The dated sentence for a new event."""
        return self.dated.find(self.start) if self.start else None

    @property
    def mark_form(self) -> ProposalForm:
        return self.mark or ProposalForm(instance=Proposal(article=self.article), auto_id="mark_%s")

    @cached_property
    def new_form(self) -> NewEventForm:
        initial = self.start_sentence.build_initial() if self.start_sentence else {"date": self.article.published}
        return self.new or NewEventForm(initial=initial, auto_id="new_%s")

    @cached_property
    def speakers(self) -> list[Actor]:
        """The speakers of the proposals, without duplicates."""
        found = (one.proposal.speaker for one in self.proposals if one.proposal.state != Proposal.State.REJECTED)
        return list({actor.pk: actor for actor in found if actor}.values())

    @cached_property
    def similar_events(self) -> list[SimilarEvent]:
        """Events similar to the dated sentence, or to the whole article if its date is known."""
        if self.start_sentence:
            return find_similar_events(
                self.start_sentence.span,
                self.start_sentence.actors or self.speakers,
                self.start_sentence.found.sentence,
            )
        if not self.article.published:
            return []
        return find_similar_events(dates.parse(self.article.published), self.speakers, self.article.title)

    @cached_property
    def known_names(self) -> list[str]:
        return list(Actor.objects.order_by("name").values_list("name", flat=True))

    @cached_property
    def unpublished(self) -> list[Proposal]:
        return publishing.list_unpublished(self.article, self.event) if self.event else []

    @cached_property
    def problems(self) -> list[publishing.Problem]:
        return publishing.find_problems(self.event, self.unpublished) if self.event else []

    @property
    def is_blocked(self) -> bool:
        return any(problem.is_blocking for problem in self.problems)

    @cached_property
    def tally(self) -> dict[str, int]:
        counted = Proposal.objects.filter(article=self.article).order_by().values_list("state").annotate(n=Count("pk"))
        return dict.fromkeys(Proposal.State.values, 0) | dict(counted)
