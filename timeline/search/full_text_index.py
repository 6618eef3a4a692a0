"""The full-text index in the database: FTS5 in SQLite, tsvector in PostgreSQL. Both store the words of `tokenizer`.

Neither database analyses a text itself: FTS5 gets words separated by spaces, PostgreSQL a complete tsvector, and
queries consist of the same words. So both find the same.
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
from .tokenizer import tokenize

EVENTS, QUOTES = "timeline_event_words", "timeline_quote_words"
SEPARATOR = "¶"  # between fields, so that no phrase is found across two of them; no query can contain it
RECORDS_AT_ONCE = 500
LAST_POSITION, MOST_POSITIONS = 16_383, 255  # of a word in a tsvector


def create_tables(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for table in (EVENTS, QUOTES):
            if connection.vendor == "sqlite":  # for `ascii`, all other characters are letters: it splits no word
                cursor.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(words, tokenize='ascii')")
            else:
                cursor.execute(f"CREATE TABLE {table} (rowid bigint PRIMARY KEY, words tsvector NOT NULL)")
                cursor.execute(f"CREATE INDEX {table}_gin ON {table} USING gin (words)")


def drop_tables(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for table in (EVENTS, QUOTES):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")


def index_events(keys: Iterable[int], using: str, get_model: documents.Models = apps.get_model) -> None:
    _index_documents(EVENTS, documents.read_events, keys, using, get_model)


def index_quotes(keys: Iterable[int], using: str, get_model: documents.Models = apps.get_model) -> None:
    _index_documents(QUOTES, documents.read_quotes, keys, using, get_model)


def reindex(using: str, get_model: documents.Models = apps.get_model) -> tuple[int, int]:
    """Index everything again. Returns the number of events and of statements."""
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


def purge_deleted_words(connection: BaseDatabaseWrapper) -> None:
    """FTS5 only marks words as deleted until it merges its parts; a table of PostgreSQL is cleaned by VACUUM."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in (EVENTS, QUOTES):
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")


def _index_documents(
    table: str,
    read: Callable[[documents.Models, str, Iterable[int]], Iterator[documents.Document]],
    keys: Iterable[int],
    using: str,
    get_model: documents.Models,
) -> None:
    """Replace what is indexed under these keys."""
    connection = connections[using]
    literal, typed = (_format_fts5, "%s") if connection.vendor == "sqlite" else (_format_tsvector, "%s::tsvector")
    rest = iter(sorted(set(keys)))
    while some := list(islice(rest, RECORDS_AT_ONCE)):
        rows = [(pk, literal(_list_words(fields))) for pk, fields in read(get_model, using, some)]
        with transaction.atomic(using=using), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE rowid IN ({', '.join(['%s'] * len(some))})", some)
            cursor.executemany(f"INSERT INTO {table} (rowid, words) VALUES (%s, {typed})", rows)


def _list_words(fields: Iterable[str]) -> list[str]:
    return [word for field in fields if field for word in (*(token.text for token in tokenize(field)), SEPARATOR)]


def _format_fts5(words: list[str]) -> str:
    return " ".join(words)


def _format_tsvector(words: list[str]) -> str:
    places: dict[str, list[str]] = {}
    for n, word in enumerate(words, 1):
        if word != SEPARATOR:
            places.setdefault(word, []).append(str(min(n, LAST_POSITION)))
    return " ".join(f"'{word}':{','.join(numbers[:MOST_POSITIONS])}" for word, numbers in places.items())


def select_events(query: Query, using: str) -> RawSQL:
    """Keys of events that have each wanted term and no unwanted one, in the event itself or in one of its statements.

    The event of a statement is read from its own table, so that a statement moved or deleted by SQL is never found.
    """
    matching = _match_condition(using)
    return _combine_terms(
        f"SELECT rowid FROM {EVENTS} WHERE {matching} UNION SELECT said.event_id FROM {QUOTES} "
        f"JOIN timeline_quote said ON said.id = {QUOTES}.rowid WHERE {matching}",
        "SELECT id FROM timeline_event",
        query,
        using,
    )


def select_quotes(query: Query, using: str) -> RawSQL:
    """Keys of statements that have each wanted term and no unwanted one."""
    return _combine_terms(
        f"SELECT rowid FROM {QUOTES} WHERE {_match_condition(using)}", "SELECT id FROM timeline_quote", query, using
    )


def _match_condition(using: str) -> str:
    return "words MATCH %s" if connections[using].vendor == "sqlite" else "words @@ %s::tsquery"


def _combine_terms(one: str, everything: str, query: Query, using: str) -> RawSQL:
    """The query `one`, which finds keys, for each term. The terms themselves are always parameters."""
    terms = [*query.wanted, *query.unwanted]
    selected = f"SELECT * FROM ({one}) AS hits"
    sql = " INTERSECT ".join([selected] * len(query.wanted) or [everything])
    sql += f" EXCEPT {selected}" * len(query.unwanted)
    literal = _format_fts5_term if connections[using].vendor == "sqlite" else _format_tsquery_term
    return RawSQL(sql, [literal(term) for term in terms for _ in range(one.count("%s"))])


def _format_fts5_term(term: Term) -> str:
    return f'"{" ".join(term.tokens)}"' + ("*" if term.is_prefix else "")


def _format_tsquery_term(term: Term) -> str:
    return " <-> ".join(f"'{token}'" for token in term.tokens) + (":*" if term.is_prefix else "")
