"""`make run`, `make data` and `make empty`: the project's data comes in, and what editors did is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from pytest_django.asserts import assertContains

from tests.factories import event
from timeline.maintenance import shipped_data
from timeline.models import Correction, Event, Quote, ShippedRecord
from timeline.pages.shared.last_changes import annotate_last_change

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_the_articles(settings) -> None:
    """The two articles' own data stand for all of it, which takes seconds to load."""
    settings.FIXTURE_DIRS = [Path(folder, shipped_data.ARTICLES) for folder in settings.FIXTURE_DIRS]


def test_the_first_start_loads_both_articles_and_says_how_to_make_an_account(client, capsys):
    call_command("prepare")
    said = capsys.readouterr().out
    assert f"Loaded {Event.objects.count()} events" in said
    assert "createsuperuser" in said
    page = client.get("/")
    assertContains(page, "The Daily Manila Shimbun (Jiji Press)")
    assertContains(page, "Trend News Agency (AFP)")


@pytest.mark.parametrize("command", ["prepare", "load_data"])
def test_loading_again_keeps_what_an_editor_changed_and_deleted(command, capsys):
    call_command("prepare")
    Event.objects.filter(slug="taepodong-1998").update(title="Changed by an editor")
    Quote.objects.get(slug="lavrov-2018-obstacle").delete()
    get_user_model().objects.create_superuser("editor", is_staff=True)
    capsys.readouterr()
    call_command(command)
    assert Event.objects.get(slug="taepodong-1998").title == "Changed by an editor"
    assert not Quote.objects.filter(slug="lavrov-2018-obstacle").exists()


def test_loading_on_demand_lists_what_editors_changed_and_deleted(capsys):
    call_command("prepare")
    Event.objects.filter(slug="taepodong-1998").update(title="Changed by an editor")
    Quote.objects.get(slug="lavrov-2018-obstacle").delete()
    capsys.readouterr()
    call_command("load_data")
    said = capsys.readouterr().out
    assert "event “Changed by an editor”: title" in said
    assert "lavrov-2018-obstacle" in said


def test_a_second_start_with_nothing_new_says_so(capsys):
    call_command("prepare")
    get_user_model().objects.create_superuser("editor", is_staff=True)
    capsys.readouterr()
    call_command("prepare")
    said = capsys.readouterr().out
    assert "all data of this version" in said
    assert "createsuperuser" not in said


def test_a_dry_run_changes_nothing(capsys):
    call_command("load_data", "--dry-run")
    assert "dry run" in capsys.readouterr().out
    assert not Event.objects.exists()


def test_every_history_has_one_version_as_shipped():
    shipped_data.load()
    assert Event.objects.count() == 20
    reason = f"As shipped in {shipped_data.read_release().notes.version}"
    for model in shipped_data.MODELS:
        for record in model._default_manager.all():
            first = record.history.get()
            assert (first.history_type, first.history_user) == ("+", None)
            assert first.history_change_reason == reason


def test_the_first_version_in_the_history_has_all_shipped_values():
    shipped_data.load()
    stored = Event.objects.get(slug="lavrov-tokyo-visit-2007")
    version = stored.history.get()
    assert version.summary == stored.summary
    assert {row.actor for row in version.actors.all()} == set(stored.actors.all())
    assert {row.topic for row in version.topics.all()} == set(stored.topics.all())


def test_loaded_data_is_not_a_change_for_feeds_and_search_engines(client):
    shipped_data.load()
    assert not annotate_last_change(Event.objects.all()).exclude(changed_at=None).exists()
    assertContains(client.get("/sitemap-events.xml"), "<loc>")
    assert b"lastmod" not in client.get("/sitemap-events.xml").content
    changed = Event.objects.first()
    changed.save()
    assert [one.pk for one in annotate_last_change(Event.objects.all()).exclude(changed_at=None)] == [changed.pk]


# ---- emptying


def test_emptying_lists_the_records_and_stops_without_a_terminal(capsys):
    shipped_data.load()
    mine = event("Mine")
    with pytest.raises(CommandError, match="Nothing was deleted"):
        call_command("empty_data")
    assert "21 events, of which 1 did not come with the program" in capsys.readouterr().out
    assert Event.objects.filter(pk=mine.pk).exists()


def test_emptying_that_cannot_make_a_backup_deletes_nothing(settings, tmp_path):
    shipped_data.load()
    (tmp_path / "backups").write_text("a file where the folder should be")
    settings.VAR_DIR = tmp_path
    with pytest.raises((CommandError, OSError)):
        call_command("empty_data", "--yes")
    assert Event.objects.exists()


def test_an_empty_site_is_filled_again_as_a_new_one(capsys):
    from timeline.maintenance.shipped_data.emptying import delete_records

    shipped_data.load()
    event("Mine")
    delete_records()
    assert not Event.objects.exists()
    assert not Event.history.exists()
    assert not ShippedRecord.objects.exists()
    assert not Correction.objects.exists()
    call_command("load_data")
    assert "Loaded 20 events" in capsys.readouterr().out
