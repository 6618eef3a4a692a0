"""The result of an update, as lines for editors and operators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass
class UpdateReport:
    """Each list has a line for a record: “event “Talks in Tokyo”: title, date”."""

    version: str = ""
    is_new: bool = True  # the site had nothing yet
    events: int = 0
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)  # by editors; the release has no newer values
    not_applied: list[str] = field(default_factory=list)  # by editors, although the release has newer values
    deleted: list[str] = field(default_factory=list)  # by editors
    problems: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        if self.is_new:
            yield _("Loaded %(n)s events from fixtures/.") % {"n": self.events}
        else:
            yield self.summary()
            yield from self.section(_("Updated:"), self.changed)
            yield from self.section(_("Withdrawn:"), self.withdrawn)
        yield from self.section(
            _("Changed by editors, so the release’s newer values were not applied:"), self.not_applied
        )
        yield from self.section(_("Changed by editors, and left as they are:"), self.edited)
        yield from self.section(_("Deleted by editors, and not restored:"), self.deleted)
        yield from self.section(_("Could not be updated:"), self.problems)

    def summary(self) -> str:
        numbers = {"version": self.version, "added": len(self.added), "changed": len(self.changed)}
        n = len(self.withdrawn)
        return ngettext(
            "Data of version %(version)s: %(added)s records added, %(changed)s updated, %(n)s withdrawn.",
            "Data of version %(version)s: %(added)s records added, %(changed)s updated, %(n)s withdrawn.",
            n,
        ) % {**numbers, "n": n}

    @staticmethod
    def section(title: str, rows: list[str]) -> Iterator[str]:
        if rows:
            yield f"{title} {len(rows)}"
            yield from (f"  {row}" for row in rows)
