"""Reading the shipped data: records with permanent identifiers, and notes on releases.

A file in `fixtures/` is Django's JSON with natural keys. Each record also has an `identifier`, which never changes,
unlike its slug or dates, and a list `formerly` if it had other slugs before. `releases.json` lists for each version why
published records changed, withdrawn records, and renamed filter values. `earlier/` has the records from before
versions were recorded.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from articles.models import Article, Outlet
from timeline.models import Actor, Citation, Event, Post, Quote, Topic

Model = type[models.Model]
Values = dict[str, Any]  # by field; a relation as an identifier or a sorted list of identifiers

# Records come after those they refer to.
MODELS: tuple[Model, ...] = (Outlet, Article, Topic, Actor, Post, Event, Citation, Quote)
NATURAL_KEYS: dict[Model, tuple[str, ...]] = {
    Post: ("actor", "title", "organization", "start"),
    Citation: ("event", "article", "start"),
}
RELEASES = "releases.json"
EARLIER = "earlier/before-0.2.0.json.xz"  # for sites that did not record what they loaded
UNKNOWN_VERSION = "a version before 0.2.0"


class Key(NamedTuple):
    """The permanent key of a shipped record."""

    model: Model
    identifier: str

    def __str__(self) -> str:
        return f"{self.model._meta.label_lower}:{self.identifier}"


@dataclass(frozen=True)
class Seed:
    """One shipped record; `computed` are columns that `save()` computes."""

    key: Key
    values: Values
    computed: Values
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True)
class Withdrawal:
    reason: str
    redirect: str  # “event:slug”, the new target of the record's address, or empty


@dataclass(frozen=True)
class ReleaseNotes:
    """The content of `releases.json`, oldest version first."""

    releases: list[dict[str, Any]] = field(default_factory=list)

    @property
    def version(self) -> str:
        return str(self.releases[-1]["version"]) if self.releases else UNKNOWN_VERSION

    def find_reason(self, keys: Iterable[Key]) -> str:
        """Why these records changed: the newest reason for one of them, or that of the newest version."""
        names = [str(key) for key in keys]
        for release in reversed(self.releases):
            for name in names:
                if reason := release.get("reasons", {}).get(name):
                    return str(reason)
        return str(self.releases[-1].get("reason", "")) if self.releases else ""

    @cached_property
    def withdrawn(self) -> dict[str, Withdrawal]:
        """By the key of the record, as text."""
        return {
            one["record"]: Withdrawal(one["reason"], one.get("redirect", ""))
            for release in self.releases
            for one in release.get("withdrawn", ())
        }

    @property
    def renamed_values(self) -> Iterator[tuple[str, str, str]]:
        """(type, former value, present value) of filter values that are not slugs."""
        for release in self.releases:
            for kind, values in release.get("renamed_values", {}).items():
                yield from ((kind, old, new) for old, new in values.items())


@dataclass(frozen=True)
class Release:
    """One version of the shipped data."""

    seeds: dict[Key, Seed]
    notes: ReleaseNotes
    digest: str = ""


def fixture_files(folder: str = "") -> list[Path]:
    found = {path for root in settings.FIXTURE_DIRS for path in Path(root, folder).rglob("*.json")}
    return sorted(path for path in found if path.name != RELEASES)


def read_release(folder: str = "") -> Release:
    """The data of this version of the program, or one folder of it."""
    digest, rows = hashlib.sha256(), []
    for path in fixture_files(folder):
        digest.update(path.read_bytes())
        rows += read_json(path)
    path = find_notes_folder() / RELEASES
    digest.update(path.read_bytes())
    notes = ReleaseNotes(read_json(path))
    seeds = read_seeds(rows)
    if not folder:
        check_notes(notes, seeds)
    return Release(seeds, notes, digest.hexdigest())


class BadRelease(ValueError):
    """The files cannot be loaded; the message says which file or record is invalid, and why."""


def read_json(path: Path) -> list[Any]:
    try:
        found = json.loads(path.read_bytes())
    except ValueError as error:
        raise BadRelease(_("%(path)s is not valid JSON: %(error)s.") % {"path": path, "error": error}) from error
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadRelease(_("%(path)s must be a list of records.") % {"path": path})
    return found


def check_notes(notes: ReleaseNotes, seeds: dict[Key, Seed]) -> None:
    """Raises BadRelease if the notes are incomplete or refer to records that never existed."""
    problems = [] if notes.releases else [_("it lists no release")]
    for release in notes.releases:
        if not re.fullmatch(r"[0-9]+(\.[0-9]+)*", str(release.get("version", ""))):
            problems.append(_("a release has no “version” such as 0.2.0"))
        for one in release.get("withdrawn", ()):
            if not (one.get("record") and one.get("reason")):
                problems.append(_("a withdrawal needs “record” and “reason”: %(one)s") % {"one": one})
    if not problems:
        known = {str(key) for key in (*seeds, *read_earlier().seeds)}
        problems = [
            _("no record %(name)s ever existed") % {"name": name} for name in notes.withdrawn if name not in known
        ]
    if problems:
        raise BadRelease(f"{RELEASES}: {'; '.join(problems)}.")


def find_notes_folder() -> Path:
    return Path(settings.BASE_DIR, "fixtures")


def read_earlier() -> Release:
    """The data of commit 8508be2, for sites that were filled before releases were recorded."""
    rows = json.loads(lzma.decompress((find_notes_folder() / EARLIER).read_bytes()))
    return Release(read_seeds(rows), ReleaseNotes())


def read_seeds(rows: list[Any]) -> dict[Key, Seed]:
    """Raises BadRelease, for example if two have the same identifier or a related record does not exist."""
    keys: dict[tuple[Model, tuple[Any, ...]], str] = {}
    for row in rows:
        with explain_record_errors(row):
            model = find_model(row["model"])
            natural = build_natural_key(model, row["fields"])
            if (model, natural) in keys:
                raise BadRelease(_("another record has the same name: %(natural)s") % {"natural": natural})
            keys[model, natural] = row["identifier"]
    found: dict[Key, Seed] = {}
    for row in rows:
        with explain_record_errors(row):
            seed = read_seed(row, keys)
        if seed.key in found:
            text = _("Two shipped records have the identifier %(key)s. Give one of them another.")
            raise BadRelease(text % {"key": seed.key})
        found[seed.key] = seed
    return found


@contextmanager
def explain_record_errors(row: Any) -> Iterator[None]:
    """Add the record's name to error messages."""
    try:
        yield
    except (KeyError, TypeError, LookupError, ValueError, FieldDoesNotExist) as error:
        name = f"{row.get('model', '?')}:{row.get('identifier', '?')}"
        wrong = str(error) if isinstance(error, (BadRelease, FieldDoesNotExist)) else describe_missing(error)
        raise BadRelease(
            _("The shipped record %(name)s is invalid: %(wrong)s.") % {"name": name, "wrong": wrong}
        ) from error


def describe_missing(error: Exception) -> str:
    lacking = error.args[0] if error.args else ""
    if isinstance(lacking, tuple):  # a model and a natural key
        text = _("it refers to a record that does not exist: %(kind)s %(key)s")
        return text % {"kind": lacking[0]._meta.verbose_name, "key": "/".join(map(str, lacking[1]))}
    if isinstance(error, KeyError):
        return _("“%(lacking)s” is missing") % {"lacking": lacking}
    return str(error).rstrip(".")


def read_seed(row: Any, keys: dict[tuple[Model, tuple[Any, ...]], str]) -> Seed:
    model = find_model(row["model"])
    values: Values = {}
    computed: Values = {}
    for name, value in row["fields"].items():
        one = model._meta.get_field(name)
        if one.many_to_many:
            value = sorted(keys[one.related_model, tuple(natural)] for natural in value)  # type: ignore[index]
        elif one.is_relation and value is not None:
            value = keys[one.related_model, tuple(value)]  # type: ignore[index]
        (values if one.editable else computed)[name] = value
    identifier = keys[model, build_natural_key(model, row["fields"])]
    return Seed(Key(model, identifier), values, computed, tuple(row.get("formerly", ())))


def find_model(label: str) -> Model:
    return apps.get_model(label)


def build_natural_key(model: Model, fields: Values) -> tuple[Any, ...]:
    """With the natural keys of related records."""
    found = [fields[name] for name in NATURAL_KEYS.get(model, ("slug",))]
    return tuple(one[0] if isinstance(one, list) else one for one in found)
