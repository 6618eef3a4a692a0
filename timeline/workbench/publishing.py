"""What an event still lacks, and the step in which accepted proposals become statements that readers see."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from articles import dates
from articles.admin.slugs import free_slug
from articles.models import Article
from timeline.corrections import recording
from timeline.serving import revision

from ..admin.quotes import slug_words
from ..models import Actor, Citation, Event, Proposal, Quote


@dataclass(frozen=True)
class Lack:
    """Something missing. What stops cannot be published; the rest an editor may leave knowingly."""

    text: str
    stops: bool
    proposal: Proposal | None = None


def waiting(article: Article, event: Event) -> list[Proposal]:
    """Accepted for this event and not yet published, in reading order."""
    accepted = Proposal.objects.filter(article=article, event=event, state=Proposal.State.ACCEPTED)
    return list(accepted.unpublished().select_related("speaker", "article__held").prefetch_related("speaker__posts"))


def lacks(event: Event, accepted: list[Proposal]) -> list[Lack]:
    """What is missing, that which stops first."""
    found = []
    if not event.summary.strip():
        found.append(Lack(_("The event has no summary."), stops=True))
    if not event.topics.exists():
        found.append(Lack(_("The event has no topic: readers who browse by topic will not find it."), stops=False))
    if not event.actors.exists():
        found.append(Lack(_("The event has no participants."), stops=False))
    for one in accepted:
        found += lacks_of(one, event)
    return sorted(found, key=lambda lack: not lack.stops)


def lacks_of(one: Proposal, event: Event) -> list[Lack]:
    if not one.is_settled:
        return [Lack(_("“%(words)s” is not in the current text.") % {"words": one}, True, one)]
    if one.use == Proposal.Use.CITATION:
        return []
    if one.speaker is None:
        return [Lack(_("“%(words)s” has no speaker.") % {"words": one}, True, one)]
    span = dates.parse(one.date or event.date)
    held = [post for post in one.speaker.posts.all() if post.covers(span.sort_date, span.latest)]
    if one.speaker.kind == Actor.Kind.PERSON and not held:
        message = _("%(name)s has no post on %(date)s: readers will see only the name.")
        return [Lack(message % {"name": one.speaker, "date": dates.label(one.date or event.date)}, False, one)]
    return []


@transaction.atomic
def publish(article: Article, event: Event) -> list[Proposal]:
    """Make statements and citations of what was accepted, and the event public. What became public now.

    Raises ValidationError, and changes nothing, where words are no longer the article's.
    """
    revision.take_turn()
    event = Event.objects.select_for_update().get(pk=event.pk)
    accepted = waiting(article, event)
    with recording.give_reason(_("New from the article “%(title)s”.") % {"title": article.title}):
        store(article, event, accepted)
    return accepted


def store(article: Article, event: Event, accepted: list[Proposal]) -> None:
    for one in accepted:
        if one.use == Proposal.Use.CITATION:
            one.citation = cite(one, event)
        else:
            one.quote = state(one, event)
        one.save()
    if not Citation.objects.filter(event=event, article=article).exists():
        Citation.objects.create(event=event, article=article)
    if event.status != Event.Status.PUBLISHED:
        event.status = Event.Status.PUBLISHED
        event.save(update_fields=["status"])


def cite(one: Proposal, event: Event) -> Citation:
    there = Citation.objects.filter(event=event, article=one.article, start=one.start).first()
    return there or Citation.objects.create(
        event=event, article=one.article, exact=one.exact, start=one.start, end=one.end, text_sha256=one.text_sha256
    )


def state(one: Proposal, event: Event) -> Quote:
    """The statement that a proposal becomes; one that is stored already is not made again."""
    there = Quote.objects.filter(article=one.article, start=one.start, end=one.end, speaker=one.speaker).first()
    if there:
        return there
    quote = Quote(
        slug=free_slug(Quote, slug_words(one.speaker, one.date or event.date, one.exact), set()),
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
