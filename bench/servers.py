"""Programs that answer: started on a free port, watched through /proc, stopped at the end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .client import HOST

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var" / "bench"  # everything that the bench makes
TICKS = os.sysconf("SC_CLK_TCK")
SECONDS_TO_START = 60
PACK_STATIC_FILES = "from timeline.serving import static_files; static_files.pack()"
WORKERS, THREADS = 2, 4  # as `make run` serves


@dataclass(frozen=True)
class Server:
    name: str
    port: int
    process: int
    helpers: tuple[int, ...] = ()  # a database beside it, whose work counts too

    def cpu(self) -> float:
        """Seconds of work so far, of its workers and their helpers."""
        found = [stat for root in (self.process, *self.helpers) for stat in family(root)]
        return sum(sum(map(int, stat[11:13])) for stat in found) / TICKS

    def memory(self) -> list[float]:
        """MB in each worker, shared pages included."""
        workers = [int(stat[-1]) for stat in family(self.process)[1:]] or [self.process]
        return [resident(worker) for worker in workers]


def family(root: int) -> list[list[str]]:
    """What /proc says of a process and of its children: the fields after its name, and its number last."""
    found: list[list[str]] = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:  # it ended while we looked
                continue
            if int(folder.name) == root:
                found.insert(0, [*fields, folder.name])
            elif int(fields[1]) == root:
                found.append([*fields, folder.name])
    return found


def resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


@contextmanager
def serving(name: str, command: list[str], port: int, helpers: tuple[int, ...] = (), **env: str) -> Iterator[Server]:
    log = VAR / f"{name.replace(' ', '-')}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **env}, stdout=out, stderr=out, start_new_session=True
        )
    try:
        wait_for(process, port, log)
        yield Server(name, port, process.pid, helpers)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(SECONDS_TO_START * 20):
        if process.poll() is not None:
            raise SystemExit(f"It did not start: {log} tells why.\n{log.read_text()[-2000:]}")
        with socket.socket() as tried:
            if tried.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"It did not start within {SECONDS_TO_START} seconds: see {log}.")


def stop_when_told() -> None:
    """A bench that is ended from outside ends what it started."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind((HOST, 0))
        port: int = asked.getsockname()[1]
        return port


@contextmanager
def app(name: str, database: str, helpers: tuple[int, ...] = ()) -> Iterator[Server]:
    """The real site as `make run` serves it, with one more address: an empty view to compare with.

    Prepared by hand, because `manage.py prepare` would add the shipped data to the records of the bench.
    """
    own = {"DJANGO_SETTINGS_MODULE": "bench.settings", "DATABASE_URL": database}
    for arguments in (["migrate", "--verbosity", "0"], ["shell", "--command", PACK_STATIC_FILES]):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env={**os.environ, **own}, check=True, stdout=subprocess.DEVNULL)
    with gunicorn(name, "config.wsgi", helpers, **own) as server:
        yield server


@contextmanager
def gunicorn(name: str, application: str, helpers: tuple[int, ...] = (), **env: str) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"{HOST}:{port}", "--log-level", "warning"]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--keep-alive", "60", "--timeout", "300"]
    with serving(name, command, port, helpers, **env) as server:
        yield server
