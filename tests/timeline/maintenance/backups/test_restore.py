"""`manage.py restore`: everything is as it was in the backup, and what was there before is kept."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import event, outlet, topic
from timeline.models import Event, Topic

from .conftest import Site, manifest_of


def test_every_table_comes_back_row_for_row(site: Site):
    kept = event("Talks in Tokyo", topics=[topic("Islands")])
    get_user_model().objects.create_user("editor", password="secret")
    Client().login(username="editor", password="secret")
    site.backup()
    before = manifest_of(site.file)["tables"]
    kept.delete()
    event("A mistake")
    get_user_model().objects.all().delete()
    said = site.restore()
    assert site.tables() == before
    assert "Restored 1 event, 0 statements and 1 account" in said
    assert "Every table matches the backup" in said
    assert Event.objects.get().title == "Talks in Tokyo"
    assert Session.objects.count() == 1


def test_readers_see_the_restored_record_and_find_it_with_the_search(site: Site):
    event("Talks in Tokyo")
    site.backup()
    Event.objects.all().delete()
    event("A mistake in Kyoto")
    reader = Client()
    assertContains(reader.get("/"), "A mistake in Kyoto")
    site.restore()
    page = reader.get("/")
    assertContains(page, "Talks in Tokyo")
    assertNotContains(page, "A mistake in Kyoto")
    assertContains(reader.get("/", {"q": "tokyo"}), "Talks in Tokyo")


def test_editors_can_work_after_a_restore(site: Site):
    event("Talks in Tokyo")
    site.backup()
    event("Later")
    site.restore()
    added = event("After the restore")
    assert added.pk in Event.objects.values_list("pk", flat=True)
    assert added.history.count() == 1


def test_the_current_database_is_backed_up_first_and_can_be_restored(site: Site):
    site.backup()
    event("Saved a minute ago")
    said = site.restore()
    assert not Event.objects.exists()
    (saved,) = site.saved_before()
    assert str(saved) in said
    site.restore(of=saved)
    assert Event.objects.get().title == "Saved a minute ago"
    assert len(site.saved_before()) == 2


def test_tables_that_the_backup_does_not_have_do_not_remain(site: Site):
    site.backup()
    site.execute("CREATE TABLE timeline_of_tomorrow (id integer PRIMARY KEY)")
    site.restore()
    assert "timeline_of_tomorrow" not in connection.introspection.table_names()


def test_a_backup_of_an_older_version_is_migrated(site: Site):
    event("Talks in Tokyo")
    call_command("migrate", "sessions", "zero", verbosity=0)
    site.backup()
    call_command("migrate", verbosity=0)
    said = site.restore()
    assert "by an older version and was migrated to this one" in said
    assert "django_session" in connection.introspection.table_names()
    assert Event.objects.get().title == "Talks in Tokyo"


def test_if_an_older_backup_cannot_be_migrated_the_command_to_go_back_is_shown(site: Site):
    site.execute("DELETE FROM django_migrations WHERE app = 'sessions'")  # migrate will make a table that is there
    site.backup()
    call_command("migrate", "sessions", fake=True, verbosity=0)
    event("Saved since")
    with pytest.raises(
        CommandError, match=r"was restored, but “migrate” failed.*To go back: manage.py restore"
    ) as refused:
        site.restore()
    (saved,) = site.saved_before()
    assert str(refused.value).endswith(str(saved))
    site.restore(of=saved)
    assert Event.objects.get().title == "Saved since"


def test_a_backup_of_another_machine_is_restored_into_an_empty_database(site: Site):
    event("Talks in Tokyo")
    site.backup()
    if connection.vendor == "sqlite":
        connection.close()
        for path in site.folder.glob("site.sqlite3*"):
            path.unlink()
    else:
        site.execute("DROP SCHEMA public CASCADE")
        site.execute("CREATE SCHEMA public")
    assert "The current database is empty" in site.restore()
    assert Event.objects.get().title == "Talks in Tokyo"


def test_a_damaged_database_is_moved_aside_and_does_not_prevent_a_restore(site: Site):
    event("Talks in Tokyo")
    site.backup()
    before = manifest_of(site.file)["tables"]
    site.damage()
    said = site.restore()
    assert "moved to" in said
    assert "damaged-" in said
    assert site.tables() == before
    assert Event.objects.get().title == "Talks in Tokyo"
    if connection.vendor == "sqlite":
        assert "restart it now" in said
        assert list(site.folder.glob("site.sqlite3.damaged-*"))
    else:
        assert site.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'damaged-%'")


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_it_shows_what_will_be_replaced_and_asks_for_confirmation(site: Site, monkeypatch, capsys):
    event("Talks in Tokyo", cites=False)
    site.backup()
    outlet("The Evening Post")
    event("Later", cites=False)
    monkeypatch.setattr("sys.stdin", Terminal("no\n"))
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", str(site.file))
    said = capsys.readouterr().out
    assert "This replaces 2 events, 0 statements and 0 accounts with 1 event, 0 statements and 0 accounts" in said
    assert Event.objects.count() == 2
    monkeypatch.setattr("sys.stdin", Terminal("yes\n"))
    call_command("restore", str(site.file))
    assert Event.objects.get().title == "Talks in Tokyo"


def test_without_a_terminal_and_without_yes_it_stops_with_a_message_and_changes_nothing(site: Site):
    site.backup()
    topic("Islands")
    done = site.manage("restore", str(site.file))
    assert done.returncode == 1
    assert "add --yes" in done.stderr
    assert "Traceback" not in done.stderr
    assert Topic.objects.exists()
    assert not site.saved_before()


def test_it_works_as_a_separate_process(site: Site):
    event("Talks in Tokyo")
    assert site.manage("backup", str(site.file)).returncode == 0
    Event.objects.all().delete()
    connection.close()
    done = site.manage("restore", str(site.file), "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert Event.objects.get().title == "Talks in Tokyo"
