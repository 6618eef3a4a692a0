"""The admin of statements, on their own page and on that of the event."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import anchors
from articles.admin.form_fields import PublicFieldsMixin
from articles.admin.slugs import SluggedForm
from articles.models import Article

from ..models import Actor, Citation, Quote
from .actors import SideListFilter
from .anchor_status import AnchorStatusMixin
from .anchored_forms import AnchoredForm, AnchoredFormSet, UncheckedWordsMixin, shorten
from .change_reason import CorrectedAdmin
from .task_filter import TaskFilter
from .visibility import EventReadersFilter, describe_visibility, format_anchor_state

WORDS_IN_SLUG = 6
SHORT_TEXTS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}
}


class QuoteForm(AnchoredForm, SluggedForm):
    kind = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("according to the quotation marks in the article")), *Quote.Kind.choices],
        help_text=gettext_lazy("Leave this as it is if we hold the article's text."),
    )

    class Meta:
        model = Quote
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "kind" in cleaned:
            self.reject_contradictions(cleaned)
        if cleaned.get("kind") == "":
            self.fill_in_kind(cleaned)
        return cleaned

    def reject_contradictions(self, cleaned: dict[str, Any]) -> None:
        """Otherwise the model would drop one of the two fields, and input would be lost."""
        exact, paraphrase, kind = cleaned.get("exact"), cleaned.get("paraphrase"), cleaned["kind"]
        if exact and paraphrase:
            self.add_error(
                "paraphrase",
                _("Enter either the article's exact words or our own words, and leave the other field empty."),
            )
        elif exact and kind == Quote.Kind.PARAPHRASE:
            self.instance.kind = Quote.Kind.DIRECT
            self.add_error(
                "kind",
                _("These are the article's words. Choose another kind, or rephrase them under “In our words”."),
            )
        elif paraphrase and kind not in ("", Quote.Kind.PARAPHRASE):
            self.instance.kind = Quote.Kind.PARAPHRASE
            self.add_error(
                "kind", _("There are only our own words. Choose “in our words”, or paste the article's exact words.")
            )

    def fill_in_kind(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("paraphrase") and not cleaned.get("exact"):
            cleaned["kind"] = Quote.Kind.PARAPHRASE
            return
        cleaned["kind"] = Quote.Kind.DIRECT  # until the words are found; otherwise nothing is saved
        if self.settled:
            cleaned["kind"] = anchors.detect_kind_at(
                cleaned["article"].text, self.settled.start or 0, self.settled.end or 0
            )
        elif self.found and self.found.state is anchors.MatchState.UNHELD:
            if self.instance.start is None:
                message = _(
                    "We hold no text of this article, so the quotation marks cannot be checked. Choose the kind."
                )
                self.add_error("kind", message)
            else:
                cleaned["kind"] = anchors.detect_kind(self.instance.anchor)

    def propose_slug(self, cleaned: dict[str, Any]) -> str:
        """The speaker's surname, the year and the first words."""
        speaker, words = cleaned.get("speaker"), cleaned.get("exact") or cleaned.get("paraphrase") or ""
        event = cleaned.get("event") or getattr(self.instance, "event", None)
        date = cleaned.get("date") or (event.date if event else "")
        return build_slug_source(speaker, date, words)

    def get_unique_key(self) -> dict[str, Any] | None:
        quote = self.instance
        if quote.start is None:
            return None
        return {name: getattr(quote, name) for name in ("article_id", "start", "end", "speaker_id")}


def build_slug_source(speaker: Actor | None, date: str, words: str) -> str:
    """The text from which a statement's slug is made."""
    return f"{get_short_name(speaker)} {find_year(date)} {' '.join(words.split()[:WORDS_IN_SLUG])}"


def get_short_name(speaker: Actor | None) -> str:
    """A person's surname, or an organisation's full name."""
    if speaker is None:
        return ""
    return speaker.name.split()[-1] if speaker.kind == Actor.Kind.PERSON else speaker.name


def find_year(date: str) -> str:
    found = re.search(r"\d{4}", date)
    return found[0] if found else ""


class QuoteInline(PublicFieldsMixin, AnchorStatusMixin, admin.StackedInline):
    model = Quote
    form = QuoteForm
    formset = AnchoredFormSet
    extra = 0
    show_change_link = True
    view_on_site = False
    autocomplete_fields = ("speaker", "article", "addressees", "topics")
    readonly_fields = ("anchor_status",)
    formfield_overrides = SHORT_TEXTS
    fieldsets = (
        (None, {"fields": ("speaker", "article", "exact", "place", "kind", "paraphrase", "anchor_status")}),
        (
            gettext_lazy("More about this statement"),
            {
                "fields": (("date", "venue"), "attributed_to", "addressees", "topics", "note", "slug"),
                "classes": ("collapse",),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("speaker", "article__outlet", "event")


class SpeakerSideFilter(SideListFilter):
    title = gettext_lazy("speaker's side")
    actor = "speaker__"


class ArticleFilter(admin.SimpleListFilter):
    """Filters by article. Shows titles only: an article's full name would need a query for each outlet."""

    title = gettext_lazy("article")
    parameter_name = "article"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        quoted = Article.objects.filter(Exists(Quote.objects.filter(article=OuterRef("pk"))))
        return [(slug, title) for slug, title in quoted.order_by("title").values_list("slug", "title")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(article__slug=self.value()) if self.value() else queryset


@admin.register(Quote)
class QuoteAdmin(UncheckedWordsMixin, AnchorStatusMixin, CorrectedAdmin):
    form = QuoteForm
    list_display = ("short_words", "speaker", "short_kind", "article_title", "statement_date", "anchor", "readers")
    list_filter = (
        TaskFilter,
        "kind",
        "anchor_state",
        EventReadersFilter,
        SpeakerSideFilter,
        "speaker__country",
        "article__language",
        "topics",
        ArticleFilter,
    )
    search_fields = (
        "exact",
        "paraphrase",
        "speaker__name",
        "speaker__name_ja",
        "speaker__name_ru",
        "article__title",
        "event__title",
        "slug",
    )
    date_hierarchy = "sort_date"
    autocomplete_fields = ("event", "speaker", "article", "addressees", "topics")
    readonly_fields = ("readers", "anchor_status", "prefix", "suffix", "start", "end")
    formfield_overrides = SHORT_TEXTS
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "event",
                    "speaker",
                    "article",
                    "exact",
                    "place",
                    "kind",
                    "paraphrase",
                    "anchor_status",
                    "readers",
                )
            },
        ),
        (
            gettext_lazy("More about this statement"),
            {"fields": (("date", "venue"), "attributed_to", "addressees", "topics", "note", "slug")},
        ),
        (
            gettext_lazy("Anchor, as stored"),
            {"fields": (("start", "end"), ("prefix", "suffix")), "classes": ("collapse",)},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        quotes = super().get_queryset(request).select_related("speaker", "event", "article")
        return quotes.annotate(is_cited=Exists(Citation.objects.filter(event=OuterRef("event"))))

    @admin.display(description=gettext_lazy("words"))
    def short_words(self, quote: Quote) -> str:
        return shorten(quote.words)

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def short_kind(self, quote: Quote) -> str:
        return quote.get_kind_display().partition(":")[0]

    @admin.display(description=gettext_lazy("article"), ordering="article__title")
    def article_title(self, quote: Quote) -> str:
        return shorten(quote.article.title, 60)

    @admin.display(description=gettext_lazy("said on"), ordering="sort_date")
    def statement_date(self, quote: Quote) -> str:
        return quote.date

    @admin.display(description=gettext_lazy("anchor"), ordering="anchor_state")
    def anchor(self, quote: Quote) -> str:
        return format_anchor_state(quote.anchor_state)

    @admin.display(description=gettext_lazy("readers"))
    def readers(self, quote: Any) -> str:
        return describe_visibility(quote.event.status, quote.is_cited) if quote.pk else "–"

    def save_model(self, request: HttpRequest, obj: Quote, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self.warn_unchecked(request, [obj])
