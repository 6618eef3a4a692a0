"""The index in the database: FTS5 in SQLite, tsvector in PostgreSQL. Both keep the words that `analysis` makes.

Neither is let near a text: FTS5 is given words with spaces between, PostgreSQL a tsvector written out in full,
and a question is put in the same words. So both find the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

from . import documents
from .query_parser import Query, Term
from .tokenizer import tokens

EVENTS, QUOTES = "timeline_event_words", "timeline_quote_words"
BETWEEN = "¶"  # stands between fields: no phrase runs from one into the next, and nobody can ask for it
AT_ONCE = 500
LAST_POSITION, MOST_POSITIONS = 16_383, 255  # of a word in a tsvector


def create(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for table in (EVENTS, QUOTES):
            if connection.vendor == "sqlite":  # `ascii` takes every other character for a letter: the words stay ours
                cursor.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(words, tokenize='ascii')")
            else:
                cursor.execute(f"CREATE TABLE {table} (rowid bigint PRIMARY KEY, words tsvector NOT NULL)")
                cursor.execute(f"CREATE INDEX {table}_gin ON {table} USING gin (words)")


def drop(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for table in (EVENTS, QUOTES):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")


def index_events(keys: Iterable[int], using: str, get_model: documents.Models = apps.get_model) -> None:
    _index(EVENTS, documents.events, keys, using, get_model)


def index_quotes(keys: Iterable[int], using: str, get_model: documents.Models = apps.get_model) -> None:
    _index(QUOTES, documents.quotes, keys, using, get_model)


def reindex(using: str, get_model: documents.Models = apps.get_model) -> tuple[int, int]:
    """Everything anew. The number of events and of statements."""
    with transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            for table in (EVENTS, QUOTES):
                cursor.execute(f"DELETE FROM {table}")
        events, quotes = (
            list(get_model("timeline", name)._base_manager.using(using).values_list("pk", flat=True))
            for name in ("Event", "Quote")
        )
        index_events(events, using, get_model)
        index_quotes(quotes, using, get_model)
    return len(events), len(quotes)


def forget_old_words(connection: BaseDatabaseWrapper) -> None:
    """FTS5 only marks words as deleted until it merges its parts; a table of PostgreSQL is cleaned by VACUUM."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in (EVENTS, QUOTES):
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")


def _index(
    table: str,
    read: Callable[[documents.Models, str, Iterable[int]], Iterator[documents.Document]],
    keys: Iterable[int],
    using: str,
    get_model: documents.Models,
) -> None:
    """What is there under these keys now takes the place of what was."""
    connection = connections[using]
    literal, typed = (_fts5, "%s") if connection.vendor == "sqlite" else (_tsvector, "%s::tsvector")
    rest = iter(sorted(set(keys)))
    while some := list(islice(rest, AT_ONCE)):
        rows = [(pk, literal(_words(fields))) for pk, fields in read(get_model, using, some)]
        with transaction.atomic(using=using), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE rowid IN ({', '.join(['%s'] * len(some))})", some)
            cursor.executemany(f"INSERT INTO {table} (rowid, words) VALUES (%s, {typed})", rows)


def _words(fields: Iterable[str]) -> list[str]:
    return [word for field in fields if field for word in (*(token.text for token in tokens(field)), BETWEEN)]


def _fts5(words: list[str]) -> str:
    return " ".join(words)


def _tsvector(words: list[str]) -> str:
    places: dict[str, list[str]] = {}
    for n, word in enumerate(words, 1):
        if word != BETWEEN:
            places.setdefault(word, []).append(str(min(n, LAST_POSITION)))
    return " ".join(f"'{word}':{','.join(numbers[:MOST_POSITIONS])}" for word, numbers in places.items())


def events(query: Query, using: str) -> RawSQL:
    """Keys of events in which each word wanted, and none unwanted, stands: in the event or in one of its statements.

    Statements are asked for their event here, so that what was moved or deleted unnoticed is never found.
    """
    matching = _condition(using)
    return _all_of(
        f"SELECT rowid FROM {EVENTS} WHERE {matching} UNION SELECT said.event_id FROM {QUOTES} "
        f"JOIN timeline_quote said ON said.id = {QUOTES}.rowid WHERE {matching}",
        "SELECT id FROM timeline_event",
        query,
        using,
    )


def quotes(query: Query, using: str) -> RawSQL:
    """Keys of statements in which each word wanted, and none unwanted, stands."""
    return _all_of(
        f"SELECT rowid FROM {QUOTES} WHERE {_condition(using)}", "SELECT id FROM timeline_quote", query, using
    )


def _condition(using: str) -> str:
    return "words MATCH %s" if connections[using].vendor == "sqlite" else "words @@ %s::tsquery"


def _all_of(one: str, everything: str, query: Query, using: str) -> RawSQL:
    """`one` for each term, each a set of keys; the terms themselves are only ever bound."""
    terms = [*query.wanted, *query.unwanted]
    selected = f"SELECT * FROM ({one}) AS hits"
    sql = " INTERSECT ".join([selected] * len(query.wanted) or [everything])
    sql += f" EXCEPT {selected}" * len(query.unwanted)
    literal = _fts5_term if connections[using].vendor == "sqlite" else _tsquery_term
    return RawSQL(sql, [literal(term) for term in terms for _ in range(one.count("%s"))])


def _fts5_term(term: Term) -> str:
    return f'"{" ".join(term.tokens)}"' + ("*" if term.begins else "")


def _tsquery_term(term: Term) -> str:
    return " <-> ".join(f"'{token}'" for token in term.tokens) + (":*" if term.begins else "")
