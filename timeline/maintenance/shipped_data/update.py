"""Update a site to the data of this program's version, without losing its editors' work.

The first load, an upgrade and `make data` do the same: each shipped record is added, compared or withdrawn, in one
transaction, which waits for editors who are saving. A record that cannot be updated is reported and left as it was.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext as _

from articles.locking import acquire_write_lock
from articles.models import Anchored, ArticleText
from timeline.corrections import recording
from timeline.models import Citation, Event, Quote, Redirect, ShippedRecord, ShippedRelease
from timeline.models.redirects import Name
from timeline.sharing.redirects import TYPES, find_name, record_rename
from timeline.signals import search_index

from ..batches import split_into_batches
from . import history
from .addition import Addition, find_existing
from .adoption import adopt_site
from .comparison import RecordComparison, compare_record
from .fixtures import MODELS, Key, Model, Release, Seed, Withdrawal, find_model
from .report import UpdateReport
from .stored import (
    Keys,
    find_missing_relations,
    group_by_model,
    label_record,
    read_records,
    read_shipped,
    write_values,
)
from .withheld import (
    drop_removed_relations,
    find_hidden,
    find_removed_records,
    hide_identifier,
    load_removed_names,
    note_removed,
)

REDIRECTS = {model._meta.model_name: kind for model, kind in TYPES.items()}


def update_site(release: Release) -> UpdateReport:
    """Load the release. Loading it again changes nothing. Raises OlderRelease."""
    check_version(release.notes.version)
    with transaction.atomic(), nullcontext() if is_filled() else search_index.delay_indexing():
        acquire_write_lock(connection.alias)
        return Update(release).run()


class OlderRelease(Exception):
    """The site already has the data of a newer version, whose corrections would be undone."""


def check_version(version: str) -> None:
    last = ShippedRelease.objects.first()
    if last is not None and version_key(last.version) > version_key(version):
        text = _("This site already has the data of version %(newer)s, and this program is version %(older)s.")
        raise OlderRelease(text % {"newer": last.version, "older": version})


def version_key(version: str) -> tuple[int, ...]:
    """“0.10.1” as numbers that can be compared."""
    return tuple(int(part) for part in version.split(".") if part.isascii() and part.isdigit())


def is_filled() -> bool:
    return any(model._base_manager.exists() for model in MODELS)


def is_loaded(digest: str) -> bool:
    """Whether the site last loaded the data with this fingerprint."""
    last = ShippedRelease.objects.first()
    return last is not None and last.digest == digest


class Update:
    def __init__(self, release: Release) -> None:
        self.release, self.notes = release, release.notes
        self.is_filled = is_filled()
        self.shipped = read_shipped()
        if not self.shipped and self.is_filled:
            self.shipped = adopt_site()
        self.drop_removed()
        self.keys = self.load_stored_keys()
        self.report = UpdateReport(self.notes.version, is_new=not self.is_filled)
        self.loaded_reason = history.make_reason(self.notes.version)
        self.updated_reason = _("Updated to version %(version)s") % {"version": self.notes.version}

    def drop_removed(self) -> None:
        """Ignore shipped data that was removed for legal or privacy reasons."""
        withdrawn = (name.partition(":") for name in self.notes.withdrawn)
        known = [*self.release.seeds, *(Key(find_model(label), name) for label, _colon, name in withdrawn)]
        self.shipped = find_hidden(self.shipped, known)
        self.removed, self.removed_names = find_removed_records(self.shipped), load_removed_names()
        if self.removed:
            seeds = {key: drop_removed_relations(seed, self.removed) for key, seed in self.release.seeds.items()}
            self.release = replace(self.release, seeds=seeds)

    def load_stored_keys(self) -> Keys:
        """Of shipped records that still exist."""
        wanted: dict[Model, dict[int, Key]] = defaultdict(dict)
        keys = Keys()
        for key, one in self.shipped.items():
            if one.record is not None:
                wanted[key.model][one.record] = key
        for model, rows in wanted.items():
            for part in split_into_batches(rows):
                for row in model._base_manager.filter(pk__in=part).values_list("pk", flat=True):
                    keys.add(rows[row], row)
        return keys

    def run(self) -> UpdateReport:
        records = read_records(group_by_model(self.keys.rows, self.keys))
        self.records = {key: records[key.model, row] for key, row in self.keys.rows.items()}
        with recording.give_reason(self.notes.find_reason(())):
            for model in MODELS:
                seeds = [seed for key, seed in self.release.seeds.items() if key.model is model]
                new = [seed for seed in seeds if self.is_new(seed.key)]
                self.change(model, [seed for seed in seeds if not self.is_new(seed.key)])
                self.add(model, new)
            for model in reversed(MODELS):
                self.withdraw(model)
        self.record_redirects()
        self.report.events = Event.objects.count()
        # With problems it is tried again at the next start.
        if not self.report.problems and not is_loaded(self.release.digest):
            ShippedRelease.objects.create(version=self.notes.version, digest=self.release.digest)
        update_statistics()
        return self.report

    def is_new(self, key: Key) -> bool:
        """Not shipped before, or left out because a record it belongs to had been deleted."""
        shipped = self.shipped.get(key)
        return shipped is None or (shipped.record is None and "*" not in shipped.withheld)

    # ---- records that were shipped before

    def change(self, model: Model, seeds: list[Seed]) -> None:
        """Some slugs are only free once another record has given its up, so what failed is tried once more."""
        waiting, failed = [], []
        for seed in seeds:
            if seed.key not in self.keys.rows:
                self.report_deleted(seed)
            else:
                shipped = self.shipped[seed.key]
                waiting.append(compare_record(seed, self.records[seed.key], shipped, self.keys))
        while waiting:
            failed = [(one, why) for one in waiting if (why := self.apply(one))]
            if len(failed) == len(waiting):
                break
            waiting = [one for one, _why in failed]
        if failed and self.exchange_slugs(model, [one for one, _why in failed]):
            failed = []
        self.report.problems += [f"{label_record(one.record)}: {why}" for one, why in failed]

    def exchange_slugs(self, model: Model, waiting: list[RecordComparison]) -> bool:
        """Give records that wait for each other's slugs temporary ones. Returns whether all could be stored then."""
        rows = [one.record.pk for one in waiting if "slug" in one.applied]
        passing = [f"being-renamed-{row}" for row in rows]
        if len(rows) < 2:
            return False
        reported = len(self.report.changed), len(self.report.not_applied), len(self.report.edited)
        with transaction.atomic():
            for one in waiting:
                with recording.give_reason(self.reason_for(one.seed)):
                    recording.watch(getattr(one.record, "event_id", one.record.pk if model is Event else None))
            for row, slug in zip(rows, passing, strict=True):
                model._base_manager.filter(pk=row).update(slug=slug)
            obstacles = [self.apply(one) for one in waiting]
            if any(obstacles):
                transaction.set_rollback(True)
                del self.report.changed[reported[0] :]
                del self.report.not_applied[reported[1] :]
                del self.report.edited[reported[2] :]
                return False
            Redirect.objects.filter(old__in=passing).delete()
            Redirect.history.filter(old__in=passing).delete()
        return True

    def report_deleted(self, seed: Seed) -> None:
        shipped = self.shipped[seed.key]
        if "*" not in shipped.withheld:
            self.report.deleted.append(str(seed.key))
        self.note(seed, shipped)

    def apply(self, one: RecordComparison) -> str:
        """Store the release's newer values. Returns the obstacle, if there is one."""
        seed, shipped = one.seed, self.shipped[one.seed.key]
        if one.applied:
            # Read again: an attempt that failed has changed the fields of the object.
            record = type(one.record)._base_manager.get(pk=one.record.pk)
            try:
                with transaction.atomic(), recording.give_reason(self.reason_for(seed)):
                    self.store(record, one)
            except (ValidationError, IntegrityError, DataError, KeyError) as error:
                return explain_error(error, one)
            one.record = record
            self.report.changed.append(f"{label_record(record)}: {', '.join(one.applied)}")
        if one.not_applied:
            self.report.not_applied.append(f"{label_record(one.record)}: {', '.join(one.not_applied)}")
        if older := [name for name in one.edited if name not in one.not_applied]:
            self.report.edited.append(f"{label_record(one.record)}: {', '.join(older)}")
        self.note(seed, shipped, one.not_applied)
        return ""

    def store(self, record: Any, one: RecordComparison) -> None:
        many = write_values(record, one.applied, self.keys)
        if isinstance(record, Anchored) and "exact" in one.applied:
            for name, value in one.seed.computed.items():
                if name in ("lead", "tail", "text_sha256", "anchor_state"):
                    setattr(record, name, value)
            record.comes_with_place = True  # kept if there is no text to find the words in
        record._change_reason = self.updated_reason
        if set(one.applied) - set(many):
            record.save()
        for name, rows in many.items():
            getattr(record, name).set(rows)

    def reason_for(self, seed: Seed) -> str:
        """The reason for a record or, because corrections are about events, for its event."""
        event = seed.values.get("event")
        return self.notes.find_reason([seed.key, Key(Event, event)] if event else [seed.key])

    def note(self, seed: Seed, shipped: ShippedRecord, kept: Any = None) -> None:
        if shipped.values == seed.values and shipped.kept == (kept or {}):
            return
        shipped.values, shipped.kept, shipped.version = seed.values, kept or {}, self.notes.version
        if "*" in shipped.withheld:
            shipped.values = {}
        shipped.values = {name: value for name, value in shipped.values.items() if name not in shipped.withheld}
        shipped.save()

    # ---- new records

    def add(self, model: Model, seeds: list[Seed]) -> None:
        addition, made = Addition(model, self.keys, self.loaded_reason, self.notes.version), []
        for seed in seeds:
            if self.is_filled and (existing := find_existing(seed, self.keys)):
                made.append(self.adopt(seed, existing))
            elif self.removed.intersection(gone := find_missing_relations(seed, seed.values, self.keys)):
                made.append(note_removed(seed, self.notes.version))
            elif gone:
                made.append(addition.note(seed, None))
                self.report.deleted.append(f"{seed.key} ({', '.join(map(str, gone))})")
            else:
                addition.prepare(seed)
        self.watch_events(model, addition)
        made += addition.store(find_articles_with_text(model))
        self.report.problems += addition.problems
        self.report.added += [str(one) for one in made if one.record]
        for one in made:
            if earlier := self.shipped.get(Key(model, one.identifier)):
                one.pk = earlier.pk
                one.save()
        ShippedRecord.objects.bulk_create([one for one in made if one.pk is None], batch_size=500)
        self.shipped |= {Key(model, one.identifier): one for one in made}

    def adopt(self, seed: Seed, record: Any) -> ShippedRecord:
        """An editor has already made this record: it becomes the shipped one, with the editor's values."""
        self.keys.add(seed.key, record.pk)
        shipped = Addition.make_note(seed, record.pk, self.notes.version)
        found = compare_record(seed, record, ShippedRecord(values={}, kept=seed.values), self.keys)
        shipped.kept = found.not_applied | found.applied
        if shipped.kept:
            self.report.not_applied.append(f"{label_record(record)}: {', '.join(shipped.kept)}")
        return shipped

    def watch_events(self, model: Model, addition: Addition) -> None:
        """Additions to a published event become corrections."""
        if not self.is_filled or model not in (Citation, Quote):
            return
        for seed, record in addition.records:
            with recording.give_reason(self.reason_for(seed)):
                recording.watch(record.event_id)

    # ---- withdrawn records

    def withdraw(self, model: Model) -> None:
        for name, withdrawal in self.notes.withdrawn.items():
            label_lower, _colon, identifier = name.partition(":")
            key = Key(model, identifier)
            if label_lower != model._meta.label_lower or key in self.release.seeds or key not in self.keys.rows:
                continue
            record = self.records[key]
            if self.has_editors_work(key, record):
                self.report.not_applied.append(
                    _("%(record)s: withdrawn by the release") % {"record": label_record(record)}
                )
                continue
            self.delete(key, record, withdrawal)

    def delete(self, key: Key, record: Any, withdrawal: Withdrawal) -> None:
        name, slug = label_record(record), getattr(record, "slug", "")
        record._change_reason = self.updated_reason
        try:
            with transaction.atomic(), recording.give_reason(withdrawal.reason):
                record.delete()
        except ProtectedError:
            self.report.not_applied.append(
                _("%(record)s: withdrawn by the release, but still in use") % {"record": name}
            )
            return
        self.keys.remove(key)
        self.shipped.pop(key).delete()
        self.report.withdrawn.append(name)
        self.redirect_withdrawn(str(key.model._meta.model_name), slug, withdrawal)

    def has_editors_work(self, key: Key, record: Any) -> bool:
        """Whether an editor changed it, or added records that would be deleted with it."""
        shipped = self.shipped[key]
        plain = Seed(key, shipped.values, {})
        if compare_record(plain, record, shipped, self.keys).edited:
            return True
        for relation in record._meta.related_objects:
            if relation.on_delete is not models.CASCADE or not hasattr(relation.related_model, "history"):
                continue
            model: Any = relation.related_model
            for part in model._base_manager.filter(**{relation.field.name: record}):
                identifier = self.keys.identifiers.get((model, part.pk))
                if identifier is None or self.has_editors_work(Key(model, identifier), part):
                    return True
        return False

    # ---- addresses

    def record_redirects(self) -> None:
        """For shipped slugs that are no longer used or not used here, and for other renamed filter values."""
        for model, kind in TYPES.items():
            self.redirect_old_slugs(model, kind)
        for kind, old, new in self.notes.renamed_values:
            self.record_redirect(Name(kind, old), Name(kind, new), self.loaded_reason)
        for name, withdrawal in self.notes.withdrawn.items():
            label_lower, _colon, slug = name.partition(":")
            if not self.is_filled:
                self.redirect_withdrawn(label_lower.rpartition(".")[2], slug, withdrawal)

    def redirect_old_slugs(self, model: Model, kind: str) -> None:
        """From present and former shipped slugs of records that have another slug on this site."""
        slugs = dict(model._base_manager.values_list("pk", "slug"))
        used = set(slugs.values())
        for seed in self.release.seeds.values():
            if seed.key.model is model and seed.key in self.keys.rows:
                present = slugs[self.keys.rows[seed.key]]
                for old in {seed.values["slug"], *seed.formerly} - used:
                    self.record_redirect(Name(kind, old), Name(kind, present), self.loaded_reason)

    def redirect_withdrawn(self, model: str, slug: str, withdrawal: Withdrawal) -> None:
        """From a withdrawn record to the page that the release names instead."""
        target, _colon, new = withdrawal.redirect.partition(":")
        if target and slug:
            self.record_redirect(Name(REDIRECTS[model], slug), Name(target, new), withdrawal.reason)

    def record_redirect(self, old: Name, new: Name, note: str) -> None:
        """Unless the name already has a redirect, perhaps from an editor, or was removed."""
        if find_name(old) is None and hide_identifier(*old) not in self.removed_names:
            record_rename(old, find_name(new) or new, note)


def find_articles_with_text(model: Model) -> set[int]:
    """Articles with a stored text, in which anchors must be found."""
    return set(ArticleText.objects.values_list("article", flat=True)) if issubclass(model, Anchored) else set()


def explain_error(error: Exception, one: RecordComparison) -> str:
    slug = one.applied.get("slug")
    holder = type(one.record)._base_manager.filter(slug=slug).exclude(pk=one.record.pk).first() if slug else None
    if isinstance(error, IntegrityError) and holder is not None:
        text = _("%(holder)s has the slug “%(slug)s” here. Give it another one, then run “make data” again.")
        return text % {"holder": label_record(holder), "slug": slug}
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, KeyError):
        return _("it refers to a record that was deleted here.")
    return str(error).split("\n")[0]


def update_statistics() -> None:
    """Without current statistics, some queries take minutes on PostgreSQL."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
