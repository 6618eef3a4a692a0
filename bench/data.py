"""The databases of the bench: made once for a size, and again when what makes them has changed."""

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

MADE_BY = (
    "bench/generate.py",
    "bench/vocabulary.py",
    "bench/populate.py",
    "bench/datasette_pages.py",
    "*/migrations/*.py",
    "timeline/search/*.py",
)


def sqlite(size: str) -> Path:
    """The site's database; beside it the flat one for Datasette."""
    return made(VAR / size, SIZES[size])


def with_events(number: int) -> Path:
    """The site's database with so many events: a third as many as statements."""
    return made(VAR / f"{number}-events", 3 * number)


def made(folder: Path, statements: int) -> Path:
    app, flat, stamp = folder / "app.sqlite3", folder / "flat.db", folder / "made-by"
    if stamp.exists() and stamp.read_text() == fingerprint():
        return app
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    fill(statements, address(app))
    datasette_pages.flatten(app, flat)
    stamp.write_text(fingerprint())
    return app


def address(file: Path) -> str:
    return f"sqlite:///{file}"


def fill(statements: int, database: str) -> None:
    kind = database.partition(":")[0]
    print(
        f"Inventing {statements:,} statements ({kind}; M takes a minute or two, L a quarter of an hour) …", flush=True
    )
    environment = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-m", "bench.populate", str(statements)], cwd=ROOT, env=environment, check=True)


def fingerprint() -> str:
    paths = sorted(path for pattern in MADE_BY for path in ROOT.glob(pattern))
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


@contextmanager
def postgres(size: str) -> Iterator[tuple[str, int]]:
    """A server of the bench's own, filled anew: its address, and the process whose work counts with the site's."""
    try:
        folder = subprocess.run([str(ROOT / "ci" / "pg-start")], capture_output=True, text=True, check=True).stdout
    except subprocess.CalledProcessError as error:
        raise SystemExit(
            f"PostgreSQL did not start (Debian: apt-get install postgresql):\n{error.stderr.strip()}"
        ) from error
    folder = folder.strip().splitlines()[-1]
    try:
        database = f"postgres://postgres@/postgres?host={folder}"
        fill(SIZES[size], database)
        yield database, int(Path(folder, "data", "postmaster.pid").read_text().splitlines()[0])
    finally:
        subprocess.run([str(ROOT / "ci" / "pg-stop"), folder], check=True)
