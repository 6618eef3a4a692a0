"""Former slugs and filter values, and what they are called now: shared links keep working after a rename."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords


class Name(NamedTuple):
    """A slug or value, and what it names (a `Redirect.Type`)."""

    type: str
    slug: str


class Redirect(models.Model):
    """One former name. `timeline.sharing.redirects` writes a row for every rename and answers requests with them."""

    class Type(models.TextChoices):
        """What the name is for: a kind of page, a filter's value, or both."""

        EVENT = "event", _("event")
        STATEMENT = "statement", _("statement")
        ACTOR = "actor", _("actor")
        TOPIC = "topic", _("topic")
        SOURCE = "source", _("source")
        OUTLET = "outlet", _("outlet")
        OFFICE = "office", _("office")
        PLACE = "place", _("place")
        KIND = "kind", pgettext_lazy("redirect", "kind of event")

    old_type = models.CharField(_("type"), max_length=10, choices=Type)
    old = models.SlugField(_("former name"), max_length=200, help_text=_("As in the address: a slug or a value."))
    new_type = models.CharField(
        _("new type"),
        max_length=10,
        choices=Type,
        blank=True,
        help_text=_("Only if the address leads to another type of record now."),
    )
    new = models.SlugField(_("new name"), max_length=200)
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("Why, for other editors."))
    created = models.DateTimeField(_("created"), auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["old_type", "old"]
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["old_type", "old"],
                name="redirect_once",
                violation_error_message=_("There is a redirect from this name already. Change that one."),
            ),
            models.CheckConstraint(condition=~models.Q(old="") & ~models.Q(new=""), name="redirect_has_names"),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"

    @property
    def target(self) -> Name:
        """The name that it leads to."""
        return Name(self.new_type or self.old_type, self.new)
