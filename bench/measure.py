"""Asking in turn, round by round, so that a machine whose speed drifts treats all alike; every answer is checked."""

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

MOST, SECONDS = 100, 1.0  # requests of a client in a round, and how long it goes on asking; at least once
Who = tuple[str, str, int]  # the server's name, the page's, the number of clients


@dataclass(frozen=True)
class Sample:
    """One round of one contender."""

    p50: float  # ms
    per_second: float
    cpu: float  # ms of work for a request


@dataclass(frozen=True)
class Contender:
    server: Server
    name: str
    page: Page
    clients: int = 1

    @property
    def who(self) -> Who:
        return (self.server.name, self.name, self.clients)

    def sample(self) -> Sample:
        worked, begun = self.server.cpu(), time.perf_counter()
        with ThreadPoolExecutor(self.clients) as crowd:
            found = list(crowd.map(lambda _: asking(self.server.port, self.page), range(self.clients)))
        took, worked = time.perf_counter() - begun, self.server.cpu() - worked
        times = [ms for client, _replies in found for ms in client]
        for reply in {reply.body: reply for _times, replies in found for reply in replies}.values():
            self.page.check(reply)
        return Sample(statistics.median(times), len(times) / took, 1000 * worked / len(times))

    def check_more(self) -> None:
        with Client(self.server.port) as client:
            for page in self.page.also:
                page.check(client.get(page.path))


def asking(port: int, page: Page) -> tuple[list[float], list[Reply]]:
    """How long each answer took, and the answers that differ from the one before."""
    number = itertools.count(time.monotonic_ns())  # no two requests have the same
    times: list[float] = []
    replies: list[Reply] = []
    ends = time.perf_counter() + SECONDS
    with Client(port) as client:
        while not times or (len(times) < MOST and time.perf_counter() < ends):
            begun = time.perf_counter()
            reply = client.get(page.path, page.headers.replace("{n}", str(next(number))))
            times.append(1000 * (time.perf_counter() - begun))
            if not replies or (reply.status, reply.body) != (replies[-1].status, replies[-1].body):
                replies.append(reply)
    return times, replies


def in_turn(contenders: list[Contender], rounds: int) -> dict[Who, list[Sample]]:
    measured: dict[Who, list[Sample]] = {contender.who: [] for contender in contenders}
    for contender in shown([one for one in contenders if one.clients == 1], "warming up"):
        contender.sample()
        contender.check_more()
    for contender in shown(contenders * rounds, f"{rounds} rounds"):
        measured[contender.who].append(contender.sample())
    return measured


def shown(contenders: list[Contender], what: str) -> Iterable[Contender]:
    with tqdm(contenders, desc=what, unit="page", leave=False, disable=None) as bar:
        for contender in bar:
            bar.set_postfix_str(" ".join(map(str, contender.who)))
            yield contender


@dataclass(frozen=True)
class Ratio:
    """Of two contenders, taken round by round: the median counts, the extremes tell how far to trust it."""

    median: float
    least: float
    most: float


def ratio(over: Sequence[object], under: Sequence[object], measure: str = "p50") -> Ratio:
    pairs = [(getattr(a, measure), getattr(b, measure)) for a, b in zip(over, under, strict=True)]
    found = [a / b if b else math.inf for a, b in pairs]
    return Ratio(statistics.median(found), min(found), max(found))
