"""Servers: started on a free port, observed through /proc, and stopped at the end."""

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
VAR = ROOT / "var" / "bench"  # all files that the bench creates
TICKS = os.sysconf("SC_CLK_TCK")
SECONDS_TO_START = 60
PACK_STATIC_FILES = "from timeline.serving import static_files; static_files.pack()"
WORKERS, THREADS = 2, 4  # as in `make run`


@dataclass(frozen=True)
class Server:
    name: str
    port: int
    process: int
    helpers: tuple[int, ...] = ()  # such as a database server, whose CPU time counts too

    def read_cpu_time(self) -> float:
        """Seconds of CPU time so far, of its workers and helpers."""
        found = [stat for root in (self.process, *self.helpers) for stat in list_processes(root)]
        return sum(sum(map(int, stat[11:13])) for stat in found) / TICKS

    def read_memory(self) -> list[float]:
        """MB of each worker, including shared pages."""
        workers = [int(stat[-1]) for stat in list_processes(self.process)[1:]] or [self.process]
        return [read_resident_memory(worker) for worker in workers]


def list_processes(root: int) -> list[list[str]]:
    """Of a process and its children: the fields of /proc/…/stat after the name, then the process id."""
    found: list[list[str]] = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:  # it has just ended
                continue
            if int(folder.name) == root:
                found.insert(0, [*fields, folder.name])
            elif int(fields[1]) == root:
                found.append([*fields, folder.name])
    return found


def read_resident_memory(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


@contextmanager
def run_server(name: str, command: list[str], port: int, helpers: tuple[int, ...] = (), **env: str) -> Iterator[Server]:
    log = VAR / f"{name.replace(' ', '-')}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **env}, stdout=out, stderr=out, start_new_session=True
        )
    try:
        wait_for_port(process, port, log)
        yield Server(name, port, process.pid, helpers)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def wait_for_port(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(SECONDS_TO_START * 20):
        if process.poll() is not None:
            raise SystemExit(f"It did not start: see {log}.\n{log.read_text()[-2000:]}")
        with socket.socket() as sock:
            if sock.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"It did not start within {SECONDS_TO_START} seconds: see {log}.")


def exit_on_sigterm() -> None:
    """Exit normally after SIGTERM, so that the servers that were started are stopped."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))


def find_free_port() -> int:
    with socket.socket() as sock:
        sock.bind((HOST, 0))
        port: int = sock.getsockname()[1]
        return port


@contextmanager
def run_site(name: str, database: str, helpers: tuple[int, ...] = ()) -> Iterator[Server]:
    """The site as `make run` serves it, with one more address: an empty view to compare with.

    It does not run `manage.py prepare`, which would add the shipped data to the records of the bench.
    """
    environment = {"DJANGO_SETTINGS_MODULE": "bench.settings", "DATABASE_URL": database}
    for arguments in (["migrate", "--verbosity", "0"], ["shell", "--command", PACK_STATIC_FILES]):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL)
    with run_gunicorn(name, "config.wsgi", helpers, **environment) as server:
        yield server


@contextmanager
def run_gunicorn(name: str, application: str, helpers: tuple[int, ...] = (), **env: str) -> Iterator[Server]:
    port = find_free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"{HOST}:{port}", "--log-level", "warning"]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--keep-alive", "60", "--timeout", "300"]
    with run_server(name, command, port, helpers, **env) as server:
        yield server
