"""Primary, copy, Redis, two app servers and nginx on this machine; then one after the other is taken away.

`make prove-deployment`. Readers ask for pages without pause: none may see an error page, nor anything older than the
last save that had answered. An editor who saves while the primary is away is told so, and loses nothing.
"""

from __future__ import annotations

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

from .clients import Answer, Editor, Readers, Seen, get, shown
from .services import HOST, ROOT, Machine, Postgres, app, nginx, redis

NAME, PASSWORD = "editor", "a long enough password"
REASON = "The number of saves."
ADDRESSES = {  # and words that stand there
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
        self.primary, self.copy = Postgres("primary", folder), Postgres("copy", folder)
        self.redis = redis(folder)
        self.env = {
            "DATABASE_URL": self.primary.address,
            "REPLICA_URLS": self.copy.address,
            "SECRET_KEY": "of this proof only, and of no other site at all",
            "ALLOWED_HOSTS": HOST,
            "VAR_DIR": str(folder / "var"),
            "HTTPS": "0",
            "DEBUG": "0",
            **({"CACHE_URL": f"redis://{HOST}:{self.redis.port}/0"} if self.redis else {}),
        }
        self.apps = [app(name, folder, self.env) for name in ("app-1", "app-2")]
        self.nginx = nginx(folder, self.apps)

    def start(self) -> None:
        self.primary.become_primary()
        self.manage("prepare")
        made = {"DJANGO_SUPERUSER_PASSWORD": PASSWORD, "DJANGO_SUPERUSER_EMAIL": "", "DJANGO_SUPERUSER_USERNAME": NAME}
        self.manage("createsuperuser", "--noinput", **made)
        self.manage("collectstatic", "--noinput")
        self.copy.follow(self.primary)
        for machine in self.machines():
            machine.start()

    def machines(self) -> list[Machine]:
        return [*([self.redis] if self.redis else []), *self.apps, self.nginx]

    def end(self) -> None:
        for machine in reversed(self.machines()):
            machine.end()
        self.copy.stop("immediate")
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

    def ask(self, address: str, headers: dict[str, str] | None = None) -> Message:
        connection = http.client.HTTPConnection(HOST, self.nginx.port)
        connection.request("GET", address, headers={"Accept-Encoding": "gzip", **(headers or {})})
        answer = connection.getresponse()
        answer.headers["Status"] = str(answer.status)
        connection.close()
        return answer.headers

    def on_copy(self, statement: str) -> int:
        with psycopg.connect(self.copy.address, autocommit=True) as connection:
            answer = connection.execute(statement).fetchone()  # type: ignore[arg-type]
        return int(answer[0] or 0) if answer else 0

    def read_from_copy(self) -> int:
        return self.on_copy("SELECT sum(seq_scan + idx_scan) FROM pg_stat_user_tables WHERE relname = 'timeline_event'")


def told(seen: Seen) -> str:
    if not seen.answers:
        return ""
    ordered = sorted(seen.times)
    p50, p99 = statistics.median(ordered) * 1000, ordered[int(len(ordered) * 0.99)] * 1000
    return (
        f": {seen.answers} pages ({seen.unchanged} not changed), {len(seen.errors)} errors, {len(seen.stale)} old; "
        f"p50 {p50:.0f} ms, p99 {p99:.0f} ms"
    )


class Proof:
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

    # ---- what the editor does

    def save(self, times: int = 1) -> None:
        """Each is looked for at once, at every door."""
        for _each in range(times):
            self.saves += 1
            self.sent(self.editor.open(self.form, self.typed()))

    def typed(self) -> list[tuple[str, str]]:
        return self.editor.fill_in(self.form, title=f"Saved {self.saves} times", reason=REASON)

    def sent(self, answer: Answer) -> None:
        if answer.status != 302:
            self.failures.append(f"save {self.saves} was answered with {answer.status}")
            return
        self.readers.answered = self.saves
        for door in [*(one for one in self.site.apps if one.process and one.process.poll() is None), self.site.nginx]:
            status, page = get(door.port, self.event)
            if (status, shown(page)) != (200, self.saves):
                self.failures.append(f"{door.name} showed save {shown(page)} ({status}) after save {self.saves}")

    def save_while_away(self) -> Answer:
        """Typed before, sent while the primary is away."""
        self.saves += 1
        typed = self.typed()
        self.site.primary.stop()
        refused = self.editor.open(self.form, typed)
        self.hold(refused.status == 503, f"a save while the primary is away: {refused.status}, not 503")
        self.hold("Nothing was saved" in refused.page, "the editor is not told that nothing was saved")
        self.hold("Retry-After" in refused.headers, "the editor is not told when to try again")
        self.hold(
            [pair for pair in typed if pair not in refused.form().form_values()] == [], "the editor lost what was typed"
        )
        return refused

    def hold(self, held: bool, otherwise: str) -> None:
        if not held:
            self.failures.append(otherwise)

    # ---- steps

    @contextmanager
    def step(self, what: str, seconds: float = 0) -> Iterator[None]:
        """What readers see while it is done, and for some seconds after."""
        self.readers.step()
        known = len(self.failures)
        yield
        time.sleep(seconds)
        seen = self.readers.step()
        self.answers += seen.answers
        self.failures += [f"a reader saw an error: {one}" for one in seen.errors]
        self.failures += [f"a reader saw what was old: {one}" for one in seen.stale]
        print(f"{'ok    ' if len(self.failures) == known else 'FAILED'} {what}{told(seen)}", flush=True)
        for failure in self.failures[known:][:5]:
            print(f"       {failure}")

    def run(self) -> None:
        one, two = self.site.apps
        self.editor.sign_in(NAME, PASSWORD)
        self.readers.start()
        read_before = self.site.read_from_copy()
        with self.step("everything is there", 4):
            pass
        with self.step("an editor saves five times; each save is on every server once it has answered"):
            self.save(5)
        with self.step("app server 1 is killed", 4):
            one.end(signal.SIGKILL)
            self.save(2)
        with self.step("app server 1 comes back", 4):
            one.start()
        with self.step("app server 2 is told to stop, finishes what it has, and comes back", 3):
            two.end(signal.SIGTERM)
            self.save()
            two.start()
            self.save()
        with self.step("the copy stands still: what is newer is read from the primary", 3):
            self.site.on_copy("SELECT 1 FROM pg_wal_replay_pause()")
            self.save(3)
        with self.step("the copy goes on", 3):
            self.site.on_copy("SELECT 1 FROM pg_wal_replay_resume()")
            self.save(2)
        self.hold(self.site.read_from_copy() > read_before, "nothing was read from the copy")
        with self.step("the primary is stopped; an editor’s save is refused, with all that was typed", 5):
            refused = self.save_while_away()
            status, page = get(self.site.nginx.port, "/healthz")
            self.hold((status, page) == (200, "reading only\n"), f"/healthz says {status} {page}")
        with self.step("the primary is started; the editor sends the same once more", 3):
            self.site.primary.start()
            self.sent(self.editor.open(self.form, refused.form().form_values()))
            self.save(3)
        with self.step("the copy is stopped, and started", 3):
            self.site.copy.stop()
            self.save(3)
            self.site.copy.start()
        if self.site.redis:
            with self.step("Redis is stopped, and started", 3):
                self.site.redis.end()
                self.save(3)
                self.site.redis.start()
        self.readers.stop()
        with self.step("primary and copy lose their power: a calm page; they come back"):
            self.nobody_is_there()
        with self.step("what a CDN needs: pages are kept and asked about, static files are kept for good"):
            self.pages_are_kept()
            self.statics_are_kept()

    def nobody_is_there(self) -> None:
        self.site.primary.stop("immediate")
        self.site.copy.stop("immediate")
        for address in ("/", self.event, "/healthz"):
            status, page = get(self.site.nginx.port, address)
            self.hold(status == 503 and "Traceback" not in page, f"{address} without any database: {status}")
        self.site.primary.start()
        self.site.copy.start()
        for door in (*self.site.apps, self.site.nginx):
            self.hold(get(door.port, self.event)[0] == 200, f"{door.name} did not come back")

    def pages_are_kept(self) -> None:
        """nginx says in its answers' X-Cache where they came from."""
        for address in ("/", "/about/"):
            answers = [self.site.ask(address) for _ in range(2)]
            self.hold(
                answers[-1]["X-Cache"] == "REVALIDATED", f"{address} was kept by nginx as {answers[-1]['X-Cache']}"
            )
            again = self.site.ask(address, {"If-None-Match": answers[-1]["ETag"] or ""})
            self.hold(again["Status"] == "304", f"{address} was sent again to who has it")

    def statics_are_kept(self) -> None:
        page = self.editor.open("/").page
        address = page.split('rel="icon" href="')[1].split('"')[0]
        kept = self.editor.open(address).headers.get("Cache-Control", "")
        self.hold("immutable" in kept, f"{address}: {kept}")


def main() -> None:
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    folder = Path(tempfile.mkdtemp(prefix="timeline-"))
    folder.chmod(0o755)
    site = Site(folder)
    try:
        print("Starting primary, copy, Redis, two app servers and nginx …", flush=True)
        site.start()
        proof = Proof(site)
        proof.run()
    finally:
        site.end()
        if os.environ.get("KEEP"):
            print(f"Logs are in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{proof.answers} pages read, {proof.saves} saves, {len(proof.failures)} failures.")
    sys.exit(bool(proof.failures))


if __name__ == "__main__":
    main()
