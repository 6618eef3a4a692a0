"""The databases of the bench: created once for each size, and again when the code that creates them changes."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import datasette_pages

from .generate import SIZES
from .servers import ROOT, VAR

CREATED_BY = (
    "bench/generate.py",
    "bench/vocabulary.py",
    "bench/populate.py",
    "bench/datasette_pages.py",
    "*/migrations/*.py",
    "timeline/search/*.py",
)


def make_sqlite(size: str) -> Path:
    """The site's database; the flat one for Datasette is in the same folder."""
    return make_databases(VAR / size, SIZES[size])


def make_sqlite_with_events(number: int) -> Path:
    """The site's database with this number of events, and three times as many statements."""
    return make_databases(VAR / f"{number}-events", 3 * number)


def make_databases(folder: Path, statements: int) -> Path:
    app, flat, stamp = folder / "app.sqlite3", folder / "flat.db", folder / "created-by"
    if stamp.exists() and stamp.read_text() == compute_fingerprint():
        return app
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    fill_database(statements, make_url(app))
    datasette_pages.flatten(app, flat)
    stamp.write_text(compute_fingerprint())
    return app


def make_url(file: Path) -> str:
    return f"sqlite:///{file}"


def fill_database(statements: int, database: str) -> None:
    kind = database.partition(":")[0]
    print(
        f"Generating {statements:,} statements ({kind}; M takes a minute or two, L a quarter of an hour) …", flush=True
    )
    environment = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-m", "bench.populate", str(statements)], cwd=ROOT, env=environment, check=True)


def compute_fingerprint() -> str:
    paths = sorted(path for pattern in CREATED_BY for path in ROOT.glob(pattern))
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


@contextmanager
def run_postgres(size: str) -> Iterator[tuple[str, int]]:
    """A temporary server with a new database: its URL, and the process whose CPU time is added to the site's."""
    try:
        folder = subprocess.run([str(ROOT / "ci" / "pg-start")], capture_output=True, text=True, check=True).stdout
    except subprocess.CalledProcessError as error:
        raise SystemExit(
            f"PostgreSQL did not start (Debian: apt-get install postgresql):\n{error.stderr.strip()}"
        ) from error
    folder = folder.strip().splitlines()[-1]
    try:
        database = f"postgres://postgres@/postgres?host={folder}"
        fill_database(SIZES[size], database)
        yield database, int(Path(folder, "data", "postmaster.pid").read_text().splitlines()[0])
    finally:
        subprocess.run([str(ROOT / "ci" / "pg-stop"), folder], check=True)
