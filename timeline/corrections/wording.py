"""The text of corrections for readers, without the content of records that have since been withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import anchors
from articles.public_fields import fields_in_corrections

from ..models import Citation, Correction, Event, Quote

MODELS: dict[str, type[Model]] = {"event": Event, "statements": Quote, "citations": Citation}
PARTS: dict[str, Promise] = {"statements": gettext_lazy("Statement"), "citations": gettext_lazy("Source")}
OUTCOMES: dict[str, Promise] = {"added": gettext_lazy("added"), "withdrawn": gettext_lazy("withdrawn")}


@dataclass
class ChangeLine:
    """One change. For a record that was added or withdrawn, `before` and `after` are empty."""

    of: str
    field: str
    before: str = ""
    after: str = ""
    done: str = ""

    @property
    def pieces(self) -> list[tuple[str, str, str]]:
        return anchors.diff_words(self.before, self.after)

    def __str__(self) -> str:
        what = ": ".join(filter(None, (self.of, self.field)))
        nothing = _("(nothing)")
        return f"{what}: {self.done or f'{self.before or nothing} → {self.after or nothing}'}"


@dataclass
class CorrectionEntry:
    """A correction as a page or the feed lists it."""

    correction: Correction
    event: Event | None  # None if readers cannot open it now
    changes: list[ChangeLine]

    @property
    def removal(self) -> str:
        """A sentence for a correction that removed words; it does not say which words."""
        if self.correction.kind != Correction.Kind.REMOVED:
            return ""
        if self.correction.record:
            return _("Words were removed from this record for legal or privacy reasons.")
        return _("Words were removed for legal or privacy reasons. No published event is changed.")

    @property
    def lines(self) -> list[str]:
        reason = self.correction.reason
        lines = [self.removal, *map(str, self.changes), _("Reason: %(reason)s") % {"reason": reason} if reason else ""]
        return [line for line in lines if line]


def describe_corrections(corrections: Iterable[Correction]) -> list[CorrectionEntry]:
    """Takes three queries, however many corrections there are."""
    found = list(corrections)
    events = Event.objects.public().in_bulk({one.record for one in found})
    named = {change["key"] for one in found for change in one.changes if change["of"] == "statements"}
    stored = set(Quote.objects.public().filter(pk__in=named).values_list("pk", flat=True))
    entries = []
    for one in found:
        event = events.get(one.record)
        entries.append(CorrectionEntry(one, event, describe_changes(one, stored) if event else []))
    return entries


def describe_changes(correction: Correction, stored: set[int]) -> list[ChangeLine]:
    """What changed in a statement is shown only while readers can open the statement."""
    found = []
    for change in correction.changes:
        part = PARTS.get(change["of"])
        of = _("%(part)s (%(name)s)") % {"part": part, "name": change["name"]} if part else ""
        field = change["field"]
        if field in OUTCOMES:
            found.append(ChangeLine(of, "", done=str(OUTCOMES[field])))
        elif change["of"] == "statements" and change["key"] not in stored:
            found.append(ChangeLine(of, "", done=_("changed; it was withdrawn later")))
        else:
            found.append(ChangeLine(of, label_field(change["of"], field), change["before"], change["after"]))
    return found


def label_field(part: str, key: str) -> str:
    """The key if the field no longer exists: corrections are never deleted."""
    labels = {field.key: field.label for field in fields_in_corrections(MODELS[part])} if part in MODELS else {}
    return str(labels.get(key, key))
