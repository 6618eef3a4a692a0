"""What changed in a published record, when and why: a row for each save that readers can see the effect of."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Correction(models.Model):
    """Written by the program when a change is stored; outlives the record that it is about."""

    class Kind(models.TextChoices):
        CHANGED = "changed", _("changed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        AGAIN = "again", _("published again")
        REMOVED = "removed", _("words removed")

    made = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CHANGED)
    record = models.PositiveBigIntegerField(_("key of the event"), db_index=True)
    title = models.CharField(_("title of the event"), max_length=200)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    changes = models.JSONField(_("changes"), default=list)

    class Meta:
        ordering: ClassVar = ["-made", "-pk"]
        default_permissions = ()  # nobody edits a published correction
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["changed", "withdrawn", "again", "removed"]), name="correction_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made:%Y-%m-%d}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("timeline:correction", args=[self.pk])
