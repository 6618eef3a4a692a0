"""The pages of the site that are asked for, and plain SQL that says what must stand on each."""

from __future__ import annotations

import itertools
import sqlite3
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

from bench import answers

from .answers import Answer, Page, Wrong

EVENTS_ON_A_PAGE, DAYS_ON_A_PAGE, STATEMENTS_ON_A_PAGE = 25, 40, 80
SINCE, UNTIL = 1900, 2019
ON = "border-demarcation"  # the topic with the most events
SPAN = f"since={SINCE}&topic={ON}&until={UNTIL}"
WORD = "dialogue"
DEEP = 0.9  # of all pages
ANEW = "drawn anew"
FIRST, FILTER, SEARCH, DEEP_PAGE, COMPARE = "first page", "filter", "search", "deep page", "compare"

ORDER = "sort_date DESC, earliest DESC, latest DESC, id DESC"
PUBLIC = """FROM timeline_event e
    WHERE e.status = 'published' AND EXISTS (SELECT 1 FROM timeline_citation c WHERE c.event_id = e.id)"""
OF_JAPAN = """ AND (e.id IN (
        SELECT event_id FROM timeline_event_actors p JOIN timeline_actor a ON a.id = p.actor_id WHERE country = 'JP'
    ) OR e.id IN (
        SELECT event_id FROM timeline_quote q JOIN timeline_actor a ON a.id = q.speaker_id WHERE country = 'JP'
    ))"""
IN_SPAN = f"latest >= '{SINCE}-01-01' AND earliest <= '{UNTIL}-12-31'"
TOPIC = f"(SELECT id FROM timeline_topic WHERE slug = '{ON}')"
ON_TOPIC = f"e.id IN (SELECT event_id FROM timeline_event_topics WHERE topic_id = {TOPIC})"
FILTERED = f"""{PUBLIC}{OF_JAPAN} AND {IN_SPAN} AND {ON_TOPIC}"""
FOUND = f"""{PUBLIC}{OF_JAPAN} AND (
    e.title || ' ' || e.summary || ' ' || e.place LIKE '%{WORD}%'
    OR e.id IN (SELECT event_id FROM timeline_quote WHERE exact || paraphrase LIKE '%{WORD}%'))"""

SIDE = "CASE a.country WHEN 'JP' THEN 'JP' WHEN 'RU' THEN 'RU' WHEN 'SU' THEN 'RU' WHEN 'US' THEN 'US' ELSE 'other' END"
INVOLVED = "SELECT event_id, actor_id FROM timeline_event_actors UNION SELECT event_id, speaker_id FROM timeline_quote"
RESTS_ON = "SELECT event_id, article_id FROM timeline_citation UNION SELECT event_id, article_id FROM timeline_quote"
VALUES = {  # what an event has of each facet
    "side": f"SELECT event_id, {SIDE} AS value FROM ({INVOLVED}) JOIN timeline_actor a ON a.id = actor_id",
    "actor": f"SELECT event_id, slug AS value FROM ({INVOLVED}) JOIN timeline_actor a ON a.id = actor_id",
    "topic": "SELECT event_id, slug AS value FROM timeline_event_topics JOIN timeline_topic t ON t.id = topic_id",
    "kind": "SELECT id AS event_id, kind AS value FROM timeline_event",
    "said": "SELECT event_id, kind AS value FROM timeline_quote",
    "office": """SELECT event_id, office AS value FROM timeline_quote q
        JOIN timeline_post p
        ON p.actor_id = q.speaker_id AND p.start_earliest <= q.latest AND p.end_latest >= q.sort_date""",
    "outlet": f"""SELECT event_id, o.slug AS value FROM ({RESTS_ON}) JOIN articles_article s ON s.id = article_id
        JOIN articles_outlet o ON o.id = s.outlet_id""",
    "language": f"SELECT event_id, language AS value FROM ({RESTS_ON}) JOIN articles_article s ON s.id = article_id",
}


def pages(file: Path) -> dict[str, Page]:
    with sqlite3.connect(file) as database:
        last = _deep_page(database)
        listing = {
            FIRST: ({}, PUBLIC, 1),
            FILTER: ({"side": "JP", "since": SINCE, "topic": ON, "until": UNTIL}, FILTERED, 1),
            SEARCH: ({"q": WORD, "side": "JP"}, FOUND, 1),
            DEEP_PAGE: ({}, PUBLIC, last),
        }
        asked = {name: _listing(database, *wanted) for name, wanted in listing.items()}
        asked[COMPARE] = Page(f"/compare/?side=JP&{SPAN}", _comparison(database), answers.comparison)
    return asked


def _deep_page(database: sqlite3.Connection) -> int:
    return max(2, int(DEEP * _count(database, PUBLIC) / EVENTS_ON_A_PAGE))


def _listing(database: sqlite3.Connection, asked: dict[str, str | int], matching: str, page: int) -> Page:
    """A page of the list. Right too must be the page after it and, group by group, the number beside every choice."""
    here = _numbered(asked, page), listed(database, matching, page)
    after = _numbered(asked, page + 1), listed(database, matching, page + 1)
    database.execute("DROP TABLE IF EXISTS temp.matching")
    database.execute(f"CREATE TEMP TABLE matching AS SELECT e.id {matching}")
    counted = []
    for group in VALUES:
        right = Answer(here[1].total, counts=_counts(database, group))
        counted.append(Page(_address({**asked, "all": group}), right, answers.choices_of(group)))
    also = [Page(*after, answers.listing)] if after[1].listed else []
    return Page(*here, answers.listing, also=(*also, *counted))


def _numbered(asked: dict[str, str | int], page: int) -> str:
    return _address({**asked, "page": page} if page > 1 else asked)


def _address(asked: dict[str, str | int]) -> str:
    return "/?" + urlencode(sorted(asked.items())) if asked else "/"


def listed(database: sqlite3.Connection, matching: str, page: int = 1) -> Answer:
    """Total, and what the page lists."""
    offset = (page - 1) * EVENTS_ON_A_PAGE
    rows = database.execute(f"SELECT slug {matching} ORDER BY {ORDER} LIMIT {EVENTS_ON_A_PAGE} OFFSET {offset}")
    return Answer(_count(database, matching), [slug for (slug,) in rows])


def _counts(database: sqlite3.Connection, group: str) -> dict[tuple[str, str], int]:
    rows = database.execute(
        f"""SELECT value, COUNT(DISTINCT event_id) FROM ({VALUES[group]})
        WHERE event_id IN (SELECT id FROM temp.matching) GROUP BY value"""
    )
    return {(group, value): n for value, n in rows}


def anew(pages: dict[str, Page]) -> dict[str, Page]:
    """The same pages, which nobody was shown before: a header that is part of a page's tag differs each time."""
    return {f"{name}, {ANEW}": replace(page, headers="HX-Target: nowhere-{n}\r\n") for name, page in pages.items()}


def _comparison(database: sqlite3.Connection) -> Answer:
    shown = f"""FROM timeline_quote WHERE event_id IN (SELECT e.id {FILTERED}) AND {IN_SPAN}
        AND id IN (SELECT quote_id FROM timeline_quote_topics WHERE topic_id = {TOPIC})"""
    rows = database.execute(
        f"SELECT date, COUNT(*) {shown} GROUP BY sort_date, earliest, latest, date "
        f"ORDER BY sort_date DESC, earliest DESC, latest DESC, date DESC LIMIT {DAYS_ON_A_PAGE}"
    )
    days = _that_fit(list(rows))
    rows = database.execute(f"SELECT slug {shown} AND date IN ({', '.join('?' * len(days))})", days)
    return Answer(_count(database, FILTERED), sorted(slug for (slug,) in rows))


def _that_fit(days: list[tuple[str, int]]) -> list[str]:
    """The first of (date, statements) that have room on one page."""
    ends = itertools.accumulate(n for _date, n in days)
    fitting = [date for (date, _n), end in zip(days, ends, strict=True) if end <= STATEMENTS_ON_A_PAGE]
    if days and not fitting:
        raise Wrong(f"On {days[0][0]} more was said than a page holds: ask for something else.")
    return fitting


def _count(database: sqlite3.Connection, matching: str) -> int:
    found: int = database.execute(f"SELECT COUNT(*) {matching}").fetchone()[0]
    return found
