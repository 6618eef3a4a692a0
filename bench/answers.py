"""What an answer says, and what it should have said: a wrong page is fast too."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

from .client import Reply


class Wrong(Exception):
    """The page does not say what plain SQL says."""


@dataclass(frozen=True)
class Answer:
    """Whatever is None or empty was not asked for."""

    total: int | None = None
    listed: list[str] = field(default_factory=list)  # keys, in the order of the page
    counts: dict[tuple[str, str], int] = field(default_factory=dict)  # (facet, value): number


@dataclass(frozen=True)
class Page:
    """An address, how its answer is read, and what is right."""

    path: str
    right: Answer
    read: Callable[[str], Answer]
    headers: str = ""  # with {n}, the number of the request
    status: int = 200
    also: tuple[Page, ...] = ()  # what must be right too: asked once, and not timed

    def check(self, reply: Reply) -> None:
        if reply.status != self.status:
            raise Wrong(f"{self.path} answered {reply.status}, not {self.status}")
        difference = differs(self.read(reply.text), self.right)
        if difference:
            raise Wrong(f"{self.path}: {difference}")


def differs(told: Answer, right: Answer) -> str:
    """The first difference in words; nothing where all is right."""
    if right.total is not None and told.total != right.total:
        return f"the total is {told.total}, but plain SQL counts {right.total}"
    if right.listed and told.listed != right.listed:
        place = next((n for n, pair in enumerate(zip(told.listed, right.listed, strict=False)) if len({*pair}) > 1), -1)
        if place < 0:
            return f"{len(told.listed)} are listed, but by plain SQL {len(right.listed)}"
        return f"number {place + 1} is {told.listed[place]}, by plain SQL {right.listed[place]}"
    for key in sorted(right.counts.keys() | (told.counts.keys() if right.counts else set())):
        if told.counts.get(key) != right.counts.get(key):
            return f"{key} counts {told.counts.get(key)}, by plain SQL {right.counts.get(key)}"
    return ""


def nothing(_html: str) -> Answer:
    return Answer()


# The site's own pages.

TOTAL = re.compile(r"<h1>([\d,]+|No) events?\b")
CARD = re.compile(r'<article class="card" id="([^"]+)"')
STATEMENT = re.compile(r'href="/statements/([^/"]+)/"')
CHOICE = re.compile(r'<a id="([a-z]+)-([^"]+)" href="\?.*?<span class="n">([\d,]+)</span>', re.DOTALL)


def listing(html: str) -> Answer:
    return Answer(total_of(html), CARD.findall(html))


def choices_of(group: str) -> Callable[[str], Answer]:
    """Reads every choice of one group, and its number."""

    def read(html: str) -> Answer:
        counts = {(name, unescape(value)): number(n) for name, value, n in CHOICE.findall(html) if name == group}
        return Answer(total_of(html), counts=counts)

    return read


def comparison(html: str) -> Answer:
    """Statements without regard to order: it is the table's, day by day and side by side."""
    return Answer(total_of(html), sorted(STATEMENT.findall(html)))


def total_of(html: str) -> int | None:
    told = TOTAL.search(html)
    return number(told[1]) if told else None


def number(text: str) -> int:
    return 0 if text == "No" else int(text.replace(",", ""))
