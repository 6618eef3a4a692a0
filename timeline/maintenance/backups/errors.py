"""What can go wrong, as messages for the person who typed the command."""

from __future__ import annotations


class BackupError(Exception):
    """The message says what happened and what to do next. No backup was written, and no database was changed."""


class DamagedDatabase(BackupError):
    """The database cannot be read as a whole. A restore continues; a backup does not."""


class DatabaseChanged(BackupError):
    """The database was changed; the message says what is in it now."""


class DifferentContent(BackupError):
    """After loading, some table does not have the rows that the manifest lists."""
