"""`manage.py backup`: one file that is whole or not there."""

from __future__ import annotations

import resource
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError
from django.db import connection

from tests.factories import event
from timeline.maintenance.backups.making import read_version

from .conftest import Site, manifest_of


@contextmanager
def a_full_disk(size: int) -> Iterator[None]:
    """No file can become larger than so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_command_says_what_is_in_the_backup(site: Site):
    event("Talks in Tokyo")
    get_user_model().objects.create_user("editor")
    said = site.backup()
    assert "Backed up 1 event, 0 statements and 1 account, with all other tables, to" in said
    manifest = manifest_of(site.file)
    assert manifest["format"] == "security-diplomacy-timeline backup"
    assert manifest["number"] == 1
    assert manifest["program"] == read_version()
    assert manifest["engine"] == connection.vendor
    assert "timeline.0003_search" in manifest["migrations"]
    assert manifest["tables"]["timeline_event"]["rows"] == 1
    assert len(manifest["tables"]["timeline_event"]["sha256"]) == 64
    assert manifest["tables"].keys() >= set(connection.introspection.django_table_names(only_existing=True))
    assert zipfile.ZipFile(site.file).namelist() == ["manifest.json", manifest["member"]]


def test_only_its_owner_can_read_it(site: Site):
    site.backup()
    assert stat.S_IMODE(site.file.stat().st_mode) == 0o600


def test_two_backups_of_the_same_rows_have_the_same_digests_and_one_changed_letter_is_noticed(site: Site):
    changed = event("Talks in Tokyo")
    before = site.tables()
    assert site.tables() == before
    changed.__class__.objects.filter(pk=changed.pk).update(summary="It happenED.")
    after = site.tables()
    assert after["timeline_event"] != before["timeline_event"]
    assert after["auth_user"] == before["auth_user"]


def test_an_existing_backup_is_not_replaced_without_overwrite(site: Site):
    site.backup()
    before = site.file.read_bytes()
    event("Talks in Tokyo")
    with pytest.raises(CommandError, match=r"already exists.*--overwrite.* No backup was written"):
        site.backup()
    assert site.file.read_bytes() == before
    site.backup("--overwrite")
    assert site.file.read_bytes() != before


@pytest.mark.parametrize("name", ["site.sqlite3", "secret-key"])
def test_a_file_that_is_not_a_backup_is_never_overwritten(site: Site, name: str):
    """The site's own database is one such file."""
    file = site.folder / name
    if not file.exists():
        file.write_text("something else")
    before = file.read_bytes()
    with pytest.raises(CommandError, match="is not a backup of this program"):
        site.backup("--overwrite", to=file)
    assert file.read_bytes() == before


def test_a_missing_folder_is_named(site: Site):
    with pytest.raises(CommandError, match=r"The folder .*nowhere does not exist"):
        site.backup(to=site.folder / "nowhere" / "backup.zip")
    with pytest.raises(CommandError, match="is a folder"):
        site.backup(to=site.folder)


def test_a_full_disk_is_reported_and_leaves_the_old_backup_and_no_partial_file(site: Site):
    site.backup()
    before, files = site.file.read_bytes(), left_in(site.folder)
    with a_full_disk(50_000), pytest.raises(CommandError, match="No backup was written"):
        site.backup("--overwrite")
    with a_full_disk(50_000), pytest.raises(CommandError, match="No backup was written"):
        site.backup(to=site.folder / "another.zip")
    assert site.file.read_bytes() == before
    assert left_in(site.folder) == files


def test_a_damaged_database_is_not_backed_up_and_the_old_backup_stays(site: Site):
    event("Talks in Tokyo")
    site.backup()
    before = site.file.read_bytes()
    site.damage()
    with pytest.raises(CommandError, match=r"is damaged: .* No backup was written"):
        site.backup("--overwrite")
    assert site.file.read_bytes() == before
