"""All shipped data follows the rules of docs/method.md. It is read from the files, which is fast."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models

from articles import anchors, dates
from articles.models import Article, Outlet
from tests import datasets, page
from timeline.listing.presets import PRESETS
from timeline.maintenance import shipped_data
from timeline.models import Actor, Citation, Event, Post, Quote, Topic

MODELS: tuple[type[models.Model], ...] = (Outlet, Article, Topic, Actor, Post, Event, Citation, Quote)
CONTESTED = {"territorial-dispute", "peace-treaty", "missile-defence"}
UNNAMED = "unnamed-foreign-ministry-official"
WEEK, DAY = dt.timedelta(days=7), dt.timedelta(days=1)
ISLANDS = re.compile(r"South(?:ern)? Kuril", re.IGNORECASE)
TERRITORIES = re.compile(r"Northern Territories(?! (?:Day|rally|convention))")

Row = dict[str, Any]


@cache
def read_files() -> dict[Path, list[Row]]:
    return {path: json.loads(path.read_text(encoding="utf-8")) for path in shipped_data.fixtures()}


@cache
def read_rows(model: type[models.Model]) -> list[Row]:
    label = model._meta.label_lower
    return [row["fields"] for read in read_files().values() for row in read if row["model"] == label]


@cache
def read_rows_by_slug(model: type[models.Model]) -> dict[str, Row]:
    return {row["slug"]: row for row in read_rows(model)}


@cache
def find_cited_articles() -> dict[str, list[Row]]:
    """The articles that each event cites, by its slug."""
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in read_rows(Citation):
        slug = row["article"][0]
        found[row["event"][0]][slug] = read_rows_by_slug(Article)[slug]
    return {event: list(articles.values()) for event, articles in found.items()}


def get_slugs(references: list[list[str]]) -> set[str]:
    return {slug for (slug,) in references}


def list_own_texts() -> list[tuple[str, str]]:
    """Texts that the project has written itself, each with the slug of its record."""
    names = {
        Event: ("title", "summary", "note"),
        Quote: ("paraphrase", "note", "venue"),
        Topic: ("description",),
        Actor: ("role",),
    }
    texts = [(row["slug"], row[name]) for model, fields in names.items() for row in read_rows(model) for name in fields]
    return texts + [(row["actor"][0], row["source_note"]) for row in read_rows(Post)]


def get_days(row: Row) -> tuple[dt.date, dt.date]:
    """The first and last day on which it may have happened; for a date such as “by 17 March”, only that day."""
    return dt.date.fromisoformat(row["sort_date"]), dt.date.fromisoformat(row["latest"])


# Files


def test_a_file_has_records_of_one_model_and_its_name():
    wrong = []
    for path, read in read_files().items():
        kind = path.stem.split("_")[1].split("-")[0]
        if {row["model"].split(".")[1] + "s" for row in read} != {kind}:
            wrong.append(path.name)
    assert wrong == []


def test_the_events_of_a_file_are_from_the_years_in_its_name():
    wrong = []
    for path, read in read_files().items():
        if years := re.search(r"events-(\d{4})-(\d{4})$", path.stem):
            first, last = map(int, years.groups())
            wrong += [row["fields"]["slug"] for row in read if not first <= int(row["fields"]["sort_date"][:4]) <= last]
    assert wrong == []


def test_files_are_written_so_that_a_change_is_one_line():
    for path, read in read_files().items():
        lines = ",\n".join(json.dumps(row, ensure_ascii=False, indent=1) for row in read)
        assert path.read_text(encoding="utf-8") == f"[\n{lines}\n]\n", path.name


def test_no_record_is_there_twice():
    keys: Counter[tuple[Any, ...]] = Counter()
    for model in (Outlet, Article, Topic, Actor, Event, Quote):
        keys.update((model.__name__, row["slug"]) for row in read_rows(model))
    keys.update(("Post", row["actor"][0], row["title"], row["organization"], row["start"]) for row in read_rows(Post))
    keys.update(("Citation", row["event"][0], row["article"][0], row["start"]) for row in read_rows(Citation))
    assert [key for key, n in keys.items() if n > 1] == []


def test_every_record_that_another_one_names_is_there():
    missing = []
    for model in MODELS:
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if field.related_model is None or field.name not in read_rows(model)[0]:
                continue
            there = read_rows_by_slug(field.related_model)
            for row in read_rows(model):
                named = row[field.name] if field.many_to_many else [row[field.name]] if row[field.name] else []
                missing += [(model.__name__, field.name, slug) for slug in get_slugs(named) - there.keys()]
    assert missing == []


def test_every_outlet_article_and_actor_is_used():
    articles = {row["article"][0] for row in read_rows(Citation)} | {
        row["source"][0] for row in read_rows(Post) if row["source"]
    }
    outlets = {row[name][0] for row in read_rows(Article) for name in ("outlet", "agency") if row[name]}
    actors = set().union(*(get_slugs(row["actors"]) for row in read_rows(Event)))
    actors |= {row["speaker"][0] for row in read_rows(Quote)}.union(
        *(get_slugs(row["addressees"]) for row in read_rows(Quote))
    )
    assert read_rows_by_slug(Article).keys() - articles == set()
    assert read_rows_by_slug(Outlet).keys() - outlets == set()
    assert read_rows_by_slug(Actor).keys() - actors == set()


# Sources


def test_every_event_is_published_and_has_topics_actors_and_sources():
    for row in read_rows(Event):
        assert row["status"] == "published", row["slug"]
        assert row["topics"], row["slug"]
        assert row["actors"], row["slug"]
        assert find_cited_articles().get(row["slug"]), row["slug"]


def test_every_event_cites_a_source_of_tier_1_or_2():
    assert [
        slug for slug, articles in find_cited_articles().items() if min(article["tier"] for article in articles) > 2
    ] == []


def test_every_source_has_a_side():
    assert [row["slug"] for row in read_rows(Article) if not row["side"]] == []


def test_a_contested_event_has_sources_of_two_sides_or_a_note_that_says_why_not():
    assert [
        row["slug"]
        for row in read_rows(Event)
        if get_slugs(row["topics"]) & CONTESTED
        and len({article["side"] for article in find_cited_articles()[row["slug"]]}) < 2
        and "one side only" not in row["note"]
    ] == []


def test_a_note_that_says_one_side_only_is_true():
    wrong = []
    for row in read_rows(Event):
        sides = {article["side"] for article in find_cited_articles()[row["slug"]]}
        if "one side only" in row["note"] and len(sides) > 1:
            wrong.append(row["slug"])
    assert wrong == []


def test_the_article_of_a_statement_is_cited_by_its_event():
    wrong = []
    for row in read_rows(Quote):
        if row["article"][0] not in {article["slug"] for article in find_cited_articles()[row["event"][0]]}:
            wrong.append(row["slug"])
    assert wrong == []


def test_no_statement_was_made_after_it_was_reported():
    """One day of difference is allowed: west of the place it may still have been the day before."""
    wrong = []
    for row in read_rows(Quote):
        reported = read_rows_by_slug(Article)[row["article"][0]]["published_latest"]
        if reported < "9999" and get_days(row)[0] > dt.date.fromisoformat(reported) + DAY:
            wrong.append(row["slug"])
    assert wrong == []


# Speakers and posts


def test_every_speaker_holds_a_post_on_that_day_or_is_an_organisation_or_a_state():
    posts = defaultdict(list)
    for row in read_rows(Post):
        posts[row["actor"][0]].append((row["start_earliest"], row["end_latest"]))
    wrong = []
    for row in read_rows(Quote):
        speaker = row["speaker"][0]
        if read_rows_by_slug(Actor)[speaker]["kind"] != "person" or speaker == UNNAMED:
            continue
        if not any(start <= row["latest"] and row["sort_date"] <= end for start, end in posts[speaker]):
            wrong.append((row["slug"], speaker, row["date"]))
    assert wrong == []


def test_every_post_has_a_source_or_a_note_about_its_source():
    assert [row["actor"][0] for row in read_rows(Post) if not row["source"] and not row["source_note"]] == []


# Form


def test_dates_are_well_formed_and_their_first_and_last_days_are_right():
    wrong = []
    for row in [*read_rows(Event), *read_rows(Quote)]:
        span = dates.parse(row["date"])
        if get_days(row) != (span.sort_date, span.latest) or row["earliest"] != span.earliest.isoformat():
            wrong.append(row["slug"])
    for row in read_rows(Article):
        if [row["published_earliest"], row["published_latest"]] != [
            d.isoformat() for d in dates.bounds(row["published"])
        ]:
            wrong.append(row["slug"])
    for row in read_rows(Post):
        days = dates.bounds(row["start"])[0], dates.bounds(row["end"])[1]
        if (row["start_earliest"], row["end_latest"]) != tuple(day.isoformat() for day in days):
            wrong.append((row["actor"][0], row["title"]))
    assert wrong == []


def test_every_value_could_have_been_saved_by_an_editor():
    """Lengths, slugs, choices, country codes, language tags: everything that a single field validates."""
    wrong = []
    for model in MODELS:
        for row in read_rows(model):
            for name, value in row.items():
                field = model._meta.get_field(name)
                if isinstance(field, models.ForeignKey | models.ManyToManyField):
                    continue
                try:
                    field.clean(field.to_python(value), None)
                except ValidationError as error:
                    if field.editable:
                        wrong.append((model.__name__, row.get("slug"), name, error.messages))
    assert wrong == []


def test_every_address_is_valid_and_no_source_is_there_twice():
    valid = URLValidator(schemes=["http", "https"])
    for row in [*read_rows(Article), *read_rows(Outlet)]:
        if row["url"]:
            valid(row["url"])
    assert [row["slug"] for row in read_rows(Article) if not row["url"]] == []
    assert [url for url, n in Counter(row["url"] for row in read_rows(Article)).items() if n > 1] == []
    for _, text in list_own_texts():
        for address in re.findall(r"\S+://\S+", text):
            valid(address.strip("(").rstrip(").,;"))


def test_only_the_two_articles_are_quoted_and_no_text_is_included():
    small = [row for path, read in read_files().items() if shipped_data.ARTICLES in path.parts for row in read]
    two = {row["fields"]["slug"] for row in small if row["model"] == "articles.article"}
    assert {row["article"][0] for row in [*read_rows(Quote), *read_rows(Citation)] if row["exact"]} == two
    assert {row["model"] for read in read_files().values() for row in read} == {
        model._meta.label_lower for model in MODELS
    }


# Our wording


def test_none_of_our_own_texts_has_quotation_marks():
    assert [where for where, text in list_own_texts() if anchors.has_quotation_marks(text)] == []


def test_the_islands_in_dispute_have_both_names():
    """The whole chain is called the Kurils by all sides; the venue of a speech has its official name."""
    venues = {row["venue"] for row in read_rows(Quote)}
    assert [
        (where, text)
        for where, text in list_own_texts()
        if text not in venues
        and (ISLANDS.search(text) or TERRITORIES.search(text))
        and not ("Kuril" in text and "Northern Territories" in text)
        and "Russia calls the islands the South Kurils" not in text  # followed by the Japanese name
    ] == []


def test_an_island_in_dispute_has_its_russian_and_its_japanese_name():
    for russian, japanese in ((r"\bIturup\b", r"\bEtorofu\b"), (r"\bKunashir\b", r"\bKunashiri\b")):
        one = [
            (where, text) for where, text in list_own_texts() if re.search(russian, text) or re.search(japanese, text)
        ]
        assert [
            (where, text) for where, text in one if not (re.search(russian, text) and re.search(japanese, text))
        ] == []


# Duplicates


def test_events_of_the_same_actors_within_a_week_refer_to_each_other():
    """Events without a known first day are left out."""
    groups = defaultdict(list)
    for row in read_rows(Event):
        if row["earliest"] != dates.FIRST_DAY.isoformat():
            groups[frozenset(get_slugs(row["actors"]))].append(row)
    unmarked = []
    for one, other in itertools.chain.from_iterable(itertools.combinations(group, 2) for group in groups.values()):
        (first, last), (start, end) = get_days(one), get_days(other)
        near = start <= min(last, dt.date.max - WEEK) + WEEK and first <= min(end, dt.date.max - WEEK) + WEEK
        if near and one["title"] not in other["note"] and other["title"] not in one["note"]:
            unmarked.append((one["slug"], other["slug"]))
    assert unmarked == []


def test_no_two_statements_of_a_speaker_have_the_same_words():
    words = Counter((row["speaker"][0], row["exact"] or row["paraphrase"]) for row in read_rows(Quote))
    assert [key for key, n in words.items() if n > 1] == []


# Loading


@pytest.mark.django_db
@pytest.mark.slow
def test_all_data_loads_every_event_is_public_and_every_preset_finds_several(client):
    assert datasets.load_all_data() == len(read_rows(Event))
    assert Event.objects.public().count() == len(read_rows(Event))
    assert [model._default_manager.count() for model in MODELS] == [len(read_rows(model)) for model in MODELS]
    assert set(Actor.objects.public()) == set(Actor.objects.all())
    found = {preset.query: page.total(client.get("/" + preset.query)) for preset in PRESETS}
    assert [query for query, n in found.items() if n < 5] == []
