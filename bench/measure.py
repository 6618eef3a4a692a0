"""Request all pages in turn, round by round, so that changes in the machine's speed affect all; check each response."""

from __future__ import annotations

import itertools
import math
import statistics
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tqdm import tqdm

from .answers import Page
from .client import Client, Reply
from .servers import Server

MAX_REQUESTS, SECONDS = 100, 1.0  # of a client in a round; at least one request
ContenderKey = tuple[str, str, int]  # name of the server, name of the page, number of clients


@dataclass(frozen=True)
class Sample:
    """One round of one contender."""

    p50: float  # ms
    per_second: float
    cpu: float  # ms of CPU time per request


@dataclass(frozen=True)
class Contender:
    server: Server
    name: str
    page: Page
    clients: int = 1

    @property
    def key(self) -> ContenderKey:
        return (self.server.name, self.name, self.clients)

    def take_sample(self) -> Sample:
        cpu_before, started = self.server.read_cpu_time(), time.perf_counter()
        with ThreadPoolExecutor(self.clients) as executor:
            found = list(executor.map(lambda _: request_repeatedly(self.server.port, self.page), range(self.clients)))
        seconds, cpu = time.perf_counter() - started, self.server.read_cpu_time() - cpu_before
        times = [ms for client, _replies in found for ms in client]
        for reply in {reply.body: reply for _times, replies in found for reply in replies}.values():
            self.page.check(reply)
        return Sample(statistics.median(times), len(times) / seconds, 1000 * cpu / len(times))

    def check_related_pages(self) -> None:
        with Client(self.server.port) as client:
            for page in self.page.related:
                page.check(client.get(page.path))


def request_repeatedly(port: int, page: Page) -> tuple[list[float], list[Reply]]:
    """Return the time of each response in ms, and the responses that differ from the one before."""
    number = itertools.count(time.monotonic_ns())  # a different number for each request
    times: list[float] = []
    replies: list[Reply] = []
    ends = time.perf_counter() + SECONDS
    with Client(port) as client:
        while not times or (len(times) < MAX_REQUESTS and time.perf_counter() < ends):
            started = time.perf_counter()
            n = next(number)
            path = page.variants[n % len(page.variants)] if page.variants else page.path
            reply = client.get(path, page.headers.replace("{n}", str(n)))
            times.append(1000 * (time.perf_counter() - started))
            if not replies or (reply.status, reply.body) != (replies[-1].status, replies[-1].body):
                replies.append(reply)
    return times, replies


def measure_in_turn(contenders: list[Contender], rounds: int) -> dict[ContenderKey, list[Sample]]:
    measured: dict[ContenderKey, list[Sample]] = {contender.key: [] for contender in contenders}
    for contender in show_progress([one for one in contenders if one.clients == 1], "warming up"):
        contender.take_sample()
        contender.check_related_pages()
    for contender in show_progress(contenders * rounds, f"{rounds} rounds"):
        measured[contender.key].append(contender.take_sample())
    return measured


def show_progress(contenders: list[Contender], description: str) -> Iterable[Contender]:
    with tqdm(contenders, desc=description, unit="page", leave=False, disable=None) as bar:
        for contender in bar:
            bar.set_postfix_str(" ".join(map(str, contender.key)))
            yield contender


@dataclass(frozen=True)
class Ratio:
    """Of two contenders, over all rounds; the minimum and maximum show how reliable the median is."""

    median: float
    minimum: float
    maximum: float


def compute_ratio(over: Sequence[object], under: Sequence[object], measure: str = "p50") -> Ratio:
    pairs = [(getattr(a, measure), getattr(b, measure)) for a, b in zip(over, under, strict=True)]
    found = [a / b if b else math.inf for a, b in pairs]
    return Ratio(statistics.median(found), min(found), max(found))
