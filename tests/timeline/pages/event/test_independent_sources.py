"""The reports of an event by origin, and the events before and after it on the same topics."""

from __future__ import annotations

from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from articles import languages
from articles.models import Article
from tests.factories import actor, article, event, outlet, quote, topic
from timeline.models import Event
from timeline.pages.event.independent_sources import describe_independence, group_by_origin
from timeline.pages.event.neighbours import find_neighbours

pytestmark = pytest.mark.django_db


@pytest.fixture
def kyodo():
    return outlet("Kyodo News", kind="agency")


def by(name: str, side: str = "", **fields) -> Article:
    return article(outlet=outlet(name), side=side, **fields)


def said_of(happened: Event) -> str:
    return " ".join(describe_independence(group_by_origin(happened)))


def test_a_single_outlet_is_named_as_the_only_one_however_many_articles_it_has():
    assert said_of(event(cites=[by("TASS", "RU"), by("TASS", "RU")])) == "Only one outlet reports this: TASS."


def test_independent_reports_are_counted_and_their_sides_listed_in_order():
    happened = event(cites=[by("TASS", "RU"), by("The Asahi Shimbun", "JP")])
    assert said_of(happened) == "2 independent reports, from Japanese and Russian sources."
    happened = event(cites=[by("AFP", "other"), by("United Nations", "international"), by("The White House", "US")])
    assert said_of(happened) == "3 independent reports, from US, third-country and international sources."
    assert said_of(event(cites=[by("A"), by("B")])) == "2 independent reports."


def test_two_outlets_with_the_report_of_one_agency_count_once_and_the_page_says_so(kyodo):
    happened = event(cites=[by("The Japan Times", "JP", agency=kyodo), by("OANA", "JP", agency=kyodo)])
    assert said_of(happened) == (
        "Only one outlet reports this: Kyodo News."
        " The Japan Times and OANA republished the report by Kyodo News, which counts once."
    )
    (origin,) = group_by_origin(happened)
    assert (str(origin.outlet), origin.carriers) == ("Kyodo News", ["The Japan Times", "OANA"])


def test_the_page_of_an_agency_and_a_copy_of_it_count_once(kyodo):
    happened = event(cites=[article(outlet=kyodo), by("OANA", agency=kyodo)])
    assert said_of(happened).endswith("OANA republished the report by Kyodo News, which counts once.")
    assert len(group_by_origin(happened)) == 1


def test_an_article_cited_only_for_a_statement_does_not_corroborate_the_event():
    happened = event(cites=by("TASS", "RU"))
    quote(of=happened, article=by("The Asahi Shimbun", "JP"))
    assert said_of(happened) == ("Only one outlet reports this: TASS. Cited for statements only: The Asahi Shimbun.")


@pytest.mark.slow
def test_the_sentence_agrees_with_the_filter_for_independent_sources(kyodo):
    choices = [("A", None), ("B", None), ("A", kyodo), ("B", kyodo), ("Kyodo News", None)]
    for first, second in product(choices, repeat=2):
        sources = [article(outlet=outlet(name), agency=agency) for name, agency in (first, second)]
        happened = event(cites=sources)
        quote(of=happened, article=by("C"))
        corroborated = Event.objects.corroborated().filter(pk=happened.pk).exists()
        assert said_of(happened).startswith("2 independent" if corroborated else "Only one outlet"), (first, second)


def test_the_page_shows_each_report_with_its_statements(client, kyodo):
    text = 'He left. Russia is "against it", Lavrov said.'
    source = article(text, title="Against it", outlet=outlet("OANA"), agency=kyodo, side="JP", language="ja", tier=2)
    happened = event("Talks", cites=source)
    said = quote("against it", of=happened, by=actor("Lavrov", country="RU"), kind="direct", article=source)
    response = client.get(happened.get_absolute_url())
    for shown in (
        "republished by OANA",
        "Against it",
        "23 October 2007",
        "Japanese",
        "Established: news agency, newspaper or institute",
        "side: Japan",
    ):
        assertContains(response, shown)
    assertContains(response, "Only one outlet reports this: Kyodo News.")
    link = f'<a href="{said.get_absolute_url()}" lang="ja">“against it”</a>'
    assertContains(response, link, html=True)


def test_the_title_of_a_source_cannot_run_as_a_script(client):
    source = article(title="<script>alert(1)</script>", outlet=outlet("<b>Bold</b>", slug="bold"))
    response = client.get(event(cites=source).get_absolute_url())
    assertNotContains(response, "<script>alert")
    assertNotContains(response, "<b>Bold")


def test_a_language_without_a_name_is_shown_by_its_tag():
    assert [languages.get_name(tag) for tag in ("en", "ja", "xx-none")] == ["English", "Japanese", "xx-none"]


def near(neighbours) -> list[tuple[str, list[str]]]:
    return [(one.event.title, [str(topic) for topic in one.topics]) for one in neighbours]


def test_the_nearest_events_on_each_topic_are_listed():
    islands, treaty, missiles = topic("Islands"), topic("Treaty"), topic("Missiles")
    event("Long before", date="1956", topics=[islands, treaty])
    event("Before, on islands", date="2000", topics=[islands])
    event("Before, on missiles", date="2006", topics=[missiles])
    happened = event("Talks", date="2007", topics=[islands, treaty])
    event("After, on both", date="2010", topics=[islands, treaty, missiles])
    event("Long after", date="2020", topics=[islands, treaty])
    found = find_neighbours(happened)
    assert near(found.before) == [("Before, on islands", ["Islands"]), ("Long before", ["Treaty"])]
    assert near(found.after) == [("After, on both", ["Islands", "Treaty"])]


def test_drafts_are_not_listed_and_two_events_of_one_day_are_neighbours():
    islands = topic("Islands")
    event("Draft", date="2006", topics=[islands], status="draft")
    event("Without a source", date="2006", topics=[islands], cites=False)
    one, other = (event(title, date="2007-10-23", topics=[islands]) for title in ("One", "Other"))
    assert (near(find_neighbours(one).before), near(find_neighbours(one).after)) == ([], [("Other", ["Islands"])])
    assert (near(find_neighbours(other).before), near(find_neighbours(other).after)) == ([("One", ["Islands"])], [])


def test_the_page_says_that_nothing_is_earlier_and_leaves_out_an_empty_section(client):
    first = event("First", date="1998", topics=[topic("Islands")])
    alone = event("Alone", topics=[topic("Missiles")])
    event("Second", date="2007", topics=[topic("Islands")])
    response = client.get(first.get_absolute_url())
    assertContains(response, "Related events")
    assertContains(response, "No earlier events on these topics")
    assertNotContains(client.get(alone.get_absolute_url()), "Related events")


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow_with_reports_topics_and_neighbours(client, kyodo):
    def scene(n: int) -> Event:
        topics = [topic(f"Topic {i}") for i in range(n)]
        for year in (1990, 2020):
            for one in topics:
                event(date=str(year), topics=[one])
        happened = event(cites=[by(f"Paper {i}", agency=kyodo if i % 2 else None) for i in range(n)], topics=topics)
        for citation in happened.citations.all():
            quote(of=happened, article=citation.article)
        return happened

    small, large = scene(2), scene(12)
    with CaptureQueriesContext(connection) as few:
        client.get(small.get_absolute_url())
    with CaptureQueriesContext(connection) as many:
        client.get(large.get_absolute_url())
    assert len(many) == len(few)
