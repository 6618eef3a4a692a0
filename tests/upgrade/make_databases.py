"""Create the databases that `test_upgrade` upgrades:  python -m tests.upgrade.make_databases

This checks out the old commit in a temporary folder. There the old code fills an SQLite file and a PostgreSQL database
with `manage.py prepare`, and two editors work on them for a while (`editors_work`). The results are written to this
folder: `sqlite.sql.xz` and `postgresql.sql.xz`, and `expected.json` with everything that an upgrade must preserve, as
the old code reads it.

It needs git with the old commit, the programs of a PostgreSQL server, and a Python environment in which the old code
runs. The databases always come from that one commit: tests reach a later schema by upgrading them. Never create them
from newer code.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import databases, dumps

COMMIT = "8508be2"
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
COPIED_FILES = ("__init__.py", "editors_work.py", "editor.py", "rows.py")


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    with tempfile.TemporaryDirectory(prefix="timeline-upgrade-") as name, check_out(Path(name, "code")) as code:
        folder = Path(name)
        expected = {"sqlite": make_sqlite(folder, code), "postgresql": make_postgresql(folder, code)}
    text = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
    databases.EXPECTED.write_text(text + "\n", encoding="utf-8")


@contextmanager
def check_out(path: Path) -> Iterator[Path]:
    """Check out the old commit, and add the files of this folder that run with its code."""
    run(ROOT, "git", "worktree", "add", "--quiet", "--detach", str(path), COMMIT)
    try:
        there = path / "tests" / "upgrade"
        there.mkdir()
        for name in COPIED_FILES:
            shutil.copy(HERE / name, there)
        yield path
    finally:
        run(ROOT, "git", "worktree", "remove", "--force", str(path))


def make_sqlite(folder: Path, code: Path) -> Any:
    path = folder / "old.sqlite3"
    expected = create_and_edit(f"sqlite:///{path}", folder, code)
    text = dumps.dump_sqlite(path)
    again = folder / "again.sqlite3"
    databases.load_sqlite(text, again)
    if dumps.dump_sqlite(again) != text:
        raise SystemExit("The SQLite database created from the dump differs from the original.")
    write("sqlite", text)
    return expected


def make_postgresql(folder: Path, code: Path) -> Any:
    server = run(ROOT, "bash", "ci/pg-start").strip()
    try:
        expected = create_and_edit(f"postgres://postgres@/postgres?host={server}", folder, code)
        write("postgresql", dumps.dump_postgresql(server))
    finally:
        run(ROOT, "bash", "ci/pg-stop", server)
    return expected


def create_and_edit(url: str, folder: Path, code: Path) -> Any:
    """Fill the database and let the editors work, both with the old code; return their notes."""
    answer = folder / "expected.json"
    var = folder / "var"
    environment = os.environ | {
        "DATABASE_URL": url,
        "VAR_DIR": str(var),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    run(code, sys.executable, "manage.py", "prepare", env=environment)
    run(code, sys.executable, "-m", "tests.upgrade.editors_work", str(answer), env=environment)
    shutil.rmtree(var)
    return json.loads(answer.read_text(encoding="utf-8"))


def write(engine: str, text: str) -> None:
    databases.find_dump(engine).write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def run(folder: Path, *command: str, env: dict[str, str] | None = None) -> str:
    return subprocess.run(command, cwd=folder, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    main()
