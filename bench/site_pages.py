"""The pages of the site that are measured, and plain SQL that finds the expected content of each."""

from __future__ import annotations

import itertools
import random
import sqlite3
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

from bench import answers

from .answers import Content, Page, WrongPage

EVENTS_ON_A_PAGE, DAYS_ON_A_PAGE, STATEMENTS_ON_A_PAGE = 25, 40, 80
SINCE, UNTIL = 1900, 2019
TOPIC_SLUG = "border-demarcation"  # the topic with the most events
SPAN = f"since={SINCE}&topic={TOPIC_SLUG}&until={UNTIL}"
WORD = "dialogue"
DEEP = 0.9  # of all pages
NOT_CACHED = "not cached"
VARIED_LISTS, VARIED_COMPARISONS = "lists of many filters", "comparisons of many filters"
FIRST, FILTER, SEARCH, DEEP_PAGE, COMPARE = "first page", "filter", "search", "deep page", "compare"

ORDER = "sort_date DESC, earliest DESC, latest DESC, id DESC"
PUBLIC = """FROM timeline_event e
    WHERE e.status = 'published' AND EXISTS (SELECT 1 FROM timeline_citation c WHERE c.event_id = e.id)"""
INVOLVING_JAPAN = """ AND (e.id IN (
        SELECT event_id FROM timeline_event_actors p JOIN timeline_actor a ON a.id = p.actor_id WHERE country = 'JP'
    ) OR e.id IN (
        SELECT event_id FROM timeline_quote q JOIN timeline_actor a ON a.id = q.speaker_id WHERE country = 'JP'
    ))"""
IN_SPAN = f"latest >= '{SINCE}-01-01' AND earliest <= '{UNTIL}-12-31'"
TOPIC = f"(SELECT id FROM timeline_topic WHERE slug = '{TOPIC_SLUG}')"
WITH_TOPIC = f"e.id IN (SELECT event_id FROM timeline_event_topics WHERE topic_id = {TOPIC})"
FILTERED = f"""{PUBLIC}{INVOLVING_JAPAN} AND {IN_SPAN} AND {WITH_TOPIC}"""
MENTIONING = f"""{PUBLIC}{INVOLVING_JAPAN} AND (
    e.title || ' ' || e.summary || ' ' || e.place LIKE '%{WORD}%'
    OR e.id IN (SELECT event_id FROM timeline_quote WHERE exact || paraphrase LIKE '%{WORD}%'))"""

SIDE = "CASE a.country WHEN 'JP' THEN 'JP' WHEN 'RU' THEN 'RU' WHEN 'SU' THEN 'RU' WHEN 'US' THEN 'US' ELSE 'other' END"
INVOLVED = "SELECT event_id, actor_id FROM timeline_event_actors UNION SELECT event_id, speaker_id FROM timeline_quote"
SOURCES = "SELECT event_id, article_id FROM timeline_citation UNION SELECT event_id, article_id FROM timeline_quote"
VALUES = {  # the values that an event has for each filter
    "side": f"SELECT event_id, {SIDE} AS value FROM ({INVOLVED}) JOIN timeline_actor a ON a.id = actor_id",
    "actor": f"SELECT event_id, slug AS value FROM ({INVOLVED}) JOIN timeline_actor a ON a.id = actor_id",
    "topic": "SELECT event_id, slug AS value FROM timeline_event_topics JOIN timeline_topic t ON t.id = topic_id",
    "kind": "SELECT id AS event_id, kind AS value FROM timeline_event",
    "said": "SELECT event_id, kind AS value FROM timeline_quote",
    "office": """SELECT event_id, office AS value FROM timeline_quote q
        JOIN timeline_post p
        ON p.actor_id = q.speaker_id AND p.start_earliest <= q.latest AND p.end_latest >= q.sort_date""",
    "outlet": f"""SELECT event_id, o.slug AS value FROM ({SOURCES}) JOIN articles_article s ON s.id = article_id
        JOIN articles_outlet o ON o.id = s.outlet_id""",
    "language": f"SELECT event_id, language AS value FROM ({SOURCES}) JOIN articles_article s ON s.id = article_id",
}


def make_pages(file: Path) -> dict[str, Page]:
    with sqlite3.connect(file) as database:
        last = _find_deep_page(database)
        lists = {
            FIRST: ({}, PUBLIC, 1),
            FILTER: ({"side": "JP", "since": SINCE, "topic": TOPIC_SLUG, "until": UNTIL}, FILTERED, 1),
            SEARCH: ({"q": WORD, "side": "JP"}, MENTIONING, 1),
            DEEP_PAGE: ({}, PUBLIC, last),
        }
        pages = {name: _make_list_page(database, *options) for name, options in lists.items()}
        pages[COMPARE] = Page(f"/compare/?side=JP&{SPAN}", _query_comparison(database), answers.read_comparison)
    return pages


def _find_deep_page(database: sqlite3.Connection) -> int:
    return max(2, int(DEEP * _count_rows(database, PUBLIC) / EVENTS_ON_A_PAGE))


def _make_list_page(database: sqlite3.Connection, query: dict[str, str | int], matching: str, page: int) -> Page:
    """A page of the list; related pages are the next one and, for each filter, the one with all its choices."""
    here = _add_page_number(query, page), query_list(database, matching, page)
    after = _add_page_number(query, page + 1), query_list(database, matching, page + 1)
    database.execute("DROP TABLE IF EXISTS temp.matching")
    database.execute(f"CREATE TEMP TABLE matching AS SELECT e.id {matching}")
    related = [Page(*after, answers.read_list)] if after[1].keys else []
    for group in VALUES:
        expected = Content(here[1].total, counts=_query_counts(database, group))
        related.append(Page(_make_address({**query, "all": group}), expected, answers.make_choice_reader(group)))
    return Page(*here, answers.read_list, related=tuple(related))


def _add_page_number(query: dict[str, str | int], page: int) -> str:
    return _make_address({**query, "page": page} if page > 1 else query)


def _make_address(query: dict[str, str | int]) -> str:
    return "/?" + urlencode(sorted(query.items())) if query else "/"


def query_list(database: sqlite3.Connection, matching: str, page: int = 1) -> Content:
    """The total, and the events of the page."""
    offset = (page - 1) * EVENTS_ON_A_PAGE
    rows = database.execute(f"SELECT slug {matching} ORDER BY {ORDER} LIMIT {EVENTS_ON_A_PAGE} OFFSET {offset}")
    return Content(_count_rows(database, matching), [slug for (slug,) in rows])


def _query_counts(database: sqlite3.Connection, group: str) -> dict[tuple[str, str], int]:
    rows = database.execute(
        f"""SELECT value, COUNT(DISTINCT event_id) FROM ({VALUES[group]})
        WHERE event_id IN (SELECT id FROM temp.matching) GROUP BY value"""
    )
    return {(group, value): n for value, n in rows}


def make_varied_pages(file: Path) -> dict[str, Page]:
    """Hundreds of different filters, each page for its first reader: also what is computed once for a filter is new."""
    with sqlite3.connect(file) as database:
        topics = [slug for (slug,) in database.execute("SELECT slug FROM timeline_topic ORDER BY slug")]
    filters = [
        urlencode({"side": side, "since": since, "topic": topic, "until": until})
        for since, until in itertools.product(range(1860, 2000, 7), range(2003, 2020, 4))
        for topic in topics
        for side in ("JP", "RU", "US")
    ]
    random.Random(1855).shuffle(filters)
    page = Page("", Content(), answers.read_nothing, headers="HX-Target: nowhere-{n}\r\n")
    return {
        VARIED_LISTS: replace(page, variants=tuple(f"/?{query}" for query in filters)),
        VARIED_COMPARISONS: replace(page, variants=tuple(f"/compare/?{query}" for query in filters)),
    }


def make_uncached_pages(pages: dict[str, Page]) -> dict[str, Page]:
    """The same pages, never from the cache: each request has another value of a header that the ETag depends on."""
    return {
        f"{name}, {NOT_CACHED}": replace(page, headers="HX-Target: nowhere-{n}\r\n") for name, page in pages.items()
    }


def _query_comparison(database: sqlite3.Connection) -> Content:
    shown = f"""FROM timeline_quote WHERE event_id IN (SELECT e.id {FILTERED}) AND {IN_SPAN}
        AND id IN (SELECT quote_id FROM timeline_quote_topics WHERE topic_id = {TOPIC})"""
    rows = database.execute(
        f"SELECT date, COUNT(*) {shown} GROUP BY sort_date, earliest, latest, date "
        f"ORDER BY sort_date DESC, earliest DESC, latest DESC, date DESC LIMIT {DAYS_ON_A_PAGE}"
    )
    days = _select_dates(list(rows))
    rows = database.execute(f"SELECT slug {shown} AND date IN ({', '.join('?' * len(days))})", days)
    return Content(_count_rows(database, FILTERED), sorted(slug for (slug,) in rows))


def _select_dates(days: list[tuple[str, int]]) -> list[str]:
    """Of (date, number of statements), the first dates that fit on one page."""
    ends = itertools.accumulate(n for _date, n in days)
    fitting = [date for (date, _n), end in zip(days, ends, strict=True) if end <= STATEMENTS_ON_A_PAGE]
    if days and not fitting:
        raise WrongPage(f"The statements of {days[0][0]} do not fit on one page: use another filter.")
    return fitting


def _count_rows(database: sqlite3.Connection, matching: str) -> int:
    found: int = database.execute(f"SELECT COUNT(*) {matching}").fetchone()[0]
    return found
