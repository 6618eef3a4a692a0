"""What cannot be restored is refused with a sentence, before anything has changed."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection

from tests.factories import event
from timeline.maintenance.backups.archive import extract_database, read_manifest
from timeline.maintenance.backups.errors import BackupError
from timeline.models import Event

from .conftest import Site, manifest_of, rewrite


@pytest.fixture
def edited(site: Site) -> Site:
    """A site with a backup, and with something that an editor has saved since."""
    event("In the backup")
    site.backup()
    event("Saved since")
    return site


def assert_refused(site: Site, said: str) -> None:
    with pytest.raises(CommandError, match=rf"(?s){said}.*Nothing was changed\."):
        site.restore()
    assert set(Event.objects.values_list("title", flat=True)) == {"In the backup", "Saved since"}
    assert not [path for path in (site.folder / "backups").iterdir() if path.is_dir()]  # nothing half unpacked is left


def test_a_file_that_is_not_there(edited: Site):
    edited.file.unlink()
    assert_refused(edited, "There is no file")


def test_any_other_file(edited: Site):
    edited.file.write_bytes(random.Random(1).randbytes(5000))
    assert_refused(edited, "is not a backup of this program")
    edited.file.write_bytes(b"")
    assert_refused(edited, "is not a backup of this program")


def test_a_zip_of_something_else(edited: Site):
    with zipfile.ZipFile(edited.file, "w") as archive:
        archive.writestr("holiday.txt", "sea, sand")
    assert_refused(edited, "is not a backup of this program")
    with zipfile.ZipFile(edited.file, "w") as archive:
        archive.writestr("manifest.json", '{"manifest_version": 3, "name": "an extension"}')
    assert_refused(edited, "is not a backup of this program")


def test_a_backup_that_was_cut_off(edited: Site):
    whole = edited.file.read_bytes()
    edited.file.write_bytes(whole[: len(whole) // 2])
    assert_refused(edited, "its end is missing")


def test_a_backup_without_its_database(edited: Site):
    text = zipfile.ZipFile(edited.file).read("manifest.json")
    with zipfile.ZipFile(edited.file, "w") as archive:
        archive.writestr("manifest.json", text)
    assert_refused(edited, "is damaged")


def test_a_changed_byte(edited: Site):
    whole = bytearray(edited.file.read_bytes())
    whole[len(whole) // 2] ^= 1
    edited.file.write_bytes(whole)
    assert_refused(edited, "is damaged")


def test_a_byte_changed_anywhere_is_refused_or_changes_nothing_that_is_restored(edited: Site, tmp_path: Path):
    whole, dice = edited.file.read_bytes(), random.Random(7)
    manifest = read_manifest(edited.file)
    extract_database(edited.file, manifest, tmp_path / "whole")
    ends = [*range(200), *range(len(whole) - 300, len(whole))]  # where a zip file keeps its own notes
    for n, place in enumerate([*ends, *dice.sample(range(len(whole)), 100)]):
        changed = bytearray(whole)
        changed[place] ^= 1 << dice.randrange(8)
        edited.file.write_bytes(changed)
        try:
            assert read_manifest(edited.file) == manifest
            extract_database(edited.file, manifest, tmp_path / f"changed-{n}")
            assert (tmp_path / f"changed-{n}").read_bytes() == (tmp_path / "whole").read_bytes()
        except BackupError:
            pass
        (tmp_path / f"changed-{n}").unlink(missing_ok=True)


def test_a_backup_of_the_other_database(edited: Site):
    theirs = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    rewrite(edited.file, engine=theirs)
    assert_refused(edited, "and this site uses .*Set DATABASE_URL")


def test_a_backup_with_a_migration_that_this_program_does_not_know(edited: Site):
    known = manifest_of(edited.file)["migrations"]
    rewrite(edited.file, migrations=[*known, "timeline.9999_of_tomorrow"], program="9.0")
    assert_refused(edited, r"newer version of this program \(9.0\).*timeline.9999_of_tomorrow.*Update")


def test_a_backup_in_a_form_that_this_program_does_not_know(edited: Site):
    rewrite(edited.file, number=2, program="9.0", tables="elsewhere")
    assert_refused(edited, r"newer version of this program \(9.0\)")


def test_a_manifest_that_lacks_something(edited: Site):
    rewrite(edited.file, tables=[1, 2])
    assert_refused(edited, "is damaged")


def test_rows_that_are_not_those_of_the_manifest(edited: Site):
    tables = manifest_of(edited.file)["tables"]
    tables["timeline_event"]["sha256"] = "0" * 64
    rewrite(edited.file, tables=tables)
    with pytest.raises(CommandError, match="timeline_event"):
        edited.restore()
    assert set(Event.objects.values_list("title", flat=True)) == {"In the backup", "Saved since"}
