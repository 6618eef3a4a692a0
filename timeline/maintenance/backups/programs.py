"""Finding PostgreSQL's programs in the right version, and running them without exposing the password."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from django.utils.translation import gettext as _

from .errors import BackupError

INSTALLED = Path("/usr/lib/postgresql")  # with a folder for each version, on Debian and Ubuntu


class Program(NamedTuple):
    path: str
    version: int


def find_program(name: str, version: int) -> Program:
    """The lowest major version from `version` on: an older program rejects a newer server."""
    found = [Program(str(path), major) for path in _candidates(name) if (major := _major(path)) >= version]
    if not found:
        raise BackupError(
            _(
                "%(program)s of PostgreSQL %(version)s or newer was not found. Install it (Debian, Ubuntu: "
                "apt-get install postgresql-client-%(version)s)."
            )
            % {"program": name, "version": version}
        )
    return min(found, key=lambda program: program.version)


def _candidates(name: str) -> Iterator[Path]:
    """Debian's folders first: its wrappers on PATH choose a version themselves."""
    folders = [*INSTALLED.glob("*/bin"), *map(Path, os.environ.get("PATH", "").split(os.pathsep))]
    yield from (folder / name for folder in folders if os.access(folder / name, os.X_OK))


@cache
def _major(path: Path) -> int:
    try:
        output = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", output)
    return int(found[1]) if found else 0


def run_program(command: list[str], password: str = "") -> bytes:
    """Returns its output. Raises BackupError with its error message."""
    with stream_program(command, password) as output:
        return output.read()


@contextmanager
def stream_program(command: list[str], password: str = "") -> Iterator[IO[bytes]]:
    """Its output, while it runs."""
    env = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    with TemporaryFile() as messages:
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=messages) as process:
            assert process.stdout is not None
            try:
                yield process.stdout
            except BaseException:
                process.kill()
                raise
        messages.seek(0)
        problem = " ".join(messages.read().decode(errors="replace").split()).rstrip(".")
    if process.returncode:
        raise BackupError(
            _("%(program)s failed: %(error)s.")
            % {
                "program": Path(command[0]).name,
                "error": problem or _("exit status %s") % process.returncode,
            }
        )
