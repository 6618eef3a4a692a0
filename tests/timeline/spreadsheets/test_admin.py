"""Import and export in the admin: preview, confirmation, permissions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from articles.spreadsheets import read_table, sheets
from tests.factories import actor, article, event
from timeline.models import Actor, Event

pytestmark = pytest.mark.django_db

IMPORT, EXPORT, LIST = (f"/admin/timeline/event/{page}" for page in ("import/", "export/", ""))
TWO = "slug,title,summary,date,status,articles\ntalks,Talks in Kazan,They met.,2025-03,published,report\n"


def send(client: Client, text: str, address: str = IMPORT, **fields: Any) -> Any:
    return client.post(address, {"file": SimpleUploadedFile("events.csv", text.encode()), **fields})


def find_token(page: Any) -> str:
    return re.search('name="looked_at" value="([^"]+)"', page.content.decode())[1]


def sign_in_with(*names: str) -> Client:
    user = User.objects.create_user("helper", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def test_a_file_is_previewed_and_then_imported(admin_client):
    article(slug="report")
    page = send(admin_client, TWO, reason="Sent by the institute")
    assertContains(page, "nothing has been imported yet")
    assertContains(page, "Talks in Kazan")
    assertContains(page, "Readers see it immediately.")
    assert not Event.objects.exists()
    answer = admin_client.post(IMPORT, {"looked_at": find_token(page)}, follow=True)
    assertRedirects(answer, LIST)
    assertContains(answer, "Imported. 1 row: 1 new")
    version = Event.objects.public().get(slug="talks").history.first()
    assert (version.history_user.username, version.history_change_reason) == ("admin", "Sent by the institute")


def test_an_invalid_row_is_reported_and_nothing_can_be_imported(admin_client):
    page = send(admin_client, TWO)
    assertContains(page, "Nothing was imported: some rows are invalid")
    assertContains(page, "No article has the slug “report”")
    assertNotContains(page, "Import these rows")


def test_if_a_record_was_changed_meanwhile_the_preview_is_shown_again(admin_client):
    event("Talks", slug="talks")
    page = send(admin_client, "slug,title\ntalks,Talks in Kazan\n")
    Event.objects.update(title="Talks in Sochi")
    again = admin_client.post(IMPORT, {"looked_at": find_token(page)})
    assertContains(again, "somebody has changed records since the preview")
    assertContains(again, "<del>Talks in Sochi</del>")
    assert Event.objects.get().title == "Talks in Sochi"
    admin_client.post(IMPORT, {"looked_at": find_token(again)})
    assert Event.objects.get().title == "Talks in Kazan"


def test_the_same_file_confirmed_twice_does_nothing_the_second_time(admin_client):
    article(slug="report")
    page = send(admin_client, TWO)
    admin_client.post(IMPORT, {"looked_at": find_token(page)})
    again = admin_client.post(IMPORT, {"looked_at": find_token(page)})
    assertContains(again, "1 row: 0 new, 0 changed, 1 unchanged, 0 invalid")
    assert Event.objects.get().history.count() == 1


def test_a_preview_cannot_be_forged_or_used_by_somebody_else(admin_client):
    article(slug="report")
    token = find_token(send(admin_client, TWO))
    other = sign_in_with("view_event", "add_event", "change_event", "add_citation", "delete_citation")
    for client, sent, address in (
        (admin_client, token[:-2], IMPORT),
        (admin_client, "x", IMPORT),
        (admin_client, token, "/admin/timeline/actor/import/"),
        (other, token, IMPORT),
    ):
        assertContains(client.post(address, {"looked_at": sent}, follow=True), "Upload the file again")
    assert not Event.objects.exists()


@pytest.mark.parametrize("page", [IMPORT, EXPORT])
def test_the_pages_need_permissions(page):
    assert sign_in_with("view_event").get(IMPORT).status_code == 403
    assert Client().get(page).status_code == 302


def test_importing_events_needs_permissions_for_citations_too():
    client = sign_in_with("view_event", "add_event", "change_event")
    assert client.get(IMPORT).status_code == 403
    assert client.get(EXPORT).status_code == 200


def test_an_export_has_the_records_of_the_list_with_its_filters(admin_client):
    event("Talks", slug="talks", kind="talks")
    event("A visit", slug="visit", kind="visit")
    assertContains(admin_client.get(f"{LIST}?kind__exact=visit"), "export/?kind__exact=visit")
    for file_format in ("csv", "xlsx"):
        sent = admin_client.post(f"{EXPORT}?kind__exact=visit", {"format": file_format})
        assert [row[0] for row in read_table(sent.content).rows] == ["visit"]
        assert re.search(rf'filename="events-[\d-]+\.{file_format}"', sent["Content-Disposition"])
    assert admin_client.post(EXPORT, {"format": "csv"}).content.startswith(b"\xef\xbb\xbfslug,title")
    assert len(read_table(admin_client.post(f"{EXPORT}?q=talks", {"format": "csv"}).content).rows) == 1


@pytest.mark.parametrize("query", ["?nonsense=1", "?kind__exact=%00", "?p=x", "?status__exact=", "?date__regex=("])
def test_an_invalid_filter_is_no_error(admin_client, query):
    assert admin_client.get(EXPORT + query).status_code in (200, 302, 400)


def test_every_list_with_a_sheet_has_links_to_import_and_export(admin_client):
    actor()
    for sheet in sheets().values():
        opts = sheet._meta.model._meta
        base = f"/admin/{opts.app_label}/{opts.model_name}/"
        page = admin_client.get(base)
        assertContains(page, f'href="{base}import/"')
        assertContains(page, f'href="{base}export/')
        for address in (f"{base}import/", f"{base}export/"):
            assertContains(admin_client.get(address), "Columns of the spreadsheet")


def test_the_pages_comply_with_the_content_security_policy(admin_client):
    article(slug="report")
    event("Talks", slug="stays")
    pages = [
        admin_client.get(IMPORT),
        admin_client.get(EXPORT),
        send(admin_client, TWO),
        send(admin_client, "slug\n,\n"),
    ]
    for page in pages:
        html = re.sub(r"<script[^>]* src=[^>]*></script>", "", page.content.decode())
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script", html)


@pytest.mark.parametrize("data", [{}, {"file": "no file"}, {"format": "doc"}, {"looked_at": ""}])
def test_no_uploaded_file_causes_a_server_error(admin_client, data):
    for address in (IMPORT, EXPORT):
        assert admin_client.post(address, data).status_code in (200, 302)


def test_markup_in_a_cell_is_escaped(admin_client):
    page = send(admin_client, "slug,name\nputin,<script>alert(1)</script>\n", "/admin/timeline/actor/import/")
    assertContains(page, "&lt;script&gt;alert(1)&lt;/script&gt;")
    assert not Actor.objects.exists()


def test_too_many_new_rows_for_the_page_can_be_imported_by_the_command(admin_client, tmp_path):
    rows = "".join(f"actor-{n},Actor {n}\n" for n in range(201))
    page = send(admin_client, f"slug,name\n{rows}", "/admin/timeline/actor/import/")
    assertContains(page, "201 rows are new. This page can store at most 200")
    assert not Actor.objects.exists()
    file = tmp_path / "actors.csv"
    file.write_text(f"slug,name\n{rows}")
    call_command("import_sheet", "actors", str(file))
    assert Actor.objects.count() == 201
