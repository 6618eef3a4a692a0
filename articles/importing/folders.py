"""Finds the files to import, each with its details from an index.json in the same folder."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from . import explain_error, join_messages, read_file
from .details import NAMES, NOTHING_GIVEN, Details
from .metadata import PAGES, TEXTS
from .results import CannotImport

INDEX = "index.json"


@dataclass(frozen=True)
class SourceFile:
    """A file to import, or the reason why it cannot be imported."""

    path: Path
    name: str
    given: Details = NOTHING_GIVEN
    notes: tuple[str, ...] = ()
    problem: str = ""


@dataclass
class IndexEntry:
    """The entry of an index.json for one file."""

    given: Details = NOTHING_GIVEN
    notes: tuple[str, ...] = ()
    problem: str = ""


@dataclass
class SourceFiles:
    """Files in the order of the paths, each once; folders are sorted."""

    given: Details
    files: list[SourceFile] = field(default_factory=list)
    skipped: int = 0
    _seen: set[Path] = field(default_factory=set)
    _indexes: dict[Path, FolderIndex] = field(default_factory=dict)

    def add(self, raw: str) -> None:
        path = Path(raw)
        if not raw.strip():
            self.files.append(SourceFile(path, repr(raw), problem=_("there is no such file or folder")))
        elif is_folder(path):
            self._add_folder(path)
        else:
            self._add_file(path, raw)

    def _add_folder(self, top: Path) -> None:
        for folder, names, error in walk_folders(top):
            if error:
                self.files.append(SourceFile(folder, display_path(folder, top), problem=explain_error(folder, error)))
                continue
            index = self._index(folder)
            if index.problem:
                self.files.append(SourceFile(folder / INDEX, display_path(folder / INDEX, top), problem=index.problem))
            listed = {normalise_name(name) for name in names}
            names = sorted([*names, *(name for name in index.entries if name not in listed)])
            for name in names:
                if is_article(name) or normalise_name(name) in index.entries:
                    self._add_file(folder / name, display_path(folder / name, top))
                elif name != INDEX:
                    self.skipped += 1

    def _add_file(self, path: Path, name: str) -> None:
        try:
            real = Path(os.path.realpath(path))
        except ValueError:  # a name in an index.json that no file can have
            real = path
        if real in self._seen:
            return
        self._seen.add(real)
        entry = self._index(path.parent).get_entry(path.name)
        self.files.append(SourceFile(path, name, self.given.fill_from(entry.given), entry.notes, entry.problem))

    def _index(self, folder: Path) -> FolderIndex:
        if folder not in self._indexes:
            self._indexes[folder] = FolderIndex.load(folder)
        return self._indexes[folder]


@dataclass(frozen=True)
class FolderIndex:
    entries: dict[str, IndexEntry] = field(default_factory=dict)
    problem: str = ""

    @classmethod
    def load(cls, folder: Path) -> FolderIndex:
        path = folder / INDEX
        if not os.path.lexists(path):
            return cls()
        try:
            return cls(parse_entries(json.loads(read_file(path))))
        except CannotImport as error:
            return cls(problem=str(error))
        except json.JSONDecodeError as error:
            place = {"line": error.lineno, "column": error.colno}
            return cls(problem=_("it is not JSON: see line %(line)s, column %(column)s") % place)
        except (ValueError, RecursionError):
            return cls(problem=_("it is not JSON"))

    def get_entry(self, name: str) -> IndexEntry:
        """Files with a broken index are not imported: they would be stored with a wrong outlet and date."""
        if self.problem:
            return IndexEntry(problem=_("the index.json in the same folder cannot be read; fix or remove it first"))
        return self.entries.get(normalise_name(name), IndexEntry())


def parse_entries(data: Any) -> dict[str, IndexEntry]:
    if not isinstance(data, list):
        raise CannotImport(_("it is not a list of files"))
    entries: dict[str, IndexEntry] = {}
    for number, item in enumerate(data, start=1):
        name = item.get("file") if isinstance(item, dict) else None
        if not isinstance(name, str) or not name or name in (".", "..") or set(name) & set("/\\\0"):
            raise CannotImport(_("entry %(number)s does not name a file in the same folder") % {"number": number})
        entry = parse_entry(item)
        if normalise_name(name) in entries:
            entry.problem = _("index.json lists it twice")
        entries[normalise_name(name)] = entry
    return entries


def parse_entry(item: dict[str, Any]) -> IndexEntry:
    known = {key: value for key, value in item.items() if key in NAMES and value is not None}
    wrong: dict[str, str | list[str]] = {
        key: _("must be text") for key, value in known.items() if not isinstance(value, str)
    }
    if wrong:
        return IndexEntry(problem=_("index.json: %(wrong)s") % {"wrong": join_messages(wrong)})
    unused = ", ".join(sorted(item.keys() - {*NAMES, "file"}))
    notes = (_("ignored in index.json: %(unused)s") % {"unused": unused},) if unused else ()
    given = Details(**known)
    return IndexEntry(given, notes)


def find_sources(paths: Iterable[str], given: Details = NOTHING_GIVEN) -> SourceFiles:
    """Details given for all files override those in an index.json."""
    sources = SourceFiles(given)
    for path in paths:
        sources.add(path)
    return sources


def walk_folders(top: Path) -> Iterator[tuple[Path, list[str], OSError | None]]:
    """Each folder with its files, or with the error if it cannot be read. Skips hidden files and links to folders."""
    errors: list[OSError] = []
    for folder, folders, names in os.walk(top, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield Path(folder), sorted(name for name in names if not name.startswith(".")), None
    for error in errors:
        yield Path(error.filename or top), [], error


def is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_article(name: str) -> bool:
    return Path(name).suffix.lower() in TEXTS + PAGES


def normalise_name(name: str) -> str:
    """A name as in index.json: some file systems store letters and accents separately."""
    return unicodedata.normalize("NFC", name)


def display_path(path: Path, top: Path) -> str:
    return str(path.relative_to(top)) if path != top else str(path)
