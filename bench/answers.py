"""What a page contains, and what plain SQL says it should contain: no wrong page is timed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

from .client import Reply


class WrongPage(Exception):
    """The page does not contain what plain SQL finds."""


@dataclass(frozen=True)
class Content:
    """A part that is None or empty is not compared."""

    total: int | None = None
    keys: list[str] = field(default_factory=list)  # of the records listed, in the order of the page
    counts: dict[tuple[str, str], int] = field(default_factory=dict)  # (facet, value): number


@dataclass(frozen=True)
class Page:
    """An address, its expected content, and the function that reads the content of a response."""

    path: str
    expected: Content
    read: Callable[[str], Content]
    headers: str = ""  # with {n}, the number of the request
    status: int = 200
    related: tuple[Page, ...] = ()  # pages that are checked once, and not timed
    variants: tuple[str, ...] = ()  # addresses of the same kind, requested in turn instead of `path`

    def check(self, reply: Reply) -> None:
        if reply.status != self.status:
            raise WrongPage(f"{self.path} answered {reply.status}, not {self.status}")
        difference = describe_difference(self.read(reply.text), self.expected)
        if difference:
            raise WrongPage(f"{self.path}: {difference}")


def describe_difference(found: Content, expected: Content) -> str:
    """Describe the first difference; return an empty string if there is none."""
    if expected.total is not None and found.total != expected.total:
        return f"the total is {found.total}, but plain SQL counts {expected.total}"
    if expected.keys and found.keys != expected.keys:
        position = next(
            (n for n, pair in enumerate(zip(found.keys, expected.keys, strict=False)) if len({*pair}) > 1), -1
        )
        if position < 0:
            return f"{len(found.keys)} records are listed, but plain SQL finds {len(expected.keys)}"
        return f"number {position + 1} is {found.keys[position]}, but plain SQL finds {expected.keys[position]}"
    for key in sorted(expected.counts.keys() | (found.counts.keys() if expected.counts else set())):
        if found.counts.get(key) != expected.counts.get(key):
            return f"{key} counts {found.counts.get(key)}, but plain SQL counts {expected.counts.get(key)}"
    return ""


def read_nothing(_html: str) -> Content:
    return Content()


# The site's own pages.

TOTAL = re.compile(r"<h1>([\d,]+|No) events?\b")
CARD = re.compile(r'<article class="card" id="([^"]+)"')
STATEMENT = re.compile(r'href="/statements/([^/"]+)/"')
CHOICE = re.compile(r'<a id="([a-z]+)-([^"]+)" href="\?.*?<span class="n">([\d,]+)</span>', re.DOTALL)


def read_list(html: str) -> Content:
    return Content(read_total(html), CARD.findall(html))


def make_choice_reader(group: str) -> Callable[[str], Content]:
    """Return a function that reads every choice of one filter with its number of events."""

    def read_choices(html: str) -> Content:
        counts = {(name, unescape(value)): parse_number(n) for name, value, n in CHOICE.findall(html) if name == group}
        return Content(read_total(html), counts=counts)

    return read_choices


def read_comparison(html: str) -> Content:
    """The statements, sorted: on the page they are in the order of the table's cells."""
    return Content(read_total(html), sorted(STATEMENT.findall(html)))


def read_total(html: str) -> int | None:
    found = TOTAL.search(html)
    return parse_number(found[1]) if found else None


def parse_number(text: str) -> int:
    return 0 if text == "No" else int(text.replace(",", ""))
