"""Events and the articles that report them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles import dates
from articles.models import SLUG_HELP, Anchored, Article
from articles.public_fields import PublicField, ValueType

from ..search import full_text_index
from ..search.query_parser import Query
from .actors import Actor, Post, Topic
from .lookups import get_manager, in_public_event, not_after, not_before
from .sides import of_sides

if TYPE_CHECKING:
    from .quotes import QuoteQuerySet

LIST_ORDER = ("sort_date", "earliest", "latest", "pk")  # `Event.Meta.ordering` is its reverse


class CitationQuerySet(models.QuerySet["Citation"]):
    def public(self) -> Self:
        return self.filter(in_public_event())

    def get_by_natural_key(self, event: str, article: str, start: int | None) -> Citation:
        return self.get(event__slug=event, article__slug=article, start=start)

    def for_cards(self) -> Self:
        return self.select_related("event", "article__outlet", "article__agency")


class EventQuerySet(models.QuerySet["Event"]):
    def get_by_natural_key(self, slug: str) -> Event:
        return self.get(slug=slug)

    def public(self) -> Self:
        """Published and sourced: an event that cites nothing is never shown."""
        return self.filter(Exists(get_manager("Citation").filter(event=OuterRef("pk"))), status="published")

    def for_list(self) -> Self:
        """With everything that a card shows, in a number of queries that does not depend on the number of events."""
        return self.prefetch_related(
            "actors",
            "topics",
            Prefetch("quotes", get_manager("Quote").for_page()),
            Prefetch("citations", get_manager("Citation").select_related("article__outlet", "article__agency")),
        )

    def oldest_first(self) -> Self:
        return self.order_by(*LIST_ORDER)

    def since(self, day: dt.date, *, certainly: bool = False) -> Self:
        """Possibly (the default) or certainly on or after the day."""
        return self.filter(not_before(day, certainly))

    def until(self, day: dt.date, *, certainly: bool = False) -> Self:
        """Possibly (the default) or certainly on or before the day."""
        return self.filter(not_after(day, certainly))

    def with_statement(self, quotes: QuoteQuerySet) -> Self:
        return self.filter(Exists(quotes.filter(event=OuterRef("pk"))))

    def involving(self, actor: str) -> Self:
        """The actor takes part or speaks. Starts from the actor: a condition on each event would be slow."""
        takes_part = self.model.actors.through.objects.filter(actor__slug=actor).values("event")
        speaks = get_manager("Quote").filter(speaker__slug=actor).order_by().values("event")
        return self.filter(Q(pk__in=takes_part) | Q(pk__in=speaks))

    def of_side(self, side: str) -> Self:
        """Somebody of that side takes part or speaks."""
        takes_part = self.model.actors.through.objects.filter(of_sides("actor__", side), event=OuterRef("pk"))
        speaks = get_manager("Quote").filter(of_sides("speaker__", side), event=OuterRef("pk"))
        return self.filter(Exists(takes_part) | Exists(speaks))

    def about(self, topic: str) -> Self:
        return self.filter(Exists(self.model.topics.through.objects.filter(event=OuterRef("pk"), topic__slug=topic)))

    def resting_on(self, articles: Q) -> Self:
        """The event or one of its statements is sourced from such an article (conditions on `article…`).

        Starts from the articles: a condition on each event would look through all events, even for one article.
        """
        cited = get_manager("Citation").filter(articles).order_by().values("event")
        quoted = get_manager("Quote").filter(articles).order_by().values("event")
        return self.filter(Q(pk__in=cited) | Q(pk__in=quoted))

    def reported_by(self, outlets: Iterable[str]) -> Self:
        chosen = list(outlets)
        return self.resting_on(Q(article__outlet__slug__in=chosen) | Q(article__agency__slug__in=chosen))

    def in_language(self, languages: Iterable[str]) -> Self:
        return self.resting_on(Q(article__language__in=list(languages)))

    def corroborated(self) -> Self:
        """Two articles of different origin report it. An agency's report counts once, however many outlets carry it."""
        origin = Coalesce("article__agency", "article__outlet")
        cited = (
            get_manager("Citation")
            .filter(event=OuterRef("pk"))
            .order_by()
            .values("event")
            .annotate(origins=models.Count(origin, distinct=True))
            .filter(origins__gte=2)
        )
        return self.filter(Exists(cited))

    def mentioning(self, words: Query) -> Self:
        """The event or its statements have each word and phrase, and none of those with - before them."""
        return self.filter(pk__in=full_text_index.select_events(words, self.db)) if words else self

    def known_to_the_day(self) -> Self:
        """The date is a single day, certain or not."""
        return self.filter(earliest=models.F("latest"))

    def on_day_of_year(self, month: int, day: int) -> Self:
        return self.known_to_the_day().filter(earliest__month=month, earliest__day=day)

    def days_of_year(self) -> list[tuple[int, int]]:
        """(month, day) of every event whose day is known, each once."""
        days = self.known_to_the_day().order_by("earliest__month", "earliest__day")
        return list(days.values_list("earliest__month", "earliest__day").distinct())

    def pick_random(self) -> Event | None:
        return self.order_by("?").first()

    def before(self, event: Event) -> Self:
        """Earlier in the list's order, nearest first."""
        return self.filter(_build_order_condition(event, "lt")).order_by(*(f"-{name}" for name in LIST_ORDER))

    def after(self, event: Event) -> Self:
        """Later in the list's order, nearest first."""
        return self.filter(_build_order_condition(event, "gt")).oldest_first()


def _build_order_condition(event: Event, comparison: str) -> Q:
    """On one side of the event in the list's order: the first column that differs decides."""
    beyond, same = Q(), Q()
    for name in LIST_ORDER:
        beyond |= same & Q(**{f"{name}__{comparison}": getattr(event, name)})
        same &= Q(**{name: getattr(event, name)})
    return beyond


class Event(models.Model):
    """Something that happened on a date, described in a sentence or two of our own."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("agreement")
        APPOINTMENT = "appointment", _("appointment")
        CALL = "call", _("telephone call")
        CONFLICT = "conflict", _("armed conflict")
        COOPERATION = "cooperation", _("cooperation")
        DECISION = "decision", _("decision")
        DECLARATION = "declaration", _("declaration")
        DEPLOYMENT = "deployment", _("deployment")
        INCIDENT = "incident", _("incident")
        PROTEST = "protest", _("protest")
        SANCTION = "sanction", _("sanction")
        STATEMENT = "statement", _("statement")
        SUMMIT = "summit", _("summit")
        TALKS = "talks", _("talks")
        TEST = "test", _("weapons test")
        TREATY = "treaty", _("treaty")
        VISIT = "visit", _("visit")
        OTHER = "other", _("other")

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), help_text=_("What happened, in our own neutral words."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    date = models.CharField(
        _("date"),
        max_length=40,
        validators=[dates.validate],
        help_text=_(
            "EDTF, as exact as the source and no more: 2007-10-23, 2007-10-15/2007-10-21, 1998, 1998?, ../2018-03-17."
        ),
    )
    earliest = models.DateField(_("earliest day"), editable=False)
    latest = models.DateField(_("latest day"), editable=False)
    sort_date = models.DateField(_("sort date"), editable=False)
    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("Separate several places with semicolons.")
    )
    planned = models.BooleanField(
        _("planned"),
        default=False,
        help_text=_("The source announces the event and cannot say whether it took place."),
    )
    note = models.TextField(
        _("note for readers"), blank=True, help_text=_("Doubts and conflicting reports, each with its source.")
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    topics = models.ManyToManyField(Topic, related_name="events", blank=True, verbose_name=_("topics"))
    actors = models.ManyToManyField(
        Actor, related_name="events", blank=True, verbose_name=_("actors"), help_text=_("The participants.")
    )
    articles = models.ManyToManyField(Article, through="Citation", related_name="events", verbose_name=_("articles"))

    public_fields: ClassVar = (
        PublicField("slug", ValueType.TEXT, sheet_help=SLUG_HELP),
        PublicField("title", ValueType.TEXT, _("Title"), searched=True, schema="name", in_workbench=True),
        PublicField("date", ValueType.DATE, _("Date"), in_workbench=True),
        PublicField("kind", ValueType.CHOICE, _("Kind of event"), in_workbench=True),
        PublicField("summary", ValueType.TEXT, _("Summary"), searched=True, schema="description", in_workbench=True),
        PublicField("place", ValueType.PLACES, _("Place"), searched=True, schema="location", in_workbench=True),
        PublicField("planned", ValueType.FLAG, _("Planned when reported"), in_workbench=True),
        PublicField("status", ValueType.CHOICE),
        PublicField(
            "actors",
            ValueType.RECORDS,
            _("Participants"),
            sheet_help=_("The slugs of the actors who take part, separated by semicolons."),
            searched=True,
            schema="attendee",
        ),
        PublicField(
            "topics",
            ValueType.RECORDS,
            _("Topics"),
            sheet_help=_("The slugs of the topics, separated by semicolons."),
            searched=True,
            schema="about",
        ),
        PublicField(
            "articles",
            ValueType.RECORDS,
            sheet_help=_(
                "The slugs of the articles cited as a whole, separated by semicolons. "
                "Cited passages have a sheet of their own, citations."
            ),
        ),
        PublicField("note", ValueType.TEXT, _("Note")),
        PublicField("get_absolute_url", ValueType.PAGE, _("Address on this site"), "address", in_sheet=False),
    )

    objects = EventQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[topics, actors])

    class Meta:
        ordering: ClassVar = [
            "-sort_date",
            "-earliest",
            "-latest",
            "-pk",
        ]  # a total order, so that pages never overlap; “by then” is before then
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes: ClassVar = [
            models.Index(fields=["status", "-sort_date", "-earliest", "-latest", "-id"], name="event_list")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(earliest__lte=models.F("latest")), name="event_dates_in_order"),
            models.CheckConstraint(condition=~models.Q(title=""), name="event_has_title"),
            models.CheckConstraint(condition=models.Q(status__in=["draft", "published"]), name="event_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.title}"

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    natural_key.dependencies = ["timeline.topic", "timeline.actor"]  # type: ignore[attr-defined]

    def get_absolute_url(self) -> str:
        return reverse("timeline:event", args=[self.slug])

    def save(self, **kwargs: Any) -> None:
        span = dates.parse(self.date)
        self.earliest, self.latest, self.sort_date = span.earliest, span.latest, span.sort_date
        if "date" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "earliest", "latest", "sort_date"}
        with transaction.atomic():  # with its history, corrections and search index
            super().save(**kwargs)

    @property
    def places(self) -> list[str]:
        return [place.strip() for place in self.place.split(";") if place.strip()]


class Citation(Anchored):
    """The article that reports an event and, if known, the passage of it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="citations", verbose_name=_("event"))
    article = models.ForeignKey(Article, models.PROTECT, related_name="citations", verbose_name=_("article"))

    public_fields: ClassVar = (
        PublicField("event", ValueType.RECORD, sheet_help=_("The slug of the event.")),
        PublicField("article", ValueType.RECORD, _("Source"), "source", sheet_help=_("The slug of the article.")),
        PublicField(
            "exact",
            ValueType.PASSAGE,
            _("Passage of the source"),
            "passage",
            sheet_help=_("The article's own words. Leave it empty to cite the article as a whole."),
        ),
        *Anchored.place_fields,
    )

    history = HistoricalRecords()

    class Meta(Anchored.Meta):
        ordering: ClassVar = ["article__published_latest", "article_id", "start", "pk"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints: ClassVar = [
            *Anchored.Meta.constraints,
            models.UniqueConstraint(fields=["event", "article", "start"], name="citation_passage_once"),
            models.UniqueConstraint(
                fields=["event", "article"], condition=models.Q(start__isnull=True), name="citation_article_once"
            ),
        ]

    objects = CitationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.article.title

    def natural_key(self) -> tuple[str, str, int | None]:
        return (self.event.slug, self.article.slug, self.start)

    natural_key.dependencies = ["timeline.event", "articles.article"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        if self.article_id:
            self.settle()

    def save(self, **kwargs: Any) -> None:
        self.settle()
        with transaction.atomic():
            super().save(**kwargs)


def public_articles() -> models.QuerySet[Article]:
    """Articles that have a page: sources of public events, of their statements, and of posts of public actors."""
    shown = Event.objects.public()
    return Article.objects.filter(
        models.Exists(shown.filter(citations__article=models.OuterRef("pk")))
        | models.Exists(shown.filter(quotes__article=models.OuterRef("pk")))
        | models.Exists(Post.objects.filter(source=models.OuterRef("pk"), actor__in=Actor.objects.public()))
    )
