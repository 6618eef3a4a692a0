"""The bench refuses wrong pages, and its ratios and tables are right. Nothing is timed here."""

from __future__ import annotations

import pytest

from bench import answers, client, datasette_pages, load, report, site_pages
from bench.answers import Content, Page, WrongPage
from bench.client import Reply
from bench.generate import Archive
from bench.measure import Sample, compute_ratio
from timeline.models import Actor, Topic
from timeline.pages.compare.columns import DAYS_PER_PAGE, STATEMENTS_PER_PAGE
from timeline.pages.event_list.views import EVENTS_PER_PAGE

from .factories import actor, event, quote, topic

WRK = """  Latency Distribution
     50%  101.00ms
     99%    1.52s
  1234 requests in 30.00s, 10.00MB read
  Socket errors: connect 0, read 1, write 0, timeout 4
  Non-2xx or 3xx responses: 7
Requests/sec:     41.13
"""
FACETED = """<title>flat: statement: 2,790 rows where country = &#34;JP&#34;</title>
<td class="col-id type-pk"><a href="/flat/statement/909">909</a></td><td class="col-id type-int">891</td>
<div class="facet-info facet-flat-statement-topic" id="facet-topic" data-column="topic">
<ul><li>Trade &middot; 36 <a href="/flat" class="cross">x</a></li></ul></div>
<div class="facet-info facet-flat-statement-publisher" id="facet-publisher" data-column="publisher">
<ul><li><a href="/flat?publisher=Northern+Review">Northern Review</a> 1,009</li></ul></div>"""


def make_samples(*times: float) -> list[Sample]:
    return [Sample(p50=one, per_second=1000 / one, cpu=one / 2) for one in times]


def test_a_ratio_is_computed_for_each_round_and_the_median_counts():
    found = compute_ratio(make_samples(2, 30, 8), make_samples(1, 10, 2))
    assert (found.median, found.minimum, found.maximum) == (3, 2, 4)
    assert compute_ratio(make_samples(2, 30, 8), make_samples(1, 10, 2), "per_second").median == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("content", "difference"),
    [
        (Content(2, ["a", "b"], {("side", "JP"): 2}), ""),
        (Content(3, ["a", "b"], {("side", "JP"): 2}), "the total is 3"),
        (Content(2, ["b", "a"], {("side", "JP"): 2}), "number 1 is b, but plain SQL finds a"),
        (Content(2, ["a"], {("side", "JP"): 2}), "1 records are listed, but plain SQL finds 2"),
        (Content(2, ["a", "b"], {("side", "JP"): 1}), "counts 1, but plain SQL counts 2"),
        (Content(2, ["a", "b"], {}), "counts None, but plain SQL counts 2"),
        (Content(2, ["a", "b"], {("side", "JP"): 2, ("side", "US"): 1}), "counts 1, but plain SQL counts None"),
    ],
)
def test_the_first_error_of_a_page_is_described(content, difference):
    found = answers.describe_difference(content, Content(2, ["a", "b"], {("side", "JP"): 2}))
    assert difference in found
    assert bool(found) == bool(difference)


def test_an_error_page_is_refused():
    page = Page("/", Content(), answers.read_nothing)
    page.check(Reply(200, {}, b""))
    with pytest.raises(WrongPage, match="answered 500, not 200"):
        page.check(Reply(500, {}, b""))


@pytest.mark.django_db
def test_total_events_and_counts_are_read_from_the_list_as_readers_see_it(client):
    japan, peace = actor(slug="japan", country="JP"), topic("peace")
    for n in range(3):
        event(slug=f"talks-{n}", date=f"2001-01-0{n + 1}", actors=[japan], topics=[peace])
    event(slug="elsewhere", date="2002")
    content = answers.read_list(client.get("/").content.decode())
    assert content.total == 4
    assert content.keys == ["elsewhere", "talks-2", "talks-1", "talks-0"]
    for group, value in (("side", "JP"), ("actor", "japan"), ("topic", "peace")):
        for address in (f"/?all={group}", f"/?all={group}&topic=peace"):
            content = answers.make_choice_reader(group)(client.get(address).content.decode())
            assert content.counts == {(group, value): 3}
    assert answers.read_list(client.get("/?since=2003").content.decode()).total == 0


@pytest.mark.django_db
def test_statements_are_read_from_the_comparison(client):
    statement = quote(slug="a-statement", of=event(slug="talks"))
    content = answers.read_comparison(client.get("/compare/").content.decode())
    assert (content.total, content.keys) == (1, [statement.slug])


def test_total_rows_and_facets_are_read_from_datasettes_page():
    content = datasette_pages.read_table(FACETED)
    assert (content.total, content.keys) == (2790, ["909", "891"])
    assert content.counts == {("topic", "Trade"): 36, ("publisher", "Northern Review"): 1009}


def test_plain_sql_selects_as_many_records_as_a_page_shows():
    assert (site_pages.EVENTS_ON_A_PAGE, site_pages.DAYS_ON_A_PAGE) == (EVENTS_PER_PAGE, DAYS_PER_PAGE)
    assert site_pages.STATEMENTS_ON_A_PAGE == STATEMENTS_PER_PAGE


def test_the_same_records_are_generated_each_time():
    first, second = Archive(30), Archive(30)
    assert list(first.make_statements()) == list(second.make_statements())
    assert first.events == second.events
    assert len(first.events) == 10
    assert list(Archive(30, seed=1).make_statements()) != list(Archive(30).make_statements())


@pytest.mark.django_db
def test_generated_records_are_found_on_the_site(client):
    from django.db import DEFAULT_DB_ALIAS

    from bench.populate import store_archive
    from timeline.search import full_text_index

    store_archive(Archive(30))
    full_text_index.reindex(DEFAULT_DB_ALIAS)
    content = answers.make_choice_reader("topic")(client.get("/?all=topic").content.decode())
    assert content.total == 10
    assert Actor.objects.count() == 200
    assert {topic for _group, topic in content.counts} <= set(Topic.objects.values_list("slug", flat=True))
    assert content.counts
    word = Archive(30).events[0].title.split()[0]
    assert answers.read_list(client.get("/", {"q": word}).content.decode()).total


def test_a_chunked_body_is_joined():
    assert client.join_chunks(b"4\r\nWiki\r\n6\r\npedia \r\n0\r\n\r\n") == b"Wikipedia "


def test_the_output_of_wrk_is_parsed():
    assert load.parse_wrk_output(WRK) == load.WrkResult("41.13", "1.52s", 12)


def test_the_columns_of_tables_are_aligned():
    rows = [["page", "ms"], ["first page", "9.5"], ["filter", "120"]]
    assert report.format_text_table(rows) == "page         ms\nfirst page  9.5\nfilter      120"
    assert report.format_markdown_table(rows).splitlines()[1:3] == ["| --- | --: |", "| first page | 9.5 |"]
    assert [report.format_figure(value) for value in (1234.5, 12.34, 0.0512)] == ["1,234", "12.3", "0.0512"]


def test_a_section_replaces_the_one_with_its_heading_and_no_other():
    document = report.replace_section("# Performance\n\nWords.\n", "Measured: M", "one")
    document = report.replace_section(document, "Measured: S", "two")
    again = report.replace_section(document, "Measured: M", "three")
    assert again == "# Performance\n\nWords.\n\n## Measured: M\n\nthree\n\n## Measured: S\n\ntwo\n"
