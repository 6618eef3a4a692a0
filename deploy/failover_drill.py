"""Start primary, replica, Redis, two app servers and nginx on this machine, then stop one after the other.

`make prove-deployment`. Readers request pages without pause: none may see an error page, nor anything older than the
last confirmed save. An editor who saves while the primary is down sees a message and loses no input.
"""

from __future__ import annotations

import argparse
import http.client
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

import psycopg

from .clients import Answer, Editor, Readers, StepResult, find_save_number, get_page
from .services import HOST, ROOT, Machine, Postgres, make_app, make_nginx, make_redis

NAME, PASSWORD = "editor", "a long enough password"
REASON = "The number of saves."
ADDRESSES = {  # and text that each page must contain
    "/": "<h1>",
    "/?side=JP": "side=JP",
    "/?topic=missile-defence": "topic=missile-defence",
    "/?q=treaty": "treaty",
    "/compare/": "<h1>",
    "/actors/": "<h1>",
    "/topics/": "<h1>",
    "/sources/": "<h1>",
    "/about/": "<h1>",
}


class Site:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.primary, self.replica = Postgres("primary", folder), Postgres("replica", folder)
        self.redis = make_redis(folder)
        self.env = {
            "DATABASE_URL": self.primary.address,
            "REPLICA_URLS": self.replica.address,
            "SECRET_KEY": "used by this test only, and by no other site at all",
            "ALLOWED_HOSTS": HOST,
            "VAR_DIR": str(folder / "var"),
            "HTTPS": "0",
            "DEBUG": "0",
            **({"CACHE_URL": f"redis://{HOST}:{self.redis.port}/0"} if self.redis else {}),
        }
        self.apps = [make_app(name, folder, self.env) for name in ("app-1", "app-2")]
        self.nginx = make_nginx(folder, self.apps)

    def start(self) -> None:
        self.primary.become_primary()
        self.manage("prepare")
        made = {"DJANGO_SUPERUSER_PASSWORD": PASSWORD, "DJANGO_SUPERUSER_EMAIL": "", "DJANGO_SUPERUSER_USERNAME": NAME}
        self.manage("createsuperuser", "--noinput", **made)
        self.manage("collectstatic", "--noinput")
        self.replica.follow(self.primary)
        for machine in self.list_machines():
            machine.start()

    def list_machines(self) -> list[Machine]:
        return [*([self.redis] if self.redis else []), *self.apps, self.nginx]

    def stop(self) -> None:
        for machine in reversed(self.list_machines()):
            machine.stop()
        self.replica.stop("immediate")
        self.primary.stop("immediate")

    def manage(self, *command: str, **env: str) -> None:
        environment = {**os.environ, **self.env, **env}
        (self.folder / "var").mkdir(exist_ok=True)
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def get_headers(self, address: str, headers: dict[str, str] | None = None) -> Message:
        connection = http.client.HTTPConnection(HOST, self.nginx.port)
        connection.request("GET", address, headers={"Accept-Encoding": "gzip", **(headers or {})})
        answer = connection.getresponse()
        answer.headers["Status"] = str(answer.status)
        connection.close()
        return answer.headers

    def query_replica(self, statement: str) -> int:
        with psycopg.connect(self.replica.address, autocommit=True) as connection:
            answer = connection.execute(statement).fetchone()  # type: ignore[arg-type]
        return int(answer[0] or 0) if answer else 0

    def count_replica_reads(self) -> int:
        return self.query_replica(
            "SELECT sum(seq_scan + idx_scan) FROM pg_stat_user_tables WHERE relname = 'timeline_event'"
        )


def format_result(result: StepResult) -> str:
    if not result.answers:
        return ""
    ordered = sorted(result.times)
    p50, p99 = statistics.median(ordered) * 1000, ordered[int(len(ordered) * 0.99)] * 1000
    return (
        f": {result.answers} pages ({result.unchanged} unchanged), {len(result.errors)} errors, "
        f"{len(result.stale)} stale; p50 {p50:.0f} ms, p99 {p99:.0f} ms"
    )


class Drill:
    def __init__(self, site: Site) -> None:
        self.site = site
        with psycopg.connect(site.primary.address) as connection:
            found = connection.execute(
                "SELECT id, slug FROM timeline_event WHERE status = 'published' "
                "AND id IN (SELECT event_id FROM timeline_citation) ORDER BY id LIMIT 1"
            ).fetchone()
        assert found
        self.event, self.form = f"/events/{found[1]}/", f"/admin/timeline/event/{found[0]}/change/"
        self.editor = Editor(site.nginx.port)
        self.readers = Readers(site.nginx.port, ADDRESSES, self.event)
        self.saves = self.answers = 0
        self.failures: list[str] = []

    # ---- the editor

    def save(self, times: int = 1) -> None:
        """After each save, request the event from every server at once."""
        for _each in range(times):
            self.saves += 1
            self.check_save(self.editor.open(self.form, self.fill_in_title()))

    def fill_in_title(self) -> list[tuple[str, str]]:
        return self.editor.fill_in(self.form, title=f"Saved {self.saves} times", reason=REASON)

    def check_save(self, answer: Answer) -> None:
        if answer.status != 302:
            self.failures.append(f"save {self.saves} was answered with status {answer.status}")
            return
        self.readers.confirmed = self.saves
        for server in [*(one for one in self.site.apps if one.process and one.process.poll() is None), self.site.nginx]:
            status, page = get_page(server.port, self.event)
            if (status, find_save_number(page)) != (200, self.saves):
                self.failures.append(
                    f"{server.name} showed save {find_save_number(page)} ({status}) after save {self.saves}"
                )

    def save_while_primary_is_down(self) -> Answer:
        """Fill in the form before the primary is stopped, and send it afterwards."""
        self.saves += 1
        typed = self.fill_in_title()
        self.site.primary.stop()
        refused = self.editor.open(self.form, typed)
        self.check(refused.status == 503, f"a save while the primary is down: {refused.status}, not 503")
        self.check("Nothing was saved" in refused.page, "the page does not say that nothing was saved")
        self.check("Retry-After" in refused.headers, "the response does not say when to try again")
        self.check(
            [pair for pair in typed if pair not in refused.find_form().form_values()] == [],
            "the editor lost some input",
        )
        return refused

    def check(self, passed: bool, otherwise: str) -> None:
        if not passed:
            self.failures.append(otherwise)

    # ---- the steps

    @contextmanager
    def step(self, what: str, seconds: float = 0) -> Iterator[None]:
        """Report what readers see during the step and for some seconds after it."""
        self.readers.end_step()
        known = len(self.failures)
        yield
        time.sleep(seconds)
        result = self.readers.end_step()
        self.answers += result.answers
        self.failures += [f"a reader saw an error: {one}" for one in result.errors]
        self.failures += [f"a reader saw a stale page: {one}" for one in result.stale]
        print(f"{'ok    ' if len(self.failures) == known else 'FAILED'} {what}{format_result(result)}", flush=True)
        for failure in self.failures[known:][:5]:
            print(f"       {failure}")

    def run(self) -> None:
        one, two = self.site.apps
        self.editor.sign_in(NAME, PASSWORD)
        self.readers.start()
        read_before = self.site.count_replica_reads()
        with self.step("everything is running", 4):
            pass
        with self.step("an editor saves five times; each confirmed save is visible on every server at once"):
            self.save(5)
        with self.step("app server 1 is killed", 4):
            one.stop(signal.SIGKILL)
            self.save(2)
        with self.step("app server 1 is back", 4):
            one.start()
        with self.step("app server 2 is stopped, finishes its requests and is restarted", 3):
            two.stop(signal.SIGTERM)
            self.save()
            two.start()
            self.save()
        with self.step("the replica is paused: newer data is read from the primary", 3):
            self.site.query_replica("SELECT 1 FROM pg_wal_replay_pause()")
            self.save(3)
        with self.step("the replica resumes", 3):
            self.site.query_replica("SELECT 1 FROM pg_wal_replay_resume()")
            self.save(2)
        self.check(self.site.count_replica_reads() > read_before, "nothing was read from the replica")
        with self.step("the primary is stopped; an editor’s save is refused and all input returned", 5):
            refused = self.save_while_primary_is_down()
            status, page = get_page(self.site.nginx.port, "/healthz")
            self.check((status, page) == (200, "reading only\n"), f"/healthz says {status} {page}")
        with self.step("the primary is started; the editor sends the same form again", 3):
            self.site.primary.start()
            self.check_save(self.editor.open(self.form, refused.find_form().form_values()))
            self.save(3)
        with self.step("the replica is stopped and restarted", 3):
            self.site.replica.stop()
            self.save(3)
            self.site.replica.start()
        if self.site.redis:
            with self.step("Redis is stopped and restarted", 3):
                self.site.redis.stop()
                self.save(3)
                self.site.redis.start()
        self.readers.stop()
        with self.step("primary and replica lose power: a 503 page; both come back"):
            self.check_without_databases()
        with self.step("for a CDN: pages are cached and revalidated, static files are cached for good"):
            self.check_page_cache()
            self.check_static_files()

    def check_without_databases(self) -> None:
        self.site.primary.stop("immediate")
        self.site.replica.stop("immediate")
        for address in ("/", self.event, "/healthz"):
            status, page = get_page(self.site.nginx.port, address)
            self.check(status == 503 and "Traceback" not in page, f"{address} without any database: {status}")
        self.site.primary.start()
        self.site.replica.start()
        for server in (*self.site.apps, self.site.nginx):
            self.check(get_page(server.port, self.event)[0] == 200, f"{server.name} did not come back")

    def check_page_cache(self) -> None:
        """nginx says in the header X-Cache where each response came from."""
        for address in ("/", "/about/"):
            answers = [self.site.get_headers(address) for _ in range(2)]
            self.check(
                answers[-1]["X-Cache"] == "REVALIDATED", f"{address} has the cache status {answers[-1]['X-Cache']}"
            )
            again = self.site.get_headers(address, {"If-None-Match": answers[-1]["ETag"] or ""})
            self.check(again["Status"] == "304", f"{address} was sent again to a client that has it")

    def check_static_files(self) -> None:
        page = self.editor.open("/").page
        address = page.split('rel="icon" href="')[1].split('"')[0]
        cache_control = self.editor.open(address).headers.get("Cache-Control", "")
        self.check("immutable" in cache_control, f"{address}: {cache_control}")


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    folder = Path(tempfile.mkdtemp(prefix="timeline-"))
    folder.chmod(0o755)
    site = Site(folder)
    try:
        print("Starting primary, replica, Redis, two app servers and nginx …", flush=True)
        site.start()
        drill = Drill(site)
        drill.run()
    finally:
        site.stop()
        if os.environ.get("KEEP"):
            print(f"Logs are in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{drill.answers} pages read, {drill.saves} saves, {len(drill.failures)} failures.")
    sys.exit(bool(drill.failures))


if __name__ == "__main__":
    main()
