"""The admin of events, with their citations and statements."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.counts import count_related
from articles.admin.slugs import SluggedForm

from ..models import Citation, Event
from .anchor_status import AnchorStatusMixin
from .anchored_forms import AnchoredForm, AnchoredFormSet, UncheckedWordsMixin
from .change_reason import CorrectedAdmin
from .quotes import SHORT_TEXTS, QuoteInline, find_year
from .task_filter import TaskFilter
from .visibility import ReadersFilter, describe_visibility, format_anchor_state, list_hiding_reasons


class EventAdminForm(SluggedForm):
    def propose_slug(self, cleaned: dict[str, Any]) -> str:
        title, year = str(cleaned.get("title") or ""), find_year(cleaned.get("date") or "")
        return title if year and year in title else f"{title} {year}"


class CitationForm(AnchoredForm):
    class Meta:
        model = Citation
        fields = "__all__"

    def get_unique_key(self) -> dict[str, Any]:
        return {name: getattr(self.instance, name) for name in ("event_id", "article_id", "start")}


class CitationInline(AnchorStatusMixin, admin.StackedInline):
    model = Citation
    form = CitationForm
    formset = AnchoredFormSet
    extra = 0
    verbose_name_plural = gettext_lazy("Citations: the sources of this event")
    autocomplete_fields = ("article",)
    readonly_fields = ("anchor_status",)
    fields = ("article", "exact", "place", "anchor_status")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("article__outlet", "event")

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """One for a new event: readers do not see events without citations."""
        return 0 if obj else 1


@admin.register(Citation)
class CitationAdmin(UncheckedWordsMixin, AnchorStatusMixin, CorrectedAdmin):
    form = CitationForm
    list_display = ("event", "article_title", "exact", "anchor")
    list_filter = (TaskFilter, "anchor_state", "article__language")
    list_select_related = ("event", "article")
    search_fields = ("event__title", "article__title", "exact")
    autocomplete_fields = ("event", "article")
    readonly_fields = ("anchor_status", "prefix", "suffix", "start", "end")
    fieldsets = (
        (None, {"fields": ("event", "article", "exact", "place", "anchor_status")}),
        (
            gettext_lazy("Anchor, as stored"),
            {"fields": (("start", "end"), ("prefix", "suffix")), "classes": ("collapse",)},
        ),
    )

    @admin.display(description=gettext_lazy("article"), ordering="article__title")
    def article_title(self, citation: Citation) -> str:
        return citation.article.title

    @admin.display(description=gettext_lazy("anchor"), ordering="anchor_state")
    def anchor(self, citation: Citation) -> str:
        return format_anchor_state(citation.anchor_state)

    def save_model(self, request: HttpRequest, obj: Citation, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self.warn_unchecked(request, [obj])


@admin.register(Event)
class EventAdmin(UncheckedWordsMixin, CorrectedAdmin):
    form = EventAdminForm
    list_display = ("title", "event_date", "readers", "status", "sources", "statements", "kind", "topic_names")
    list_filter = (TaskFilter, ReadersFilter, "status", "kind", "planned", "topics")
    search_fields = ("title", "summary", "place", "slug", "note")
    date_hierarchy = "sort_date"
    autocomplete_fields = ("topics", "actors")
    readonly_fields = ("readers",)
    formfield_overrides = SHORT_TEXTS
    inlines = (CitationInline, QuoteInline)
    actions = ("publish", "return_to_draft")
    fieldsets = (
        (None, {"fields": ("title", "date", "kind", "summary", ("status", "readers"))}),
        (gettext_lazy("Participants, place and topics"), {"fields": ("actors", "topics", "place", "planned")}),
        (gettext_lazy("More"), {"fields": ("note", "slug"), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        cited = Citation.objects.filter(event=OuterRef("pk")).order_by().values("event")
        articles = cited.annotate(n=Count("article", distinct=True)).values("n")
        events = super().get_queryset(request).prefetch_related("topics")
        return events.annotate(n_sources=Coalesce(Subquery(articles), 0), n_quotes=count_related(Event, "quotes"))

    @admin.display(description=gettext_lazy("date"), ordering="sort_date")
    def event_date(self, event: Event) -> str:
        return event.date

    @admin.display(description=gettext_lazy("topics"))
    def topic_names(self, event: Event) -> str:
        return ", ".join(topic.name for topic in event.topics.all())

    @admin.display(description=gettext_lazy("sources"), ordering="n_sources")
    def sources(self, event: Any) -> int:
        return int(event.n_sources)

    @admin.display(description=gettext_lazy("statements"), ordering="n_quotes")
    def statements(self, event: Any) -> int:
        return int(event.n_quotes)

    @admin.display(description=gettext_lazy("readers"))
    def readers(self, event: Any) -> str:
        return describe_visibility(event.status, bool(event.n_sources)) if event.pk else "–"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            self.warn_unchecked(request, [*formset.new_objects, *(row for row, _fields in formset.changed_objects)])
        self.warn_hidden(request, form.instance)

    def warn_hidden(self, request: HttpRequest, event: Event) -> None:
        """Warn if the event is published but not shown."""
        reasons = list_hiding_reasons(event.status, event.citations.exists())
        if event.status == Event.Status.PUBLISHED and reasons:
            message = _("Readers do not see “%(event)s”: it cites no article. Add one under “Citations”.")
            self.message_user(request, message % {"event": event.title}, messages.WARNING)

    @admin.action(description=gettext_lazy("Publish selected events"), permissions=["change"])
    def publish(self, request: HttpRequest, events: QuerySet[Any]) -> None:
        uncited = [event.title for event in events if not event.n_sources]
        if uncited:
            message = _(
                "Not published, because they cite no article: %(events)s. Add a citation to each, then publish."
            )
            self.message_user(request, message % {"events": "; ".join(uncited)}, messages.ERROR)
        self.set_status(request, [event for event in events if event.n_sources], Event.Status.PUBLISHED)

    @admin.action(description=gettext_lazy("Return selected events to draft"), permissions=["change"])
    def return_to_draft(self, request: HttpRequest, events: QuerySet[Any]) -> None:
        self.set_status(request, list(events), Event.Status.DRAFT)

    def set_status(self, request: HttpRequest, events: list[Event], status: Event.Status) -> None:
        """Save each event that changes, so that each gets a row in the history."""
        changed = [event for event in events if event.status != status]
        with transaction.atomic():
            for event in changed:
                event.status = status
                event.save(update_fields=["status"])
                self.log_change(request, event, [{"changed": {"fields": [str(_("status"))]}}])
        if status == Event.Status.PUBLISHED:
            message = ngettext("%(n)s event published.", "%(n)s events published.", len(changed))
        else:
            message = ngettext("%(n)s event returned to draft.", "%(n)s events returned to draft.", len(changed))
        if changed:
            self.message_user(request, message % {"n": len(changed)})
