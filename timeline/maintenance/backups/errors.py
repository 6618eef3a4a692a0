"""Errors with messages for the person who runs the command."""

from __future__ import annotations


class BackupError(Exception):
    """The message says what happened and what to do. No backup was written, and no database was changed."""


class DamagedDatabase(BackupError):
    """The database cannot be read completely. A restore continues; a backup does not."""


class DatabaseChanged(BackupError):
    """The restore failed after the database was changed; the message says what is in it now."""


class DifferentContent(BackupError):
    """After loading, a table does not have the rows of the manifest."""
