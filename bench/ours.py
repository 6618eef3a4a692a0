"""The pages of the site that are asked for, and plain SQL that says what must stand on each."""

from __future__ import annotations

import itertools
import sqlite3
from pathlib import Path

from . import answers
from .answers import Answer, Page, Wrong

EVENTS_ON_A_PAGE, DAYS_ON_A_PAGE, STATEMENTS_ON_A_PAGE = 25, 40, 80
SINCE, UNTIL = 1900, 2019
SPAN = f"since={SINCE}&topic=border-demarcation&until={UNTIL}"
WORD = "dialogue"
DEEP = 0.9  # of all pages
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
TOPIC = "(SELECT id FROM timeline_topic WHERE slug = 'border-demarcation')"
FILTERED = f"""{PUBLIC}{OF_JAPAN} AND {IN_SPAN}
    AND e.id IN (SELECT event_id FROM timeline_event_topics WHERE topic_id = {TOPIC})"""
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
            FIRST: ("/", PUBLIC, 1),
            FILTER: (f"/?side=JP&{SPAN}", FILTERED, 1),
            SEARCH: (f"/?q={WORD}&side=JP", FOUND, 1),
            DEEP_PAGE: (f"/?page={last}", PUBLIC, last),
        }
        asked = {
            name: Page(path, _list(database, matching, page), answers.listing)
            for name, (path, matching, page) in listing.items()
        }
        asked[COMPARE] = Page(f"/compare/?side=JP&{SPAN}", _comparison(database), answers.comparison)
    return asked


def _deep_page(database: sqlite3.Connection) -> int:
    return max(2, int(DEEP * _count(database, PUBLIC) / EVENTS_ON_A_PAGE))


def _list(database: sqlite3.Connection, matching: str, page: int) -> Answer:
    """Total, what the page lists, and the number beside every choice."""
    offset = (page - 1) * EVENTS_ON_A_PAGE
    rows = database.execute(f"SELECT slug {matching} ORDER BY {ORDER} LIMIT {EVENTS_ON_A_PAGE} OFFSET {offset}")
    listed = [slug for (slug,) in rows]
    database.execute("DROP TABLE IF EXISTS temp.matching")
    database.execute(f"CREATE TEMP TABLE matching AS SELECT e.id {matching}")
    counts = {
        (facet, value): n
        for facet, values in VALUES.items()
        for value, n in database.execute(
            f"""SELECT value, COUNT(DISTINCT event_id) FROM ({values})
            WHERE event_id IN (SELECT id FROM temp.matching) GROUP BY value"""
        )
    }
    return Answer(_count(database, matching), listed, counts)


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
