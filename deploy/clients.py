"""The users of the site during the failover test: readers who never pause, and an editor with a form."""

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

PATIENCE = 60  # seconds without an answer that count as an error
PAUSE = 0.02  # between two pages of a reader
SAVED = re.compile(r"Saved (\d+) times")


@dataclass
class StepResult:
    """What readers saw in one step of the test."""

    answers: int = 0
    unchanged: int = 0
    errors: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


class Readers:
    """Each requests one page after another, half of the time with the ETag of the page that it has."""

    def __init__(self, port: int, addresses: dict[str, str], event_address: str, number: int = 3) -> None:
        self.port, self.addresses = port, addresses  # address: text that the page must contain
        self.event_address = event_address  # of the event that the editor saves repeatedly
        self.confirmed = 0  # the number of the last confirmed save
        self.result = StepResult()
        self.running = True
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.read_pages, daemon=True) for _ in range(number)]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.running = False
        for thread in self.threads:
            thread.join(PATIENCE + 1)

    def end_step(self) -> StepResult:
        """Return what readers saw since the last call, and start counting again."""
        with self.lock:
            result, self.result = self.result, StepResult()
        return result

    def read_pages(self) -> None:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        have: dict[str, tuple[str, str]] = {}
        while self.running:
            address = random.choice([*self.addresses, self.event_address])
            before = self.confirmed
            tag, page = have.get(address, ("", "")) if random.random() < 0.5 else ("", "")
            headers = {"Accept-Encoding": "gzip", **({"If-None-Match": tag} if tag else {})}
            started = time.perf_counter()
            try:
                connection.request("GET", address, headers=headers)
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException) as error:
                self.record(error=f"{address}: {error!r}")
                connection.close()
                continue
            seconds = time.perf_counter() - started
            if answer.status == 200:
                page = decompress(answer, body)
                have[address] = (answer.headers["ETag"] or "", page)
            self.check_answer(address, answer.status, tag, page, before, seconds)
            time.sleep(PAUSE)
        connection.close()

    def check_answer(self, address: str, status: int, tag: str, page: str, before: int, seconds: float) -> None:
        if not (status == 200 or (status == 304 and tag)):
            self.record(error=f"{address}: {status}", seconds=seconds)
        elif "</html>" not in page or self.addresses.get(address, "") not in page:
            self.record(error=f"{address}: not the expected page", seconds=seconds)
        elif address == self.event_address and find_save_number(page) < before:
            self.record(stale=f"{address}: {find_save_number(page)} after {before}", seconds=seconds)
        else:
            self.record(seconds=seconds, unchanged=status == 304)

    def record(self, *, error: str = "", stale: str = "", seconds: float = PATIENCE, unchanged: bool = False) -> None:
        with self.lock:
            self.result.answers += 1
            self.result.unchanged += unchanged
            self.result.times.append(seconds)
            if error:
                self.result.errors.append(error)
            if stale:
                self.result.stale.append(stale)


def decompress(answer: http.client.HTTPResponse, body: bytes) -> str:
    return (gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body).decode()


def find_save_number(page: str) -> int:
    found = SAVED.search(page)
    return int(found[1]) if found else 0


def get_page(port: int, address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}{address}", timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Return redirects as they are, so that the status after sending a form can be checked."""

    def redirect_request(self, *_args: object) -> None:
        return None


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    page: str

    def find_form(self) -> html.FormElement:
        """The form that saves something: the longest one sent by POST."""
        forms = html.fromstring(self.page, base_url="/").forms
        return max((form for form in forms if form.method == "POST"), key=lambda form: len(form.inputs))


class Editor:
    """A browser with cookies that sends a form with all its fields."""

    def __init__(self, port: int) -> None:
        self.site = f"http://{HOST}:{port}"
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), NoRedirect)

    def open(self, address: str, sent: list[tuple[str, str]] | None = None) -> Answer:
        body = urllib.parse.urlencode(sent).encode() if sent is not None else None
        try:
            answer = self.opener.open(self.site + address, body, timeout=PATIENCE)
        except urllib.error.HTTPError as error:  # a redirect or an error
            answer = error
        return Answer(answer.status, dict(answer.headers), answer.read().decode())

    def sign_in(self, name: str, password: str) -> None:
        form = self.open("/admin/login/?next=/admin/").find_form()
        form.fields["username"], form.fields["password"] = name, password
        answer = self.open("/admin/login/?next=/admin/", form.form_values())
        assert answer.status == 302, answer.page[:500]

    def fill_in(self, address: str, **typed: str) -> list[tuple[str, str]]:
        page = self.open(address)
        if page.status != 200:
            raise SystemExit(f"The editor cannot open {address}: {page.status}\n{page.page[:2000]}")
        form = page.find_form()
        for name, value in typed.items():
            form.fields[name] = value
        return [*form.form_values(), ("_continue", "1")]
