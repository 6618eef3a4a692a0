"""Articles and their texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import normalisation

from ..models import Anchored, AnchorState, Article, ArticleText
from .base import RecordAdmin
from .counts import count_related
from .link_status import LinkFilter, find_current_check, format_link_state
from .slugs import SluggedForm


class BodyField(forms.CharField):
    """Compared and stored in normalised form, because browsers change line ends."""

    def clean(self, value: Any) -> str:
        return super().clean(normalisation.normalise(value or ""))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return normalisation.normalise(initial or "") != normalisation.normalise(data or "")


class ArticleTextForm(forms.ModelForm):
    body = BodyField(
        strip=False,
        label=gettext_lazy("Text"),
        widget=forms.Textarea(attrs={"rows": 20, "cols": 100, "class": "held-text"}),
        help_text=gettext_lazy(
            "Paste the whole article. Only editors see it, unless the rights allow showing it. The program finds the "
            "words of statements and citations in it. If you replace it, you confirm passages that have moved."
        ),
        error_messages={"required": gettext_lazy("Paste the text, or tick “Delete” to remove it.")},
    )

    class Meta:
        model = ArticleText
        fields = ("body",)

    def is_multipart(self) -> bool:
        """Send long texts in kanji or Cyrillic without URL encoding, which needs nine characters for one."""
        return True


class ArticleTextInline(admin.StackedInline):
    model = ArticleText
    form = ArticleTextForm
    verbose_name = verbose_name_plural = gettext_lazy("text of the article")
    fields = ("body", "versions")
    readonly_fields = ("versions",)
    max_num = extra = 1

    @admin.display(description=gettext_lazy("versions"))
    def versions(self, held: ArticleText) -> str:
        """When each version was stored, and by whom. Only checksums of older texts are stored."""
        if not held.pk:
            return "–"
        rows = held.history.select_related("history_user")
        lines = ((f"{row.history_date:%Y-%m-%d %H:%M}", row.sha256[:12], row.history_user or "–") for row in rows)
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} · SHA-256 {}… · {}</li>", lines))


class ArticleForm(SluggedForm):
    def propose_slug(self, cleaned: dict[str, Any]) -> str:
        """Title and year, or outlet and date if the title has no Latin letters."""
        title, outlet, published = cleaned.get("title"), cleaned.get("outlet"), cleaned.get("published") or ""
        if slugify(title or ""):
            return f"{title} {published[:4]}"
        return f"{outlet.slug if outlet else ''} {published}"

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        same = Article.objects.filter(url=url).exclude(pk=self.instance.pk).first() if url else None
        if same:
            page = reverse("admin:articles_article_change", args=[same.pk])
            message = _(
                "There is already an article with this address: <a href='{}'>{}</a>. Use it, or enter another address."
            )
            raise forms.ValidationError(format_html(message, page, same.title))
        return url


class HeldFilter(admin.SimpleListFilter):
    title = gettext_lazy("text held")
    parameter_name = "text"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("held", gettext_lazy("we hold the text")), ("none", gettext_lazy("we hold no text"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = {"held": True, "none": False}.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(is_held=wanted)


@admin.register(Article)
class ArticleAdmin(RecordAdmin):
    form = ArticleForm
    list_display = (
        "title",
        "outlet",
        "agency",
        "published_on",
        "language",
        "tier",
        "text_held",
        "link",
        "statements",
        "short_rights",
    )
    list_filter = (
        HeldFilter,
        LinkFilter,
        "kind",
        "tier",
        "side",
        "address_seen",
        "rights",
        "language",
        "outlet__kind",
        ("outlet", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("title", "slug", "url", "author", "outlet__name", "agency__name")
    autocomplete_fields = ("outlet", "agency")
    inlines = (ArticleTextInline,)
    readonly_fields = ("link_checked",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title",
                    "outlet",
                    "agency",
                    "published",
                    "language",
                    "url",
                    "link_checked",
                    "archive_url",
                    "rights",
                )
            },
        ),
        (gettext_lazy("Kind of source"), {"fields": ("kind", "tier", "side", "address_seen")}),
        (gettext_lazy("More"), {"fields": ("author", "dateline", "slug"), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        held = Exists(ArticleText.objects.filter(article=OuterRef("pk")))
        # The outlets, because they are part of an article's name.
        articles = super().get_queryset(request).select_related("outlet", "agency", "link_check")
        return articles.annotate(is_held=held, n_quotes=count_related(Article, "quotes"))

    @admin.display(description=gettext_lazy("published"), ordering="published_latest")
    def published_on(self, article: Article) -> str:
        return article.published

    @admin.display(description=gettext_lazy("text held"), ordering="is_held", boolean=True)
    def text_held(self, article: Any) -> bool:
        return bool(article.is_held)

    @admin.display(description=gettext_lazy("address"), ordering="link_check__state")
    def link(self, article: Article) -> str:
        return format_link_state(article)

    @admin.display(description=gettext_lazy("Last check of the address"))
    def link_checked(self, article: Article) -> str:
        found = find_current_check(article) if article.pk else None
        if found is None:
            return _("not checked")
        more = [str(found.status or ""), found.final, found.note, f"{found.checked_at:%Y-%m-%d}"]
        return " · ".join(filter(None, [format_link_state(article), *more]))

    @admin.display(description=gettext_lazy("statements"), ordering="n_quotes")
    def statements(self, article: Any) -> int:
        return int(article.n_quotes)

    @admin.display(description=gettext_lazy("rights"), ordering="rights")
    def short_rights(self, article: Article) -> str:
        return article.get_rights_display().partition(":")[0]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if any(formset.model is ArticleText and formset.has_changed() for formset in formsets):
            self.report_anchor_states(request, form.instance)

    def report_anchor_states(self, request: HttpRequest, article: Article) -> None:
        """Report, after the text was replaced, whether the quoted words were found in it."""
        states = Counter(anchored.anchor_state for anchored in list_anchored(article))
        if not states:
            return
        message = ngettext(
            "The words of %(n)s statement or citation were checked again: %(states)s.",
            "The words of %(n)s statements and citations were checked again: %(states)s.",
            states.total(),
        )
        found = ", ".join(f"{n} {AnchorState(state).label.partition(':')[0]}" for state, n in sorted(states.items()))
        level = messages.INFO if set(states) == {AnchorState.VERIFIED} else messages.WARNING
        self.message_user(request, message % {"n": states.total(), "states": found}, level)


def list_anchored(article: Article) -> Iterator[Anchored]:
    """Every record of any app with words from this article."""
    for relation in article._meta.related_objects:
        if issubclass(relation.related_model, Anchored):
            yield from getattr(article, str(relation.get_accessor_name())).exclude(exact="")
