"""The shipped data: the permanent identifier of each record, and its values as last shipped.

With the values as they were shipped, as they are on this site, and as the next release has them, an update can tell an
editor's change from a change of the release (a three-way comparison, field by field).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ShippedRecord(models.Model):
    """One record of the fixtures. Its row may have been renamed, changed or deleted by an editor since.

    `values` are those of the release that was loaded last; a relation is written as the identifier of the record it
    names. `kept` are newer values of a release, which were not stored because an editor had changed the field.
    `withheld` names fields whose words were removed for legal or privacy reasons, which no release restores; "*" means
    the whole record.
    """

    model = models.CharField(_("type of record"), max_length=50)
    identifier = models.CharField(_("identifier"), max_length=400)
    record = models.PositiveBigIntegerField(_("key of the record"), null=True, blank=True)
    values = models.JSONField(_("values as shipped"), default=dict)
    kept = models.JSONField(_("newer values not applied"), default=dict, blank=True)
    withheld = models.JSONField(_("fields never updated"), default=list, blank=True)
    version = models.CharField(_("version"), max_length=40)

    class Meta:
        ordering: ClassVar = ["model", "identifier"]
        default_permissions: ClassVar = ("view",)  # written by the program alone
        verbose_name = _("shipped record")
        verbose_name_plural = _("shipped records")
        constraints: ClassVar = [models.UniqueConstraint(fields=["model", "identifier"], name="shipped_record_once")]
        indexes: ClassVar = [models.Index(fields=["model", "record"], name="shipped_record_of")]

    def __str__(self) -> str:
        return f"{self.model}: {self.identifier}"


class ShippedRelease(models.Model):
    """A state of the fixtures that was loaded. If its digest is the same, there is nothing new to load."""

    version = models.CharField(_("version"), max_length=40)
    digest = models.CharField(_("SHA-256 of the fixtures"), max_length=64)
    loaded = models.DateTimeField(_("loaded"), auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        default_permissions: ClassVar = ()
        verbose_name = _("loaded release")
        verbose_name_plural = _("loaded releases")

    def __str__(self) -> str:
        return self.version
