"""A program that writes without pause: in each transaction a group and a session of the same number.

It prints the number once the database has answered. `python writer.py ADDRESS` takes the path of a SQLite file, or the
address of a PostgreSQL database.
"""

from __future__ import annotations

import sqlite3
import sys
from itertools import count
from typing import Any

import psycopg

INSERTS = (
    "INSERT INTO auth_group (name) VALUES ('{}')",
    "INSERT INTO django_session (session_key, session_data, expire_date) VALUES ('{}', 'x', '2030-01-01 00:00:00+00')",
)


def main(address: str) -> None:
    on_postgres = address.startswith("postgres")
    connection: Any = (
        psycopg.connect(address, autocommit=True)
        if on_postgres
        else sqlite3.connect(address, timeout=60, isolation_level=None)
    )
    for n in count(1):
        connection.execute("BEGIN" if on_postgres else "BEGIN IMMEDIATE")
        for insert in INSERTS:
            connection.execute(insert.format(n))
        connection.execute("COMMIT")
        print(n, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
