"""What the bench says must be true: its checks refuse a wrong page, its ratios and tables are right. No timings."""

from __future__ import annotations

import pytest

from bench import answers, client, datasette_pages, load, report, site_pages
from bench.answers import Answer, Page, Wrong
from bench.client import Reply
from bench.generate import Archive
from bench.measure import Sample, ratio
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


def samples(*times: float) -> list[Sample]:
    return [Sample(p50=one, per_second=1000 / one, cpu=one / 2) for one in times]


def test_a_ratio_is_taken_round_by_round_and_the_median_round_counts():
    found = ratio(samples(2, 30, 8), samples(1, 10, 2))
    assert (found.median, found.least, found.most) == (3, 2, 4)
    assert ratio(samples(2, 30, 8), samples(1, 10, 2), "per_second").median == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("told", "difference"),
    [
        (Answer(2, ["a", "b"], {("side", "JP"): 2}), ""),
        (Answer(3, ["a", "b"], {("side", "JP"): 2}), "the total is 3"),
        (Answer(2, ["b", "a"], {("side", "JP"): 2}), "number 1 is b, by plain SQL a"),
        (Answer(2, ["a"], {("side", "JP"): 2}), "1 are listed, but by plain SQL 2"),
        (Answer(2, ["a", "b"], {("side", "JP"): 1}), "counts 1, by plain SQL 2"),
        (Answer(2, ["a", "b"], {}), "counts None, by plain SQL 2"),
        (Answer(2, ["a", "b"], {("side", "JP"): 2, ("side", "US"): 1}), "counts 1, by plain SQL None"),
    ],
)
def test_the_first_thing_that_a_page_has_wrong_is_told(told, difference):
    found = answers.differs(told, Answer(2, ["a", "b"], {("side", "JP"): 2}))
    assert difference in found
    assert bool(found) == bool(difference)


def test_an_error_page_is_never_taken_for_an_answer():
    page = Page("/", Answer(), answers.nothing)
    page.check(Reply(200, {}, b""))
    with pytest.raises(Wrong, match="answered 500, not 200"):
        page.check(Reply(500, {}, b""))


@pytest.mark.django_db
def test_total_events_and_counts_are_read_from_the_list_as_readers_see_it(client):
    japan, peace = actor(slug="japan", country="JP"), topic("peace")
    for n in range(3):
        event(slug=f"talks-{n}", date=f"2001-01-0{n + 1}", actors=[japan], topics=[peace])
    event(slug="elsewhere", date="2002")
    told = answers.listing(client.get("/").content.decode())
    assert told.total == 4
    assert told.listed == ["elsewhere", "talks-2", "talks-1", "talks-0"]
    for group, value in (("side", "JP"), ("actor", "japan"), ("topic", "peace")):
        for address in (f"/?all={group}", f"/?all={group}&topic=peace"):
            assert answers.choices_of(group)(client.get(address).content.decode()).counts == {(group, value): 3}
    assert answers.listing(client.get("/?since=2003").content.decode()).total == 0


@pytest.mark.django_db
def test_statements_are_read_from_the_side_by_side_page(client):
    said = quote(slug="what-was-said", of=event(slug="talks"))
    told = answers.comparison(client.get("/compare/").content.decode())
    assert (told.total, told.listed) == (1, [said.slug])


def test_datasettes_page_is_read_too():
    told = datasette_pages.read(FACETED)
    assert (told.total, told.listed) == (2790, ["909", "891"])
    assert told.counts == {("topic", "Trade"): 36, ("publisher", "Northern Review"): 1009}


def test_plain_sql_asks_for_as_many_as_a_page_shows():
    assert (site_pages.EVENTS_ON_A_PAGE, site_pages.DAYS_ON_A_PAGE) == (EVENTS_PER_PAGE, DAYS_PER_PAGE)
    assert site_pages.STATEMENTS_ON_A_PAGE == STATEMENTS_PER_PAGE


def test_the_same_records_are_invented_each_time():
    first, second = Archive(30), Archive(30)
    assert list(first.statements()) == list(second.statements())
    assert first.events == second.events
    assert len(first.events) == 10
    assert list(Archive(30, seed=1).statements()) != list(Archive(30).statements())


@pytest.mark.django_db
def test_invented_records_are_found_on_the_site(client):
    from django.db import DEFAULT_DB_ALIAS

    from bench.populate import fill
    from timeline.search import full_text_index

    fill(Archive(30))
    full_text_index.reindex(DEFAULT_DB_ALIAS)
    told = answers.choices_of("topic")(client.get("/?all=topic").content.decode())
    assert told.total == 10
    assert Actor.objects.count() == 200
    assert {topic for _group, topic in told.counts} <= set(Topic.objects.values_list("slug", flat=True))
    assert told.counts
    word = Archive(30).events[0].title.split()[0]
    assert answers.listing(client.get("/", {"q": word}).content.decode()).total


def test_what_is_sent_in_chunks_is_put_together():
    assert client.joined(b"4\r\nWiki\r\n6\r\npedia \r\n0\r\n\r\n") == b"Wikipedia "


def test_wrks_words_are_understood():
    assert load.told(WRK) == load.Crowd("41.13", "1.52s", 12)


def test_tables_are_set_straight():
    rows = [["asked", "ms"], ["first page", "9.5"], ["filter", "120"]]
    assert report.text_table(rows) == "asked        ms\nfirst page  9.5\nfilter      120"
    assert report.markdown_table(rows).splitlines()[1:3] == ["| --- | --: |", "| first page | 9.5 |"]
    assert [report.figure(value) for value in (1234.5, 12.34, 0.0512)] == ["1,234", "12.3", "0.0512"]


def test_a_section_takes_the_place_of_the_one_of_its_name_and_leaves_the_others():
    paper = report.with_section("# Performance\n\nWords.\n", "Measured: M", "one")
    paper = report.with_section(paper, "Measured: S", "two")
    again = report.with_section(paper, "Measured: M", "three")
    assert again == "# Performance\n\nWords.\n\n## Measured: M\n\nthree\n\n## Measured: S\n\ntwo\n"
