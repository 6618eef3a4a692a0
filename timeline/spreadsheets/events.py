"""The sheets of events and citations."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.spreadsheets import Table, register
from articles.spreadsheets.results import RowResult

from ..models import Citation, Event
from . import timelinejs
from .anchor_columns import PLACE, AnchoredSheet
from .corrected_sheet import PublicSheet


@register
class EventSheet(PublicSheet):
    """Also imports a TimelineJS spreadsheet, as drafts."""

    name = "events"
    order = ("sort_date", "slug")
    also_needs = ("timeline.add_citation", "timeline.delete_citation")
    from_timelinejs: timelinejs.Conversion | None = None

    class Meta:
        model = Event

    def check_columns(self, table: Table) -> Table:
        if timelinejs.is_timelinejs(table.columns):
            self.from_timelinejs = timelinejs.convert_table(table)
            return self.from_timelinejs.table
        return super().check_columns(table)

    def import_rows(self, table: Table) -> list[RowResult]:
        found = super().import_rows(table) if table.rows else []
        return self.from_timelinejs.merge_results(found) if self.from_timelinejs else found

    def list_notes(self, instance: Event, was_stored: bool) -> list[str]:
        if instance.status != Event.Status.PUBLISHED:
            return []
        if not instance.citations.exists():
            return [_("Published, but not shown to readers: it cites no article.")]
        return [_("Readers see the change immediately.") if was_stored else _("Readers see it immediately.")]


@register
class CitationSheet(AnchoredSheet):
    """Citations are added, never changed: different words are a different citation."""

    name = "citations"
    key = ("event", "article", "exact")
    order = ("event__slug", "article__slug", "start", "pk")

    class Meta:
        model = Citation

    def get_key(self, row: Any) -> tuple[str, ...]:
        """With the position, if given: the same words may occur twice in an article."""
        return (*super().get_key(row), self.fields["start"].normalise(row.get("start", "")))

    def list_keys(self, record: Any) -> list[tuple[str, ...]]:
        words = super().list_keys(record)[0][:-1]
        return [(*words, self.fields["start"].export(record)), (*words, "")]

    def check(self, instance: Citation, row: Any) -> None:
        if not instance.exact and any(self.values.get(name) for name in PLACE):
            raise ValidationError({"exact": _("Enter the exact words at this place in the text.")})

    def list_notes(self, instance: Citation, was_stored: bool) -> list[str]:
        return (
            [_("Readers see it immediately.")] if Event.objects.public().filter(pk=instance.event_id).exists() else []
        )
