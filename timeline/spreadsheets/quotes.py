"""The sheet of statements."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles import anchors
from articles.spreadsheets import register

from ..models import Event, Quote
from .anchor_columns import AnchoredSheet


@register
class QuoteSheet(AnchoredSheet):
    name = "quotes"
    order = ("event__sort_date", "event__slug", "article__slug", "start", "slug")

    class Meta:
        model = Quote

    def check(self, instance: Quote, row: Any) -> None:
        if instance.exact and instance.paraphrase:
            raise ValidationError(
                {
                    "paraphrase": _(
                        "Enter either the article's exact words or our own words. Empty one of the two cells."
                    )
                }
            )
        if not self.before and "kind" not in self.values:
            self.fill_in_kind(instance)

    def fill_in_kind(self, instance: Quote) -> None:
        """Determine the kind from the quotation marks in the text; without a text the row must give it."""
        if instance.paraphrase:
            instance.kind = Quote.Kind.PARAPHRASE
            return
        held = getattr(instance.article, "held", None) if instance.article_id else None
        if held is None or not instance.exact:
            if instance.article_id:
                raise ValidationError(
                    {"kind": _("Enter the kind: without the article's text, the program cannot work it out.")}
                )
            return
        instance.settle()
        instance.kind = anchors.detect_kind_at(held.body, instance.start or 0, instance.end or 0)

    def list_notes(self, instance: Quote, was_stored: bool) -> list[str]:
        if not Event.objects.public().filter(pk=instance.event_id).exists():
            return []
        if was_stored:
            return [_("Its event is published, so readers see the change immediately.")]
        return [_("Its event is published, so readers see the statement immediately.")]
