"""Two hundred readers at once while an editor saves every second: `make bench-load`.

On a copy of the site with the project's own data. After each save has answered, the page is asked for once more, as
one reader among the others: it must show what was saved.
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
from .report import surroundings, write

CONNECTIONS, SECONDS = 200, 30
DATABASE = servers.VAR / "load.sqlite3"
FAILED = re.compile(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")
SAVED = re.compile(r"Saved (\d+) times")
REFUSED = re.compile(r"Non-2xx or 3xx responses: (\d+)")


@dataclass(frozen=True)
class Crowd:
    """What wrk says of its readers."""

    per_second: str
    p99: str
    errors: int


def main() -> None:
    asked = arguments()
    servers.stop_when_told()
    wrk = shutil.which("wrk")
    if not wrk:
        raise SystemExit("wrk is needed to be two hundred readers (Debian: apt-get install wrk).")
    fill()
    with servers.app("load", data.address(DATABASE)) as site:
        address = f"http://{HOST}:{site.port}/"
        command = [wrk, "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "30s", "--latency"]
        command += ["-H", f"Accept-Encoding: {ACCEPT_ENCODING}", address]
        readers = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        saves = save_every_second(site.port, readers)
        crowd = told(readers.communicate()[0])
    stale = sum(1 for fresh, _seconds in saves if not fresh)
    slowest = max((seconds for _fresh, seconds in saves), default=0.0)
    lines = [
        f"{CONNECTIONS} connections for {SECONDS} s: {crowd.per_second} requests/s, p99 {crowd.p99}, "
        f"{crowd.errors} errors.",
        f"{len(saves)} saves, the slowest {slowest:.2f} s; {stale} pages were stale after a save had answered.",
    ]
    print("\n".join(lines))
    if asked.write:
        write("Measured: load", "\n\n".join([surroundings("the project’s own data, SQLite"), *lines]))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-load", description=__doc__)
    parser.add_argument("--write", action="store_true", help="the figures into docs/performance.md too")
    return parser.parse_args()


def fill() -> None:
    """The project's own data, each time anew: the editor of the last run changed it."""
    servers.VAR.mkdir(parents=True, exist_ok=True)
    for path in servers.VAR.glob(f"{DATABASE.name}*"):
        path.unlink()
    os.environ["DATABASE_URL"] = data.address(DATABASE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    print("Loading the project’s data …", flush=True)
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=servers.ROOT, check=True, stdout=subprocess.DEVNULL)
    django.setup()


def save_every_second(port: int, readers: subprocess.Popen[str]) -> list[tuple[bool, float]]:
    """Of each save: whether the page that was asked for after it shows it, or a later one, and how long it took."""
    from timeline.models import Event

    event = Event.objects.public().first()
    assert event
    shown, took = [], []
    with ThreadPoolExecutor(SECONDS) as asking:  # the editor does not wait for slow pages
        while readers.poll() is None:
            begun = time.perf_counter()
            event.title = f"Saved {len(took) + 1} times"
            event.save()
            took.append(time.perf_counter() - begun)
            shown.append(asking.submit(last_save_shown, port))
            time.sleep(max(0.0, 1 - took[-1]))
    return [(page.result() > n, seconds) for n, (page, seconds) in enumerate(zip(shown, took, strict=True))]


def last_save_shown(port: int) -> int:
    with Client(port) as client:
        found = SAVED.search(client.get("/").text)
    return int(found[1]) if found else 0


def told(output: str) -> Crowd:
    """From wrk's own words."""
    failed, refused = FAILED.search(output), REFUSED.search(output)
    errors = sum(map(int, failed.groups())) if failed else 0
    p99, per_second = (re.search(sign, output) for sign in (r"99%\s+(\S+)", r"Requests/sec:\s+(\S+)"))
    return Crowd(
        per_second[1] if per_second else "?", p99[1] if p99 else "?", errors + (int(refused[1]) if refused else 0)
    )


if __name__ == "__main__":
    main()
