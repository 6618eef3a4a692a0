"""The page for removals: superusers see what would be removed, and confirm just that."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests import factories as make
from tests.timeline.admin.test_admin import admin, editor
from timeline.models import Actor, Correction, Event

from .scene import NAME, REASON, fill, found_in_files, found_in_tables, is_ready

__all__ = ["editor"]  # the fixture
pytestmark = pytest.mark.django_db
PAGE = "/admin/remove/"


@pytest.fixture
def boss(client: Client) -> Client:
    """A browser in which a superuser is signed in."""
    is_ready()
    client.force_login(get_user_model().objects.create_superuser("chief"))
    return client


def preview(boss: Client, **fields: str) -> Any:
    return boss.post(PAGE, {"words": "", "person": "", "reason": REASON} | fields)


def confirm(boss: Client, page: Any) -> Any:
    token = re.search(r'name="previewed" value="([^"]+)"', page.content.decode())
    assert token, "there is nothing to confirm"
    return boss.post(PAGE, {"previewed": token[1]})


def test_only_superusers_can_open_the_page(client: Client, editor: Client) -> None:
    assert editor.get(PAGE).status_code == 403
    assert editor.post(PAGE, {"words": "Zabelin", "reason": REASON}).status_code == 403
    assert editor.post(PAGE, {"previewed": "x"}).status_code == 403
    assertNotContains(editor.get("/admin/"), PAGE)
    assertNotContains(editor.get(admin("timeline_actor")), "legal or privacy")
    client.logout()
    assertRedirects(client.get(PAGE), f"/admin/login/?next={PAGE}")


def test_the_start_page_links_to_it_for_superusers(boss: Client) -> None:
    assertContains(boss.get("/admin/"), f'href="{PAGE}"')
    assertContains(boss.get(PAGE), "It cannot be undone.")


def test_words_are_previewed_first_and_removed_when_confirmed(boss: Client) -> None:
    event = make.event("Zabelin meets Uvarova")
    page = preview(boss, words="Zabelin\n\n  uvarova \n")
    assertContains(page, "events: 2 places in 1 record")
    assertContains(page, "███████ meets ███████")
    assert found_in_tables("Zabelin")
    page = confirm(boss, page)
    assertContains(page, "Removed, and noted in the list of corrections.")
    assertContains(page, "What you still need to do")
    assertNotContains(page, "Zabelin")
    event.refresh_from_db()
    assert event.title == "███████ meets ███████"
    assert found_in_tables("Zabelin", "Uvarova") == []


@pytest.mark.django_db(transaction=True)
def test_the_files_of_the_database_are_cleared_too(client: Client) -> None:
    is_ready()
    fill()
    client.force_login(get_user_model().objects.create_superuser("chief"))
    page = confirm(client, preview(client, person="grigori-zabelin"))
    assertNotContains(page, "errornote")
    assert found_in_tables(NAME, "grigori-zabelin") == []
    assert found_in_files(NAME, "grigori-zabelin") == []


def test_a_person_is_removed_and_the_surname_is_listed(boss: Client) -> None:
    make.event("Talks", actors=[make.actor(NAME, country="RU")])
    make.event("Zabelin resigns")
    page = preview(boss, person="grigori-zabelin")
    assertContains(page, "actors: 1")
    assertContains(page, "Talks")
    page = confirm(boss, page)
    assertContains(page, "Where the surname still appears")
    assertContains(page, "events, “Zabelin resigns”: 1")
    assertContains(page, "--words &quot;Zabelin&quot;")
    assert not Actor.objects.exists()


def test_what_has_changed_since_the_preview_is_shown_again(boss: Client) -> None:
    make.event("Zabelin resigns")
    page = preview(boss, words="Zabelin")
    make.event("Zabelin returns")
    again = confirm(boss, page)
    assert again.status_code == 409
    assert "The records have changed since the preview. Nothing was removed." in again.content.decode()
    assert "events: 2 places in 2 records" in again.content.decode()
    assert Event.objects.filter(title__startswith="Zabelin").count() == 2
    assertContains(confirm(boss, again), "Removed, and noted")
    assert found_in_tables("Zabelin") == []


def test_a_confirmation_sent_twice_removes_nothing_more(boss: Client) -> None:
    make.event("Zabelin resigns")
    page = preview(boss, words="Zabelin")
    confirm(boss, page)
    assert confirm(boss, page).status_code == 409
    assert Correction.objects.count() == 1


@pytest.mark.parametrize("token", ["", "x", "x:y:z"])
def test_a_forged_confirmation_is_refused(boss: Client, token: str) -> None:
    make.event("Zabelin resigns")
    page = boss.post(PAGE, {"previewed": token}, follow=True)
    assertContains(page, "This page has expired. Fill in the form again. Nothing was removed.")
    assert found_in_tables("Zabelin")


def test_the_preview_of_another_account_is_refused(boss: Client) -> None:
    make.event("Zabelin resigns")
    page = preview(boss, words="Zabelin")
    boss.force_login(get_user_model().objects.create_superuser("other"))
    assert confirm(boss, page).status_code == 302
    assert found_in_tables("Zabelin")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Give either words or a person."),
        ({"words": " \n "}, "Give either words or a person."),
        ({"words": "Zabelin", "person": "x"}, "Give either words or a person."),
        ({"words": "Zabelin\nZa"}, "“Za” is too short"),
        ({"words": "Zabelin", "reason": ""}, "This field is required."),
        ({"words": "Zabelin", "reason": "   "}, "This field is required."),
        ({"words": "Zabelin", "reason": "Zabelin asked."}, "readers see the reason"),
        ({"words": "Zabe\0lin"}, "Null characters are not allowed."),
        ({"person": "nobody"}, "There is no person “nobody”"),
        ({"person": "harbour-office"}, "not a person"),
    ],
)
def test_an_invalid_request_gets_a_message_and_the_form_stays_filled_in(
    boss: Client, fields: dict[str, str], told: str
) -> None:
    make.actor("Harbour Office", kind="organization")
    make.event("Zabelin resigns")
    page = preview(boss, **fields)
    assertContains(page, told)
    if "person" in fields:
        assertContains(page, f'value="{fields["person"]}"')
    assert Event.objects.get().title == "Zabelin resigns"


def test_words_that_are_not_found_leave_nothing_to_confirm(boss: Client) -> None:
    page = preview(boss, words="Zabelin")
    assertContains(page, "The words were not found anywhere on this site.")
    assertNotContains(page, 'name="previewed"')


def test_the_list_of_actors_opens_the_page_with_the_chosen_person(boss: Client) -> None:
    one, two = make.actor(NAME), make.actor("Taro Kono")
    office = make.actor("Harbour Office", kind="organization")
    assertContains(boss.get(admin("timeline_actor")), "Remove for legal or privacy reasons…")
    sent = {"action": "remove_person", "_selected_action": [one.pk]}
    page = boss.post(admin("timeline_actor"), sent, follow=True)
    assertContains(page, 'value="grigori-zabelin"')
    for chosen in ([one.pk, two.pk], [office.pk]):
        page = boss.post(admin("timeline_actor"), sent | {"_selected_action": chosen}, follow=True)
        assertContains(page, "Choose one person")
    assert Actor.objects.count() == 3


def test_the_log_says_who_did_it_without_the_words(boss: Client) -> None:
    make.event("Zabelin resigns")
    confirm(boss, preview(boss, words="Zabelin"))
    entry = LogEntry.objects.get()
    assert entry.user.get_username() == "chief"
    assert "Zabelin" not in f"{entry.object_repr} {entry.change_message}"
    assertContains(boss.get("/admin/"), "Removal for legal or privacy reasons")


def test_the_page_has_no_script_and_no_style_in_it(boss: Client) -> None:
    make.event("Zabelin resigns")
    for page in (boss.get(PAGE), preview(boss, words="Zabelin"), confirm(boss, preview(boss, words="Zabelin"))):
        content = page.content.decode().partition('<div id="content-main"')[2]
        assert "<script" not in content
        assert "style=" not in content
        assert "<style" not in content
