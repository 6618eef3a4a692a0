"""Rules in the database and in `save()`, which nothing can bypass."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from tests.factories import actor, article, event, outlet, post, quote
from timeline.models import Citation, Event, Quote

pytestmark = pytest.mark.django_db

TEXT = 'Lavrov said Russia was opposed. Komura said Japan was opposed. Lavrov said "we are opposed" again.'


def test_words_not_in_the_held_text_cannot_be_saved():
    source = article(TEXT)
    with pytest.raises(ValidationError) as refused:
        quote("Russia was in favour", of=event(cites=source))
    assert "Russia was opposed" in str(refused.value)
    assert not Quote.objects.exists()


def test_words_found_twice_are_refused_until_an_editor_chooses_a_position():
    source = article(TEXT)
    with pytest.raises(ValidationError):
        quote("was opposed", of=event(cites=source))
    said = quote(
        "was opposed", of=event(cites=source), start=TEXT.rindex("was opposed"), end=TEXT.rindex("was opposed") + 11
    )
    assert (said.anchor_state, said.prefix[-6:]) == ("verified", "Japan ")


def test_words_that_are_found_get_their_position_and_context():
    said = quote("Russia was opposed", of=event(cites=article(TEXT)))
    assert (said.start, said.end, said.prefix, said.suffix[:8]) == (12, 30, "Lavrov said ", ". Komura")
    assert said.anchor_state == "verified"
    assert (said.lead, said.tail) == ("Lavrov said ", ".")


def test_words_of_an_article_without_a_text_are_marked_as_unheld():
    assert quote("anything").anchor_state == "unheld"


def test_a_kind_that_the_quotation_marks_contradict_is_refused():
    source = article(TEXT)
    said = quote("we are opposed", of=event(cites=source), kind="direct")
    said.full_clean()
    said.kind = "indirect"
    with pytest.raises(ValidationError, match="quoted"):
        said.full_clean()


def test_a_paraphrase_with_quotation_marks_is_refused():
    said = quote("He was against it.", kind="paraphrase")
    said.paraphrase = "He was “against” it."
    with pytest.raises(ValidationError, match="quotation marks"):
        said.full_clean()


@pytest.mark.parametrize(
    "wrong",
    [
        {"exact": "", "paraphrase": ""},
        {"exact": "words", "paraphrase": "words"},
        {"kind": "paraphrase"},
        {"kind": "shouted"},
        {"start": 5, "end": 6},
        {"start": 5, "end": None},
        {"anchor_state": "verified", "start": None, "end": None},
        {"anchor_state": "sure"},
        {"earliest": dt.date(2020, 1, 1), "latest": dt.date(2019, 1, 1)},
    ],
)
def test_the_database_refuses_an_invalid_quote(wrong):
    said = quote("some words")
    with pytest.raises(IntegrityError), transaction.atomic():
        Quote.objects.filter(pk=said.pk).update(**wrong)


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"status": "secret"}, {"earliest": dt.date(2030, 1, 1)}, {"slug": "taken"}]
)
def test_the_database_refuses_an_invalid_event(wrong):
    event(slug="taken")
    happened = event()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=happened.pk).update(**wrong)


def test_one_address_belongs_to_one_article():
    article(url="https://example.org/once")
    with pytest.raises(IntegrityError), transaction.atomic():
        article(url="https://example.org/once")
    article(url="")
    article(url="")


def test_an_event_cites_an_article_as_a_whole_only_once():
    source = article()
    happened = event(cites=source)
    with pytest.raises(IntegrityError), transaction.atomic():
        Citation.objects.create(event=happened, article=source)


def test_the_speaker_and_the_article_of_a_quote_cannot_be_deleted():
    said = quote()
    for needed in (said.speaker, said.article):
        with pytest.raises(ProtectedError):
            needed.delete()


def test_dates_are_stored_with_their_first_and_last_day():
    happened = event(date="2007-10-15/2007-10-21")
    assert (happened.earliest, happened.latest) == (dt.date(2007, 10, 15), dt.date(2007, 10, 21))
    assert event(date="../2018-03-17").sort_date == dt.date(2018, 3, 17)
    with pytest.raises(ValueError, match="2007-13"):
        event(date="2007-13")


def test_a_statement_without_a_date_gets_the_date_of_its_event():
    assert quote(of=event(date="1998-08")).date == "1998-08"


@pytest.mark.parametrize(
    ("country", "side"), [("JP", "JP"), ("RU", "RU"), ("SU", "RU"), ("US", "US"), ("KP", "other"), ("", "other")]
)
def test_a_side_follows_from_the_country(country, side):
    assert actor(country=country).side == side


def test_a_post_ends_after_it_starts():
    with pytest.raises(IntegrityError), transaction.atomic():
        post(actor(), "Minister", "2010", "2009")


def test_every_change_leaves_a_history():
    paper = outlet("The Evening Post")
    paper.name = "The Evening Standard"
    paper.save()
    assert [one.name for one in paper.history.all()] == ["The Evening Standard", "The Evening Post"]


def test_words_in_the_middle_of_a_long_quotation_are_quoted():
    long = (
        "We will never agree to this, and we have said so many times, in Tokyo and in Moscow, to all who would listen."
    )
    said = quote("we have said so many times", of=event(cites=article(f'He said "{long}" on Monday.')), kind="direct")
    said.full_clean()


def test_saving_only_the_text_updates_its_checksum():
    source = article(TEXT)
    before = source.held.sha256
    source.held.body = TEXT + " More."
    source.held.save(update_fields=["body"])
    source.held.refresh_from_db()
    assert source.held.sha256 != before


def test_saving_only_the_date_updates_its_days():
    happened = event(date="1998")
    happened.date = "2007"
    happened.save(update_fields=["date"])
    happened.refresh_from_db()
    assert happened.earliest == dt.date(2007, 1, 1)


def test_new_words_without_a_text_lose_the_position_of_the_old_ones():
    said = quote("Russia was opposed", of=event(cites=article(TEXT)))
    said.article.held.delete()
    said = Quote.objects.get(pk=said.pk)
    said.exact = "Russia is opposed!"
    said.save()
    assert (said.start, said.prefix, said.lead, said.text_sha256, said.anchor_state) == (None, "", "", "", "unheld")
