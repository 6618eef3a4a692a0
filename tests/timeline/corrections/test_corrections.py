"""What changed in published records, when and why: told to readers, without names and without drafts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from articles.models import ArticleText
from tests import factories as make
from timeline.corrections import recording
from timeline.maintenance import shipped_data
from timeline.models import Actor, Correction, Event, Quote

from ..admin.test_admin import TEXT, admin, editor
from ..admin.test_two_editors import address, opened

__all__ = ["editor"]  # the fixture
pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"

Saving = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def saving(django_capture_on_commit_callbacks: Any) -> Saving:
    """As if what stands in it were one transaction: a test is one that never ends."""

    @contextmanager
    def one_transaction() -> Iterator[None]:
        connection.run_on_commit.clear()
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return one_transaction


def published() -> Event:
    event = make.event("Talks in Tokyo", cites=make.article(TEXT, title="The report"), topics=[make.topic("Islands")])
    words = "missile defence is no way out"
    make.quote(words, of=event, by=make.actor("Sergei Lavrov", country="RU"), slug="no-way-out")
    return event


def change(editor: Client, saving: Saving, record: Any, **fields: Any) -> Any:
    with saving():
        return editor.post(address(record), opened(editor, record) | fields)


def fields_told() -> list[tuple[str, str, str]]:
    return [(one["field"], one["before"], one["after"]) for one in Correction.objects.get().changes]


def test_a_change_of_a_published_event_is_listed_with_both_values_and_the_reason(
    editor: Client, saving: Saving
) -> None:
    event = published()
    change(editor, saving, event, title="Talks in Kyoto", place="Kyoto", reason="The source says Kyoto.")
    page = editor.get("/corrections/")
    assertContains(page, "<del>Tokyo</del>")
    assertContains(page, "<ins>Kyoto</ins>")
    assertContains(page, "Reason: The source says Kyoto.")
    assertContains(page, event.get_absolute_url())
    assertNotContains(page, "editor")
    assert fields_told() == [("title", "Talks in Tokyo", "Talks in Kyoto"), ("place", "", "Kyoto")]


def test_one_save_is_one_correction_however_many_records_it_touches(editor: Client, saving: Saving) -> None:
    event, other = published(), make.topic("Peace treaty")
    sent = {"summary": "They met.", "topics": [other.pk], "quotes-0-note": "Said twice.", "reason": "Read again."}
    change(editor, saving, event, **sent)
    assert fields_told() == [
        ("summary", "It happened.", "They met."),
        ("topics", "Islands", "Peace treaty"),
        ("note", "", "Said twice."),
    ]


def test_without_a_reason_a_change_that_readers_see_is_not_saved(editor: Client, saving: Saving) -> None:
    event = published()
    page = change(editor, saving, event, summary="They met.")
    assertContains(page, "Enter a reason: readers will see this change.")
    assertContains(page, "They met.")
    assertNotContains(page, "successfully")
    event.refresh_from_db()
    assert event.summary == "It happened."
    assert event.history.filter(summary="They met.").count() == 0
    assert not Correction.objects.exists()


def test_a_change_of_only_a_statement_requires_a_reason_too(editor: Client, saving: Saving) -> None:
    quote = published().quotes.get()
    assertContains(change(editor, saving, quote, venue="Tokyo"), "Enter a reason: readers will see this change.")
    assertContains(change(editor, saving, quote.event, **{"quotes-0-venue": "Tokyo"}), "Enter a reason")
    change(editor, saving, quote, venue="Tokyo", reason="As the ministry writes.")
    assert fields_told() == [("venue", "", "Tokyo")]
    assertContains(editor.get("/corrections/"), "Statement (Sergei Lavrov, 23 October 2007)")


def test_a_typo_needs_no_other_reason(editor: Client, saving: Saving) -> None:
    change(editor, saving, published(), summary="It happened!", slip="1")
    assert Correction.objects.get().reason == "Typing error; the meaning is unchanged."


def test_saving_without_a_change_needs_no_reason_and_makes_no_correction(editor: Client, saving: Saving) -> None:
    assert change(editor, saving, published()).status_code == 302
    assert not Correction.objects.exists()


def test_drafts_and_a_first_publication_are_not_listed(editor: Client, saving: Saving) -> None:
    event = make.event("Draft", status="draft")
    change(editor, saving, event, summary="They met.")
    change(editor, saving, event, status="published")
    event.refresh_from_db()
    assert event.status == "published"
    assert not Correction.objects.exists()


def test_the_reason_is_in_the_history_for_editors(editor: Client, saving: Saving) -> None:
    event = published()
    change(editor, saving, event, summary="They met.", reason="The source says so. " * 10)
    assert event.history.first().history_change_reason.startswith("The source says so.")
    assertContains(editor.get(address(event, "history")), "The source says so.")


def test_withdrawing_an_event_leaves_its_title_and_hides_what_was_changed_before(
    editor: Client, saving: Saving
) -> None:
    event = published()
    change(editor, saving, event, summary="They met in secret.", reason="First.")
    change(editor, saving, event, status="draft", reason="The report was taken back.")
    page = editor.get("/corrections/")
    assertContains(page, "Talks in Tokyo")
    assertContains(page, "The report was taken back.")
    assertContains(page, "The record has since been withdrawn")
    assertNotContains(page, "They met in secret.")
    assertNotContains(page, event.get_absolute_url())
    assertNotContains(editor.get("/corrections.atom"), "They met in secret.")
    change(editor, saving, event, status="published")
    assert Correction.objects.first().kind == "again"


def test_a_withdrawn_statement_is_listed_without_its_words(editor: Client, saving: Saving) -> None:
    event = published()
    change(editor, saving, event.quotes.get(), venue="A secret place", reason="First.")
    change(editor, saving, event, **{"quotes-0-DELETE": "on", "reason": "It was somebody else."})
    page = editor.get("/corrections/")
    assertContains(page, "Statement (Sergei Lavrov, 23 October 2007)", count=2)
    assertNotContains(page, "missile defence")
    assertNotContains(page, "A secret place")


def test_deleting_a_published_event_requires_a_reason_and_is_listed(editor: Client, saving: Saving) -> None:
    event = published()
    assertContains(editor.post(address(event, "delete"), {"post": "yes"}), "Enter a reason for deleting it")
    with saving():
        editor.post(address(event, "delete"), {"post": "yes", "reason": "Entered twice."})
    made = Correction.objects.get()
    assert (made.kind, made.title, made.reason, made.changes) == ("withdrawn", "Talks in Tokyo", "Entered twice.", [])
    with saving():
        editor.post(admin("timeline_event", "restore", Event.history.first().pk))
    assert [made.kind for made in Correction.objects.all()] == ["again", "withdrawn"]


@pytest.mark.parametrize("action", ["return_to_draft", "delete_selected"])
def test_withdrawing_several_at_once_needs_a_reason(editor: Client, saving: Saving, action: str) -> None:
    sent = {"action": action, "_selected_action": [published().pk, make.event("Other").pk], "post": "yes"}
    page = editor.post(admin("timeline_event"), sent, follow=True)
    assertContains(page, "Enter a reason in the field next to the action")
    assert Event.objects.public().count() == 2
    with saving():
        editor.post(admin("timeline_event"), sent | {"reason": "Not ours to tell."})
    assert not Event.objects.public().exists()
    assert {(made.kind, made.reason) for made in Correction.objects.all()} == {("withdrawn", "Not ours to tell.")}


def test_an_anchor_that_is_found_again_is_not_a_correction(saving: Saving) -> None:
    published()
    with saving():
        held = ArticleText.objects.get()
        held.body = "Nothing of the kind."
        held.save()
    assert Quote.objects.get().anchor_state == "missing"
    assert not Correction.objects.exists()


def test_a_save_by_the_program_is_listed_without_a_reason(client: Client, saving: Saving) -> None:
    event = published()
    with saving():
        event.actors.add(Actor.objects.get())
    assertContains(client.get("/corrections/"), "No reason was given.")
    assert fields_told() == [("actors", "", "Sergei Lavrov")]


def test_a_rolled_back_change_is_not_listed(saving: Saving) -> None:
    event = published()
    with saving(), transaction.atomic():
        event.summary = "Never stored."
        event.save()
        transaction.set_rollback(True)
    assert not Correction.objects.exists()


def test_loading_the_shipped_data_again_corrects_nothing(saving: Saving) -> None:
    with saving():
        shipped_data.load(shipped_data.ARTICLES)
    with saving():
        shipped_data.load(shipped_data.ARTICLES)
    assert not Correction.objects.exists()


def test_each_entry_has_its_own_address(client: Client) -> None:
    made = Correction.objects.create(record=1, title="Gone", kind="withdrawn", reason="Twice.")
    assertContains(client.get("/corrections/"), f'id="correction-{made.pk}"')
    assertContains(client.get(made.get_absolute_url()), "Gone")
    assert client.get("/corrections/99/").status_code == 404
    assert client.get(f"/corrections/{10**30}/").status_code == 404


def test_an_empty_list_says_so(client: Client) -> None:
    assertContains(client.get("/corrections/"), "There have been no corrections so far.")
    assertContains(client.get("/"), 'href="/corrections/"')


@pytest.mark.parametrize(
    ("number", "status"), [("1", 200), ("2", 200), ("3", 404), ("0", 400), ("x", 400), ("-1", 400)]
)
def test_pages_are_numbered(client: Client, number: str, status: int) -> None:
    Correction.objects.bulk_create(Correction(record=1, title=f"Event {n}", kind="withdrawn") for n in range(30))
    assert client.get("/corrections/", {"page": number}).status_code == status


def test_many_entries_take_as_few_queries_as_one(client: Client, django_assert_num_queries: Any) -> None:
    def told_of(event: Event) -> None:
        quote = make.quote(of=event)
        change = {"of": "statements", "key": quote.pk, "name": "X", "field": "note", "before": "", "after": "b"}
        Correction.objects.create(record=event.pk, title=event.title, changes=[change])

    told_of(make.event())
    for address_ in ("/corrections/", "/corrections.atom"):
        with CaptureQueriesContext(connection) as few:
            client.get(address_)
        for _ in range(4):
            told_of(make.event())
        with django_assert_num_queries(len(few)):
            client.get(address_)


def test_the_feed_is_atom_with_absolute_addresses_and_permanent_ids(editor: Client, saving: Saving) -> None:
    event = published()
    change(editor, saving, event, summary="They met & “talked” <long>.\x0b", reason="Read again.")
    response = editor.get("/corrections.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    (entry,) = feed.findall(f"{ATOM}entry")
    made = Correction.objects.get()
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/corrections/{made.pk}/"
    assert "They met &amp; “talked” &lt;long&gt;." in entry.find(f"{ATOM}summary").text
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert "Reason: Read again." in entry.find(f"{ATOM}summary").text
    assert {feed.find(f"{ATOM}{name}").text is not None for name in ("id", "title", "updated")} == {True}
    assert entry.find(f"{ATOM}author") is None or "editor" not in ElementTree.tostring(entry, "unicode")
    again = ElementTree.fromstring(editor.get("/corrections.atom").content)
    assert again.find(f"{ATOM}entry/{ATOM}id").text == entry.find(f"{ATOM}id").text


def test_markup_in_a_record_is_shown_and_not_run(client: Client) -> None:
    event = make.event()
    change = {"of": "event", "key": None, "name": "", "field": "note", "before": "<b>x</b>", "after": "<script>"}
    Correction.objects.create(record=event.pk, title="<i>", reason="<u>", changes=[change])
    page = client.get("/corrections/").content.decode()
    assert not {"<script>", "<b>", "<i>", "<u>"} & set(re.findall(r"<[^>]+>", page))
    assert "&lt;" in page


@pytest.mark.django_db(transaction=True)
def test_the_end_of_a_transaction_records_the_correction() -> None:
    event = published()
    Correction.objects.all().delete()  # here the statement was added after the event was published
    with recording.give_reason("Read again."):
        event.summary = "They met."
        event.save()
    assert Correction.objects.get().reason == "Read again."
