"""What only SQLite has: a -wal file, processes that have the file open, and files that can be broken."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection

from tests.conftest import ROOT
from tests.factories import event
from timeline.maintenance.backups import sqlite
from timeline.maintenance.backups.errors import DifferentContent
from timeline.maintenance.backups.rows import TableDigest
from timeline.models import Event, Topic

from .conftest import Site, manifest_of

SAVES = """
import django
django.setup()
from itertools import count
from timeline.models import Topic
for n in count(1):
    Topic.objects.create(slug=f"topic-{n}", name=f"Topic {n}")
    print(n, flush=True)
"""


def killed_while_saving(site: Site, least: int) -> int:
    """How many saves the site's own models had answered when the process was killed."""
    env = {**site.env, "DJANGO_SETTINGS_MODULE": "config.settings"}
    with subprocess.Popen([sys.executable, "-c", SAVES], cwd=ROOT, env=env, stdout=subprocess.PIPE) as process:
        assert process.stdout
        for line in process.stdout:
            if int(line) == least:
                break
        process.kill()
        rest = process.stdout.read().splitlines()
    return least + len(rest)


def test_changes_saved_before_kill_9_are_in_the_backup_and_come_back(site: Site):
    connection.close()
    answered = killed_while_saving(site, 25)
    wal = Path(f"{connection.settings_dict['NAME']}-wal")
    assert wal.stat().st_size > 0
    assert site.manage("backup", str(site.file)).returncode == 0
    assert manifest_of(site.file)["tables"]["timeline_topic"]["rows"] in (answered, answered + 1)
    Topic.objects.all().delete()
    connection.close()
    done = site.manage("restore", str(site.file), "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    slugs = set(Topic.objects.values_list("slug", flat=True))
    assert slugs >= {f"topic-{n}" for n in range(1, answered + 1)}
    assert Topic.history.count() == Topic.objects.count()
    assert site.execute("PRAGMA integrity_check") == [("ok",)]


def test_a_backup_is_restored_over_a_database_that_was_killed_with_a_wal(site: Site):
    event("In the backup")
    site.backup()
    connection.close()
    answered = killed_while_saving(site, 25)
    assert Path(f"{connection.settings_dict['NAME']}-wal").stat().st_size > 0
    site.restore()
    assert not Topic.objects.exists()
    assert Event.objects.get().title == "In the backup"
    (saved,) = site.saved_before()
    site.restore(of=saved)
    assert Topic.objects.count() in (answered, answered + 1)


def test_a_saved_change_is_on_the_disk(site: Site):
    site.env["DJANGO_SETTINGS_MODULE"] = "config.settings"  # the settings of these tests do not wait for the disk
    for pragma, value in [("journal_mode", "wal"), ("synchronous", "2")]:  # 2 is FULL
        asked = f"from django.db import connection as c; print(c.cursor().execute('PRAGMA {pragma}').fetchone()[0])"
        assert site.manage("shell", "--verbosity", "0", "--command", asked).stdout.split() == [value]


def test_open_connections_see_the_restored_rows_and_can_save(site: Site):
    event("In the backup")
    site.backup()
    Event.objects.all().delete()
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        assert other.execute("SELECT title FROM timeline_event").fetchall() == []
        site.restore()
        assert other.execute("SELECT title FROM timeline_event").fetchall() == [("In the backup",)]
        other.execute("UPDATE timeline_event SET note = 'saved elsewhere'")
    assert Event.objects.get().note == "saved elsewhere"


def test_it_does_not_wait_forever_for_another_writer(site: Site, monkeypatch):
    site.backup()
    event("Saved since")
    monkeypatch.setattr(sqlite, "WAIT", 0.2)
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CommandError, match=r"Another program has been writing .* Nothing was changed"):
            site.restore()
    assert Event.objects.get().title == "Saved since"


def test_a_file_that_is_not_a_database_is_moved_aside_unchanged(site: Site):
    event("In the backup")
    site.backup()
    connection.close()
    live = site.folder / "site.sqlite3"
    live.write_bytes(b"not a database" * 1000)
    site.restore()
    assert Event.objects.get().title == "In the backup"
    (moved,) = site.folder.glob("site.sqlite3.damaged-*")
    assert moved.read_bytes() == b"not a database" * 1000


def test_a_wal_without_its_database_is_not_deleted(site: Site):
    event("In the backup")
    site.backup()
    connection.close()
    live, wal = site.folder / "site.sqlite3", site.folder / "site.sqlite3-wal"
    live.unlink()
    wal.write_bytes(b"what was saved last")
    site.restore()
    assert Event.objects.get().title == "In the backup"
    (moved,) = site.folder.glob("site.sqlite3.damaged-*-wal")
    assert moved.read_bytes() == b"what was saved last"


def test_a_failed_restore_is_reported_and_the_previous_database_can_be_restored(site: Site):
    event("Saved")
    connection.close()
    live, saved, other = (site.folder / name for name in ("site.sqlite3", "saved.sqlite3", "other.sqlite3"))
    engine = sqlite.SQLite(live)
    engine.copy_database(saved)
    event("Something else")
    connection.close()
    snapshot = engine.copy_database(other)
    wrong = {**snapshot.tables, "timeline_event": TableDigest(2, "0" * 64)}
    site.backup()
    manifest = sqlite.Manifest.from_json(manifest_of(site.file))
    with pytest.raises(DifferentContent, match="timeline_event"):
        engine.load(other, sqlite.Manifest(**{**vars(manifest), "tables": wrong}))
    engine.undo(saved)
    assert Event.objects.get().title == "Saved"


def test_rows_that_refer_to_nothing_are_backed_up_with_a_warning(site: Site):
    site.execute("PRAGMA foreign_keys = OFF")
    site.execute("INSERT INTO auth_user_groups (user_id, group_id) VALUES (77, 88)")
    assert "auth_user_groups" in site.backup()
    assert manifest_of(site.file)["tables"]["auth_user_groups"]["rows"] == 1
