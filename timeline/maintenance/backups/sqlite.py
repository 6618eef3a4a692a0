"""SQLite, with its backup API: SQLite itself reads and writes the pages, so the -wal and -shm files are always right.

Copying the file would miss changes that are still in the -wal; a file copied over a database with a -wal is corrupt.
"""

from __future__ import annotations

import os
import sqlite3
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from django.utils.translation import gettext as _

from .archive import Manifest
from .engines import DatabaseCopy, Engine
from .errors import BackupError, DamagedDatabase, DifferentContent
from .rows import digest_sqlite, find_differences

WAIT = 30.0  # seconds for another writer
ATTEMPTS = 3  # to load, because somebody may save before the result is compared
FILES = ("", "-wal", "-shm")
DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT_READ", "SQLITE_IOERR_CORRUPTFS")


class SQLite(Engine):
    name, title, member, compression = "sqlite", "SQLite", "database.sqlite3", zipfile.ZIP_DEFLATED

    def __init__(self, path: str | Path) -> None:
        if ":memory:" in str(path) or "mode=memory" in str(path):
            raise BackupError(_("This site's database is in memory only, so there is nothing to back up or restore."))
        self.path = Path(path)
        self.held: sqlite3.Connection | None = None

    def copy_database(self, into: Path) -> DatabaseCopy:
        if self.is_empty():
            raise BackupError(_("There is no database at %(path)s yet, so there is nothing to back up.") % self.names)
        self.check_presence()
        with explain_errors(self.path), closing(connect(self.path)) as live, closing(connect(into, "rwc")) as copy:
            copy.execute("PRAGMA synchronous=OFF")  # it is packed and synced later
            copy_pages(live, copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a -wal
            check_integrity(copy, self.path)
            return DatabaseCopy(digest_sqlite(copy), read_migrations(copy), warnings=find_dangling(copy))

    def check_presence(self) -> None:
        """SQLite deletes a -wal without a database, so the database must not be opened then."""
        if not self.path.exists() or not self.path.stat().st_size:
            raise DamagedDatabase(_("The database %(path)s is damaged: only its -wal file is left.") % self.names)

    def check_content(self, content: Path, manifest: Manifest) -> None:
        with explain_errors(content), closing(connect(content, "ro")) as copy:
            check_integrity(copy, content)
            if different := find_differences(digest_sqlite(copy), manifest.tables):
                raise BackupError(
                    _("The backup is inconsistent in these tables: %(tables)s. Use another backup.")
                    % {"tables": ", ".join(different)}
                )

    def is_empty(self) -> bool:
        """An empty file with a -wal is damaged, not empty."""
        return not any(path.exists() and path.stat().st_size for path in (self.path, self.path_with("-wal")))

    def count_rows(self, tables: Iterable[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        with suppress(DamagedDatabase, sqlite3.Error):
            self.check_presence()
            found.update(self.count_live(tables))
        return found

    def count_live(self, tables: Iterable[str]) -> Iterator[tuple[str, int]]:
        with closing(connect(self.path)) as live:
            for table in tables:
                with suppress(sqlite3.Error):
                    yield table, live.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]

    @contextmanager
    def hold_writers(self) -> Iterator[None]:
        """If the database cannot be opened, nobody else can write to it either."""
        try:
            with suppress(DamagedDatabase), explain_errors(self.path):
                if not self.is_empty():
                    self.check_presence()
                    self.held = connect(self.path)
                    self.held.execute("BEGIN IMMEDIATE")
            yield
        finally:
            self.release()

    def release(self) -> None:
        if self.held:
            self.held.close()
        self.held = None

    def load(self, content: Path, manifest: Manifest, aside: str = "") -> str:
        if not aside:
            self.replace(content, lambda live: verify(live, manifest))
            return ""
        self.release()
        moved = self.move_aside(aside)
        try:
            self.replace(content, lambda live: verify(live, manifest))
        except BaseException:
            self.move_back(moved)
            raise
        self.copy_owner(moved)
        return _(
            "The damaged database was moved to %(path)s. If the site is running, restart it now: until then it keeps "
            "using the damaged one."
        ) % {"path": moved}

    def undo(self, saved: Path) -> None:
        self.replace(saved, lambda _live: [])

    def replace(self, content: Path, find_problems: Callable[[sqlite3.Connection], list[str]]) -> None:
        """In one transaction of the live database: other connections see either the old rows or the new."""
        different: list[str] = []
        with (
            explain_errors(self.path),
            closing(connect(content, "ro")) as source,
            closing(self.take_writer_connection()) as live,
        ):
            self.check_page_size(source, live)
            if live.in_transaction:
                live.rollback()  # the backup API takes the lock itself
            for _attempt in range(ATTEMPTS):
                copy_pages(source, live)
                if not (different := find_problems(live)):
                    break
            with suppress(sqlite3.OperationalError):  # readers may prevent it from being truncated
                live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if different:
            raise DifferentContent(", ".join(different))

    def take_writer_connection(self) -> sqlite3.Connection:
        held, self.held = self.held, None
        return held or connect(self.path, "rwc")

    def check_page_size(self, source: sqlite3.Connection, live: sqlite3.Connection) -> None:
        sizes = {one.execute("PRAGMA page_size").fetchone()[0] for one in (source, live)}
        if len(sizes) > 1 and not self.is_empty():
            raise BackupError(
                _(
                    "The current database has another page size, so the backup cannot be written into it. Stop the "
                    "site, move %(path)s, its -wal and its -shm to another folder, and restore again."
                )
                % self.names
            )

    def move_aside(self, name: str) -> Path:
        moved = self.path_with(f".{name}")
        for end in FILES:
            if self.path_with(end).exists():
                self.path_with(end).rename(f"{moved}{end}")
        return moved

    def move_back(self, moved: Path) -> None:
        for end in FILES:
            self.path_with(end).unlink(missing_ok=True)
            if Path(f"{moved}{end}").exists():
                Path(f"{moved}{end}").rename(self.path_with(end))

    def copy_owner(self, moved: Path) -> None:
        """The site may run as another user than the restore."""
        with suppress(OSError):  # only root may change the owner
            was = moved.stat()
            for path in filter(Path.exists, map(self.path_with, FILES)):
                path.chmod(was.st_mode & 0o777)
                os.chown(path, was.st_uid, was.st_gid)

    def path_with(self, end: str) -> Path:
        return Path(f"{self.path}{end}")

    @property
    def names(self) -> dict[str, Path]:
        return {"path": self.path}


@contextmanager
def explain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        details, kind = {"path": path, "error": error}, getattr(error, "sqlite_errorname", "")
        if kind.startswith(DAMAGE):
            raise DamagedDatabase(_("The database %(path)s is damaged: %(error)s.") % details) from error
        if kind.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise make_busy_error() from error
        raise BackupError(_("SQLite error: %(error)s. Is the disk full or read-only?") % details) from error


def make_busy_error() -> BackupError:
    return BackupError(_("Another program has been writing to the database for too long. Try again, or stop the site."))


def check_integrity(copy: sqlite3.Connection, path: Path) -> None:
    found = [text for (text,) in copy.execute("PRAGMA integrity_check(5)")]
    if found != ["ok"]:
        raise DamagedDatabase(
            _("The database %(path)s is damaged: %(error)s.") % {"path": path, "error": " ".join(found[0].split())}
        )


def connect(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """Without Django, which would set the journal mode before anything was checked."""
    address = f"file:{quote(str(path.resolve()))}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None)


def copy_pages(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """In one step: a consistent copy of the source, in one transaction of the target."""
    until = time.monotonic() + WAIT

    def give_up(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > until:
            raise make_busy_error()

    source.backup(target, pages=-1, progress=give_up, sleep=0.1)


def verify(live: sqlite3.Connection, manifest: Manifest) -> list[str]:
    """The tables that differ, read in one transaction, so that the site can continue to write."""
    live.execute("BEGIN")
    try:
        return find_differences(digest_sqlite(live), manifest.tables)
    finally:
        live.execute("ROLLBACK")


def read_migrations(copy: sqlite3.Connection) -> list[str]:
    if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone():
        return []
    return [f"{app}.{name}" for app, name in copy.execute("SELECT app, name FROM django_migrations ORDER BY id")]


def find_dangling(copy: sqlite3.Connection) -> list[str]:
    """Dangling references do not prevent a backup, but cause a warning."""
    found = sorted({table for table, *_rest in copy.execute("PRAGMA foreign_key_check")})
    warning = _("Rows of these tables refer to rows that do not exist: %(tables)s. They were backed up unchanged.")
    return [warning % {"tables": ", ".join(found)}] if found else []
