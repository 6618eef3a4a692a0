"""Undoing the changes to one record. Each job is done completely or, because of an Obstacle, not at all."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import trash
from articles.models import Anchored

from .aspects import Aspect, ManyAspect
from .dependants import list_dependants
from .report import UndoEntry, UndoOutcome
from .traces import Blank, Trace, Traces


class Obstacle(Exception):
    """`reasons` are sentences; empty if the record only waits for another job."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = list(reasons)


class Job:
    def __init__(self, traces: Traces) -> None:
        self.traces, self.trail, self.model = traces, traces.trail, traces.trail.model
        self.obstacle = Obstacle()

    def run(self) -> UndoEntry | None:
        """Raises Obstacle, and whatever saving raises."""
        raise NotImplementedError

    def try_once(self) -> UndoEntry | None:
        """Raises Obstacle and nothing else that a record can cause. To be called in a savepoint."""
        try:
            return self.run()
        except trash.CannotRestore as error:
            raise Obstacle(*error.problems) from error
        except ValidationError as error:
            raise Obstacle(*describe_errors(error, self.model)) from error
        except IntegrityError as error:
            raise Obstacle(_("The database rejects it because it conflicts with another record.")) from error

    def make_entry(self, outcome: UndoOutcome, record: Any, **fields: Any) -> UndoEntry:
        return UndoEntry(outcome, self.model, self.trail.key, trash.get_display_name(record), **fields)

    def describe_left(self) -> UndoEntry | None:
        """If the obstacle remains."""
        record = self.trail.load_record() or self.trail.versions[-1].row.instance
        return self.make_entry(UndoOutcome.LEFT, record, notes=self.obstacle.reasons) if self.obstacle.reasons else None


class RestoreJob(Job):
    """Restore what the account deleted, with the records that were deleted with it."""

    def run(self) -> UndoEntry | None:
        if self.trail.load_record():
            return None  # it was restored with the record it belongs to
        version = trash.get_deletions(self.model).filter(pk=self.trail.versions[-1].row.pk).first()
        if version is None:
            raise Obstacle(_("It is no longer in the trash."))
        if not trash.has_full_history(self.model):
            raise Obstacle(_("The history does not contain the whole record, so it cannot be restored."))
        parts = [gone.instance_type for _version, gone in trash.find_deleted_with([version])]
        returning = count_kinds([part for part in parts if trash.has_full_history(part)])
        lost = count_kinds([part for part in parts if not trash.has_full_history(part)])
        record = trash.restore(version)
        notes = [_("Restored with it: %(records)s.") % {"records": returning}] if returning else []
        notes += [_("Cannot be restored: %(records)s.") % {"records": lost}] if lost else []
        return self.make_entry(UndoOutcome.RESTORED, record, notes=notes)


class ChangeJob(Job):
    """Restore the fields that the account changed and nobody else has changed since."""

    def run(self) -> UndoEntry | None:
        traced = [(aspect, trace) for aspect in self.traces.aspects if (trace := self.traces.of(aspect))]
        record = self.trail.load_record()
        if record is None:
            return self.describe_absent(traced)
        self.notes: list[str] = []
        todo = [(aspect, trace) for aspect, trace in traced if self.is_due(aspect, trace, record)]
        if self.traces.has_unknown_start:
            self.notes.append(_("Its history begins with this account’s change: the previous values are not known."))
        changes = [one for aspect, trace in todo for one in aspect.list_changes(aspect.read(record), trace.before)]
        entry = self.make_entry(
            UndoOutcome.CHANGED if todo else UndoOutcome.LEFT, record, changes=changes, notes=self.notes
        )
        self.store(record, todo)
        return entry if todo or self.notes else None

    def describe_absent(self, traced: list[tuple[Aspect, Trace]]) -> UndoEntry | None:
        if self.traces.is_restored:
            raise Obstacle  # wait until the record is restored
        last = self.trail.versions[-1]
        if last.is_account or not any(trace.before is not Blank.NOTHING for _aspect, trace in traced):
            return None
        message = _("It has been deleted since: %(who)s.") if last.is_deletion else _("It no longer exists.")
        return self.make_entry(UndoOutcome.LEFT, last.row.instance, notes=[message % {"who": last.describe()}])

    def is_due(self, aspect: Aspect, trace: Trace, record: Any) -> bool:
        """Whether the field still has the account's value; adds a note if somebody else has changed it."""
        now = aspect.read(record)
        if trace.before is Blank.NOTHING or (trace.after and trace.original is Blank.NOTHING):
            return False  # part of what the account created
        if self.are_same(aspect, now, trace.original if trace.after else trace.before):
            return False
        if trace.after:
            message = _("%(field)s stays as it is: changed since by %(who)s.")
            self.notes.append(message % {"field": aspect.label, "who": trace.after.describe()})
            return False
        if not self.are_same(aspect, now, trace.left):
            message = _("%(field)s stays as it is: changed since; the history does not say by whom.")
            self.notes.append(message % {"field": aspect.label})
            return False
        return True

    @staticmethod
    def are_same(aspect: Aspect, one: Any, other: Any) -> bool:
        """Ignores related records that have been deleted since."""
        if isinstance(aspect, ManyAspect):
            return aspect.filter_existing(one) == aspect.filter_existing(other)
        return aspect.is_same(one, other)

    def store(self, record: Any, todo: list[tuple[Aspect, Trace]]) -> None:
        own = [(aspect, trace) for aspect, trace in todo if not isinstance(aspect, ManyAspect)]
        for aspect, trace in own:
            if lost := aspect.find_lost_links(trace.before):
                message = _("%(field)s was %(record)s. Restore that first.")
                raise Obstacle(message % {"field": aspect.label, "record": "; ".join(lost)})
        if own:
            self.save(record, own)
        for aspect, trace in todo:
            if isinstance(aspect, ManyAspect):
                aspect.set_value(record, trace.before)
                if lost := aspect.find_lost_links(trace.before):
                    message = _("%(field)s: without records that no longer exist: %(records)s.")
                    self.notes.append(message % {"field": aspect.label, "records": "; ".join(lost)})

    def save(self, record: Any, own: list[tuple[Aspect, Trace]]) -> None:
        """With validation. Validating and saving may change the fields, so they are set each time."""
        names = {name for aspect, _trace in own for name in aspect.names}
        restore_values(record, own)
        record.full_clean(exclude={field.name for field in record._meta.fields} - names)
        restore_values(record, own)
        if isinstance(record, Anchored) and "exact" in names:
            # Changed words lose their place if there is no text to find them in; a second save does not change them.
            record.save_without_historical_record()  # type: ignore[attr-defined]
            restore_values(record, own)
        record.save()


def restore_values(record: Any, own: list[tuple[Aspect, Trace]]) -> None:
    for aspect, trace in own:
        aspect.set_value(record, trace.before)


class DeleteJob(Job):
    """Delete what the account created, unless somebody else has worked on it or relies on it."""

    def run(self) -> UndoEntry | None:
        record = self.trail.load_record()
        if record is None:
            return None
        if other := self.traces.find_change_by_others():
            message = _("The account created it, but it has since been changed by %(who)s. Check it, then decide.")
            raise Obstacle(message % {"who": other.describe()})
        if found := list_dependants(record):
            message = _("The account created it, but other records depend on it: %(records)s.")
            raise Obstacle(message % {"records": "; ".join(found)})
        entry = self.make_entry(UndoOutcome.DELETED, record)
        record.delete()
        return entry


class NoteJob(Job):
    """Only a note: the account created the record, and somebody else has restored it since."""

    def run(self) -> UndoEntry | None:
        record, one = self.trail.load_record(), self.traces.existence
        if record is None or one is None or one.after is None:
            return None
        message = _("The account created it; it has since been restored by %(who)s.") % {"who": one.after.describe()}
        return self.make_entry(UndoOutcome.LEFT, record, notes=[message])


def count_kinds(models: list[Any]) -> str:
    """“2 × citations, 1 × statement”."""
    names = {model: (model._meta.verbose_name, model._meta.verbose_name_plural) for model in models}
    return ", ".join(f"{n} × {names[model][n > 1]}" for model, n in Counter(models).items())


def describe_errors(error: ValidationError, model: Any) -> list[str]:
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    labels = {field.name: capfirst(str(field.verbose_name)) for field in model._meta.fields}
    return [
        message if name == NON_FIELD_ERRORS else f"{labels.get(name, name)}: {message}"
        for name, messages in error.message_dict.items()
        for message in messages
    ]
