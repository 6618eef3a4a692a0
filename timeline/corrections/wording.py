"""Corrections as readers are told of them: in words, without what has been withdrawn since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import anchors

from ..models import Correction, Event, Quote

FIELDS: dict[str, Promise] = {
    "title": gettext_lazy("Title"),
    "date": gettext_lazy("Date"),
    "kind": gettext_lazy("Kind of event"),
    "summary": gettext_lazy("Summary"),
    "place": gettext_lazy("Place"),
    "planned": gettext_lazy("Planned when reported"),
    "note": gettext_lazy("Note"),
    "actors": gettext_lazy("Who takes part"),
    "topics": gettext_lazy("Topics"),
    "address": gettext_lazy("Address on this site"),
    "speaker": gettext_lazy("Speaker"),
    "words": gettext_lazy("Words"),
    "manner": gettext_lazy("How the words are reported"),
    "said": gettext_lazy("Said on"),
    "venue": gettext_lazy("Where and how it was said"),
    "named": gettext_lazy("Speaker, as the article names them"),
    "addressees": gettext_lazy("Said to"),
    "source": gettext_lazy("Source"),
    "passage": gettext_lazy("Passage of the source"),
}
PARTS: dict[str, Promise] = {"statements": gettext_lazy("Statement"), "citations": gettext_lazy("Source")}
DONE: dict[str, Promise] = {"added": gettext_lazy("added"), "withdrawn": gettext_lazy("withdrawn")}


@dataclass
class Line:
    """One thing that changed; what was added or withdrawn has no before and after."""

    of: str
    field: str
    before: str = ""
    after: str = ""
    done: str = ""

    @property
    def pieces(self) -> list[tuple[str, str, str]]:
        return anchors.difference(self.before, self.after)

    def __str__(self) -> str:
        what = ": ".join(filter(None, (self.of, self.field)))
        nothing = _("(nothing)")
        return f"{what}: {self.done or f'{self.before or nothing} → {self.after or nothing}'}"


@dataclass
class Told:
    correction: Correction
    event: Event | None  # while readers can open it
    changes: list[Line]

    @property
    def removal(self) -> str:
        """The text where words were removed, which does not say which words."""
        if self.correction.kind != Correction.Kind.REMOVED:
            return ""
        if self.correction.record:
            return _("Words were removed from this record for legal or privacy reasons.")
        return _("Words were removed for legal or privacy reasons. No published event is changed.")

    @property
    def lines(self) -> list[str]:
        reason = self.correction.reason
        told = [self.removal, *map(str, self.changes), _("Reason: %(reason)s") % {"reason": reason} if reason else ""]
        return [line for line in told if line]


def told(corrections: Iterable[Correction]) -> list[Told]:
    """In three questions, however many they are."""
    found = list(corrections)
    events = Event.objects.public().in_bulk({one.record for one in found})
    named = {change["key"] for one in found for change in one.changes if change["of"] == "statements"}
    stored = set(Quote.objects.public().filter(pk__in=named).values_list("pk", flat=True))
    return [Told(one, event := events.get(one.record), lines(one, stored) if event else []) for one in found]


def lines(correction: Correction, stored: set[int]) -> list[Line]:
    """What a statement said is told while the statement can be read."""
    found = []
    for change in correction.changes:
        part = PARTS.get(change["of"])
        of = _("%(part)s (%(name)s)") % {"part": part, "name": change["name"]} if part else ""
        field = change["field"]
        if field in DONE:
            found.append(Line(of, "", done=str(DONE[field])))
        elif change["of"] == "statements" and change["key"] not in stored:
            found.append(Line(of, "", done=_("changed; it was withdrawn later")))
        else:
            found.append(Line(of, str(FIELDS.get(field, field)), change["before"], change["after"]))
    return found
