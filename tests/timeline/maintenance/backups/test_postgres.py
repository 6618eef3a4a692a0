"""What only PostgreSQL has: a server with its own programs, roles, schemas and other people's tables."""

from __future__ import annotations

import psycopg
import pytest
from django.core.management import CommandError
from django.db import connection

from tests.factories import event
from timeline.maintenance.backups import postgres
from timeline.maintenance.backups.errors import BackupError
from timeline.maintenance.backups.postgres import OURS, Postgres
from timeline.maintenance.backups.programs import find_program
from timeline.models import Event

from .conftest import Site, manifest_of, rewrite


def test_another_program_in_the_same_schema_keeps_its_tables_and_functions(site: Site):
    event("In the backup")
    site.execute("CREATE TABLE their_notes (note text)")
    site.execute("INSERT INTO their_notes VALUES ('before')")
    site.execute("CREATE FUNCTION their_sum() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    site.execute("COMMENT ON FUNCTION their_sum() IS 'theirs'")
    site.backup()
    assert "their_notes" not in manifest_of(site.file)["tables"]
    site.execute("UPDATE their_notes SET note = 'after'")
    Event.objects.all().delete()
    site.restore()
    assert Event.objects.get().title == "In the backup"
    assert site.execute("SELECT note, their_sum() FROM their_notes") == [("after", 1)]


def test_functions_that_an_older_program_left_do_not_remain(site: Site):
    site.backup()
    site.execute("CREATE FUNCTION timeline_renamed_touches() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    site.execute("CREATE SEQUENCE timeline_renamed_seq")
    site.restore()
    assert site.execute("SELECT proname FROM pg_proc WHERE proname = 'timeline_renamed_touches'") == []
    assert site.execute("SELECT relname FROM pg_class WHERE relname = 'timeline_renamed_seq'") == []


def test_triggers_and_their_comments_come_back(site: Site):
    listed = (
        "SELECT tgname, tgrelid::regclass::text, obj_description(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
    )
    noted = "SELECT proname, prosrc, obj_description(oid) FROM pg_proc WHERE proname LIKE 'timeline%' ORDER BY 1"
    site.execute("COMMENT ON FUNCTION timeline_revision_moves() IS 'version 1'")
    site.execute("COMMENT ON TRIGGER timeline_event_moves ON timeline_event IS 'version 2'")
    site.execute("COMMENT ON COLUMN timeline_event.title IS 'as readers see it'")
    before = site.execute(listed), site.execute(noted)
    site.backup()
    site.restore()
    assert (site.execute(listed), site.execute(noted)) == before
    assert {note for *_rest, note in [*before[0], *before[1]]} >= {"version 1", "version 2"}
    assert site.execute("SELECT col_description('timeline_event'::regclass, 3)") == [("as readers see it",)]


def test_every_table_of_this_program_is_known_by_its_name():
    names = connection.introspection.django_table_names()
    assert [name for name in names if not name.startswith(OURS)] == []


def test_objects_that_depend_on_our_tables_are_named_and_nothing_is_lost(site: Site):
    site.backup()
    event("Saved since")
    site.execute("CREATE VIEW their_report AS SELECT title FROM timeline_event")
    with pytest.raises(CommandError, match=r"(?s)their_report.*Nothing was changed"):
        site.restore()
    assert site.execute("SELECT title FROM their_report") == [("Saved since",)]


def test_it_does_not_wait_forever_for_an_open_transaction(site: Site, monkeypatch):
    site.backup()
    event("Saved since")
    monkeypatch.setitem(postgres.SETTINGS, "lock_timeout", "200ms")
    with psycopg.connect(site.env["DATABASE_URL"]) as other:
        other.execute("UPDATE timeline_event SET note = 'not saved yet'")
        with pytest.raises(CommandError, match=r"A transaction is open .* Nothing was changed"):
            site.restore()
        other.rollback()
    assert Event.objects.get().title == "Saved since"


def test_rows_that_differ_from_the_manifest_are_never_visible(site: Site):
    event("In the backup")
    site.backup()
    tables = manifest_of(site.file)["tables"]
    tables["timeline_event"]["sha256"] = "0" * 64
    rewrite(site.file, tables=tables)
    Event.objects.update(title="Saved since")
    with pytest.raises(CommandError, match=r"timeline_event\. The previous database was restored"):
        site.restore()
    assert Event.objects.get().title == "Saved since"


def test_a_backup_of_another_schema_is_refused(site: Site):
    site.backup()
    rewrite(site.file, details={"schema": "elsewhere", "pg_dump": "9"})
    with pytest.raises(CommandError, match=r"schema “elsewhere”.*“public”"):
        site.restore()


def test_the_digests_do_not_depend_on_a_role_s_date_format(site: Site):
    event("In the backup")
    Event.history.update(history_change_reason="so that a date with a time is in it")
    before = site.tables()
    (database,) = site.execute("SELECT current_database()")[0]
    site.execute(f"ALTER DATABASE {database} SET timezone = 'Asia/Tokyo'")
    site.execute(f"ALTER DATABASE {database} SET datestyle = 'German'")
    site.execute(f"ALTER DATABASE {database} SET intervalstyle = 'iso_8601'")
    assert site.tables() == before


def test_after_a_restore_a_copy_that_is_behind_does_not_count_as_newer(site: Site, settings, monkeypatch):
    site.backup()
    event("Saved since")
    ((before, _mark),) = site.execute("SELECT number, mark FROM timeline_revision")
    monkeypatch.setitem(settings.DATABASES, "replica-1", settings.DATABASES["default"])
    site.restore()
    ((after, _mark),) = site.execute("SELECT number, mark FROM timeline_revision")
    assert after > before


def test_a_password_is_never_on_a_command_line():
    copied = connection.copy()
    copied.settings_dict = {**copied.settings_dict, "PASSWORD": "hush", "USER": "editor", "HOST": "db.example.org"}
    engine = Postgres(copied)
    assert "hush" not in engine.conninfo
    assert "user=editor" in engine.conninfo
    assert "host=db.example.org" in engine.conninfo
    assert engine.password == "hush"


def test_a_missing_program_is_named_with_its_package():
    with pytest.raises(BackupError, match=r"pg_dump of PostgreSQL 99 .*apt-get install postgresql-client-99"):
        find_program("pg_dump", 99)
