"""Results of an import: for each file, and in total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext


class CannotImport(Exception):
    """This file cannot be imported; the message is shown to the user."""


class ImportOutcome(models.TextChoices):
    NEW = "new", gettext_lazy("new")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")
    STORED = "stored", gettext_lazy("text stored")
    CHANGED = "changed", gettext_lazy("text changed")
    FILLED = "filled", gettext_lazy("details filled in")
    FAILED = "failed", gettext_lazy("failed")


ALWAYS_COUNTED = (ImportOutcome.NEW, ImportOutcome.UNCHANGED, ImportOutcome.FAILED)


@dataclass(frozen=True)
class ImportResult:
    """The result for one file; the outcomes STORED and FILLED are for articles that existed before."""

    name: str
    outcome: ImportOutcome
    slug: str = ""
    characters: int = 0
    notes: tuple[str, ...] = ()

    @classmethod
    def build_failure(cls, name: str, reason: object) -> ImportResult:
        return cls(name, ImportOutcome.FAILED, notes=(str(reason),))

    def __str__(self) -> str:
        notes = "; ".join(self.notes)
        if self.outcome is ImportOutcome.FAILED:
            return f"{self.outcome.label}  {self.name}: {notes}"
        size = ngettext("%(n)s character", "%(n)s characters", self.characters) % {"n": f"{self.characters:,}"}
        line = f"{self.outcome.label}  {self.name} → {self.slug}  {size}"
        return f"{line}; {notes}" if notes else line


def summarise(results: Iterable[ImportResult], skipped: int = 0) -> str:
    """“2 files: 1 new, 1 unchanged, 0 failed”."""
    counted = Counter(result.outcome for result in results)
    files = ngettext("%(n)s file", "%(n)s files", counted.total()) % {"n": counted.total()}
    parts = [f"{counted[each]} {each.label}" for each in ImportOutcome if counted[each] or each in ALWAYS_COUNTED]
    line = _("%(files)s: %(parts)s") % {"files": files, "parts": ", ".join(parts)}
    if skipped:
        others = ngettext("%(n)s other file skipped", "%(n)s other files skipped", skipped)
        line += "; " + others % {"n": skipped}
    return line
