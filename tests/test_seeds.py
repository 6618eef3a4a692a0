"""The data of the two articles: loading it twice changes nothing, and it says no more than the articles."""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import serializers
from django.core.validators import URLValidator

from articles import anchors, dates
from articles.models import Anchored, AnchorState, Article, ArticleText, Outlet
from timeline.maintenance import shipped_data
from timeline.models import Actor, Citation, Event, Post, Quote, Topic

pytestmark = pytest.mark.usefixtures("seeds")

MODELS = (Outlet, Article, Topic, Actor, Post, Event, Citation, Quote)
OF_2007, OF_2018 = "trend-afp-20071023", "manila-shimbun-jiji-20180317"
UNNAMED = "unnamed-foreign-ministry-official"
ANNOUNCED = "lavrov-kono-tokyo-2018"  # only announced by the article
POSTS_ELSEWHERE = {"hiromu-nonaka", "itsunori-onodera", "keizo-obuchi", "yury-baluyevsky"}  # in fixtures/record/
MOST_OF_AN_ARTICLE = 0.85


def dump_records() -> list[Any]:
    natural = {"use_natural_foreign_keys": True, "use_natural_primary_keys": True}
    return [json.loads(serializers.serialize("json", model.objects.order_by("pk"), **natural)) for model in MODELS]


def read_rows() -> Iterator[dict[str, Any]]:
    for path in shipped_data.fixtures(shipped_data.ARTICLES):
        for row in json.loads(path.read_text(encoding="utf-8")):
            yield {"model": row["model"], "fields": row["fields"]}


def passages() -> list[Anchored]:
    return [*Quote.objects.all(), *Citation.objects.all()]


def import_texts(shared: Path | None) -> dict[str, str]:
    """Import the articles' texts; return them by slug, or none if they are not in ../shared."""
    if shared is None:
        print("skipped: the articles’ texts are not in ../shared")
        return {}
    for entry in json.loads((shared / "articles" / "index.json").read_text(encoding="utf-8")):
        body = (shared / "articles" / entry["file"]).read_text(encoding="utf-8")
        ArticleText(article=Article.objects.get(url=entry["url"]), body=body).save()
    return {held.article.slug: held.body for held in ArticleText.objects.select_related("article")}


def read_facts(shared: Path | None, name: str) -> dict[str, dict[str, Any]]:
    if shared is None:
        print("skipped: the checked facts are not in ../shared")
        return {}
    return {fact["id"]: fact for fact in json.loads((shared / "data" / f"{name}.json").read_text(encoding="utf-8"))}


def list_own_texts() -> Iterator[str]:
    """Texts that the project has written itself."""
    for event in Event.objects.all():
        yield from (event.title, event.summary, event.note)
    for quote in Quote.objects.all():
        yield from (quote.paraphrase, quote.note, quote.venue)
    yield from Topic.objects.values_list("description", flat=True)
    yield from Actor.objects.values_list("role", flat=True)
    yield from Post.objects.values_list("source_note", flat=True)


# Loading


def test_loading_again_changes_nothing():
    once = dump_records()
    shipped_data.load(shipped_data.ARTICLES)
    assert dump_records() == once


def test_the_database_contains_exactly_the_records_of_the_files():
    loaded = [row for part in dump_records() for row in part]
    in_files = list(read_rows())
    assert len(loaded) == len(in_files)
    assert all(row in in_files for row in loaded)
    assert not any("pk" in row for row in in_files)


def test_computed_columns_have_the_values_that_saving_would_compute():
    before = dump_records()
    for model in MODELS:
        for record in model.objects.all():
            record.save()
    assert dump_records() == before


# Publication


def test_every_event_is_public_and_cites_a_passage():
    assert set(Event.objects.public()) == set(Event.objects.all())
    assert all(citation.exact and citation.start is not None for citation in Citation.objects.all())
    assert not Event.objects.exclude(citations__isnull=False)


def test_every_statement_and_actor_is_public():
    assert set(Quote.objects.public()) == set(Quote.objects.all())
    assert set(Actor.objects.public()) == set(Actor.objects.all())


def test_the_article_of_a_statement_is_cited_by_its_event():
    assert all(quote.event.citations.filter(article=quote.article).exists() for quote in Quote.objects.all())


# Quotations


def test_every_passage_is_in_its_article_at_the_stored_position(shared):
    bodies = import_texts(shared)
    for passage in passages() if bodies else []:
        found, body = passage.find_in_text(), bodies[passage.article.slug]
        assert found.state is anchors.MatchState.VERIFIED, passage
        assert (found.anchor.start, found.anchor.end) == (passage.start, passage.end)
        assert body[passage.start : passage.end] == passage.exact
        assert body[: passage.start].endswith(passage.prefix)
        assert body[passage.end :].startswith(passage.suffix)
        assert passage.anchor_state == AnchorState.VERIFIED  # saving the text checked every anchor
        passage.full_clean()


def test_a_passage_is_shown_with_the_rest_of_its_sentence(shared):
    in_files = {(passage._meta.model, passage.pk): passage for passage in passages()}
    bodies = import_texts(shared)
    for passage in passages() if bodies else []:
        recorded, body = in_files[passage._meta.model, passage.pk], bodies[passage.article.slug]
        lead, tail = anchors.get_rest_of_sentence(body, passage.start, passage.end)
        assert lead.endswith(recorded.lead.removeprefix("…"))
        assert tail.startswith(recorded.tail.removesuffix("…"))


def test_the_kind_of_a_statement_follows_from_its_quotation_marks():
    assert all(quote.kind == anchors.detect_kind(quote.anchor) for quote in Quote.objects.exclude(kind="paraphrase"))


def test_a_direct_quotation_is_stored_without_quotation_marks():
    assert not any(anchors.has_quotation_marks(quote.exact) for quote in Quote.objects.filter(kind="direct"))


def test_our_own_texts_have_no_quotation_marks():
    assert [text for text in list_own_texts() if anchors.has_quotation_marks(text)] == []


def test_none_of_our_texts_copies_ten_words_of_an_article(shared):
    for body in import_texts(shared).values():
        words = re.findall(r"[\w'-]+", body.lower())
        runs = {" ".join(words[at : at + 10]) for at in range(len(words) - 9)}
        for text in list_own_texts():
            ours = re.findall(r"[\w'-]+", text.lower())
            assert not runs & {" ".join(ours[at : at + 10]) for at in range(len(ours) - 9)}, text


# No full texts


def test_no_fixture_contains_the_text_of_an_article():
    assert {row["model"] for row in read_rows()} == {model._meta.label_lower for model in MODELS}
    assert all(passage.anchor_state == AnchorState.UNHELD for passage in passages())
    assert not ArticleText.objects.exists()


def test_the_passages_together_are_less_than_the_article(shared):
    shown: dict[str, set[int]] = {OF_2007: set(), OF_2018: set()}
    for passage in passages():
        lead, tail = passage.lead.removeprefix("…"), passage.tail.removesuffix("…")
        shown[passage.article.slug].update(range(passage.start - len(lead), passage.end + len(tail)))
    for slug, body in import_texts(shared).items():
        part = len(shown[slug]) / len(body)
        print(f"{slug}: {part:.1%} of {len(body)} characters")
        assert part < MOST_OF_AN_ARTICLE


# Dates


def find_publication_day(slug: str) -> dt.date:
    article = Article.objects.get(slug=slug)
    assert article.published_earliest == article.published_latest
    return article.published_earliest


def find_days(slug: str) -> tuple[dt.date, dt.date]:
    event = Event.objects.get(slug=slug)
    return event.earliest, event.latest


def find_day(slug: str) -> dt.date:
    first, last = find_days(slug)
    assert first == last
    return first


def test_tuesday_is_the_day_of_the_article_of_2007():
    tuesday = find_publication_day(OF_2007)
    assert tuesday == dt.date(2007, 10, 23)
    assert tuesday.weekday() == calendar.TUESDAY
    assert find_day("lavrov-tokyo-visit-2007") == tuesday


def test_last_week_is_the_week_from_monday_to_sunday_before_the_article():
    quote = Quote.objects.get(slug="putin-2007-resolve-dispute")
    first, last = quote.earliest, quote.latest
    assert (first.weekday(), last.weekday()) == (calendar.MONDAY, calendar.SUNDAY)
    assert last - first == dt.timedelta(days=6)
    assert dt.timedelta(0) < find_publication_day(OF_2007) - last <= dt.timedelta(days=7)
    assert first <= find_day("fukuda-putin-call-2007") <= last  # another source has the day


def test_last_month_is_the_calendar_month_before_the_article():
    first, last = find_days("fukuda-elected-premier-2007")
    assert first.day == 1
    assert last + dt.timedelta(days=1) == find_publication_day(OF_2007).replace(day=1)
    assert (first.year, first.month) == (last.year, last.month)


def test_thursday_is_the_last_one_before_the_article_of_saturday():
    saturday, thursday = find_publication_day(OF_2018), find_day("lavrov-interview-march-2018")
    assert saturday == dt.date(2018, 3, 17)
    assert saturday.weekday() == calendar.SATURDAY
    assert thursday.weekday() == calendar.THURSDAY
    assert dt.timedelta(0) < saturday - thursday < dt.timedelta(days=7)


def test_wednesday_is_the_next_one_after_the_article_that_announces_it():
    wednesday = find_day("lavrov-kono-tokyo-2018")
    assert wednesday.weekday() == calendar.WEDNESDAY
    assert dt.timedelta(0) < wednesday - find_publication_day(OF_2018) < dt.timedelta(days=7)
    assert not Event.objects.filter(planned=True)  # another source says that it took place
    assert "announces the meeting" in Event.objects.get(slug=ANNOUNCED).note


def test_a_year_without_a_more_precise_source_is_stored_as_a_year():
    assert find_days("us-japan-missile-shield-work-1998") == (dt.date(1998, 1, 1), dt.date(1998, 12, 31))


@pytest.mark.parametrize(
    ("slug", "article_date", "precise_date"),
    [
        ("southern-kurils-occupied-1945", "1945", "1945-08-28/1945-09-05"),
        ("taepodong-1998", "1998", "1998-08-31"),
        ("japan-russia-action-plan-2003", "2003", "2003-01-10"),
        ("fukuda-putin-call-2007", "2007-10-15/2007-10-21", "2007-10-19"),
        ("lavrov-kyodo-interview-2007", "../2007-10-23", "2007-10-13"),
        ("us-shield-plan-poland-czech-2007", "../2007-10-23", "2007-01"),
        ("aegis-ashore-decision-2017", "../2018-03-17", "2017-12-19"),
    ],
)
def test_a_more_precise_date_is_within_that_of_the_article_and_the_note_gives_both(
    slug: str, article_date: str, precise_date: str
):
    event = Event.objects.get(slug=slug)
    assert event.date == precise_date
    first, last = dates.bounds(article_date)
    assert first <= event.earliest <= event.latest <= last
    assert event.note.startswith(("The AFP report of 23 October 2007", "The Jiji report of 17 March 2018"))
    assert "http" in event.note


def test_an_event_without_a_date_is_dated_by_the_day_of_the_article():
    for quote in Quote.objects.filter(earliest=dates.FIRST_DAY):
        assert quote.latest == find_publication_day(quote.article.slug)
    for event in Event.objects.filter(earliest=dates.FIRST_DAY):
        article = event.citations.get(start=min(event.citations.values_list("start", flat=True))).article
        assert event.latest in {find_publication_day(article.slug), find_day("lavrov-interview-march-2018")}


def test_nothing_is_dated_after_the_article_that_reports_it():
    assert all(quote.latest <= find_publication_day(quote.article.slug) for quote in Quote.objects.all())
    for citation in Citation.objects.exclude(event__slug=ANNOUNCED):
        assert citation.event.earliest <= find_publication_day(citation.article.slug)


# Speakers


def test_every_speaker_has_one_office_on_that_day():
    for quote in Quote.objects.filter(speaker__kind=Actor.Kind.PERSON).exclude(speaker__slug=UNNAMED):
        assert len(quote.offices()) == 1, quote


def test_offices_of_2007_and_2018_are_those_of_the_articles():
    named = {
        quote.speaker.slug: quote.offices()[0].title for quote in Quote.objects.filter(speaker__posts__isnull=False)
    }
    assert named == {
        "sergei-lavrov": "Minister of Foreign Affairs",
        "masahiko-komura": "Minister for Foreign Affairs",
        "vladimir-putin": "President",
        "yasuo-fukuda": "Prime Minister",
        "mikhail-kamynin": "Spokesman",
        "shinzo-abe": "Prime Minister",
    }


def test_the_unnamed_official_has_no_country():
    assert Actor.objects.get(slug=UNNAMED).country == ""


# Comparison with the checked facts


def test_actors_have_the_names_and_posts_of_the_checked_facts(shared):
    checked = read_facts(shared, "actors")
    for actor in Actor.objects.filter(slug__in=checked).exclude(slug__in=POSTS_ELSEWHERE):
        fact = checked[actor.slug]
        assert (actor.kind, actor.name, actor.country) == (fact["kind"], fact["name"], fact["country"] or "")
        assert all(getattr(actor, name) == fact[name] for name in ("name_ja", "name_ru") if fact[name])
        posts = {(post.title, post.organization, post.start, post.end) for post in actor.posts.all()}
        assert posts == {
            (post["title"], post["organization"], post["start"] or "", post["end"] or "") for post in fact["posts"]
        }


def test_events_agree_with_the_checked_facts(shared):
    checked = read_facts(shared, "events")
    for event in Event.objects.filter(slug__in=checked):
        fact = checked[event.slug]
        first, last = dates.bounds(fact["date"])
        assert event.kind == fact["kind"]
        assert event.earliest <= last
        assert first <= event.latest
        topics = set(event.topics.values_list("slug", flat=True))
        assert not topics or topics & set(fact["topics"])


def test_topics_are_those_of_the_checked_facts(shared):
    used = {topic for event in read_facts(shared, "events").values() for topic in event["topics"]}
    assert not used or used == set(Topic.objects.values_list("slug", flat=True))


def test_statements_agree_with_the_checked_facts(shared):
    checked = read_facts(shared, "statements")
    for quote in Quote.objects.filter(slug__in=checked):
        fact = checked[quote.slug]
        assert (quote.event.slug, quote.speaker.slug, quote.article.slug) == (
            fact["event"],
            fact["speaker"],
            fact["source"],
        )
        first, last = dates.bounds(fact["date"])
        assert quote.earliest <= last
        assert first <= quote.latest


# Our wording


def test_the_islands_have_both_names_in_all_our_texts():
    for text in list_own_texts():
        if re.search(r"Kurils|Northern Territories", text):
            assert (
                "Kurils" in text and "Northern Territories" in text
            ) or "Russia calls the islands the South Kurils" in text, text


def test_every_address_is_valid():
    for text in [
        *list_own_texts(),
        *Article.objects.values_list("url", flat=True),
        *Outlet.objects.values_list("url", flat=True),
    ]:
        for address in re.findall(r"\S+://\S+", text):
            URLValidator(schemes=["http", "https"])(address.strip("(").rstrip(").,;"))


def test_if_another_source_has_another_date_the_note_names_it(shared):
    checked = read_facts(shared, "events")
    for event in Event.objects.filter(slug__in=checked):
        if dates.bounds(checked[event.slug]["date"]) != (event.earliest, event.latest):
            assert re.search(r"https?://", event.note), event
