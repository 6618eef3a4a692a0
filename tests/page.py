"""The contents of a page that lists events, read from its HTML.

Tests see what readers see; nothing is read from a template's context.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpResponse
from lxml import html
from lxml.html import HtmlElement

from timeline.models import Side


@dataclass(frozen=True)
class Link:
    label: str
    query: str


@dataclass(frozen=True)
class Choice(Link):
    value: str
    n: int
    chosen: bool


@dataclass(frozen=True)
class Bar(Link):
    n: int
    sides: dict[Side, int]  # all sides, also those with 0


def document(response: HttpResponse) -> HtmlElement:
    return html.document_fromstring(response.content.decode())


def text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def sentence(response: HttpResponse) -> str:
    (heading,) = document(response).xpath("//h1")
    return text(heading)


def total(response: HttpResponse) -> int:
    """The number of events in the heading."""
    counted = re.match(r"(No|[\d,]+) events?\b", sentence(response))
    assert counted, sentence(response)
    return 0 if counted[1] == "No" else int(counted[1].replace(",", ""))


def titles(response: HttpResponse) -> list[str]:
    """The titles of the cards, in order; checks that the heading says so if there are none."""
    found = [text(one) for one in document(response).xpath('//article[@class="card"]//h3')]
    assert found or total(response) == 0, sentence(response)
    return found


def chips(response: HttpResponse) -> list[str]:
    """The filters that can be removed, without the hidden text for screen readers."""
    return [one[0].tail.strip() for one in document(response).xpath('//a[@class="chip"]')]


def choices(response: HttpResponse, group: str) -> list[Choice]:
    """All choices of a filter; the page must have been requested with `all=` if it hides some."""
    found = document(response).xpath(f'//section[@aria-labelledby="facet-{group}"]')
    if not found:
        return []
    (section,) = found
    assert not section.xpath("./details[not(@open)]"), f"some choices are hidden: use all={group}"
    return [_read_choice(one, group) for one in section.xpath("./ul/li/a | ./details//li/a")]


def _read_choice(link: HtmlElement, group: str) -> Choice:
    (label,), (n,) = link.find_class("label"), link.find_class("n")
    assert link.get("id").startswith(f"{group}-"), link.get("id")
    return Choice(
        text(label),
        link.get("href"),
        link.get("id").removeprefix(f"{group}-"),
        int(text(n).replace(",", "")),
        "chosen" in link.get("class", "").split(),
    )


def bars(response: HttpResponse) -> list[Bar]:
    """The bars of the time chart, from their text for screen readers: “2000s: 76 events; Japan 60, Russia 51”."""
    return [_read_bar(one) for one in document(response).xpath('//*[@class="rail"]//*[@class="drawn"]//a')]


def _read_bar(link: HtmlElement) -> Bar:
    (title,) = link.xpath("./title")
    found = re.fullmatch(r"(.+): (\d+) events?(?:; (.+))?", text(title))
    assert found, text(title)
    counts = dict(part.rsplit(" ", 1) for part in found[3].split(", ")) if found[3] else {}
    sides = {side: int(counts.pop(str(side.label), 0)) for side in Side}
    assert not counts, text(title)
    return Bar(found[1], link.get("href"), int(found[2]), sides)


def wider(response: HttpResponse) -> list[Link]:
    """The links of the time chart to longer periods."""
    found = document(response).xpath('//*[@class="rail"]/nav/p[1]/a')
    return [Link(text(one), one.get("href")) for one in found]


def earlier(response: HttpResponse) -> Link | None:
    return _read_step_link(response, "rail-earlier")


def later(response: HttpResponse) -> Link | None:
    return _read_step_link(response, "rail-later")


def _read_step_link(response: HttpResponse, id: str) -> Link | None:
    found = document(response).xpath(f'//*[@class="rail"]/nav//a[@id="{id}"]')
    return Link(found[0].text.strip("←→ "), found[0].get("href")) if found else None
