"""Making a backup: a checked, consistent copy of the database in one file."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from .archive import Manifest, measure_file, write_archive
from .engines import Engine
from .errors import BackupError
from .files import check_target, make_working_folder, put_in_place


@dataclass(frozen=True)
class Backup:
    path: Path
    manifest: Manifest
    warnings: list[str]


def make_backup(target: Path, engine: Engine, *, overwrite: bool = False) -> Backup:
    """If anything fails, raises BackupError and writes nothing to `target`."""
    with explain_disk_errors(target):
        check_target(target, overwrite=overwrite)
        with make_working_folder(target.parent) as folder:
            database = folder / engine.member
            copy = engine.copy_database(database)
            size, sha256 = measure_file(database)
            manifest = Manifest(
                engine=engine.name,
                program=read_version(),
                made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
                migrations=copy.migrations,
                tables=copy.tables,
                member=engine.member,
                size=size,
                sha256=sha256,
                details=copy.details,
            )
            made = folder / "backup.zip"
            write_archive(made, manifest, database, engine.compression)
            put_in_place(made, target, overwrite=overwrite)
    return Backup(target, manifest, copy.warnings)


def read_version() -> str:
    """This program's version."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


@contextmanager
def explain_disk_errors(path: Path) -> Iterator[None]:
    """`path` is for errors without a file name, such as a full disk."""
    try:
        yield
    except OSError as error:
        raise BackupError(
            _("%(path)s: %(error)s.") % {"path": error.filename or path, "error": error.strerror or error}
        ) from error
