"""Outlets and what they published."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles import dates, normalisation
from articles.public_fields import PublicField, ValueType

M = TypeVar("M", bound=models.Model)
SLUG_HELP = _("The last part of the record's address. It says which record the row is about.")


class SlugManager(models.Manager[M]):
    """A slug is the natural key, in fixtures and in addresses."""

    def get_by_natural_key(self, slug: str) -> M:
        return self.get(slug=slug)


class Outlet(models.Model):
    """A publisher: a newspaper, a news agency, a ministry, an archive."""

    class Kind(models.TextChoices):
        NEWSPAPER = "newspaper", _("newspaper or news site")
        AGENCY = "agency", _("news agency")
        BROADCASTER = "broadcaster", _("broadcaster")
        GOVERNMENT = "government", _("government or parliament")
        ARCHIVE = "archive", _("archive or reference work")
        INSTITUTE = "institute", _("institute or journal")
        OTHER = "other", _("other")

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NEWSPAPER)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, such as JP."))],
        help_text=_("Two-letter ISO 3166 code, such as JP; empty for an international body."),
    )
    url = models.URLField(_("address"), blank=True)

    public_fields: ClassVar = (
        PublicField("slug", ValueType.TEXT, sheet_help=SLUG_HELP),
        PublicField("name", ValueType.TEXT, schema="name"),
        PublicField("kind", ValueType.CHOICE),
        PublicField("country", ValueType.TEXT),
        PublicField("url", ValueType.URL, schema="url"),
    )

    objects = SlugManager()
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Article(models.Model):
    """One published page or document. Its text, if stored, is an `ArticleText`, for editors only."""

    class Rights(models.TextChoices):
        EXCERPTS = "excerpts", _("excerpts: readers see a sentence or two around a quotation")
        FULL = "full", _("full text: the licence allows showing all of it")

    class Kind(models.TextChoices):
        NEWS = "news", _("news report")
        GOVERNMENT = "government", _("government document")
        TREATY = "treaty", _("treaty or joint document")
        SPEECH = "speech", _("speech")
        REPORT = "report", _("analysis")
        ENCYCLOPEDIA = "encyclopedia", _("encyclopaedia")
        ACADEMIC = "academic", _("academic work")
        REFERENCE = "reference", _("reference page")

    class Tier(models.IntegerChoices):
        """How close a source is to the events it reports, and how established it is."""

        FIRST_HAND = 1, _("first-hand: government, treaty or archive")
        ESTABLISHED = 2, _("established: news agency, newspaper or institute")
        WEAK = 3, _("weak")

    class Side(models.TextChoices):
        """Whose document, or whose country's media; the sides of the timeline, for a source."""

        JP = "JP", _("Japan")
        RU = "RU", _("Russia")
        US = "US", _("United States")
        OTHER = "other", _("another country")
        INTERNATIONAL = "international", _("several states together")

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=500)
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="articles", verbose_name=_("outlet"))
    agency = models.ForeignKey(
        Outlet,
        models.PROTECT,
        related_name="supplied",
        null=True,
        blank=True,
        verbose_name=_("agency"),
        help_text=_("The news agency that supplied the report, if the outlet says so."),
    )
    author = models.CharField(_("author"), max_length=300, blank=True)
    dateline = models.CharField(
        _("dateline"), max_length=100, blank=True, help_text=_("The place that the report was sent from.")
    )
    published = models.CharField(
        _("published"),
        max_length=40,
        blank=True,
        validators=[dates.validate],
        help_text=_("As exact as known (EDTF): 2007-10-23, 2007-10 or 2007; empty if unknown."),
    )
    published_earliest = models.DateField(_("published, earliest"), editable=False, default=dates.FIRST_DAY)
    published_latest = models.DateField(_("published, latest"), editable=False, default=dates.LAST_DAY)
    language = models.CharField(
        _("language"),
        max_length=12,
        default="en",
        validators=[RegexValidator(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", _("A language tag, such as en, ja or ru."))],
        help_text=_("A BCP 47 tag: en, ja, ru."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NEWS)
    tier = models.PositiveSmallIntegerField(
        _("tier"),
        choices=Tier,
        default=Tier.ESTABLISHED,
        help_text=_("An event needs a source of tier 1 or 2. docs/method.md explains the tiers."),
    )
    side = models.CharField(
        _("side"),
        max_length=13,
        choices=Side,
        blank=True,
        help_text=_("The side that issued the document, or whose media published it; empty if undecided."),
    )
    url = models.URLField(_("address"), max_length=1000, blank=True)
    address_seen = models.BooleanField(
        _("address opened"),
        default=True,
        help_text=_("Untick if the address was only derived from the publisher's pattern and nobody has opened it."),
    )
    archive_url = models.URLField(
        _("archive address"), max_length=1000, blank=True, help_text=_("A copy in a web archive.")
    )
    rights = models.CharField(_("rights"), max_length=20, choices=Rights, default=Rights.EXCERPTS)

    public_fields: ClassVar = (
        PublicField("slug", ValueType.TEXT, sheet_help=SLUG_HELP),
        PublicField("title", ValueType.TEXT, schema="headline"),
        PublicField("outlet", ValueType.RECORD, sheet_help=_("The slug of the outlet."), schema="publisher"),
        PublicField(
            "agency",
            ValueType.RECORD,
            sheet_help=_("The slug of the news agency whose report it is."),
            schema="sourceOrganization",
        ),
        PublicField("author", ValueType.TEXT),
        PublicField("dateline", ValueType.TEXT),
        PublicField("published", ValueType.DATE, schema="datePublished"),
        PublicField("language", ValueType.TEXT, schema="inLanguage"),
        PublicField("kind", ValueType.CHOICE),
        PublicField("tier", ValueType.NUMBER),
        PublicField("side", ValueType.CHOICE),
        PublicField("url", ValueType.URL, schema="url"),
        PublicField("address_seen", ValueType.FLAG),
        PublicField("archive_url", ValueType.URL),
        PublicField("rights", ValueType.CHOICE),
    )

    objects = SlugManager()
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["-published_latest", "slug"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints: ClassVar = [
            models.UniqueConstraint("url", name="article_url_once", condition=~models.Q(url="")),
            models.CheckConstraint(condition=models.Q(rights__in=["excerpts", "full"]), name="article_rights_known"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "news",
                        "government",
                        "treaty",
                        "speech",
                        "report",
                        "encyclopedia",
                        "academic",
                        "reference",
                    ]
                ),
                name="article_kind_known",
            ),
            models.CheckConstraint(condition=models.Q(tier__in=[1, 2, 3]), name="article_tier_known"),
            models.CheckConstraint(
                condition=models.Q(side__in=["", "JP", "RU", "US", "other", "international"]),
                name="article_side_known",
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="article_has_title"),
            models.CheckConstraint(
                condition=models.Q(published_earliest__lte=models.F("published_latest")),
                name="article_published_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.outlet}, {self.published or _('undated')})"

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    natural_key.dependencies = ["articles.outlet"]  # type: ignore[attr-defined]

    def save(self, **kwargs: Any) -> None:
        self.published_earliest, self.published_latest = dates.bounds(self.published)
        super().save(**kwargs)

    @property
    def text(self) -> str | None:
        """The stored text, or None."""
        held = getattr(self, "held", None)
        return held.body if held else None

    @property
    def origin_id(self) -> int:
        """Who wrote it: the agency if there is one, otherwise the outlet."""
        return self.agency_id or self.outlet_id


class ArticleText(models.Model):
    """The text of an article, normalised by the rule in `articles.normalisation`."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="held", verbose_name=_("article")
    )
    body = models.TextField(_("text"))
    rule = models.PositiveSmallIntegerField(_("normalisation rule"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    before = models.TextField(
        _("previous text"), blank=True, editable=False, help_text=_("The text that this one replaced, for comparison.")
    )
    imported_at = models.DateTimeField(_("stored"), auto_now=True)

    history = HistoricalRecords(excluded_fields=["body", "before"])

    class Meta:
        verbose_name = _("text of an article")
        verbose_name_plural = _("texts of articles")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.sha256[:12]}"

    def save(self, **kwargs: Any) -> None:
        self.body = normalisation.normalise(self.body)
        self.rule, self.sha256 = normalisation.RULE, normalisation.fingerprint(self.body)
        self.before = self.find_replaced_text() or self.before
        if "body" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "rule", "sha256", "before"}
        super().save(**kwargs)

    def find_replaced_text(self) -> str | None:
        """The text stored until now, if it is different."""
        stored = ArticleText.objects.filter(pk=self.pk).exclude(sha256=self.sha256)
        return stored.values_list("body", flat=True).first()
