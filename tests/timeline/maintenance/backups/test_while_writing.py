"""A backup or a restore while the site is written to: a moment of the database, and nothing lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import connection

from . import writer
from .conftest import Site


@contextmanager
def somebody_writes(site: Site, log: Path) -> Iterator[None]:
    """From the first row on, and until the end of the block."""
    database = connection.settings_dict["NAME"]
    address = database if connection.vendor == "sqlite" else site.env["DATABASE_URL"]
    with log.open("wb") as out, subprocess.Popen([sys.executable, writer.__file__, address], stdout=out) as process:
        try:
            wait_for_rows(process, log, len(numbers_in(log)) + 1)
            yield
            assert process.poll() is None, "the writer must have gone on all the time"
        finally:
            process.kill()


def wait_for_rows(process: subprocess.Popen, log: Path, least: int) -> None:
    while len(numbers_in(log)) < least:
        assert process.poll() is None, "the writer has ended"


def numbers_in(log: Path) -> set[int]:
    """Of transactions that the database has answered."""
    whole, _newline, _rest = log.read_text().rpartition("\n")
    return {int(line) for line in whole.splitlines()}


def stored_numbers() -> set[int]:
    """In both tables, or the transaction was torn."""
    groups = {int(name) for name in Group.objects.values_list("name", flat=True) if name.isdigit()}
    sessions = {int(key) for key in Session.objects.values_list("session_key", flat=True)}
    assert groups == sessions
    return groups


def test_a_backup_of_a_database_in_use_is_consistent(site: Site, tmp_path: Path):
    log, files, before = tmp_path / "log", [], []
    with somebody_writes(site, log):
        for n in range(2):
            before.append(numbers_in(log))
            files.append(tmp_path / f"{n}.zip")
            site.backup(to=files[-1])
    written = numbers_in(log)
    for answered, file in zip(before, files, strict=True):
        site.restore(of=file)
        stored = stored_numbers()
        assert answered <= stored  # what was answered before the backup began is in it
        assert stored == set(range(1, len(stored) + 1))  # and no later row without the earlier ones
        assert len(stored) < len(written)


def test_a_restore_during_writes_loses_no_saved_change(site: Site, tmp_path: Path):
    log = tmp_path / "log"
    site.backup()
    with somebody_writes(site, log):
        site.restore()
    after = stored_numbers()
    (saved,) = site.saved_before()
    site.restore(of=saved)
    before = stored_numbers()
    assert before == set(range(1, len(before) + 1))
    assert before | after >= numbers_in(log)
    assert not before & after
