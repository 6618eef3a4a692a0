"""Finds problems of an event, and publishes it with its accepted proposals."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from articles import dates
from articles.admin.slugs import find_free_slug
from articles.models import Article
from timeline.corrections import recording
from timeline.serving import revision

from ..admin.quotes import build_slug_source
from ..models import Actor, Citation, Event, Proposal, Quote


@dataclass(frozen=True)
class Problem:
    """Something that is missing. An editor may ignore it unless it is blocking."""

    text: str
    is_blocking: bool
    proposal: Proposal | None = None


def list_unpublished(article: Article, event: Event) -> list[Proposal]:
    """Proposals accepted for this event and not yet published, in reading order."""
    accepted = Proposal.objects.filter(article=article, event=event, state=Proposal.State.ACCEPTED)
    return list(accepted.unpublished().select_related("speaker", "article__held").prefetch_related("speaker__posts"))


def find_problems(event: Event, accepted: list[Proposal]) -> list[Problem]:
    """Everything that is missing, blocking problems first."""
    found = []
    if not event.summary.strip():
        found.append(Problem(_("The event has no summary."), is_blocking=True))
    if not event.topics.exists():
        found.append(
            Problem(_("The event has no topic: readers who browse by topic will not find it."), is_blocking=False)
        )
    if not event.actors.exists():
        found.append(Problem(_("The event has no participants."), is_blocking=False))
    for one in accepted:
        found += find_proposal_problems(one, event)
    return sorted(found, key=lambda problem: not problem.is_blocking)


def find_proposal_problems(one: Proposal, event: Event) -> list[Problem]:
    if not one.is_settled:
        return [Problem(_("“%(words)s” is not in the current text.") % {"words": one}, True, one)]
    if one.use == Proposal.Use.CITATION:
        return []
    if one.speaker is None:
        return [Problem(_("“%(words)s” has no speaker.") % {"words": one}, True, one)]
    span = dates.parse(one.date or event.date)
    held = [post for post in one.speaker.posts.all() if post.covers(span.sort_date, span.latest)]
    if one.speaker.kind == Actor.Kind.PERSON and not held:
        message = _("%(name)s has no post on %(date)s: readers will see only the name.")
        return [Problem(message % {"name": one.speaker, "date": dates.label(one.date or event.date)}, False, one)]
    return []


@transaction.atomic
def publish_event(article: Article, event: Event) -> list[Proposal]:
    """Create statements and citations from accepted proposals and publish the event. Returns these proposals.

    Raises ValidationError, and changes nothing, if words are no longer in the article.
    """
    revision.take_turn()
    event = Event.objects.select_for_update().get(pk=event.pk)
    accepted = list_unpublished(article, event)
    with recording.give_reason(_("New from the article “%(title)s”.") % {"title": article.title}):
        store_accepted(article, event, accepted)
    return accepted


def store_accepted(article: Article, event: Event, accepted: list[Proposal]) -> None:
    for one in accepted:
        if one.use == Proposal.Use.CITATION:
            one.citation = create_citation(one, event)
        else:
            one.quote = create_statement(one, event)
        one.save()
    if not Citation.objects.filter(event=event, article=article).exists():
        Citation.objects.create(event=event, article=article)
    if event.status != Event.Status.PUBLISHED:
        event.status = Event.Status.PUBLISHED
        event.save(update_fields=["status"])


def create_citation(one: Proposal, event: Event) -> Citation:
    there = Citation.objects.filter(event=event, article=one.article, start=one.start).first()
    return there or Citation.objects.create(
        event=event, article=one.article, exact=one.exact, start=one.start, end=one.end, text_sha256=one.text_sha256
    )


def create_statement(one: Proposal, event: Event) -> Quote:
    """The statement for a proposal; an existing one is used if there is one."""
    there = Quote.objects.filter(article=one.article, start=one.start, end=one.end, speaker=one.speaker).first()
    if there:
        return there
    quote = Quote(
        slug=find_free_slug(Quote, build_slug_source(one.speaker, one.date or event.date, one.exact), set()),
        event=event,
        speaker=one.speaker,
        attributed_to=one.attributed_to,
        article=one.article,
        kind=one.kind,
        date=one.date,
        exact=one.exact,
        start=one.start,
        end=one.end,
        text_sha256=one.text_sha256,
    )
    quote.full_clean(exclude=["slug"])
    quote.save()
    quote.topics.set(event.topics.all())
    return quote
