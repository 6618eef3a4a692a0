"""The results of an import, for each row and in total."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext


class CannotRead(Exception):
    """The file cannot be imported; the message is for the person who uploaded it."""


class RowOutcome(models.TextChoices):
    NEW = "new", gettext_lazy("new")
    CHANGED = "changed", gettext_lazy("changed")
    SAME = "same", gettext_lazy("unchanged")
    PASSED = "passed", gettext_lazy("skipped")
    WRONG = "wrong", gettext_lazy("invalid")


@dataclass(frozen=True)
class RowResult:
    """The result for one row. `changes` are column, before, after; `problems` column and reason."""

    row: int
    name: str
    outcome: RowOutcome
    changes: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        message = [f"{column}: {reason}" if column else reason for column, reason in self.problems]
        if self.outcome is RowOutcome.CHANGED:
            message += [f"{column}: {before or '–'} → {after or '–'}" for column, before, after in self.changes]
        line = _("row %(n)s  %(outcome)s  %(name)s") % {"n": self.row, "outcome": self.outcome.label, "name": self.name}
        return ": ".join([line.rstrip(), *filter(None, ["; ".join([*message, *self.notes])])])


@dataclass
class ImportReport:
    """Results in the order of the rows. `is_done` is true if they were stored: neither a dry run nor a failure."""

    answers: list[RowResult]
    notes: list[str] = field(default_factory=list)
    is_done: bool = False
    is_outdated: bool = False  # the results differ from those of the preview

    def select(self, *outcomes: RowOutcome) -> list[RowResult]:
        return [answer for answer in self.answers if answer.outcome in outcomes]

    @property
    def listed(self) -> list[RowResult]:
        """All rows except unchanged ones, invalid rows first."""
        return self.wrong + self.select(RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.PASSED)

    @property
    def same(self) -> list[RowResult]:
        return self.select(RowOutcome.SAME)

    @property
    def wrong(self) -> list[RowResult]:
        return self.select(RowOutcome.WRONG)

    @property
    def has_work(self) -> bool:
        return bool(self.select(RowOutcome.NEW, RowOutcome.CHANGED))

    @property
    def fingerprint(self) -> str:
        """Equal for equal results, so that exactly the confirmed preview is stored."""
        rows = [[one.row, one.name, one.outcome, one.changes, one.problems, one.notes] for one in self.answers]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()

    def __str__(self) -> str:
        counted = Counter(answer.outcome for answer in self.answers)
        rows = ngettext("%(n)s row", "%(n)s rows", counted.total()) % {"n": f"{counted.total():,}"}
        parts = [
            f"{counted[each]:,} {each.label}" for each in RowOutcome if counted[each] or each is not RowOutcome.PASSED
        ]
        return f"{rows}: {', '.join(parts)}"
