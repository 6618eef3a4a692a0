"""Restoring a backup: everything is checked before anything changes, and the current database is backed up first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import count
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from timeline.models import Event, Quote

from .archive import Manifest, extract_database, read_manifest
from .engines import Engine
from .errors import BackupError, DamagedDatabase, DatabaseChanged, DifferentContent
from .making import explain_disk_errors, make_backup

TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
Say = Callable[[str], object]


def make_backups_folder() -> Path:
    """The folder where a restore backs up the current database."""
    folder = Path(settings.VAR_DIR) / "backups"
    with explain_disk_errors(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


class Restore:
    """The restore of one backup. Nothing is changed before `run`."""

    def __init__(self, path: Path, engine: Engine, folder: Path) -> None:
        """`folder` is a temporary folder. Raises BackupError if this file cannot be restored here."""
        self.path, self.engine, self.folder = path, engine, folder
        self.manifest = read_manifest(path)
        check_engine(self.manifest, engine)
        self.known = list_known_migrations()
        check_migrations(self.manifest, self.known)
        self.content = folder / engine.member
        extract_database(path, self.manifest, self.content)
        engine.check_content(self.content, self.manifest)
        self.saved: Path | None = None  # the backup of the current database

    @property
    def is_older(self) -> bool:
        """Whether the backup lacks migrations of this program."""
        return bool(self.known - set(self.manifest.migrations))

    def describe_current(self) -> str:
        return describe_rows(self.engine.count_rows(list_counted_tables()))

    def describe_backup(self) -> str:
        return describe_rows({name: one.rows for name, one in self.manifest.tables.items()})

    def run(self, say: Say) -> None:
        """Back up the current database, then replace it. `say` prints the steps."""
        connections.close_all()
        try:
            with self.engine.hold_writers():
                aside = self.back_up_current(say)
                moved = self.engine.load(self.content, self.manifest, aside)
        except DifferentContent as error:
            raise self.undo(error) from error
        say(_("Restored %(rows)s from %(path)s.") % {"rows": self.describe_backup(), "path": self.path})
        say(_("Every table matches the backup in number of rows and digest."))
        if moved:
            say(moved)
        if self.is_older:
            self.migrate(say)

    def back_up_current(self, say: Say) -> str:
        """Returns an empty string, or, if the database is too damaged for a backup, the name to move it to."""
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
        if self.engine.is_empty():
            say(_("The current database is empty, so it was not backed up."))
            return ""
        try:
            target = find_free_name(make_backups_folder(), f"before-restore-{stamp}")
            self.saved = make_backup(target, self.engine).path
        except DamagedDatabase as error:
            say(_("%(error)s It cannot be backed up, so it is moved aside unchanged.") % {"error": error})
            return f"damaged-{stamp}"
        say(_("The current database was backed up to %(path)s.") % {"path": self.saved})
        return ""

    def undo(self, error: DifferentContent) -> BackupError:
        if self.saved:
            before = self.folder / f"before-{self.engine.member}"
            extract_database(self.saved, read_manifest(self.saved), before)
            self.engine.undo(before)
        return DatabaseChanged(
            _("After loading, these tables differed from the backup: %(tables)s. The previous database was restored.")
            % {"tables": error}
        )

    def migrate(self, say: Say) -> None:
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except Exception as error:
            raise DatabaseChanged(
                _(
                    "The backup was made by an older version. It was restored, but “migrate” failed: %(error)s. "
                    "To go back: manage.py restore %(saved)s"
                )
                % {"error": error, "saved": self.saved or "FILE"}
            ) from error
        say(_("The backup was made by an older version and was migrated to this one."))


def check_engine(manifest: Manifest, engine: Engine) -> None:
    if manifest.engine != engine.name:
        raise BackupError(
            _(
                "This backup is of a %(theirs)s database, and this site uses %(ours)s. Set DATABASE_URL to a "
                "%(theirs)s database, then restore."
            )
            % {"theirs": TITLES.get(manifest.engine, manifest.engine), "ours": engine.title}
        )


def list_known_migrations() -> set[str]:
    """This program's migrations, and those that they replace."""
    found = MigrationLoader(None).disk_migrations
    replaced = {key for migration in found.values() for key in migration.replaces}
    return {f"{app}.{name}" for app, name in found.keys() | replaced}


def check_migrations(manifest: Manifest, known: set[str]) -> None:
    if unknown := sorted(set(manifest.migrations) - known):
        raise BackupError(
            _(
                "The backup was made by a newer version of this program (%(version)s): its database has changes that "
                "this version does not know (%(migrations)s). Update the program, then restore."
            )
            % {"version": manifest.program, "migrations": ", ".join(unknown)}
        )


def list_counted_tables() -> tuple[str, str, str]:
    return Event._meta.db_table, Quote._meta.db_table, get_user_model()._meta.db_table


def describe_rows(numbers: dict[str, int]) -> str:
    """“357 events, 354 statements and 2 accounts”."""
    events, statements, accounts = (numbers.get(table) for table in list_counted_tables())
    if events is None or statements is None or accounts is None:
        return _("an unknown number of records")
    return _("%(events)s, %(statements)s and %(accounts)s") % {
        "events": ngettext("%(n)s event", "%(n)s events", events) % {"n": events},
        "statements": ngettext("%(n)s statement", "%(n)s statements", statements) % {"n": statements},
        "accounts": ngettext("%(n)s account", "%(n)s accounts", accounts) % {"n": accounts},
    }


def find_free_name(folder: Path, name: str) -> Path:
    names = (folder / f"{name}{f'-{n}' if n > 1 else ''}.zip" for n in count(1))
    return next(path for path in names if not path.exists())
