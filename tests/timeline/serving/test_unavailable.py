"""The database cannot be asked: readers and editors are told so, and nothing that was typed is lost."""

from __future__ import annotations

import sqlite3
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from lxml import html
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import event
from timeline.models import Topic
from timeline.serving import unavailable

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client) -> Client:
    """What goes wrong is answered, as it is for readers."""
    client.raise_request_exception = False
    return client


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", refused)


@pytest.fixture
def editor(browser: Client, admin_user: Any) -> Client:
    browser.force_login(admin_user)
    return browser


def caused(cause: Exception, kind: type[Exception] = OperationalError) -> Exception:
    error = kind(str(cause))
    error.__cause__ = cause
    return error


def of_sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize("address", ["/", "/?topic=islands", "/actors/", "/compare/", "/sitemap.xml"])
def test_a_reader_sees_a_page_that_says_to_try_again(browser, no_database, address):
    answer = browser.get(address)
    assertContains(answer, "Please try again in a moment", status_code=503)
    assert int(answer["Retry-After"]) > 0
    assert answer["Cache-Control"] == "no-store"
    assertContains(answer, f'href="{address}"', status_code=503)


def test_an_editor_who_opens_a_page_sees_that_nothing_is_lost(editor, no_database):
    answer = editor.get("/admin/timeline/event/")
    assertContains(answer, "Nothing that was saved is lost", status_code=503)
    assertNotContains(answer, 'method="post"', status_code=503)


def test_a_form_comes_back_complete_and_sends_the_same_again(editor, no_database):
    typed = {
        "csrfmiddlewaretoken": "the-token-of-the-form",
        "title": 'Talks in "Tokyo" <b>& Osaka</b>',
        "summary": "First line\r\nsecond line\r\n\r\n日本",
        "topics": ["1", "2"],
        "place": "",
        "_save": "Save",
    }
    answer = editor.post("/admin/timeline/event/add/?topics=1", typed)
    assertContains(answer, "Nothing was saved", status_code=503)
    (form,) = [one for one in html.fromstring(answer.content.decode()).forms if one.method == "POST"]
    assert form.action == "/admin/timeline/event/add/?topics=1"
    sent = form.form_values()
    assert ("title", typed["title"]) in sent
    assert ("place", "") in sent
    assert ("csrfmiddlewaretoken", "the-token-of-the-form") in sent
    assert ("_save", "Save") in sent
    assert [value for name, value in sent if name == "topics"] == ["1", "2"]
    (summary,) = [value for name, value in sent if name == "summary"]
    assert summary.split() == typed["summary"].split()
    assertNotContains(answer, "<b>& Osaka</b>", status_code=503)


def test_a_form_can_be_sent_again_once_the_database_is_back(editor, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(BaseDatabaseWrapper, "cursor", lambda *_a, **_k: (_ for _ in ()).throw(OperationalError()))
        answer = editor.post("/admin/timeline/topic/add/", {"name": "Islands", "slug": "islands", "_save": "Save"})
    assert answer.status_code == 503
    (form,) = [one for one in html.fromstring(answer.content.decode()).forms if one.method == "POST"]
    assert not Topic.objects.exists()
    editor.post("/admin/timeline/topic/add/", dict(form.form_values()))
    assert Topic.objects.get().name == "Islands"


def test_a_file_must_be_chosen_again(editor, no_database):
    sheet = SimpleUploadedFile("events-2007.csv", b"title\n")
    answer = editor.post("/admin/timeline/event/import/", {"file": sheet, "format": "csv"})
    assertContains(answer, "choose them again: events-2007.csv", status_code=503)
    assertNotContains(answer, '<form method="post"', status_code=503)


def test_a_password_is_never_written_into_the_page(browser, no_database):
    answer = browser.post("/admin/login/", {"username": "anna", "password": "a long password"})
    assertNotContains(answer, "a long password", status_code=503)
    assertContains(answer, "Go back, wait a moment", status_code=503)


def test_after_a_failed_commit_the_page_says_that_the_change_may_be_stored():
    class Broken:
        def _commit(self) -> None:
            raise OperationalError("server closed the connection unexpectedly")

        def cursor(self) -> None:
            raise OperationalError("connection refused")

    with pytest.raises(OperationalError) as while_storing:
        Broken()._commit()
    with pytest.raises(OperationalError) as before:
        Broken().cursor()
    assert unavailable.may_be_stored(while_storing.value)
    assert not unavailable.may_be_stored(before.value)


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (OperationalError("connection refused"), True),
        (caused(psycopg.errors.AdminShutdown()), True),
        (caused(psycopg.errors.CannotConnectNow()), True),
        (caused(psycopg.errors.TooManyConnections()), True),
        (caused(psycopg.errors.DeadlockDetected()), True),
        (caused(psycopg.InterfaceError("the connection is closed"), InterfaceError), True),
        (caused(of_sqlite(sqlite3.SQLITE_BUSY)), True),
        (caused(of_sqlite(sqlite3.SQLITE_CANTOPEN)), True),
        (caused(of_sqlite(sqlite3.SQLITE_ERROR)), False),
        (caused(psycopg.errors.UndefinedTable(), ProgrammingError), False),
        (ProgrammingError("no such column"), False),
        (KeyError("title"), False),
    ],
)
def test_only_temporary_errors_count_as_temporary(error, passes):
    assert unavailable.is_temporary(error) is passes


def test_a_programming_error_is_not_called_an_outage(browser, monkeypatch):
    def mistaken(*_args: Any) -> None:
        raise KeyError("title")

    monkeypatch.setattr("timeline.pages.site.views.count_records", mistaken)
    assertContains(browser.get("/about/"), "<h1>Something went wrong</h1>", status_code=500)


def test_a_missing_table_is_not_called_an_outage(browser):
    event("Talks")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE timeline_revision RENAME TO timeline_elsewhere")
    answer = browser.get("/about/")
    assert answer.status_code == 500


def test_the_load_balancer_learns_whether_readers_can_be_served(browser, monkeypatch):
    answer = browser.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]
    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", lambda *_a, **_k: (_ for _ in ()).throw(OperationalError()))
    answer = browser.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"away\n")


def test_the_health_check_takes_one_query(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/healthz")
