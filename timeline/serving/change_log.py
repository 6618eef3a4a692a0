"""Which events have changed: a log written by the triggers that increase the revision, so nothing can bypass it.

An event is logged when anything that a list shows of it may have changed: whether and where it is listed, the filters
that count it, its card, the words by which it is found. All other events in memory are still valid.

A row contains the mark that the change gave the revision. A reader remembers the number and the mark of the last row
it has seen, and continues after that row. If the row is missing, because a backup was restored, the change was rolled
back or the log was shortened, everything is read again.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "timeline_touched"
NAMES = 0  # instead of an event's key: names or filter values changed; the events with them are logged too
MOST = 1_000  # events; if more have changed, everything counts as changed
MOST_ROWS = 4_000  # of the log

# Queries for the events; {these} becomes the values of a column of the changed rows.
OF_ACTOR = """
SELECT event_id AS event FROM timeline_event_actors WHERE actor_id IN ({these}) UNION
SELECT event_id FROM timeline_quote WHERE speaker_id IN ({these}) UNION
SELECT said.event_id FROM timeline_quote_addressees heard
JOIN timeline_quote said ON said.id = heard.quote_id WHERE heard.actor_id IN ({these}) UNION
SELECT 0
"""
OF_TOPIC = """
SELECT event_id AS event FROM timeline_event_topics WHERE topic_id IN ({these}) UNION
SELECT said.event_id FROM timeline_quote_topics about
JOIN timeline_quote said ON said.id = about.quote_id WHERE about.topic_id IN ({these}) UNION
SELECT 0
"""
OF_ARTICLE = """
SELECT event_id AS event FROM timeline_citation WHERE article_id IN ({these}) UNION
SELECT event_id FROM timeline_quote WHERE article_id IN ({these}) UNION
SELECT 0
"""
OF_OUTLET = """
SELECT cited.event_id AS event FROM timeline_citation cited JOIN articles_article one ON one.id = cited.article_id
WHERE one.outlet_id IN ({these}) OR one.agency_id IN ({these}) UNION
SELECT said.event_id FROM timeline_quote said JOIN articles_article one ON one.id = said.article_id
WHERE one.outlet_id IN ({these}) OR one.agency_id IN ({these}) UNION
SELECT 0
"""
OF_POST = "SELECT event_id AS event FROM timeline_quote WHERE speaker_id IN ({these}) UNION SELECT 0"
OF_QUOTE = "SELECT event_id AS event FROM timeline_quote WHERE id IN ({these})"  # its own deletion is logged too
NOTHING = "SELECT 0 AS event WHERE 1 = 0"  # not shown in lists
EVERYTHING = "SELECT CAST(NULL AS bigint) AS event"
EVENTS_OF = {  # by table: the column and the query; any other table changes everything
    "timeline_event": ("id", "{these}"),
    "timeline_event_actors": ("event_id", "{these}"),
    "timeline_event_topics": ("event_id", "{these}"),
    "timeline_citation": ("event_id", "{these}"),
    "timeline_quote": ("event_id", "{these}"),
    "timeline_quote_topics": ("quote_id", OF_QUOTE),
    "timeline_quote_addressees": ("quote_id", OF_QUOTE),
    "timeline_actor": ("id", OF_ACTOR),
    "timeline_post": ("actor_id", OF_POST),
    "timeline_topic": ("id", OF_TOPIC),
    "articles_article": ("id", OF_ARTICLE),
    "articles_outlet": ("id", OF_OUTLET),
    "articles_articletext": ("article_id", NOTHING),
    "articles_linkcheck": ("article_id", NOTHING),
    "timeline_correction": ("id", NOTHING),
    "timeline_redirect": ("id", NOTHING),
}


def logs_names(table: str) -> bool:
    """Whether a change of the table's rows is logged as a change of names or of everything."""
    if table not in EVENTS_OF:
        return True
    return EVENTS_OF[table][1] is not NOTHING and f"SELECT {NAMES}" in EVENTS_OF[table][1]


def is_ignored(table: str) -> bool:
    """Whether nothing is logged."""
    return table in EVENTS_OF and EVENTS_OF[table][1] is NOTHING


Row = tuple[int, str, int | None]  # number, mark, event


@dataclass(frozen=True)
class LogPosition:
    """The number and the mark of the last row that was read."""

    number: int
    mark: str


@dataclass(frozen=True)
class ChangedEvents:
    events: frozenset[int]
    names: bool


def create_table(connection: BaseDatabaseWrapper) -> None:
    """With a first row, so that there is always a last one."""
    number = "integer PRIMARY KEY AUTOINCREMENT"
    if connection.vendor == "postgresql":
        number = "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (number {number}, mark varchar(40) NOT NULL, event bigint)")
    log_everything(connection)


def drop_table(connection: BaseDatabaseWrapper) -> None:
    """After the triggers that write to it."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")


def log_everything(connection: BaseDatabaseWrapper) -> None:
    """For changes that no trigger sees."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (mark, event) SELECT mark, NULL FROM timeline_revision")


def last_position(rows: list[Row]) -> LogPosition:
    return LogPosition(*rows[-1][:2])


def list_changes(place: LogPosition, rows: list[Row]) -> ChangedEvents | None:
    """`rows` is the log from the position on. None if that is unknown, or if too many events have changed."""
    if not rows or rows[0][:2] != (place.number, place.mark):
        return None
    events = {event for _number, _mark, event in rows[1:]}
    if None in events or len(events) > MOST:
        return None
    return ChangedEvents(frozenset(event for event in events if event), NAMES in events)


def build_row_logging(table: str, change: str) -> str:
    """The body of a trigger on SQLite; without a table's name it logs that everything has changed."""
    rows = {"insert": ("NEW",), "delete": ("OLD",), "update": ("NEW", "OLD")}[change]
    column, asked = EVENTS_OF.get(table, ("", EVERYTHING))
    return _insert_rows(asked.format(these=" UNION ".join(f"SELECT {row}.{column} AS event" for row in rows)))


def build_statement_logging(table: str) -> str:
    """The body of a trigger's function on PostgreSQL: all rows that a statement changed, for an update old and new."""
    column, asked = EVENTS_OF.get(table, ("", EVERYTHING))
    return f" BEGIN {_insert_rows(asked.format(these=f'SELECT {column} AS event FROM changed'))} RETURN NULL; END "


def _insert_rows(asked: str) -> str:
    return (
        f"INSERT INTO {TABLE} (mark, event) SELECT (SELECT mark FROM timeline_revision), event "
        f"FROM (SELECT DISTINCT event FROM ({asked}) AS found LIMIT {MOST + 1}) AS touched; "
        f"DELETE FROM {TABLE} WHERE number <= (SELECT max(number) FROM {TABLE}) - {MOST_ROWS};"
    )
