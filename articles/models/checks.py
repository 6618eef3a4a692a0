"""The last check of an article's address."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .articles import Article


class LinkCheck(models.Model):
    """The newest result, for the address `asked`. If the article has a different address now, that is not checked."""

    class State(models.TextChoices):
        UNCHECKED = "unchecked", _("not checked")
        FOUND = "found", _("found")
        MOVED = "moved", _("moved")
        GONE = "gone", _("gone")
        NO_ANSWER = "no-answer", _("no answer")

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="link_check", verbose_name=_("article")
    )
    asked = models.URLField(_("address requested"), max_length=1000)
    state = models.CharField(_("state"), max_length=10, choices=State)
    status = models.PositiveSmallIntegerField(_("status code"), null=True, blank=True)
    final = models.CharField(_("final address"), max_length=2000, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    checked_at = models.DateTimeField(_("checked at"), auto_now=True)

    class Meta:
        verbose_name = _("address check")
        verbose_name_plural = _("address checks")
        default_permissions = ()  # written by the program alone
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=["unchecked", "found", "moved", "gone", "no-answer"]),
                name="link_check_state_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked}: {self.get_state_display()}"
