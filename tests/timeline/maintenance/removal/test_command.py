"""`manage.py remove`: it says what it would do, asks, does it, and says what remains."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection

from tests import factories as make
from timeline.maintenance.removal import erasing
from timeline.models import Correction, Event, ShippedRelease

from .scene import NAME, NAME_JA, NAME_RU, REASON, fill, found_in_files, found_in_tables, is_ready, tables

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded(db: None, request: pytest.FixtureRequest) -> None:
    if "seeds" not in request.fixturenames:
        is_ready()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Any:
    settings.VAR_DIR = tmp_path
    return tmp_path


def run(*options: str, **named: Any) -> str:
    out = io.StringIO()
    call_command("remove", *options, stdout=out, **named)
    return out.getvalue()


def words(*given: str) -> list[str]:
    return [part for one in given for part in ("--words", one)]


@pytest.mark.django_db(transaction=True)
def test_the_command_removes_words_and_lists_remaining_backups_and_files(folder) -> None:
    is_ready()
    fill()
    (folder / "backups").mkdir()
    (folder / "backups" / "monday.zip").touch()
    said = run(*words(NAME, NAME_JA, NAME_RU), "--reason", REASON, "--yes")
    assert found_in_tables(NAME, NAME_JA, NAME_RU) == []
    assert found_in_files(NAME) == []
    assert "events: 6 places in 1 record" in said
    assert "old versions of events: " in said
    assert "corrections: " in said
    assert "Talks between ███████████████ and Kono" in said
    assert "Removed, and noted in the list of corrections." in said
    assert "monday.zip" in said
    assert "Restart the site on every server" in said
    assert "archives of the write-ahead log" in said
    assert "free space" not in said
    assert not [word for word in (NAME, NAME_JA, NAME_RU) if word in said]


@pytest.mark.django_db(transaction=True)
def test_free_space_is_cleared_on_demand() -> None:
    make.event("Zabelin resigns", status="draft").delete()
    Event.history.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM timeline_event_words")
    if connection.vendor == "postgresql":
        assert found_in_files("Zabelin")
    assert "was cleared" in run("--clear-free-space")
    assert found_in_files("Zabelin") == []


@pytest.mark.django_db(transaction=True)
def test_free_space_is_cleared_later_if_the_database_is_in_use(monkeypatch) -> None:
    is_ready()
    monkeypatch.setattr(erasing, "LOCK_TIMEOUT", 100)
    make.event("Zabelin resigns")
    reader = connection.copy()
    with reader.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT count(*) FROM timeline_event")
        said = run(*words("Zabelin"), "--reason", REASON, "--yes")
        assert "The database was in use, so its files still contain the words." in said
        with pytest.raises(CommandError, match="The database was in use"):
            run("--clear-free-space")
        cursor.execute("ROLLBACK")
    reader.close()
    assert found_in_tables("Zabelin") == []
    run("--clear-free-space")
    assert found_in_files("Zabelin") == []


def test_a_dry_run_changes_nothing() -> None:
    fill()
    before = dict(tables())
    said = run(*words(NAME), "--reason", REASON, "--dry-run")
    assert "This was a dry run: nothing was changed." in said
    assert "events: 4 places in 1 record" in said
    assert dict(tables()) == before
    run("--person", "grigori-zabelin", "--reason", REASON, "--dry-run")
    assert dict(tables()) == before


def test_words_that_are_not_found_change_nothing() -> None:
    fill()
    before = dict(tables())
    assert "The words were not found anywhere" in run(*words("Uvarova"), "--reason", REASON)
    assert dict(tables()) == before


def test_without_a_terminal_nothing_is_removed_without_confirmation() -> None:
    make.event("Zabelin resigns")
    with pytest.raises(CommandError, match="add --yes"):
        run(*words("Zabelin"), "--reason", REASON)
    assert found_in_tables("Zabelin")


@pytest.mark.parametrize(("typed", "left"), [("remove", False), ("no", True), ("", True)])
def test_it_asks_before_it_removes(monkeypatch, typed: str, left: bool) -> None:
    make.event("Zabelin resigns")
    terminal = io.StringIO(f"{typed}\n")
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdin", terminal)
    if left:
        with pytest.raises(CommandError, match="Nothing was removed"):
            run(*words("Zabelin"), "--reason", REASON)
    else:
        run(*words("Zabelin"), "--reason", REASON)
    assert bool(found_in_tables("Zabelin")) == left


def test_the_log_says_who_removed_something_and_why_and_not_what() -> None:
    get_user_model().objects.create_user("anna")
    make.event("Zabelin resigns")
    run(*words("Zabelin"), "--reason", REASON, "--yes", "--user", "anna")
    entry = LogEntry.objects.get()
    assert (entry.user.get_username(), entry.object_repr) == ("anna", "Removal for legal or privacy reasons")
    assert entry.get_change_message() == f"Words removed. Reason: {REASON}"
    assert found_in_tables("Zabelin") == []


def test_a_person_is_removed_and_the_surname_that_is_left_is_listed() -> None:
    fill()
    said = run("--person", "grigori-zabelin", "--reason", REASON, "--yes")
    assert "actors: 1" in said
    assert "statements: 1" in said
    assert f"Names to be removed as words: {NAME}; {NAME_RU}; {NAME_JA}" in said
    assert "outlets, “Zabelin Herald”: 2" in said
    assert 'manage.py remove --words "Zabelin" --reason "…"' in said


def test_a_name_too_short_to_search_for_is_listed() -> None:
    make.actor("Li", slug="li")
    make.event("Li speaks")
    said = run("--person", "li", "--reason", REASON, "--yes")
    assert "too short to be removed as words, so they remain in other records: Li" in said
    assert Event.objects.get().title == "Li speaks"


def test_a_damaged_database_that_was_moved_aside_is_listed() -> None:
    make.event("Zabelin resigns")
    if connection.vendor == "sqlite":
        moved = Path(f"{connection.settings_dict['NAME']}.damaged-20260101-000000")
        moved.touch()
    else:
        moved = Path("damaged-20260101-000000")
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE SCHEMA "{moved}"')
    said = run(*words("Zabelin"), "--reason", REASON, "--yes")
    moved.unlink(missing_ok=True)
    assert moved.name in said


def test_shipped_files_with_the_words_are_listed(seeds: None, shipped_files_searched: None) -> None:
    said = run(*words("Lavrov"), "--reason", REASON, "--yes")
    assert "fixtures/articles-2007-2018/06_events.json" in said
    assert "fixtures/earlier/before-0.2.0.json.xz" in said
    assert "releases.json" not in said


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "Give either words or a person."),
        ([*words("Zabelin"), "--person", "zabelin"], "Give either words or a person."),
        (words("Zabelin"), "Give a reason"),
        ([*words("Zabelin"), "--reason", "  "], "Give a reason"),
        ([*words("Zabelin"), "--reason", "x" * 301], "longer than 300"),
        ([*words("Zabelin"), "--reason", "Mr ZABELIN asked."], "readers see the reason"),
        ([*words("Zabelin"), "--reason", "a\0b"], "cannot be stored"),
        ([*words(""), "--reason", REASON], "too short"),
        ([*words("   "), "--reason", REASON], "too short"),
        ([*words("Za"), "--reason", REASON], "at least 3 letters or digits, or at least 2 Chinese"),
        ([*words("日"), "--reason", REASON], "too short"),
        ([*words("…!?"), "--reason", REASON], "too short"),
        ([*words("Zabe\0lin"), "--reason", REASON], "such as NUL"),
        ([*words("Zabelin\ud800"), "--reason", REASON], "such as NUL"),
        ([*words("Zabelin " * 700), "--reason", REASON], "more than 5000"),
        ([*words(*["Zabelin"] * 101), "--reason", REASON], "at most 100"),
        (["--person", "nobody", "--reason", REASON], "There is no person “nobody”"),
        (["--person", "no\0body", "--reason", REASON], "as in the address of the actor"),
        ([*words("Zabelin"), "--reason", REASON, "--user", "nobody"], "There is no account “nobody”"),
    ],
)
def test_an_invalid_request_is_refused_with_a_reason(options: list[str], told: str) -> None:
    make.event("Zabelin resigns")
    before = dict(tables())
    with pytest.raises(CommandError, match=told):
        run(*options, "--yes")
    assert dict(tables()) == before


def test_a_site_that_was_not_prepared_after_an_upgrade_is_refused() -> None:
    make.event("Zabelin resigns")
    ShippedRelease.objects.all().delete()
    with pytest.raises(CommandError, match="does not have the data of this version yet"):
        run(*words("Zabelin"), "--reason", REASON, "--yes")


def test_two_removals_after_each_other_leave_two_notes() -> None:
    event = make.event("Zabelin and Uvarova")
    run(*words("Zabelin"), "--reason", REASON, "--yes")
    run(*words("Uvarova"), "--reason", "She asked for it.", "--yes")
    event.refresh_from_db()
    assert event.title == "███████ and ███████"
    assert set(Correction.objects.values_list("reason", flat=True)) == {REASON, "She asked for it."}


def test_a_site_whose_last_update_had_problems_is_not_refused(seeds: None) -> None:
    ShippedRelease.objects.all().delete()
    assert Event.objects.filter(title__icontains="Lavrov").exists()
    run(*words("Lavrov"), "--reason", REASON, "--yes")
    # PostgreSQL's statistics of columns are drawn up anew after the transaction, which these tests never end.
    assert set(found_in_tables("lavrov")) <= {"pg_stats"}
