"""The backup file: a zip with only `manifest.json` and the database."""

from __future__ import annotations

import errno
import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from .errors import BackupError
from .rows import Digests, TableDigest

FORMAT = "security-diplomacy-timeline backup"
NUMBER = 1  # of the file format; a program rejects a higher one
MANIFEST = "manifest.json"
MOST_BYTES_OF_MANIFEST = 16 * 1024 * 1024
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    engine: str
    program: str  # version of the program that made it
    made: str  # ISO 8601, UTC
    migrations: list[str]  # "timeline.0003_search", in the order in which they were applied
    tables: Digests
    member: str  # the name of the database in the zip
    size: int
    sha256: str
    details: dict[str, str] = field(default_factory=dict)  # for the engine, at a restore

    def to_json(self) -> str:
        return json.dumps({"format": FORMAT, "number": NUMBER, **asdict(self)}, indent=1, ensure_ascii=False)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Manifest:
        """Raises KeyError, TypeError or ValueError if anything is missing or has the wrong type."""
        tables = {name: TableDigest(int(one["rows"]), str(one["sha256"])) for name, one in data["tables"].items()}
        texts = {name: str(data[name]) for name in ("engine", "program", "made", "member", "sha256")}
        migrations, details = [str(name) for name in data["migrations"]], {**data["details"]}
        return cls(**texts, size=int(data["size"]), migrations=migrations, tables=tables, details=details)


def write_archive(path: Path, manifest: Manifest, database: Path, compression: int) -> None:
    with zipfile.ZipFile(path, "x") as archive:
        archive.writestr(MANIFEST, manifest.to_json(), zipfile.ZIP_DEFLATED)
        archive.write(database, manifest.member, compression)


def read_manifest(path: Path) -> Manifest:
    with _open(path) as archive:
        data = _read_json(path, archive)
        if data.get("format") != FORMAT:
            raise _foreign_file_error(path)
        if not isinstance(data.get("number"), int) or data["number"] > NUMBER:
            raise BackupError(
                _("%(path)s was made by a newer version of this program (%(version)s). Update this one, then restore.")
                % {"path": path, "version": data.get("program", "?")}
            )
        try:
            return Manifest.from_json(data)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _damaged_file_error(path) from error


def extract_database(path: Path, manifest: Manifest, target: Path) -> None:
    """Write the database to `target`. Raises BackupError if it differs from the manifest."""
    found, size = hashlib.sha256(), 0
    with _open(path) as archive, archive.open(manifest.member) as member, target.open("xb") as file:
        while (data := member.read(CHUNK)) and size <= manifest.size:
            found.update(data)
            file.write(data)
            size += len(data)
    if (size, found.hexdigest()) != (manifest.size, manifest.sha256):
        raise _damaged_file_error(path)


def measure_file(path: Path) -> tuple[int, str]:
    """Its size in bytes and its SHA-256."""
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _open(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with path.open("rb") as file:
            if not zipfile.is_zipfile(file):
                file.seek(0)
                begins_as_zip = file.read(4) == b"PK\x03\x04"
                raise _incomplete_file_error(path) if begins_as_zip else _foreign_file_error(path)
            with zipfile.ZipFile(file) as archive:
                yield archive
    except FileNotFoundError as error:
        raise BackupError(_("There is no file %(path)s.") % {"path": path}) from error
    except BackupError:
        raise
    except Exception as error:  # zipfile and the decompressors raise many kinds of errors for a changed byte
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise  # an error of the disk
        raise _damaged_file_error(path) from error


def _read_json(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    if MANIFEST not in archive.namelist():
        raise _foreign_file_error(path)
    with archive.open(MANIFEST) as file:
        text = file.read(MOST_BYTES_OF_MANIFEST)
    try:
        data = json.loads(text)
    except ValueError as error:
        raise _foreign_file_error(path) from error
    return data if isinstance(data, dict) else {}


def _foreign_file_error(path: Path) -> BackupError:
    return BackupError(
        _("%(path)s is not a backup of this program. Give a file that “manage.py backup” wrote.") % {"path": path}
    )


def _incomplete_file_error(path: Path) -> BackupError:
    return BackupError(
        _("%(path)s is incomplete: its end is missing. Copy it again, or use another backup.") % {"path": path}
    )


def _damaged_file_error(path: Path) -> BackupError:
    return BackupError(
        _("%(path)s is damaged: it has changed since it was written. Copy it again, or use another backup.")
        % {"path": path}
    )
