"""Who uses the site while its machines come and go: readers without pause, and an editor with a form."""

from __future__ import annotations

import gzip
import http.client
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar

from lxml import html

from .services import HOST

PATIENCE = 60  # seconds until a reader takes silence for an error
PAUSE = 0.02  # between two pages of a reader
SAVED = re.compile(r"Saved (\d+) times")


@dataclass
class Seen:
    """What happened to readers in one step."""

    answers: int = 0
    unchanged: int = 0
    errors: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


class Readers:
    """Each asks for one page after another, half of the time for one that they have already."""

    def __init__(self, port: int, addresses: dict[str, str], told: str, number: int = 3) -> None:
        self.port, self.addresses = port, addresses  # address: words that stand on the page
        self.told = told  # the address of what the editor saves again and again
        self.answered = 0  # the last save that has answered
        self.seen = Seen()
        self.going = True
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.read, daemon=True) for _ in range(number)]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.going = False
        for thread in self.threads:
            thread.join(PATIENCE + 1)

    def step(self) -> Seen:
        """What was seen since the last time."""
        with self.lock:
            seen, self.seen = self.seen, Seen()
        return seen

    def read(self) -> None:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        have: dict[str, tuple[str, str]] = {}
        while self.going:
            address = random.choice([*self.addresses, self.told])
            before = self.answered
            tag, page = have.get(address, ("", "")) if random.random() < 0.5 else ("", "")
            headers = {"Accept-Encoding": "gzip", **({"If-None-Match": tag} if tag else {})}
            begun = time.perf_counter()
            try:
                connection.request("GET", address, headers=headers)
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException) as error:
                self.note(error=f"{address}: {error!r}")
                connection.close()
                continue
            took = time.perf_counter() - begun
            if answer.status == 200:
                page = unpacked(answer, body)
                have[address] = (answer.headers["ETag"] or "", page)
            self.judge(address, answer.status, tag, page, before, took)
            time.sleep(PAUSE)
        connection.close()

    def judge(self, address: str, status: int, tag: str, page: str, before: int, took: float) -> None:
        if not (status == 200 or (status == 304 and tag)):
            self.note(error=f"{address}: {status}", took=took)
        elif "</html>" not in page or self.addresses.get(address, "") not in page:
            self.note(error=f"{address}: another page", took=took)
        elif address == self.told and shown(page) < before:
            self.note(stale=f"{address}: {shown(page)} after {before}", took=took)
        else:
            self.note(took=took, unchanged=status == 304)

    def note(self, *, error: str = "", stale: str = "", took: float = PATIENCE, unchanged: bool = False) -> None:
        with self.lock:
            self.seen.answers += 1
            self.seen.unchanged += unchanged
            self.seen.times.append(took)
            if error:
                self.seen.errors.append(error)
            if stale:
                self.seen.stale.append(stale)


def unpacked(answer: http.client.HTTPResponse, body: bytes) -> str:
    return (gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body).decode()


def shown(page: str) -> int:
    found = SAVED.search(page)
    return int(found[1]) if found else 0


def get(port: int, address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}{address}", timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


class Stay(urllib.request.HTTPRedirectHandler):
    """Shows where a form leads, and does not go there."""

    def redirect_request(self, *_args: object) -> None:
        return None


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    page: str

    def form(self) -> html.FormElement:
        """The one form of the page that is sent by POST to save something."""
        forms = html.fromstring(self.page, base_url="/").forms
        return max((form for form in forms if form.method == "POST"), key=lambda form: len(form.inputs))


class Editor:
    """A browser that keeps cookies, and sends what stands in a form."""

    def __init__(self, port: int) -> None:
        self.site = f"http://{HOST}:{port}"
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), Stay)

    def open(self, address: str, sent: list[tuple[str, str]] | None = None) -> Answer:
        body = urllib.parse.urlencode(sent).encode() if sent is not None else None
        try:
            answer = self.opener.open(self.site + address, body, timeout=PATIENCE)
        except urllib.error.HTTPError as error:  # a redirection, or a refusal
            answer = error
        return Answer(answer.status, dict(answer.headers), answer.read().decode())

    def sign_in(self, name: str, password: str) -> None:
        form = self.open("/admin/login/?next=/admin/").form()
        form.fields["username"], form.fields["password"] = name, password
        answer = self.open("/admin/login/?next=/admin/", form.form_values())
        assert answer.status == 302, answer.page[:500]

    def fill_in(self, address: str, **typed: str) -> list[tuple[str, str]]:
        page = self.open(address)
        if page.status != 200:
            raise SystemExit(f"The editor cannot open {address}: {page.status}\n{page.page[:2000]}")
        form = page.form()
        for name, value in typed.items():
            form.fields[name] = value
        return [*form.form_values(), ("_continue", "1")]
