"""The page on which a superuser undoes what an account has changed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from tests import factories as make
from tests.timeline.admin.test_two_editors import address, opened
from timeline.admin import accounts
from timeline.models import Correction, Event, Quote, Topic

from .accounts import People, Saving, people, save, saving, talks, work_of
from .test_whole import BAD_DATES

__all__ = ["people", "saving"]  # the fixtures
pytestmark = pytest.mark.django_db


@pytest.fixture
def root(people: People, client: Client) -> Client:
    """A browser in which the superuser is signed in."""
    client.force_login(people.root)
    return client


def page_of(account: User) -> str:
    return reverse("admin:auth_user_undo", args=[account.pk])


def misused(people: People) -> Event:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense")
        Quote.objects.get().delete()
        make.topic("A false topic")
    return event


def look(root: Client, people: People) -> Any:
    return root.post(page_of(people.ed), {"since": people.since_typed})


def confirm(root: Client, people: People, page: Any, **sent: str) -> Any:
    """Press the button of the preview."""
    return root.post(page_of(people.ed), {"looked_at": page.context["looked_at"], **sent}, follow=True)


def test_the_page_of_an_account_links_to_the_undo(root: Client, people: People) -> None:
    page = root.get(reverse("admin:auth_user_change", args=[people.ed.pk]))
    assertContains(page, f'<a href="{page_of(people.ed)}" class="historylink">Undo changes of this account…</a>')
    page = root.get(page_of(people.ed))
    assertContains(page, "Preview what would be undone")
    assertNotContains(page, "looked_at")


def test_the_preview_lists_each_record_and_changes_nothing(root: Client, people: People) -> None:
    event = misused(people)
    page = look(root, people)
    assertContains(page, "Preview: nothing has been undone yet")
    assertContains(page, "1 restored, 1 changed back, 1 deleted.")
    assertContains(page, "<del>Nonsense</del> → <ins>Talks in Tokyo</ins>")
    assertContains(page, reverse("admin:timeline_event_history", args=[event.pk]))
    event.refresh_from_db()
    assert (event.title, Quote.objects.count(), Topic.objects.count()) == ("Nonsense", 0, 2)


def test_a_preview_is_confirmed_with_one_button(root: Client, people: People, saving: Saving) -> None:
    event = misused(people)
    page = look(root, people)
    with saving():
        page = confirm(root, people, page)
    assertContains(page, "Deleted records are in the trash.")
    assertNotContains(page, "Undo these changes")
    event.refresh_from_db()
    assert (event.title, Quote.objects.count(), Topic.objects.count()) == ("Talks in Tokyo", 1, 1)
    assert event.history.first().history_user == people.root
    assert Correction.objects.get().reason == "Changes of an account that was misused were undone."
    assert LogEntry.objects.filter(user=people.root, object_id=people.ed.pk).count() == 1
    people.ed.refresh_from_db()
    assert people.ed.is_active


def test_work_done_in_the_admin_is_undone(root: Client, people: People) -> None:
    event = talks(people)
    ed = Client()
    ed.force_login(people.ed)
    other = make.topic("Peace treaty")
    people.begin()
    ed.post(address(event), opened(ed, event) | {"title": "Nonsense", "topics": [other.pk], "reason": "[undo] Typed."})
    event.refresh_from_db()
    assert (event.title, event.topics.get()) == ("Nonsense", other)
    confirm(root, people, look(root, people))
    event.refresh_from_db()
    assert (event.title, event.topics.get().name) == ("Talks in Tokyo", "Islands")


def test_the_account_is_locked_on_request(root: Client, people: People) -> None:
    misused(people)
    ed = Client()
    ed.force_login(people.ed)
    page = confirm(root, people, look(root, people), lock="1")
    assertContains(page, "The account is locked. 1 session was ended.")
    people.ed.refresh_from_db()
    assert not people.ed.is_active
    assert ed.get("/admin/").status_code == 302


def test_an_outdated_preview_is_shown_again_and_the_account_is_still_locked(root: Client, people: People) -> None:
    event = misused(people)
    page = look(root, people)
    with work_of(people.anna):
        save(event, title="Talks in Kyoto")
    page = confirm(root, people, page, lock="1")
    assertContains(page, "Nothing has been undone yet: records have changed since the preview")
    assertContains(page, "Title stays as it is: changed since by anna (")
    assert not Quote.objects.exists()
    people.ed.refresh_from_db()
    assert not people.ed.is_active
    confirm(root, people, page)
    event.refresh_from_db()
    assert (event.title, Quote.objects.count()) == ("Talks in Kyoto", 1)


def test_the_second_time_there_is_nothing_to_undo(root: Client, people: People) -> None:
    misused(people)
    page = look(root, people)
    confirm(root, people, page)
    assertContains(confirm(root, people, page), "Nothing has been undone yet: records have changed since the preview")
    page = look(root, people)
    assertContains(page, "There is nothing to undo")
    assertNotContains(page, "Undo these changes")


def test_superusers_undo_their_own_changes_too_and_stay_signed_in(root: Client, people: People) -> None:
    event = talks(people)
    with work_of(people.root):
        save(event, title="Nonsense")
    page = root.post(page_of(people.root), {"since": people.since_typed})
    assertNotContains(page, "Lock this account")
    root.post(page_of(people.root), {"looked_at": page.context["looked_at"], "lock": "1"})
    event.refresh_from_db()
    people.root.refresh_from_db()
    assert (event.title, people.root.is_active) == ("Talks in Tokyo", True)


def test_only_superusers_can_undo(client: Client, people: People) -> None:
    event = misused(people)
    people.anna.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    client.force_login(people.anna)
    assert client.get(page_of(people.ed)).status_code == 403
    assert client.post(page_of(people.ed), {"since": people.since_typed}).status_code == 403
    page = client.get(reverse("admin:auth_user_change", args=[people.ed.pk]))
    assertNotContains(page, "Undo changes of this account")
    client.logout()
    assert client.get(page_of(people.ed)).status_code == 302
    event.refresh_from_db()
    assert event.title == "Nonsense"


def test_a_preview_is_valid_for_its_viewer_and_its_account_only(root: Client, people: People) -> None:
    event = misused(people)
    page, other = look(root, people), Client()
    other.force_login(User.objects.create_superuser("other"))
    assertContains(confirm(other, people, page), "This page has expired. Please load the preview again.")
    answer = root.post(page_of(people.anna), {"looked_at": page.context["looked_at"]}, follow=True)
    assertContains(answer, "This page has expired")
    event.refresh_from_db()
    assert event.title == "Nonsense"


@pytest.mark.parametrize("token", ["", "nonsense", "\0", "ï:ï:ï"])
def test_a_forged_confirmation_does_nothing(root: Client, people: People, token: str) -> None:
    event = misused(people)
    page = root.post(page_of(people.ed), {"looked_at": token}, follow=True)
    assertContains(page, "This page has expired")
    event.refresh_from_db()
    assert event.title == "Nonsense"


def test_opening_the_address_changes_nothing(root: Client, people: People) -> None:
    event = misused(people)
    token = look(root, people).context["looked_at"]
    for sent in ({"since": people.since_typed}, {"looked_at": token, "lock": "1"}):
        assertContains(root.get(page_of(people.ed), sent), "Preview what would be undone")
    event.refresh_from_db()
    people.ed.refresh_from_db()
    assert (event.title, people.ed.is_active) == ("Nonsense", True)


@pytest.mark.parametrize("typed", [*BAD_DATES, "9998-01-01"])
def test_an_invalid_date_gets_a_message(root: Client, people: People, typed: str) -> None:
    page = root.post(page_of(people.ed), {"since": typed})
    assert page.status_code == 200
    assert re.search('<ul class="errorlist"[^>]*><li>', page.content.decode())
    assert page.context["report"] is None


@pytest.mark.parametrize("key", ["0", "nobody", "9" * 30, "\0"])
def test_an_account_that_does_not_exist_is_not_found(root: Client, people: People, key: str) -> None:
    assert root.get(reverse("admin:auth_user_undo", args=[key])).status_code == 404


@pytest.mark.parametrize("key", ["1/2", "nobody", "_2F"])
def test_the_page_of_a_new_account_works_as_before(root: Client, people: People, key: str) -> None:
    assert root.get(f"/admin/auth/user/{key}/change/").status_code == 302


def test_too_many_records_for_a_page_need_the_command(root: Client, people: People, monkeypatch: Any) -> None:
    misused(people)
    page = look(root, people)
    monkeypatch.setattr(accounts, "MAX_RECORDS", 2)
    told = "The account has changed 3 records since then; this page can undo at most 2."
    assertContains(look(root, people), told)
    answer = confirm(root, people, page)
    assertContains(answer, told)
    assertContains(answer, "manage.py undo_account ed --since 20")
    assert not Quote.objects.exists()


def test_markup_in_values_is_escaped(root: Client, people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="<script>alert(1)</script>")
    page = look(root, people)
    assertNotContains(page, "<script>alert(1)")
    assertContains(page, "&lt;script&gt;alert(1)&lt;/script&gt;")


def test_a_time_is_in_the_time_zone_of_the_site(root: Client, people: People, settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense")
    local = timezone.localtime(people.since).strftime("%Y-%m-%dT%H:%M:%S.%f")
    page = root.post(page_of(people.ed), {"since": local})
    assertContains(page, "(Asia/Tokyo)")
    assertContains(page, "1 changed back.")
