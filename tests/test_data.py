"""All the data that the project brings, judged by what docs/method.md promises; read from the files, to be fast."""

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
from tests import kept, page
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
def files() -> dict[Path, list[Row]]:
    return {path: json.loads(path.read_text(encoding="utf-8")) for path in shipped_data.fixtures()}


@cache
def rows(model: type[models.Model]) -> list[Row]:
    label = model._meta.label_lower
    return [row["fields"] for read in files().values() for row in read if row["model"] == label]


@cache
def by_slug(model: type[models.Model]) -> dict[str, Row]:
    return {row["slug"]: row for row in rows(model)}


@cache
def cited() -> dict[str, list[Row]]:
    """The articles that each event rests on, by its slug."""
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows(Citation):
        slug = row["article"][0]
        found[row["event"][0]][slug] = by_slug(Article)[slug]
    return {event: list(articles.values()) for event, articles in found.items()}


def slugs(references: list[list[str]]) -> set[str]:
    return {slug for (slug,) in references}


def own_words() -> list[tuple[str, str]]:
    """Where it stands, and what the project says in its own voice."""
    names = {
        Event: ("title", "summary", "note"),
        Quote: ("paraphrase", "note", "venue"),
        Topic: ("description",),
        Actor: ("role",),
    }
    said = [(row["slug"], row[name]) for model, fields in names.items() for row in rows(model) for name in fields]
    return said + [(row["actor"][0], row["source_note"]) for row in rows(Post)]


def told_of(row: Row) -> tuple[dt.date, dt.date]:
    """The days at which something is told to have happened: of what is only known by a day, that day."""
    return dt.date.fromisoformat(row["sort_date"]), dt.date.fromisoformat(row["latest"])


# Files


def test_a_file_holds_records_of_one_kind_and_is_named_for_it():
    wrong = []
    for path, read in files().items():
        kind = path.stem.split("_")[1].split("-")[0]
        if {row["model"].split(".")[1] + "s" for row in read} != {kind}:
            wrong.append(path.name)
    assert wrong == []


def test_the_events_of_a_file_lie_in_the_years_of_its_name():
    wrong = []
    for path, read in files().items():
        if years := re.search(r"events-(\d{4})-(\d{4})$", path.stem):
            first, last = map(int, years.groups())
            wrong += [row["fields"]["slug"] for row in read if not first <= int(row["fields"]["sort_date"][:4]) <= last]
    assert wrong == []


def test_files_are_written_so_that_a_change_is_one_line():
    for path, read in files().items():
        lines = ",\n".join(json.dumps(row, ensure_ascii=False, indent=1) for row in read)
        assert path.read_text(encoding="utf-8") == f"[\n{lines}\n]\n", path.name


def test_no_record_stands_twice():
    keys: Counter[tuple[Any, ...]] = Counter()
    for model in (Outlet, Article, Topic, Actor, Event, Quote):
        keys.update((model.__name__, row["slug"]) for row in rows(model))
    keys.update(("Post", row["actor"][0], row["title"], row["organization"], row["start"]) for row in rows(Post))
    keys.update(("Citation", row["event"][0], row["article"][0], row["start"]) for row in rows(Citation))
    assert [key for key, n in keys.items() if n > 1] == []


def test_whatever_a_record_names_is_there():
    missing = []
    for model in MODELS:
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if field.related_model is None or field.name not in rows(model)[0]:
                continue
            there = by_slug(field.related_model)
            for row in rows(model):
                named = row[field.name] if field.many_to_many else [row[field.name]] if row[field.name] else []
                missing += [(model.__name__, field.name, slug) for slug in slugs(named) - there.keys()]
    assert missing == []


def test_no_outlet_article_or_actor_is_there_for_nothing():
    articles = {row["article"][0] for row in rows(Citation)} | {row["source"][0] for row in rows(Post) if row["source"]}
    outlets = {row[name][0] for row in rows(Article) for name in ("outlet", "agency") if row[name]}
    actors = set().union(*(slugs(row["actors"]) for row in rows(Event)))
    actors |= {row["speaker"][0] for row in rows(Quote)}.union(*(slugs(row["addressees"]) for row in rows(Quote)))
    assert by_slug(Article).keys() - articles == set()
    assert by_slug(Outlet).keys() - outlets == set()
    assert by_slug(Actor).keys() - actors == set()


# Sources


def test_every_event_is_published_and_has_topics_actors_and_sources():
    for row in rows(Event):
        assert row["status"] == "published", row["slug"]
        assert row["topics"], row["slug"]
        assert row["actors"], row["slug"]
        assert cited().get(row["slug"]), row["slug"]


def test_every_event_cites_a_source_of_tier_1_or_2():
    assert [slug for slug, articles in cited().items() if min(article["tier"] for article in articles) > 2] == []


def test_every_source_has_a_side():
    assert [row["slug"] for row in rows(Article) if not row["side"]] == []


def test_a_contested_event_has_sources_of_two_sides_or_a_note_that_says_why_not():
    assert [
        row["slug"]
        for row in rows(Event)
        if slugs(row["topics"]) & CONTESTED
        and len({article["side"] for article in cited()[row["slug"]]}) < 2
        and "one side only" not in row["note"]
    ] == []


def test_a_note_of_one_side_only_is_true():
    wrong = []
    for row in rows(Event):
        sides = {article["side"] for article in cited()[row["slug"]]}
        if "one side only" in row["note"] and len(sides) > 1:
            wrong.append(row["slug"])
    assert wrong == []


def test_a_statement_is_of_an_article_that_its_event_cites():
    wrong = []
    for row in rows(Quote):
        if row["article"][0] not in {article["slug"] for article in cited()[row["event"][0]]}:
            wrong.append(row["slug"])
    assert wrong == []


def test_no_statement_was_made_after_it_was_reported():
    """A day is forgiven: the report may stand west of the place, where it was still the day before."""
    wrong = []
    for row in rows(Quote):
        reported = by_slug(Article)[row["article"][0]]["published_latest"]
        if reported < "9999" and told_of(row)[0] > dt.date.fromisoformat(reported) + DAY:
            wrong.append(row["slug"])
    assert wrong == []


# Who


def test_every_speaker_has_a_post_on_that_day_or_is_an_organisation_or_a_state():
    posts = defaultdict(list)
    for row in rows(Post):
        posts[row["actor"][0]].append((row["start_earliest"], row["end_latest"]))
    wrong = []
    for row in rows(Quote):
        speaker = row["speaker"][0]
        if by_slug(Actor)[speaker]["kind"] != "person" or speaker == UNNAMED:
            continue
        if not any(start <= row["latest"] and row["sort_date"] <= end for start, end in posts[speaker]):
            wrong.append((row["slug"], speaker, row["date"]))
    assert wrong == []


def test_every_post_has_a_source_or_says_where_it_is_from():
    assert [row["actor"][0] for row in rows(Post) if not row["source"] and not row["source_note"]] == []


# Form


def test_dates_are_well_formed_and_the_days_beside_them_right():
    wrong = []
    for row in [*rows(Event), *rows(Quote)]:
        span = dates.parse(row["date"])
        if told_of(row) != (span.sort_date, span.latest) or row["earliest"] != span.earliest.isoformat():
            wrong.append(row["slug"])
    for row in rows(Article):
        if [row["published_earliest"], row["published_latest"]] != [
            d.isoformat() for d in dates.bounds(row["published"])
        ]:
            wrong.append(row["slug"])
    for row in rows(Post):
        days = dates.bounds(row["start"])[0], dates.bounds(row["end"])[1]
        if (row["start_earliest"], row["end_latest"]) != tuple(day.isoformat() for day in days):
            wrong.append((row["actor"][0], row["title"]))
    assert wrong == []


def test_every_value_is_one_that_an_editor_could_have_saved():
    """Lengths, slugs, choices, letters of countries, tags of languages: whatever a field alone can judge."""
    wrong = []
    for model in MODELS:
        for row in rows(model):
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


def test_every_address_can_be_followed_and_stands_once():
    valid = URLValidator(schemes=["http", "https"])
    for row in [*rows(Article), *rows(Outlet)]:
        if row["url"]:
            valid(row["url"])
    assert [row["slug"] for row in rows(Article) if not row["url"]] == []
    assert [url for url, n in Counter(row["url"] for row in rows(Article)).items() if n > 1] == []
    for _, text in own_words():
        for address in re.findall(r"\S+://\S+", text):
            valid(address.strip("(").rstrip(").,;"))


def test_no_article_but_the_two_is_quoted_and_no_text_is_held():
    small = [row for path, read in files().items() if shipped_data.ARTICLES in path.parts for row in read]
    two = {row["fields"]["slug"] for row in small if row["model"] == "articles.article"}
    assert {row["article"][0] for row in [*rows(Quote), *rows(Citation)] if row["exact"]} == two
    assert {row["model"] for read in files().values() for row in read} == {model._meta.label_lower for model in MODELS}


# Our voice


def test_no_paraphrase_and_nothing_else_of_ours_wears_quotation_marks():
    assert [where for where, text in own_words() if anchors.has_quotation_marks(text)] == []


def test_the_islands_in_dispute_have_both_their_names():
    """The whole chain is the Kurils to everybody; the venue of a speech keeps the name that it has."""
    venues = {row["venue"] for row in rows(Quote)}
    assert [
        (where, text)
        for where, text in own_words()
        if text not in venues
        and (ISLANDS.search(text) or TERRITORIES.search(text))
        and not ("Kuril" in text and "Northern Territories" in text)
        and "Russia calls the islands the South Kurils" not in text  # beside words that say what Japan calls them
    ] == []


def test_an_island_in_dispute_has_its_russian_and_its_japanese_name():
    for russian, japanese in ((r"\bIturup\b", r"\bEtorofu\b"), (r"\bKunashir\b", r"\bKunashiri\b")):
        one = [(where, text) for where, text in own_words() if re.search(russian, text) or re.search(japanese, text)]
        assert [
            (where, text) for where, text in one if not (re.search(russian, text) and re.search(japanese, text))
        ] == []


# Twins


def test_events_of_the_same_actors_within_a_week_are_one_or_one_names_the_other():
    """What is only known to have happened by some day is left out: when it happened, nobody says."""
    groups = defaultdict(list)
    for row in rows(Event):
        if row["earliest"] != dates.FIRST_DAY.isoformat():
            groups[frozenset(slugs(row["actors"]))].append(row)
    unmarked = []
    for one, other in itertools.chain.from_iterable(itertools.combinations(group, 2) for group in groups.values()):
        (first, last), (start, end) = told_of(one), told_of(other)
        near = start <= min(last, dt.date.max - WEEK) + WEEK and first <= min(end, dt.date.max - WEEK) + WEEK
        if near and one["title"] not in other["note"] and other["title"] not in one["note"]:
            unmarked.append((one["slug"], other["slug"]))
    assert unmarked == []


def test_no_two_statements_say_the_same_words():
    words = Counter((row["speaker"][0], row["exact"] or row["paraphrase"]) for row in rows(Quote))
    assert [said for said, n in words.items() if n > 1] == []


# Loading


@pytest.mark.django_db
@pytest.mark.slow
def test_all_of_it_loads_every_event_is_public_and_every_place_to_begin_leads_to_several(client):
    assert kept.whole_record() == len(rows(Event))
    assert Event.objects.public().count() == len(rows(Event))
    assert [model._default_manager.count() for model in MODELS] == [len(rows(model)) for model in MODELS]
    assert set(Actor.objects.public()) == set(Actor.objects.all())
    found = {preset.query: page.total(client.get("/" + preset.query)) for preset in PRESETS}
    assert [query for query, n in found.items() if n < 5] == []
