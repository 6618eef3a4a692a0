"""Datasette at its best on the same statements: one flat table, an index for the query, no unnecessary counts."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import quote

from .answers import Content, Page, parse_number
from .client import HOST
from .servers import VAR, Server, find_free_port, run_server
from .site_pages import DEEP, DEEP_PAGE, FILTER, FIRST, SEARCH, SINCE, UNTIL, WORD

ENVIRONMENT = VAR / "datasette"
PINNED = Path(__file__).with_name("datasette.txt")
FACETED = "filter, three facets"
ROWS = 50  # as many statements as 25 of our cards show

# `position` is the date and the key: a total order, which determines the rows of a page. Datasette recognises an
# FTS table only if its definition names the content in double quotes.
FLAT = """
    CREATE TABLE statement (id INTEGER PRIMARY KEY, date TEXT, position TEXT, speaker TEXT, role TEXT, country TEXT,
        event TEXT, article TEXT, url TEXT, publisher TEXT, topic TEXT, tags TEXT, text TEXT);
    INSERT INTO statement
        SELECT q.id, q.earliest, q.earliest || printf(' %08d', q.id), a.name, a.role, a.country, e.title,
            s.title, s.url, o.name, t.name,
            (SELECT group_concat(name, ', ') FROM app.timeline_quote_topics JOIN app.timeline_topic g ON g.id = topic_id
                WHERE quote_id = q.id),
            q.exact || q.paraphrase
        FROM app.timeline_quote q JOIN app.timeline_actor a ON a.id = q.speaker_id
            JOIN app.timeline_event e ON e.id = q.event_id JOIN app.articles_article s ON s.id = q.article_id
            JOIN app.articles_outlet o ON o.id = s.outlet_id
            JOIN app.timeline_event_topics et ON et.event_id = e.id JOIN app.timeline_topic t ON t.id = et.topic_id
        ORDER BY q.id;
    CREATE INDEX filtered ON statement (country, topic, position);
    CREATE INDEX newest ON statement (position);
    CREATE VIRTUAL TABLE statement_fts USING fts5(text, content="statement", content_rowid="id");
    INSERT INTO statement_fts(statement_fts) VALUES ('rebuild');
    INSERT INTO statement_fts(statement_fts) VALUES ('optimize');
    ANALYZE;
"""
BEFORE, AFTER = f"{SINCE}-01-01", f"{UNTIL + 1}-01-01"
IN_SPAN = f"position >= '{BEFORE}' AND position < '{AFTER}'"
FILTERED = f"FROM statement WHERE country = 'JP' AND topic = 'Border demarcation' AND {IN_SPAN}"
QUERY = f"country=JP&topic=Border+demarcation&position__gte={BEFORE}&position__lt={AFTER}"
NEWEST = f"_sort_desc=position&_size={ROWS}"
ROW = re.compile(r'<td class="col-id[^"]*">(?:<a href="[^"]*">)?(\d+)')
TOTAL = re.compile(r"<title>[^<]*?: ([\d,]+) rows? where")
FACET = re.compile(r'<div class="facet-info [^>]*data-column="(\w+)">(.*?)</div>', re.DOTALL)
VALUE = re.compile(r"<li>(?:<a [^>]*>)?([^<]+?)(?:</a>| &middot;) ([\d,]+)")


def install_datasette() -> bool:
    """Install the pinned versions into an environment of their own; return False without a network."""
    if (ENVIRONMENT / "bin" / "datasette").exists():
        return True
    print(f"Installing Datasette into {ENVIRONMENT} …", flush=True)
    pip = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
        subprocess.run([*pip, "--require-hashes", "-r", str(PINNED)], check=True)
    except subprocess.CalledProcessError:
        print("Datasette could not be installed (is there a network?): the bench continues without it.")
        return False
    return True


def flatten(app: Path, flat: Path) -> None:
    with sqlite3.connect(flat) as database:
        database.execute("ATTACH ? AS app", [str(app)])
        database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + FLAT)


@contextmanager
def run_datasette(file: Path) -> Iterator[Server]:
    """Read-only, without suggested facets, and with time limits so high that no result is left out."""
    port = find_free_port()
    command = [str(ENVIRONMENT / "bin" / "datasette"), "serve", "-i", str(file), "-h", HOST, "-p", str(port)]
    for name, value in {"suggest_facets": "off", "sql_time_limit_ms": "60000", "facet_time_limit_ms": "60000"}.items():
        command += ["--setting", name, value]
    with run_server("Datasette", command, port) as server:
        yield server


def make_pages(file: Path) -> dict[str, Page]:
    home = f"/{file.stem}"
    with sqlite3.connect(file) as database:
        total = database.execute("SELECT COUNT(*) FROM statement").fetchone()[0]
        offset = int(DEEP * total)
        found = f"""FROM statement WHERE country = 'JP'
            AND id IN (SELECT rowid FROM statement_fts WHERE statement_fts MATCH '{WORD}')"""
        queries = {
            FIRST: (f"{NEWEST}&_nocount=1", _query_rows(database, "FROM statement")),
            FILTER: (f"{QUERY}&{NEWEST}&_nocount=1", _query_rows(database, FILTERED)),
            FACETED: (f"{QUERY}&{NEWEST}&_facet=country&_facet=topic&_facet=publisher", _query_facets(database)),
            SEARCH: (f"_search={WORD}&country=JP&{NEWEST}&_nocount=1", _query_rows(database, found)),
        }
        pages = {name: Page(f"{home}/statement?{query}", right, read_table) for name, (query, right) in queries.items()}
        sql = f"select * from statement order by position desc limit {ROWS} offset {offset}"
        keys = [str(key) for (key,) in database.execute(sql.replace("*", "id"))]
        pages[DEEP_PAGE] = Page(f"{home}?sql={quote(sql)}", Content(keys=keys), read_keys)
    return pages


def _query_rows(database: sqlite3.Connection, matching: str) -> Content:
    rows = database.execute(f"SELECT id {matching} ORDER BY position DESC LIMIT {ROWS}")
    return Content(keys=[str(key) for (key,) in rows])


def _query_facets(database: sqlite3.Connection) -> Content:
    counts = {
        (facet, value): n
        for facet in ("country", "topic", "publisher")
        for value, n in database.execute(
            f"SELECT {facet}, COUNT(*) AS n {FILTERED} GROUP BY 1 ORDER BY n DESC, 1 LIMIT 30"
        )
    }
    total = database.execute(f"SELECT COUNT(*) {FILTERED}").fetchone()[0]
    return Content(total, _query_rows(database, FILTERED).keys, counts)


def read_table(html: str) -> Content:
    total = TOTAL.search(html)
    counts = {
        (facet, unescape(value).strip()): parse_number(n)
        for facet, values in FACET.findall(html)
        for value, n in VALUE.findall(values)
    }
    return Content(parse_number(total[1]) if total else None, ROW.findall(html), counts)


def read_keys(html: str) -> Content:
    return Content(keys=ROW.findall(html))
