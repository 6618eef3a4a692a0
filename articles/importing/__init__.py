"""Imports files, from disk or uploaded in the admin, as articles with their texts."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import Error, IntegrityError, transaction
from django.utils.translation import gettext as _

from .details import NOTHING_GIVEN, Details
from .metadata import propose_article
from .results import CannotImport, ImportOutcome, ImportResult, summarise
from .store import store_article

__all__ = [
    "MOST_BYTES",
    "CannotImport",
    "Details",
    "ImportOutcome",
    "ImportResult",
    "import_bytes",
    "import_file",
    "read_file",
    "summarise",
]

MOST_BYTES = 10 * 1024 * 1024


def import_file(
    path: Path, given: Details = NOTHING_GIVEN, *, name: str = "", taken: Mapping[str, str] | None = None
) -> ImportResult:
    """Import a .txt or .html file. Never raises because of the file or its content: the result has the reason.

    `name` is the file's name in the result, `taken` the slugs already used by this import, with the names of the files.
    """
    name = name or str(path)
    try:
        data = read_file(path)
    except CannotImport as error:
        return ImportResult.build_failure(name, error)
    return import_bytes(name, data, given, taken=taken)


def import_bytes(
    name: str, data: bytes, given: Details = NOTHING_GIVEN, *, taken: Mapping[str, str] | None = None
) -> ImportResult:
    """The same for a file's content. Given details override proposed ones; stored details override both."""
    try:
        if wrong := given.find_problems():
            raise CannotImport(join_messages(wrong))
        if len(data) > MOST_BYTES:
            raise build_size_error()
        proposal = propose_article(name, data)
        with transaction.atomic():
            return store_article(name, given, proposal, taken or {})
    except CannotImport as error:
        return ImportResult.build_failure(name, error)
    except ValidationError as error:
        return ImportResult.build_failure(
            name, join_messages(error.message_dict) if hasattr(error, "error_dict") else "; ".join(error.messages)
        )
    except IntegrityError:
        return ImportResult.build_failure(name, _("somebody else saved this article at the same moment; try again"))
    except Error as error:
        return ImportResult.build_failure(
            name, _("the database rejected it: %(error)s") % {"error": str(error).split("\n")[0]}
        )


def read_file(path: Path) -> bytes:
    """The bytes of a file that is not too large. Raises CannotImport."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CannotImport(_("it is not a file"))
        if status.st_size > MOST_BYTES:
            raise build_size_error()
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise CannotImport(explain_error(path, error)) from error


def explain_error(path: Path, error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return _("it is a broken link") if path.is_symlink() else _("there is no such file or folder")
    if isinstance(error, PermissionError):
        return _("permission to read it was denied")
    return _("it cannot be read: %(error)s") % {"error": getattr(error, "strerror", None) or error}


def build_size_error() -> CannotImport:
    return CannotImport(_("it is larger than %(most)s MB") % {"most": MOST_BYTES // 1024**2})


def join_messages(wrong: Mapping[str, str | list[str]]) -> str:
    """Joins messages by field to one line."""
    return "; ".join(
        f"{field}: {messages if isinstance(messages, str) else ' '.join(messages)}" for field, messages in wrong.items()
    )
