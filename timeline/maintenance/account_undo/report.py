"""The changes that an undo made, or would make, record by record."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST = 160  # characters of a value that is shown
COMMON = 30  # characters shown of the part before the first difference


class UndoOutcome(models.TextChoices):
    RESTORED = "restored", gettext_lazy("restored")
    CHANGED = "changed", gettext_lazy("changed back")
    DELETED = "deleted", gettext_lazy("deleted")
    LEFT = "left", gettext_lazy("left as it is")


@dataclass(frozen=True)
class FieldChange:
    """The present and the restored value of one field."""

    label: str
    now: str
    then: str

    @property
    def shortened(self) -> tuple[str, str]:
        """Both values, shortened so that the difference is visible."""
        start = 0
        for one, other in zip(self.now, self.then, strict=False):
            if one != other:
                break
            start += 1
        start = max(start - COMMON, 0) if max(len(self.now), len(self.then)) > LONGEST else 0
        return cut_value(self.now, start), cut_value(self.then, start)

    def __str__(self) -> str:
        now, then = (value.replace("\n", " ") or _("(nothing)") for value in self.shortened)
        return f"{self.label}: {now} → {then}"


def cut_value(value: str, start: int) -> str:
    head, rest = "… " if start and value else "", value[start:]
    return head + (rest if len(rest) <= LONGEST else f"{rest[: LONGEST - 1]}…")


@dataclass
class UndoEntry:
    """One record. `notes` say what is restored with it, and what stays as it is and why."""

    outcome: UndoOutcome
    model: type[models.Model]
    key: Any
    name: str
    changes: list[FieldChange] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def address(self) -> str:
        """The page with the record's history, which deleted records have too; empty if it has none."""
        if not admin.site.is_registered(self.model):
            return ""
        return reverse(f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_history", args=[self.key])

    def join(self, other: UndoEntry) -> None:
        """For example, restored and changed. A deleted record has no changes."""
        both = {self.outcome, other.outcome}
        self.changes = [] if UndoOutcome.DELETED in both else self.changes + other.changes
        order = (UndoOutcome.DELETED, UndoOutcome.RESTORED, UndoOutcome.CHANGED, UndoOutcome.LEFT)
        self.outcome = next(outcome for outcome in order if outcome in both)
        self.notes += [note for note in other.notes if note not in self.notes]


@dataclass
class UndoReport:
    """`is_done`: the changes were stored. `is_other`: they were not, because they differ from the preview."""

    account: str
    since: dt.datetime
    entries: list[UndoEntry] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    is_done: bool = False
    is_other: bool = False

    @property
    def groups(self) -> list[tuple[UndoOutcome, list[UndoEntry]]]:
        found = [(outcome, [one for one in self.entries if one.outcome == outcome]) for outcome in UndoOutcome]
        return [(outcome, entries) for outcome, entries in found if entries]

    @property
    def has_work(self) -> bool:
        return any(entry.outcome != UndoOutcome.LEFT for entry in self.entries)

    @property
    def fingerprint(self) -> str:
        """The same only for a report with the same content."""
        entries = [
            [one.outcome, one.model._meta.label, str(one.key), one.name, one.notes]
            + [[change.label, change.now, change.then] for change in one.changes]
            for one in self.entries
        ]
        content = json.dumps([self.account, self.since.isoformat(), entries, self.outside])
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()

    def __str__(self) -> str:
        """“2 restored, 1 deleted, 1 left as it is”."""
        counted = Counter(entry.outcome for entry in self.entries)
        return ", ".join(f"{counted[one]} {one.label}" for one in UndoOutcome if counted[one]) or _("nothing to undo")
