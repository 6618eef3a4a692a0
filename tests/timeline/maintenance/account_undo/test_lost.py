"""What a misused account has deleted or overwritten comes back, with all that was lost with it."""

from __future__ import annotations

from typing import Any

import pytest

from articles.models import Article, ArticleText
from tests import factories as make
from tests.timeline.admin.test_admin import TEXT
from timeline.maintenance.account_undo import UndoOutcome
from timeline.models import Actor, Event, Quote, Redirect, Topic

from .accounts import WORDS, People, outcomes, people, save, talks, work_of

__all__ = ["people"]  # the fixture
pytestmark = pytest.mark.django_db


# ---- deleted


def test_a_deleted_event_comes_back_with_its_statements_and_citations(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        Event.objects.get().delete()
    report = people.undo()
    back = Event.objects.get()
    assert (back.pk, back.citations.count(), back.quotes.get().slug) == (event.pk, 1, "no-way-out")
    assert [topic.name for topic in back.topics.all()] == ["Islands"]
    assert [topic.name for topic in back.quotes.get().topics.all()] == ["Islands"]
    (entry,) = report.entries
    assert (entry.outcome, entry.notes) == (UndoOutcome.RESTORED, ["Restored with it: 1 × citation, 1 × statement."])


def test_a_changed_and_then_deleted_record_is_restored_unchanged(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense")
        event.topics.clear()
        event.delete()
    report = people.undo()
    back = Event.objects.get()
    assert (back.title, [topic.name for topic in back.topics.all()]) == ("Talks in Tokyo", ["Islands"])
    (entry,) = report.entries
    assert entry.outcome == UndoOutcome.RESTORED
    assert [change.label for change in entry.changes] == ["Title", "Topics"]


def test_a_record_deleted_with_those_it_depends_on_comes_back(people: People) -> None:
    talks(people)
    with work_of(people.ed):
        for model in (Event, Actor, Topic, ArticleText, Article):
            for record in model.objects.all():
                record.delete()
    report = people.undo()
    quote = Quote.objects.get()
    assert (quote.speaker.name, quote.event.title, quote.article.title) == (
        "Sergei Lavrov",
        "Talks in Tokyo",
        Article.objects.get().title,
    )
    assert [topic.name for topic in quote.topics.all()] == ["Islands"]
    left = [entry for entry in report.entries if entry.outcome == UndoOutcome.LEFT]
    assert [entry.kind for entry in left] == ["text of an article"]
    assert "the history does not contain texts" in left[0].notes[0]


def test_an_event_whose_slug_the_account_gave_to_a_false_one_comes_back(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        Event.objects.get().delete()
        make.event("A false one", slug=event.slug, cites=False)
    people.undo()
    assert Event.objects.get().title == "Talks in Tokyo"


def test_a_record_that_somebody_else_deleted_stays_deleted(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense")
    with work_of(people.anna):
        event.delete()
    report = people.undo()
    assert not Event.objects.exists()
    assert report.entries[0].notes[0].startswith("It has been deleted since: anna (")


def test_a_record_that_the_account_created_and_deleted_stays_deleted(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        make.quote("Nonsense", of=event, by=Actor.objects.get(), kind="paraphrase")
        event.delete()
    report = people.undo()
    assert [quote.slug for quote in Quote.objects.all()] == ["no-way-out"]
    assert outcomes(report) == [(UndoOutcome.RESTORED, "event")]


def test_a_topic_comes_back_to_its_events(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        Topic.objects.get().delete()
        save(event, title="Nonsense")
    people.undo()
    assert event.topics.get().name == "Islands"
    assert Event.objects.get().title == "Talks in Tokyo"


# ---- redirects


def redirects() -> set[tuple[str, str]]:
    return set(Redirect.objects.values_list("old", "new"))


def test_addresses_from_before_and_from_the_misuse_lead_to_the_event(people: People, client: Any) -> None:
    event = talks(people, slug="once")
    with work_of(people.anna):
        save(event, slug="now")
    people.begin()
    with work_of(people.ed):
        save(event, slug="nonsense")
        save(event, slug="more-nonsense")
    report = people.undo()
    assert redirects() == {("once", "now"), ("nonsense", "now"), ("more-nonsense", "now")}
    assert outcomes(report) == [(UndoOutcome.CHANGED, "event")]
    assert client.get("/events/now/").status_code == 200
    assert client.get("/events/nonsense/")["Location"] == "/events/now/"
    assert people.undo().entries == []


def test_a_name_that_the_account_reused_leads_to_its_former_record_again(people: People) -> None:
    event = talks(people, slug="now")
    with work_of(people.anna):
        other = make.event("Other talks", slug="once")
        save(other, slug="later")
    people.begin()
    with work_of(people.ed):
        save(event, slug="once")
    assert redirects() == {("now", "once")}
    people.undo()
    assert redirects() == {("once", "later")}


def test_a_slug_that_stays_keeps_its_redirect(people: People) -> None:
    event = talks(people, slug="now")
    with work_of(people.ed):
        save(event, slug="nonsense")
    with work_of(people.anna):
        save(event, slug="better")
    people.undo()
    assert redirects() == {("now", "better"), ("nonsense", "better")}


def test_redirects_that_the_account_itself_made_changed_and_deleted_are_undone(people: People) -> None:
    talks(people, slug="now")
    with work_of(people.anna):
        changed, deleted = (
            Redirect.objects.create(old_type="event", old=old, new="now") for old in ("changed", "deleted")
        )
    people.begin()
    with work_of(people.ed):
        Redirect.objects.create(old_type="event", old="made", new="now")
        save(changed, new="elsewhere")
        deleted.delete()
    people.undo()
    assert redirects() == {("changed", "now"), ("deleted", "now")}


# ---- texts


def test_a_replaced_text_is_restored_and_its_words_are_found_again(people: People) -> None:
    talks(people)
    held = ArticleText.objects.get()
    with work_of(people.ed):
        save(held, body="Nothing of the kind.")
    assert Quote.objects.get().anchor_state == "missing"
    report = people.undo()
    held.refresh_from_db()
    assert held.body == TEXT
    assert Quote.objects.get().anchor_state == "verified"
    assert outcomes(report) == [(UndoOutcome.CHANGED, "text of an article")]


def test_a_statement_changed_after_its_text_was_replaced_is_as_before(people: People) -> None:
    talks(people)
    held, quote = ArticleText.objects.get(), Quote.objects.get()
    with work_of(people.ed):
        save(held, body="He said: yes, we like missile defence very much.")
        quote = Quote.objects.get()
        save(quote, exact="we like missile defence", start=None, end=None, prefix="", suffix="")
    people.undo()
    quote.refresh_from_db()
    assert (quote.exact, quote.anchor_state) == (WORDS, "verified")


def test_a_text_that_was_replaced_twice_is_listed_as_lost(people: People) -> None:
    talks(people)
    held = ArticleText.objects.get()
    with work_of(people.ed):
        save(held, body="Nothing of the kind.")
        save(held, body="Nothing at all.")
    report = people.undo()
    held.refresh_from_db()
    assert held.body == "Nothing at all."
    assert "so the original is lost" in report.entries[0].notes[0]


def test_a_text_that_somebody_else_replaced_since_stays(people: People) -> None:
    talks(people)
    held = ArticleText.objects.get()
    with work_of(people.ed):
        save(held, body="Nothing of the kind.")
    with work_of(people.anna):
        save(held, body=f"{TEXT} The end.")
    report = people.undo()
    assert "it has been replaced again since: anna (" in report.entries[0].notes[0]


def test_an_added_text_is_removed(people: People) -> None:
    with work_of(people.anna):
        article = make.article()
    people.begin()
    with work_of(people.ed):
        ArticleText.objects.create(article=article, body="Nonsense.")
    report = people.undo()
    assert not ArticleText.objects.exists()
    assert report.entries[0].notes == ["The text cannot be restored from the trash."]


def test_a_text_that_others_have_quoted_stays(people: People) -> None:
    with work_of(people.anna):
        event = make.event("Talks")
    article = event.citations.get().article
    people.begin()
    with work_of(people.ed):
        ArticleText.objects.create(article=article, body=TEXT)
    with work_of(people.anna):
        make.quote(WORDS, of=event, article=article)
    report = people.undo()
    assert ArticleText.objects.exists()
    assert "others have quoted from it since" in report.entries[0].notes[0]
