"""Files that are either complete or missing, and that only their owner can read: a backup contains password hashes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from .archive import read_manifest
from .errors import BackupError


def check_target(target: Path, *, overwrite: bool) -> None:
    if target.is_dir():
        raise BackupError(_("%(path)s is a folder. Give the name of a file.") % {"path": target})
    if target.exists() and not overwrite:
        raise BackupError(
            _("%(path)s already exists and was not changed. Give another name, or add --overwrite.") % {"path": target}
        )
    if target.exists() and not is_backup(target):
        raise BackupError(
            _("%(path)s is not a backup of this program, so it is not overwritten. Give another name.")
            % {"path": target}
        )
    if not target.parent.is_dir():
        raise BackupError(_("The folder %(path)s does not exist. Create it, then try again.") % {"path": target.parent})


def is_backup(path: Path) -> bool:
    """For example, not the site's own database."""
    try:
        read_manifest(path)
    except BackupError:
        return False
    return True


@contextmanager
def make_working_folder(parent: Path) -> Iterator[Path]:
    """A temporary folder that nobody else can read, on the same disk as the target."""
    with TemporaryDirectory(prefix=".backup-", dir=parent) as folder:
        yield Path(folder)


def put_in_place(made: Path, target: Path, *, overwrite: bool) -> None:
    """Rename a finished file, so that even a power cut leaves either the old file or the new one."""
    made.chmod(0o600)
    _sync(made)
    check_target(target, overwrite=overwrite)  # somebody may have made it in the meantime
    made.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
