"""What was said, as one article reports it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles import anchors, dates
from articles.models import SLUG_HELP, Anchored, Article
from articles.public_fields import PublicField, ValueType

from ..search import full_text_index
from ..search.query_parser import Query
from .actors import Actor, Post, Topic
from .events import Event
from .lookups import get_manager, in_public_event, not_after, not_before


class QuoteQuerySet(models.QuerySet["Quote"]):
    def get_by_natural_key(self, slug: str) -> Quote:
        return self.get(slug=slug)

    def public(self) -> Self:
        """A statement is public if its event is. A condition on each: a list of all public events would be long."""
        return self.filter(in_public_event())

    def by(self, actors: Iterable[str]) -> Self:
        return self.filter(speaker__slug__in=actors)

    def of_kind(self, kinds: Iterable[str]) -> Self:
        return self.filter(kind__in=kinds)

    def in_office(self, offices: Iterable[str]) -> Self:
        """Said by somebody who held one of these offices that day."""
        posts = get_manager("Post").held_within(OuterRef("sort_date"), OuterRef("latest"))
        held = posts.filter(actor=OuterRef("speaker"), office__in=offices)
        return self.filter(Exists(held))

    def mentioning(self, words: Query) -> Self:
        """The statement, its venue or its speaker's names have each word and phrase, and none with - before them."""
        return self.filter(pk__in=full_text_index.select_quotes(words, self.db)) if words else self

    def on_topics(self, topics: Iterable[str]) -> Self:
        """On one of these topics itself, whatever else its event is about."""
        on_one = self.model.topics.through.objects.filter(quote=OuterRef("pk"), topic__slug__in=topics)
        return self.filter(Exists(on_one))

    def since(self, day: dt.date, *, certainly: bool = False) -> Self:
        return self.filter(not_before(day, certainly))

    def until(self, day: dt.date, *, certainly: bool = False) -> Self:
        return self.filter(not_after(day, certainly))

    def preferring(self, wanted: QuoteQuerySet) -> Self:
        """Of each event the wanted statements; all statements of an event that has no wanted one."""
        wanted = wanted.order_by()
        return self.filter(Q(pk__in=wanted.values("pk")) | ~Q(event__in=wanted.values("event")))

    def for_page(self) -> Self:
        """With all that a statement shows: speaker, the offices held, article, addressees."""
        return self.select_related("speaker", "article__outlet", "article__agency", "event").prefetch_related(
            "speaker__posts", "addressees"
        )

    def for_cards(self, words: Query) -> Self:
        """With what a card shows, except speakers, which are in memory. `mentioned` says whether it has the words."""
        mentioned: Any = Q(pk__in=full_text_index.select_quotes(words, self.db)) if words else Value(False)
        return (
            self.select_related("article__outlet", "article__agency")
            .prefetch_related("addressees")
            .annotate(mentioned=ExpressionWrapper(mentioned, output_field=models.BooleanField()))
        )


class Quote(Anchored):
    """What a speaker said, as one article reports it ("statement" on pages).

    Verbatim kinds keep the article's words in `exact`; a paraphrase keeps ours in `paraphrase`. Never both.
    The words of a direct quote are those between its quotation marks; a mixed one has marks inside.
    """

    class Kind(models.TextChoices):
        DIRECT = "direct", _("quoted: the speaker's words, all in quotation marks")
        MIXED = "mixed", _("partly quoted: some words in quotation marks")
        INDIRECT = "indirect", _("reported: in the article's words")
        PARAPHRASE = "paraphrase", _("in our words: rephrased by an editor")

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    event = models.ForeignKey(Event, models.CASCADE, related_name="quotes", verbose_name=_("event"))
    speaker = models.ForeignKey(Actor, models.PROTECT, related_name="quotes", verbose_name=_("speaker"))
    attributed_to = models.CharField(
        _("named in the article as"),
        max_length=200,
        blank=True,
        help_text=_(
            "The article's words for the speaker if it does not give the name: Moscow; a foreign ministry official."
        ),
    )
    addressees = models.ManyToManyField(Actor, related_name="heard", blank=True, verbose_name=_("said to"))
    article = models.ForeignKey(Article, models.PROTECT, related_name="quotes", verbose_name=_("article"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.DIRECT)
    paraphrase = models.TextField(
        _("in our words"), blank=True, help_text=_("What was said, rephrased, without quotation marks.")
    )
    date = models.CharField(
        _("said on"),
        max_length=40,
        blank=True,
        validators=[dates.validate],
        help_text=_("EDTF, as exact as the source. If empty, the event's date is used."),
    )
    earliest = models.DateField(_("earliest day"), editable=False)
    latest = models.DateField(_("latest day"), editable=False)
    sort_date = models.DateField(_("sort date"), editable=False)
    venue = models.CharField(
        _("where and how"), max_length=200, blank=True, help_text=_("For example: Interview with Kyodo News; Tokyo.")
    )
    topics = models.ManyToManyField(Topic, related_name="quotes", blank=True, verbose_name=_("topics"))
    note = models.TextField(_("note for readers"), blank=True)

    public_fields: ClassVar = (
        PublicField("slug", ValueType.TEXT, sheet_help=SLUG_HELP),
        PublicField("event", ValueType.RECORD, sheet_help=_("The slug of the event.")),
        PublicField(
            "speaker", ValueType.RECORD, _("Speaker"), sheet_help=_("The slug of the actor who speaks."), searched=True
        ),
        PublicField("words", ValueType.TEXT, _("Words"), in_sheet=False),
        PublicField("attributed_to", ValueType.TEXT, _("Speaker, as named in the article"), "named", searched=True),
        PublicField(
            "addressees",
            ValueType.RECORDS,
            _("Said to"),
            sheet_help=_("The slugs of the actors spoken to, separated by semicolons."),
        ),
        PublicField(
            "article", ValueType.RECORD, _("Source"), "source", sheet_help=_("The slug of the article that reports it.")
        ),
        PublicField(
            "kind",
            ValueType.CHOICE,
            _("How the words are reported"),
            "manner",
            sheet_help=_(
                "Empty in a new row: the program works it out from the quotation marks if we hold the article's text."
            ),
        ),
        PublicField(
            "exact",
            ValueType.PASSAGE,
            sheet_help=_("The article's own words, character for character."),
            searched=True,
            schema="text",
        ),
        PublicField(
            "paraphrase",
            ValueType.TEXT,
            sheet_help=_("Our words, instead of the article's."),
            searched=True,
            schema="abstract",
        ),
        PublicField("date", ValueType.DATE, _("Said on"), "said", schema="dateCreated"),
        PublicField("venue", ValueType.TEXT, _("Where and how it was said"), searched=True),
        PublicField(
            "topics",
            ValueType.RECORDS,
            _("Topics"),
            sheet_help=_("The slugs of the topics, separated by semicolons."),
            schema="keywords",
        ),
        PublicField("note", ValueType.TEXT, _("Note")),
        *Anchored.place_fields,
        PublicField("get_absolute_url", ValueType.PAGE, _("Address on this site"), "address", in_sheet=False),
    )

    objects = QuoteQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[addressees, topics])

    class Meta(Anchored.Meta):
        ordering: ClassVar = ["article__published_latest", "article_id", "start", "pk"]  # reading order
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints: ClassVar = [
            *Anchored.Meta.constraints,
            models.CheckConstraint(
                condition=(models.Q(kind="paraphrase", exact="") & ~models.Q(paraphrase=""))
                | (models.Q(kind__in=["direct", "mixed", "indirect"], paraphrase="") & ~models.Q(exact="")),
                name="quote_is_verbatim_or_paraphrase",
            ),
            models.CheckConstraint(condition=models.Q(earliest__lte=models.F("latest")), name="quote_dates_in_order"),
            models.UniqueConstraint(
                fields=["article", "start", "end", "speaker"],
                name="quote_once",
                condition=models.Q(start__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        words = self.words if len(self.words) <= 60 else f"{self.words[:59]}…"
        return f"{self.speaker}: {words}"

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    natural_key.dependencies = ["timeline.event", "timeline.actor", "articles.article"]  # type: ignore[attr-defined]

    def get_absolute_url(self) -> str:
        return reverse("timeline:statement", args=[self.slug])

    @property
    def is_verbatim(self) -> bool:
        return self.kind != self.Kind.PARAPHRASE

    @property
    def words(self) -> str:
        return self.exact if self.is_verbatim else self.paraphrase

    def offices(self) -> list[Post]:
        """The posts that the speaker held on the day of the statement; for a span of days, all held within it.

        A statement made "by" a day counts as made on that day: nobody knows how long before it was made.
        """
        return [post for post in self.speaker.posts.all() if post.covers(self.sort_date, self.latest)]

    def clean(self) -> None:
        if self.is_verbatim:
            self.paraphrase = ""
        else:
            self.exact = ""
        if not self.words.strip():
            raise ValidationError({"exact" if self.is_verbatim else "paraphrase": _("Enter the words that were said.")})
        if not self.is_verbatim and anchors.has_quotation_marks(self.paraphrase):
            raise ValidationError(
                {"paraphrase": _("Our own words have no quotation marks. Remove them, or choose another kind.")}
            )
        if self.article_id:
            self.settle()
            self.check_kind()

    def detect_kind(self) -> str:
        """The kind that the quotation marks around and in the words show; from the text itself, if we have it."""
        held = getattr(self.article, "held", None)
        if held and self.text_sha256 == held.sha256:
            return anchors.detect_kind_at(held.body, self.start or 0, self.end or 0)
        return anchors.detect_kind(self.anchor)

    def check_kind(self) -> None:
        """The kind must fit the quotation marks. Without the text around the words, it cannot be checked."""
        if not self.is_verbatim or self.start is None:
            return
        seen = self.detect_kind()
        if seen != self.kind:
            label = self.Kind(seen).label
            raise ValidationError({"kind": _("In the article these words are %(kind)s.") % {"kind": label}})

    def save(self, **kwargs: Any) -> None:
        self.date = self.date or self.event.date
        span = dates.parse(self.date)
        self.earliest, self.latest, self.sort_date = span.earliest, span.latest, span.sort_date
        self.settle()
        with transaction.atomic():
            super().save(**kwargs)
