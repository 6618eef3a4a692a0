"""Who: persons, organisations and states, the posts they held, and the topics they speak about."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles import dates
from articles.models import SLUG_HELP, Article, SlugManager
from articles.public_fields import PublicField, ValueType

from .sides import SIDE_OF_COUNTRY, Side


class ActorQuerySet(models.QuerySet["Actor"]):
    def public(self) -> Self:
        """Those who take part, speak or are spoken to in a public event."""
        from .events import Event

        shown = Event.objects.public()
        return self.filter(
            models.Exists(shown.filter(actors=models.OuterRef("pk")))
            | models.Exists(shown.filter(quotes__speaker=models.OuterRef("pk")))
            | models.Exists(shown.filter(quotes__addressees=models.OuterRef("pk")))
        )

    def get_by_natural_key(self, slug: str) -> Actor:
        return self.get(slug=slug)


class Actor(models.Model):
    """A person, an organisation or a state (the words of Popolo)."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANIZATION = "organization", _("organisation")
        STATE = "state", _("state")

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.PERSON)
    name = models.CharField(_("name"), max_length=200)
    name_ja = models.CharField(_("name in Japanese"), max_length=200, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, such as JP."))],
        help_text=_("Two-letter ISO 3166 code, such as JP; SU for the Soviet Union; empty for an international body."),
    )
    role = models.CharField(_("short description"), max_length=200, blank=True)

    public_fields: ClassVar = (
        PublicField("slug", ValueType.TEXT, sheet_help=SLUG_HELP),
        PublicField("kind", ValueType.CHOICE),
        PublicField("name", ValueType.TEXT, searched=True, schema="name"),
        PublicField("name_ja", ValueType.TEXT, searched=True, schema="alternateName", language="ja"),
        PublicField("name_ru", ValueType.TEXT, searched=True, schema="alternateName", language="ru"),
        PublicField("country", ValueType.TEXT),
        PublicField("role", ValueType.TEXT, schema="description"),
    )

    objects = ActorQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["person", "organization", "state"]), name="actor_kind_known"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="actor_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def save(self, **kwargs: Any) -> None:
        with transaction.atomic():  # with its entry in the search index
            super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("timeline:actor", args=[self.slug])

    @property
    def side(self) -> Side:
        return SIDE_OF_COUNTRY.get(self.country, Side.OTHER)


class PostQuerySet(models.QuerySet["Post"]):
    def get_by_natural_key(self, actor: str, title: str, organization: str, start: str) -> Post:
        return self.get(actor__slug=actor, title=title, organization=organization, start=start)

    def held_within(self, earliest: dt.date | models.OuterRef, latest: dt.date | models.OuterRef) -> Self:
        """Posts whose time overlaps the span; if the span is a day, posts held on that day."""
        return self.filter(start_earliest__lte=latest, end_latest__gte=earliest)


class Post(models.Model):
    """An office an actor held, from–to (Popolo's Membership)."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="posts", verbose_name=_("actor"))
    title = models.CharField(
        _("title"), max_length=200, help_text=_("The name of the office: Minister for Foreign Affairs.")
    )
    organization = models.CharField(_("organisation"), max_length=200, blank=True)
    start = models.CharField(
        _("from"), max_length=40, blank=True, validators=[dates.validate], help_text=_("EDTF; empty if unknown.")
    )
    end = models.CharField(
        _("until"),
        max_length=40,
        blank=True,
        validators=[dates.validate],
        help_text=_("EDTF; empty if held today or unknown."),
    )
    start_earliest = models.DateField(editable=False, default=dates.FIRST_DAY)
    end_latest = models.DateField(editable=False, default=dates.LAST_DAY)
    office = models.SlugField(
        _("office"), max_length=200, editable=False, help_text=_("The title as a filter's value.")
    )
    source = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("source")
    )
    source_note = models.CharField(
        _("other source"),
        max_length=300,
        blank=True,
        help_text=_("Where the dates come from, if not from one of our articles."),
    )

    public_fields: ClassVar = (
        PublicField("actor", ValueType.RECORD, sheet_help=_("The slug of the actor.")),
        PublicField("title", ValueType.TEXT),
        PublicField("organization", ValueType.TEXT),
        PublicField("start", ValueType.DATE, schema="startDate"),
        PublicField("end", ValueType.DATE, schema="endDate"),
        PublicField("source", ValueType.RECORD, sheet_help=_("The slug of the article.")),
        PublicField("source_note", ValueType.TEXT),
    )

    objects = PostQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["start_earliest", "end_latest", "pk"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["actor", "title", "organization", "start"], name="post_once"),
            models.CheckConstraint(
                condition=models.Q(start_earliest__lte=models.F("end_latest")), name="post_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="post_has_title"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.organization}" if self.organization else self.title

    def natural_key(self) -> tuple[str, str, str, str]:
        return (self.actor.slug, self.title, self.organization, self.start)

    natural_key.dependencies = ["timeline.actor", "articles.article"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        if dates.bounds(self.start)[0] > dates.bounds(self.end)[1]:
            raise ValidationError({"end": _("A post cannot end before it begins.")})

    def save(self, **kwargs: Any) -> None:
        self.start_earliest, self.end_latest = dates.bounds(self.start)[0], dates.bounds(self.end)[1]
        self.office = slugify(self.title)
        super().save(**kwargs)

    @property
    def short(self) -> str:
        """The title, with the organisation unless the title names it (… of Foreign Affairs)."""
        long_words = {word for word in self.title.split() if len(word) > 4}
        return self.title if long_words & set(self.organization.split()) else str(self)

    def covers(self, earliest: dt.date, latest: dt.date) -> bool:
        """Held on some day of the span."""
        return self.start_earliest <= latest and earliest <= self.end_latest

    def covers_all(self, earliest: dt.date, latest: dt.date) -> bool:
        return self.start_earliest <= earliest and latest <= self.end_latest


class Topic(models.Model):
    """One of about fifteen matters: missile defence, the islands, the peace treaty."""

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_ja = models.CharField(_("name in Japanese"), max_length=100, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=100, blank=True)
    description = models.TextField(_("description"), blank=True, help_text=_("Neutral, in a sentence or two."))

    public_fields: ClassVar = (
        PublicField("slug", ValueType.TEXT, sheet_help=SLUG_HELP),
        PublicField("name", ValueType.TEXT, searched=True, schema="name"),
        PublicField("name_ja", ValueType.TEXT, searched=True, schema="alternateName", language="ja"),
        PublicField("name_ru", ValueType.TEXT, searched=True, schema="alternateName", language="ru"),
        PublicField("description", ValueType.TEXT, schema="description"),
    )

    objects = SlugManager()
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def save(self, **kwargs: Any) -> None:
        with transaction.atomic():  # with its entry in the search index
            super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("timeline:topic", args=[self.slug])
