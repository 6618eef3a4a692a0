"""Tasks for editors, counted on the admin's start page and offered as filters of lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.admin.link_status import filter_by_link

from ..models import Citation, Event, Post, Proposal, Quote


@dataclass(frozen=True)
class Task:
    key: str
    model: str
    title: Promise
    why: Promise
    select: Callable[[QuerySet[Any]], QuerySet[Any]]
    filtered: str = ""  # query string of the list's own filter, if it has one

    @property
    def query(self) -> str:
        return f"?{self.filtered or f'waiting={self.key}'}"

    def count(self) -> int:
        return self.select(apps.get_model(self.model)._default_manager.order_by()).count()


IN_DOUBT_STATES = ("ambiguous", "changed", "missing")


def find_drafts(events: QuerySet[Any]) -> QuerySet[Any]:
    return events.filter(status=Event.Status.DRAFT)


def find_doubtful(words: QuerySet[Any]) -> QuerySet[Any]:
    return words.filter(anchor_state__in=IN_DOUBT_STATES)


def find_unchecked_words(words: QuerySet[Any]) -> QuerySet[Any]:
    return words.filter(anchor_state="unheld")


def find_with_one_source(events: QuerySet[Any]) -> QuerySet[Any]:
    """Published events that cite only one article."""
    counted = Citation.objects.filter(event=OuterRef("pk")).order_by().values("event")
    one = counted.annotate(n=Count("article", distinct=True)).filter(n=1)
    return events.filter(Exists(one), status=Event.Status.PUBLISHED)


def find_without_office(quotes: QuerySet[Any]) -> QuerySet[Any]:
    """Statements by a person without a known post on that day."""
    held = Post.objects.held_within(OuterRef("sort_date"), OuterRef("latest")).filter(actor=OuterRef("speaker"))
    return quotes.filter(~Exists(held), speaker__kind="person")


def find_similar(events: QuerySet[Any]) -> QuerySet[Any]:
    """Events with the same dates and a participant in common with another event."""
    through = Event.actors.through.objects
    here = through.filter(event=OuterRef(OuterRef(OuterRef("pk")))).values("actor")
    shared = through.filter(event=OuterRef("pk"), actor__in=here)
    same_days = Event.objects.filter(earliest=OuterRef("earliest"), latest=OuterRef("latest"))
    return events.filter(Exists(same_days.filter(~Q(pk=OuterRef("pk")), Exists(shared))))


def find_never_opened(articles: QuerySet[Any]) -> QuerySet[Any]:
    return articles.filter(address_seen=False)


def find_gone(articles: QuerySet[Any]) -> QuerySet[Any]:
    return filter_by_link(articles, "gone")


def find_unchecked_links(articles: QuerySet[Any]) -> QuerySet[Any]:
    return filter_by_link(articles, "unchecked")


def find_with_open_proposals(articles: QuerySet[Any]) -> QuerySet[Any]:
    return articles.filter(Exists(Proposal.objects.filter(article=OuterRef("pk"), state=Proposal.State.OPEN)))


def has_doubtful_words() -> Q:
    """Whether a statement, citation or undecided proposal of an article has words in doubt."""
    sources = (Quote.objects.all(), Citation.objects.all(), Proposal.objects.still_wanted())
    found = (Exists(find_doubtful(words.order_by()).filter(article=OuterRef("pk"))) for words in sources)
    return reduce(or_, (Q(one) for one in found))


def find_with_doubtful_words(articles: QuerySet[Any]) -> QuerySet[Any]:
    return articles.filter(has_doubtful_words())


def find_with_newer_values(shipped: QuerySet[Any]) -> QuerySet[Any]:
    """Records that editors have changed and for which a release has newer values."""
    return shipped.exclude(kept={})


LINK_IS_GONE = _("manage.py check_links found nothing there.")
IN_DOUBT = _("In the text we hold, they are elsewhere, occur more than once, or are missing.")
UNHELD = _("We hold no text of the article.")
TASKS = (
    Task("drafts", "timeline.Event", _("Drafts"), _("Readers do not see them yet."), find_drafts),
    Task(
        "proposals",
        "articles.Article",
        _("Articles with open proposals"),
        _("The workbench shows them next to the text."),
        find_with_open_proposals,
    ),
    Task(
        "moved",
        "articles.Article",
        _("Articles with a new text and passages to confirm"),
        _("The quoted words are elsewhere now, or missing; the old and the new text are shown side by side."),
        find_with_doubtful_words,
    ),
    Task("doubtful", "timeline.Quote", _("Statements whose words are in doubt"), IN_DOUBT, find_doubtful),
    Task("doubtful", "timeline.Citation", _("Cited passages in doubt"), IN_DOUBT, find_doubtful),
    Task("unheld", "timeline.Quote", _("Statements whose words have not been checked"), UNHELD, find_unchecked_words),
    Task(
        "one-source",
        "timeline.Event",
        _("Published events with one source"),
        _("Only one article reports them."),
        find_with_one_source,
    ),
    Task(
        "no-office",
        "timeline.Quote",
        _("Statements by a person without a post on that day"),
        _("No office is shown next to the name: a post is missing here, or there was none."),
        find_without_office,
    ),
    Task(
        "alike",
        "timeline.Event",
        _("Events that may be the same"),
        _("Another event has the same dates and a participant in common."),
        find_similar,
    ),
    Task(
        "address",
        "articles.Article",
        _("Articles whose address has not been opened"),
        _("It was only derived from the publisher’s pattern."),
        find_never_opened,
        "address_seen__exact=0",
    ),
    Task(
        "gone",
        "articles.Article",
        _("Articles no longer available at their address"),
        LINK_IS_GONE,
        find_gone,
        "link=gone",
    ),
    Task(
        "unchecked",
        "articles.Article",
        _("Articles whose address has not been checked"),
        _("Run manage.py check_links."),
        find_unchecked_links,
        "link=unchecked",
    ),
    Task(
        "newer",
        "timeline.ShippedRecord",
        _("Shipped records with newer values"),
        _("An upgrade has newer values for fields that editors have changed here; the editors’ values remain."),
        find_with_newer_values,
    ),
)


def list_tasks(model: Any) -> list[Task]:
    return [task for task in TASKS if task.model == model._meta.label]
