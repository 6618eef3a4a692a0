"""`make run` and `make data`: the project's data comes in, and yours is never lost without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from pytest_django.asserts import assertContains

from tests.factories import event
from timeline import seeding
from timeline.models import Event, Quote

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_the_articles(settings) -> None:
    """The two articles' own data stand for all of it, which takes seconds to load."""
    settings.FIXTURE_DIRS = [Path(folder, seeding.ARTICLES) for folder in settings.FIXTURE_DIRS]


def test_the_first_start_loads_both_articles_and_tells_how_to_make_an_account(client, capsys):
    call_command("prepare")
    said = capsys.readouterr().out
    assert f"Loaded {Event.objects.count()} events" in said
    assert "createsuperuser" in said
    page = client.get("/")
    assertContains(page, "The Daily Manila Shimbun (Jiji Press)")
    assertContains(page, "Trend News Agency (AFP)")


def test_a_second_start_keeps_what_was_changed(capsys):
    call_command("prepare")
    Event.objects.filter(slug="taepodong-1998").update(title="Changed by an editor")
    get_user_model().objects.create_superuser("editor")
    capsys.readouterr()
    call_command("prepare")
    said = capsys.readouterr().out
    assert "stay as they are" in said
    assert "createsuperuser" not in said
    assert Event.objects.get(slug="taepodong-1998").title == "Changed by an editor"


def test_a_rebuild_gives_the_shipped_data_again(capsys):
    seeding.load()
    count = Quote.objects.count()
    Event.objects.filter(slug="taepodong-1998").update(title="Spoilt")
    Quote.objects.first().delete()
    call_command("rebuild_data")
    assert Quote.objects.count() == count
    assert Event.objects.get(slug="taepodong-1998").title != "Spoilt"


def test_a_rebuild_that_would_lose_records_of_yours_refuses_and_says_which(capsys):
    seeding.load()
    mine = event("Mine")
    with pytest.raises(CommandError, match="1 × event"):
        call_command("rebuild_data")
    assert Event.objects.filter(pk=mine.pk).exists()
    call_command("rebuild_data", "--yes")
    assert not Event.objects.filter(title="Mine").exists()
