"""A site with a database of its own for each test: the tests' own database is never backed up or restored."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings as site_settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from tests.conftest import ROOT

# What only one of the databases has is tested where that one is tested.
ON_SQLITE = site_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
collect_ignore = ["test_postgres.py" if ON_SQLITE else "test_sqlite.py"]


class Site:
    """What somebody at the command line can do with it."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self.file = folder / "backup.zip"
        self.env = {**os.environ, "VAR_DIR": str(folder), "DATABASE_URL": address}

    def backup(self, *options: str, to: Path | None = None) -> str:
        return self.call("backup", str(to or self.file), *options)

    def restore(self, *options: str, of: Path | None = None) -> str:
        """In the words of the command."""
        return self.call("restore", str(of or self.file), *(options or ["--yes"]))

    def call(self, *command: str) -> str:
        out = StringIO()
        call_command(*command, stdout=out, stderr=out)
        return out.getvalue()

    def manage(self, *command: str) -> subprocess.CompletedProcess[str]:
        """As a program of its own, without a terminal."""
        arguments = [sys.executable, "manage.py", *command]
        return subprocess.run(
            arguments, cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )

    def saved_before(self) -> list[Path]:
        return sorted((self.folder / "backups").glob("before-restore-*.zip"))

    def tables(self) -> dict[str, Any]:
        """Number of rows and digest of each table now."""
        path = self.folder / f"{uuid4().hex}.zip"
        self.backup(to=path)
        return manifest_of(path)["tables"]

    def execute(self, query: str) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else []

    def damage(self) -> None:
        """So that some rows cannot be read any more."""
        if connection.vendor == "sqlite":
            connection.close()
            damage_pages(self.folder / "site.sqlite3")
        else:
            self.execute("SET allow_system_table_mods = on")
            self.execute("UPDATE pg_class SET relfilenode = 4000000000 WHERE relname = 'timeline_event'")
            connection.close()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[str]:
    """The name of a database as `migrate` makes it. Each test works in a copy."""
    with django_db_blocker.unblock():
        name = make_database(tmp_path_factory.mktemp("migrated"))
        with used_instead(name):
            call_command("migrate", verbosity=0)
        yield name
        drop_database(name)


@pytest.fixture
def site(tmp_path: Path, settings: Any, migrated: str, django_db_blocker: Any) -> Iterator[Site]:
    settings.VAR_DIR = tmp_path
    with django_db_blocker.unblock():
        name = make_database(tmp_path, migrated)
        with used_instead(name):
            yield Site(tmp_path, address_of(name))
        drop_database(name)


@contextmanager
def used_instead(name: str) -> Iterator[None]:
    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        ContentType.objects.clear_cache()


def make_database(folder: Path, like: str = "") -> str:
    """Its name, which is a path on SQLite."""
    if connection.vendor == "sqlite":
        path = folder / "site.sqlite3"
        with closing(sqlite3.connect(path)) as target:
            if like:
                with closing(sqlite3.connect(like)) as source:
                    source.backup(target)
        return str(path)
    name = f"backups_{uuid4().hex[:12]}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {like or 'template1'}")
    return name


def drop_database(name: str) -> None:
    """A file goes with its folder."""
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def address_of(name: str) -> str:
    """For DATABASE_URL."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def damage_pages(path: Path) -> None:
    """All but the first pages, which say that it is a database and what tables it has."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'timeline_event'").fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xa5" * size)


def manifest_of(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def rewrite(path: Path, **changes: Any) -> None:
    """The same backup with something else in its manifest."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | changes).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
