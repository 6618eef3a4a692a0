"""`manage.py undo_account`, and a new password from the command line."""

from __future__ import annotations

import sys
from io import StringIO
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import Client

from tests import factories as make
from timeline.models import Event, Quote, Topic

from .accounts import People, people, save, talks, work_of
from .test_whole import BAD_DATES

__all__ = ["people"]  # the fixture
pytestmark = pytest.mark.django_db


def undo_account(people: People, *options: str) -> str:
    printed = StringIO()
    call_command("undo_account", "ed", "--since", people.since_typed, *options, stdout=printed)
    return printed.getvalue()


def answer(monkeypatch: Any, *answers: Any) -> list[str]:
    """Somebody sits at a terminal and types these; an answer may be something that happens meanwhile."""
    asked: list[str] = []
    given = iter(answers)

    def typed(question: str) -> str:
        asked.append(question)
        one = next(given)
        return one() if callable(one) else one

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", typed)
    return asked


def misused(people: People) -> Event:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense")
        Quote.objects.get().delete()
        make.topic("A false topic")
    return event


def test_a_dry_run_lists_the_changes_and_does_nothing(people: People) -> None:
    event = misused(people)
    printed = undo_account(people, "--dry-run")
    assert "To restore (1)\n  statement “Sergei Lavrov: missile defence is no way out”" in printed
    assert "Title: Nonsense → Talks in Tokyo" in printed
    assert "To delete (1)\n  topic “A false topic”" in printed
    assert "This was a dry run: nothing was changed." in printed
    assert "This account can still sign in. Lock it first: add --lock." in printed
    event.refresh_from_db()
    assert event.title == "Nonsense"


def test_with_yes_it_lists_the_changes(people: People) -> None:
    event = misused(people)
    printed = undo_account(people, "--yes", "--user", "root")
    assert "Restored (1)" in printed
    assert "Done: 1 restored, 1 changed back, 1 deleted. Readers see the changes under /corrections/." in printed
    event.refresh_from_db()
    assert (event.title, event.history.first().history_user) == ("Talks in Tokyo", people.root)
    (logged,) = LogEntry.objects.filter(user=people.root)
    assert "undone: 1 restored, 1 changed back, 1 deleted." in logged.get_change_message()


def test_without_a_name_the_undo_has_no_author(people: People) -> None:
    event = misused(people)
    undo_account(people, "--yes")
    assert event.history.first().history_user is None
    assert "There is nothing to undo." in undo_account(people, "--yes")


def test_it_asks_for_confirmation_first(people: People, monkeypatch: Any) -> None:
    event = misused(people)
    asked = answer(monkeypatch, "yes")
    printed = undo_account(people)
    assert asked == ["1 restored, 1 changed back, 1 deleted. Do this now? Type “yes”: "]
    assert printed.index("To restore (1)") < printed.index("Restored (1)")
    event.refresh_from_db()
    assert event.title == "Talks in Tokyo"


@pytest.mark.parametrize("typed", ["", "no", "yess"])
def test_any_other_answer_changes_nothing(people: People, monkeypatch: Any, typed: str) -> None:
    event = misused(people)
    answer(monkeypatch, typed)
    with pytest.raises(CommandError, match=r"Nothing was undone\."):
        undo_account(people)
    event.refresh_from_db()
    assert event.title == "Nonsense"


def test_it_asks_again_if_somebody_has_saved_in_the_meantime(people: People, monkeypatch: Any) -> None:
    event = misused(people)

    def type_yes_too_late() -> str:
        with work_of(people.anna):
            save(event, title="Talks in Kyoto")
        return "yes"

    asked = answer(monkeypatch, type_yes_too_late, "yes")
    printed = undo_account(people)
    assert "somebody has saved a change since the preview" in printed
    assert asked[1].startswith("1 restored, 1 deleted, 1 left as it is.")
    event.refresh_from_db()
    assert (event.title, Quote.objects.count(), Topic.objects.count()) == ("Talks in Kyoto", 1, 1)


def test_without_a_terminal_it_stops_and_says_why(people: People, monkeypatch: Any) -> None:
    event = misused(people)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(
        CommandError, match=r"There is no terminal for the confirmation\. Nothing was changed\. Add --yes"
    ):
        undo_account(people, "--lock")
    event.refresh_from_db()
    people.ed.refresh_from_db()
    assert (event.title, people.ed.is_active) == ("Nonsense", True)


def test_records_left_as_they_are_are_listed_with_the_reason(people: People) -> None:
    event = misused(people)
    with work_of(people.anna):
        save(event, title="Talks in Kyoto")
    printed = undo_account(people, "--yes")
    assert "Left as it is (1)" in printed
    assert "Title stays as it is: changed since by anna (" in printed


def test_locking_ends_only_the_sessions_of_the_account(people: People) -> None:
    ed, anna = Client(), Client()
    ed.force_login(people.ed)
    anna.force_login(people.anna)
    assert "Locked; 1 session was ended." in undo_account(people, "--lock", "--yes")
    people.ed.refresh_from_db()
    assert not people.ed.is_active
    people.ed.is_active = True
    people.ed.save()
    assert ed.get("/admin/").status_code == 302
    assert anna.get("/admin/").status_code == 200


def test_a_dry_run_locks_nothing(people: People) -> None:
    undo_account(people, "--lock", "--dry-run")
    people.ed.refresh_from_db()
    assert people.ed.is_active


@pytest.mark.parametrize("typed", BAD_DATES)
def test_an_invalid_date_gets_a_message(people: People, typed: str) -> None:
    with pytest.raises(CommandError, match="Give"):
        call_command("undo_account", "ed", since=typed, dry_run=True)


def test_a_time_in_the_future_is_rejected(people: People) -> None:
    with pytest.raises(CommandError, match="in the future"):
        call_command("undo_account", "ed", "--since", "9998-01-01", "--dry-run")


@pytest.mark.parametrize(
    "options", [["nobody", "--since", "2026-01-01"], ["ed", "--since", "2026-01-01", "--user", "nobody"]]
)
def test_an_account_that_does_not_exist_is_named(people: People, options: list[str]) -> None:
    with pytest.raises(CommandError, match="There is no account “nobody”"):
        call_command("undo_account", *options, "--yes")


def test_characters_that_the_terminal_cannot_show_are_escaped(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Переговоры")

    class Terminal(StringIO):
        encoding = "ascii"

    printed = Terminal()
    call_command("undo_account", "ed", "--since", people.since_typed, "--dry-run", stdout=printed)
    assert printed.getvalue().isascii()


def test_a_new_password_without_mail_ends_the_sessions_of_the_account(people: People, monkeypatch: Any) -> None:
    """Django's own command, which docs/deployment.md names."""
    browser = Client()
    browser.force_login(people.ed)
    assert browser.get("/admin/").status_code == 200
    monkeypatch.setattr("getpass.getpass", lambda prompt: "rather a long phrase")
    call_command("changepassword", "ed", stdout=StringIO())
    assert browser.get("/admin/").status_code == 302
    assert Client().login(username="ed", password="rather a long phrase")
