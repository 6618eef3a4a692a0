"""Undoing what a misused account has changed: all of it, and nothing of what others have done."""

from __future__ import annotations

from typing import Any

import pytest

from articles import trash
from articles.models import Article, ArticleText
from tests import factories as make
from timeline.maintenance.account_undo import UndoOutcome
from timeline.models import Actor, Citation, Event, Proposal, Quote, Topic

from .accounts import WORDS, People, entry_of, outcomes, people, save, talks, work_of

__all__ = ["people"]  # the fixture
pytestmark = pytest.mark.django_db


# ---- changed


def test_a_changed_field_gets_the_value_it_had_before_the_first_change(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense", place="Nowhere")
        save(event, title="More nonsense")
    report = people.undo()
    event.refresh_from_db()
    assert (event.title, event.place) == ("Talks in Tokyo", "")
    (entry,) = report.entries
    assert entry.outcome == UndoOutcome.CHANGED
    assert [str(change) for change in entry.changes] == [
        "Title: More nonsense → Talks in Tokyo",
        "Place: Nowhere → (nothing)",
    ]


def test_earlier_changes_of_the_account_stay(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Talks in Kyoto")
    people.begin()
    with work_of(people.ed):
        save(event, title="Nonsense")
    people.undo()
    event.refresh_from_db()
    assert event.title == "Talks in Kyoto"


def test_a_field_that_somebody_else_has_changed_since_stays_and_is_listed(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense", summary="Nonsense.")
    with work_of(people.anna):
        save(event, title="Talks in Kyoto")
    report = people.undo()
    event.refresh_from_db()
    assert (event.title, event.summary) == ("Talks in Kyoto", "It happened.")
    (entry,) = report.entries
    assert [change.label for change in entry.changes] == ["Summary"]
    assert entry.notes[0].startswith("Title stays as it is: changed since by anna (")


def test_the_last_value_by_somebody_else_is_restored_not_an_older_one(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense")
    with work_of(people.anna):
        save(event, title="Talks in Kyoto")
    with work_of(people.ed):
        save(event, title="Nonsense again")
    people.undo()
    event.refresh_from_db()
    assert event.title == "Talks in Kyoto"


def test_a_field_that_somebody_else_has_corrected_already_is_not_listed(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense")
    with work_of(people.anna):
        save(event, title="Talks in Tokyo")
    assert people.undo().entries == []


def test_a_value_that_is_in_no_version_stays(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        save(event, title="Nonsense")
    Event.objects.update(title="Changed past the history")
    report = people.undo()
    event.refresh_from_db()
    assert event.title == "Changed past the history"
    assert "the history does not say by whom" in entry_of(report, event).notes[0]


def test_related_records_alone_are_restored(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        event.topics.set([make.topic("Peace treaty")])
        event.actors.set(Actor.objects.all())
    before = event.topics.get()
    report = people.undo()
    assert [topic.name for topic in event.topics.all()] == ["Islands"]
    assert not event.actors.exists()
    assert not Topic.objects.filter(pk=before.pk).exists()
    assert [str(change) for change in entry_of(report, event).changes] == [
        "Topics: Peace treaty → Islands",
        "Actors: Sergei Lavrov → (nothing)",
    ]


def test_a_link_to_another_record_is_restored(people: People) -> None:
    talks(people)
    quote = Quote.objects.get()
    with work_of(people.ed):
        save(quote, speaker=make.actor("Somebody Else"))
    report = people.undo()
    quote.refresh_from_db()
    assert quote.speaker.name == "Sergei Lavrov"
    assert str(entry_of(report, quote).changes[0]) == "Speaker: Somebody Else → Sergei Lavrov"
    assert not Actor.objects.filter(name="Somebody Else").exists()


def test_a_link_to_a_deleted_record_is_listed_and_the_record_does_not_change(people: People) -> None:
    talks(people)
    quote, lavrov = Quote.objects.get(), Actor.objects.get()
    with work_of(people.ed):
        save(quote, speaker=make.actor("Somebody Else"), note="Nonsense.")
    with work_of(people.anna):
        lavrov.delete()
    report = people.undo()
    quote.refresh_from_db()
    assert (quote.speaker.name, quote.note) == ("Somebody Else", "Nonsense.")
    assert entry_of(report, quote).notes == ["Speaker was Sergei Lavrov (deleted). Restore that first."]


def test_a_slug_is_restored(people: People, client: Any) -> None:
    event = talks(people)
    address = event.get_absolute_url()
    with work_of(people.ed):
        save(event, slug="nonsense")
    people.undo()
    assert client.get(address).status_code == 200


def test_a_slug_that_the_account_gave_to_its_own_record_is_restored(people: People) -> None:
    event = talks(people)
    slug = event.slug
    with work_of(people.ed):
        save(event, slug="hidden")
        make.event("A false one", slug=slug, cites=False)
    report = people.undo()
    event.refresh_from_db()
    assert event.slug == slug
    assert Event.objects.count() == 1
    assert outcomes(report) == [(UndoOutcome.CHANGED, "event"), (UndoOutcome.DELETED, "event")]


def test_a_slug_that_others_have_used_since_is_listed(people: People) -> None:
    event = talks(people)
    slug = event.slug
    with work_of(people.ed):
        save(event, slug="hidden", title="Nonsense")
    with work_of(people.anna):
        make.event("Another", slug=slug)
    report = people.undo()
    event.refresh_from_db()
    assert (event.slug, event.title) == ("hidden", "Nonsense")  # nothing is half done
    assert entry_of(report, event).notes == ["Slug: Event with this Slug already exists."]


def test_words_and_their_place_are_restored_without_a_stored_text(people: People) -> None:
    """As in the shipped data: places stand in it, texts do not."""
    event = talks(people)
    quote = Quote.objects.get()
    place, around = quote.anchor, (quote.lead, quote.tail)
    ArticleText.objects.all().delete()
    people.begin()
    with work_of(people.ed):
        save(quote, exact="other words", kind="indirect")
    assert quote.start is None
    people.undo()
    quote.refresh_from_db()
    assert (quote.anchor, (quote.lead, quote.tail)) == (place, around)
    assert event.quotes.count() == 1


def test_a_statement_that_became_a_paraphrase_is_verbatim_again(people: People) -> None:
    talks(people)
    quote = Quote.objects.get()
    with work_of(people.ed):
        save(quote, kind="paraphrase", exact="", paraphrase="He liked it.")
    people.undo()
    quote.refresh_from_db()
    assert (quote.kind, quote.exact, quote.paraphrase, quote.anchor_state) == ("indirect", WORDS, "", "verified")


def test_words_that_are_no_longer_in_the_text_are_listed(people: People) -> None:
    talks(people)
    quote, held = Quote.objects.get(), ArticleText.objects.get()
    with work_of(people.ed):
        save(quote, kind="paraphrase", exact="", paraphrase="He liked it.")
    with work_of(people.anna):
        save(held, body="Nothing of the kind.")
    report = people.undo()
    quote.refresh_from_db()
    assert quote.paraphrase == "He liked it."
    (entry,) = report.entries
    assert (entry.outcome, entry.notes[0][:12]) == (UndoOutcome.LEFT, "Exact words:")


def test_the_decision_on_a_proposal_is_restored(people: People) -> None:
    event = talks(people)
    with work_of(people.anna):
        article = event.citations.get().article
        proposal = Proposal.objects.create(article=article, exact="Japan listened", state="accepted", event=event)
    people.begin()
    with work_of(people.ed):
        save(proposal, state="rejected", event=None)
    people.undo()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.event) == ("accepted", event)


def test_a_change_at_the_beginning_of_a_history_is_listed(people: People) -> None:
    event = talks(people)
    event.history.all().delete()
    with work_of(people.ed):
        save(event, title="Nonsense")
    report = people.undo()
    assert "the previous values are not known" in entry_of(report, event).notes[0]


# ---- created


def test_a_created_record_is_deleted_with_its_dependants(people: People) -> None:
    with work_of(people.ed):
        make.quote("Nonsense", by=make.actor("A False One"))
    report = people.undo()
    assert not any(model.objects.exists() for model in (Event, Quote, Citation, Actor, Article))
    assert {outcome for outcome, _kind in outcomes(report)} == {UndoOutcome.DELETED}


def test_deleted_records_are_in_the_trash(people: People) -> None:
    with work_of(people.ed):
        topic = make.topic("Nonsense")
    people.undo()
    version = Topic.history.get(id=topic.pk, history_type="-")
    assert version.history_user == people.root
    assert version.history_change_reason == "[undo] Changes of an account that was misused were undone."


def test_a_created_record_that_somebody_else_has_changed_stays(people: People) -> None:
    with work_of(people.ed):
        event = make.event("Talks in Tokyo", cites=False)
    with work_of(people.anna):
        save(event, summary="They met.")
    with work_of(people.ed):
        save(event, summary="Nonsense.")
    report = people.undo()
    event.refresh_from_db()
    assert event.summary == "They met."
    (entry,) = report.entries
    assert "it has since been changed by anna" in entry.notes[0]


def test_a_created_record_that_others_use_stays(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        speaker, topic = make.actor("Taro Kono"), make.topic("Missiles")
        own = make.event("Talks in Kyoto", cites=False)
    with work_of(people.anna):
        quote = make.quote("The talks", of=event, by=speaker, kind="paraphrase")
        event.topics.add(topic)
        make.quote("Other talks", of=own, by=Actor.objects.first(), kind="paraphrase", article=quote.article)
    report = people.undo()
    assert Actor.objects.filter(pk=speaker.pk).exists()
    assert Topic.objects.filter(pk=topic.pk).exists()
    assert Quote.objects.count() == 3
    assert all("other records depend on it" in entry_of(report, one).notes[0] for one in (speaker, topic, own))


def test_a_statement_of_the_account_in_somebody_elses_event_is_deleted(people: People) -> None:
    event = talks(people)
    with work_of(people.ed):
        make.quote("Nonsense", of=event, by=Actor.objects.get(), kind="paraphrase")
    people.undo()
    assert [quote.slug for quote in event.quotes.all()] == ["no-way-out"]


def test_a_statement_made_from_a_proposal_is_deleted_and_the_proposal_stays(people: People) -> None:
    event = talks(people)
    with work_of(people.anna):
        article = event.citations.get().article
        proposal = Proposal.objects.create(article=article, exact="Japan listened", event=event)
    people.begin()
    with work_of(people.ed):
        quote = make.quote("Japan listened", of=event, by=Actor.objects.get(), article=article)
        save(proposal, state="accepted", quote=quote)
    people.undo()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.quote) == ("open", None)
    assert not Quote.objects.filter(pk=quote.pk).exists()


def test_a_record_restored_from_the_trash_is_deleted_again(people: People) -> None:
    with work_of(people.anna):
        topic = make.topic("Nonsense")
        topic.delete()
    people.begin()
    with work_of(people.ed):
        save(trash.restore(Topic.history.filter(history_type="-").get()), name="More nonsense")
    assert outcomes(people.undo()) == [(UndoOutcome.DELETED, "topic")]
    assert not Topic.objects.exists()
