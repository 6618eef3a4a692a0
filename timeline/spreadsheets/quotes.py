"""The sheet of statements."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import anchors
from articles.models import Article
from articles.spreadsheets import Column, Dated, Many, One, Place, register
from articles.spreadsheets.article_sheets import SLUG

from ..models import Actor, Event, Quote, Topic
from .anchor_columns import PLACE, PlacedSheet


@register
class QuoteSheet(PlacedSheet):
    name = "quotes"
    order = ("event__sort_date", "event__slug", "article__slug", "start", "slug")
    columns = (
        Column("slug", SLUG),
        One("event", Event, gettext_lazy("The slug of the event.")),
        One("speaker", Actor, gettext_lazy("The slug of the actor who speaks.")),
        Column("attributed_to"),
        Many("addressees", Actor, gettext_lazy("The slugs of those spoken to, parted by semicolons.")),
        One("article", Article, gettext_lazy("The slug of the article that reports it.")),
        Column("kind", gettext_lazy("Empty in a new row: told from the quotation marks, where we hold the text.")),
        Place("exact", gettext_lazy("The article's own words, character for character.")),
        Column("paraphrase", gettext_lazy("Our words, in place of the article's.")),
        Dated("date"),
        Column("venue"),
        Many("topics", Topic, gettext_lazy("The slugs of the topics, parted by semicolons.")),
        Column("note"),
        *PLACE,
    )

    class Meta:
        model = Quote

    def check(self, instance: Quote, row: Any) -> None:
        if instance.exact and instance.paraphrase:
            raise ValidationError(
                {"paraphrase": _("Give the article's exact words or a paraphrase, not both: empty one of the two.")}
            )
        if not self.before and "kind" not in self.values:
            self.tell_kind(instance)

    def tell_kind(self, instance: Quote) -> None:
        """From the quotation marks in the text we hold; without a text somebody has to say."""
        if instance.paraphrase:
            instance.kind = Quote.Kind.PARAPHRASE
            return
        held = getattr(instance.article, "held", None) if instance.article_id else None
        if held is None or not instance.exact:
            if instance.article_id:
                raise ValidationError({"kind": _("Give it: without the article's text the program cannot tell.")})
            return
        instance.settle()
        instance.kind = anchors.kind_at(held.body, instance.start or 0, instance.end or 0)

    def notes(self, instance: Quote, was_stored: bool) -> list[str]:
        if not Event.objects.public().filter(pk=instance.event_id).exists():
            return []
        if was_stored:
            return [_("Its event is published: readers see the change at once.")]
        return [_("Its event is published: readers see the statement at once.")]
