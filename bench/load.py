"""Two hundred readers at once while an editor saves every second: `make bench-load`.

It runs on a copy of the site with the project's own data. After each save, one more reader requests the page: it must
show what was saved.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import django

from bench import data, servers

from .client import ACCEPT_ENCODING, HOST, Client
from .report import describe_conditions, write_section

CONNECTIONS, SECONDS = 200, 30
DATABASE = servers.VAR / "load.sqlite3"
FAILED = re.compile(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")
SAVED = re.compile(r"Saved (\d+) times")
REFUSED = re.compile(r"Non-2xx or 3xx responses: (\d+)")


@dataclass(frozen=True)
class WrkResult:
    """What wrk reports about its readers."""

    per_second: str
    p99: str
    errors: int


def main() -> None:
    options = parse_arguments()
    servers.exit_on_sigterm()
    wrk = shutil.which("wrk")
    if not wrk:
        raise SystemExit("wrk is needed to simulate two hundred readers (Debian: apt-get install wrk).")
    load_data()
    with servers.run_site("load", data.make_url(DATABASE)) as site:
        address = f"http://{HOST}:{site.port}/"
        command = [wrk, "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "30s", "--latency"]
        command += ["-H", f"Accept-Encoding: {ACCEPT_ENCODING}", address]
        readers = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        saves = save_every_second(site.port, readers)
        result = parse_wrk_output(readers.communicate()[0])
    stale = sum(1 for fresh, _seconds in saves if not fresh)
    slowest = max((seconds for _fresh, seconds in saves), default=0.0)
    lines = [
        f"{CONNECTIONS} connections for {SECONDS} s: {result.per_second} requests/s, p99 {result.p99}, "
        f"{result.errors} errors.",
        f"{len(saves)} saves, the slowest {slowest:.2f} s; {stale} pages were stale after a confirmed save.",
    ]
    print("\n".join(lines))
    if options.write:
        write_section("Measured: load", "\n\n".join([describe_conditions("the project’s own data, SQLite"), *lines]))


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-load", description=__doc__)
    parser.add_argument("--write", action="store_true", help="also write the figures to docs/performance.md")
    return parser.parse_args()


def load_data() -> None:
    """Load the project's data into a new database, because the editor of the last run changed it."""
    servers.VAR.mkdir(parents=True, exist_ok=True)
    for path in servers.VAR.glob(f"{DATABASE.name}*"):
        path.unlink()
    os.environ["DATABASE_URL"] = data.make_url(DATABASE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    print("Loading the project’s data …", flush=True)
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=servers.ROOT, check=True, stdout=subprocess.DEVNULL)
    django.setup()


def save_every_second(port: int, readers: subprocess.Popen[str]) -> list[tuple[bool, float]]:
    """For each save: whether the page requested after it shows it (or a later one), and how long the save took."""
    from timeline.models import Event

    event = Event.objects.public().first()
    assert event
    pages, times = [], []
    with ThreadPoolExecutor(SECONDS) as executor:  # the editor does not wait for slow pages
        while readers.poll() is None:
            started = time.perf_counter()
            event.title = f"Saved {len(times) + 1} times"
            event.save()
            times.append(time.perf_counter() - started)
            pages.append(executor.submit(read_last_save, port))
            time.sleep(max(0.0, 1 - times[-1]))
    return [(page.result() > n, seconds) for n, (page, seconds) in enumerate(zip(pages, times, strict=True))]


def read_last_save(port: int) -> int:
    with Client(port) as client:
        found = SAVED.search(client.get("/").text)
    return int(found[1]) if found else 0


def parse_wrk_output(output: str) -> WrkResult:
    failed, refused = FAILED.search(output), REFUSED.search(output)
    errors = sum(map(int, failed.groups())) if failed else 0
    p99, per_second = (re.search(sign, output) for sign in (r"99%\s+(\S+)", r"Requests/sec:\s+(\S+)"))
    return WrkResult(
        per_second[1] if per_second else "?", p99[1] if p99 else "?", errors + (int(refused[1]) if refused else 0)
    )


if __name__ == "__main__":
    main()
