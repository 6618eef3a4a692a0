"""What stands on a page that lists events, read from its HTML as a reader reads it.

Tests see what readers see: nothing is read from a template's context.
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
    sides: dict[Side, int]  # every side, those without a part too


def document(response: HttpResponse) -> HtmlElement:
    return html.document_fromstring(response.content.decode())


def text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def sentence(response: HttpResponse) -> str:
    (heading,) = document(response).xpath("//h1")
    return text(heading)


def total(response: HttpResponse) -> int:
    """How many events the sentence says there are."""
    counted = re.match(r"(No|[\d,]+) events?\b", sentence(response))
    assert counted, sentence(response)
    return 0 if counted[1] == "No" else int(counted[1].replace(",", ""))


def titles(response: HttpResponse) -> list[str]:
    """Of the cards, in order; none only where the sentence says so too."""
    found = [text(one) for one in document(response).xpath('//article[@class="card"]//h3')]
    assert found or total(response) == 0, sentence(response)
    return found


def chips(response: HttpResponse) -> list[str]:
    """What can be taken away, without the words for who cannot see the cross."""
    return [one[0].tail.strip() for one in document(response).xpath('//a[@class="chip"]')]


def choices(response: HttpResponse, group: str) -> list[Choice]:
    """All of the group: where the page folds some away it is to be asked for with `all=`."""
    found = document(response).xpath(f'//section[@aria-labelledby="facet-{group}"]')
    if not found:
        return []
    (section,) = found
    assert not section.xpath("./details[not(@open)]"), f"some are folded away: ask with all={group}"
    return [_choice(one, group) for one in section.xpath("./ul/li/a | ./details//li/a")]


def _choice(link: HtmlElement, group: str) -> Choice:
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
    """Of the rail, by what each says to who cannot see its lanes: “2000s: 76 events; Japan 60, Russia 51”."""
    return [_bar(one) for one in document(response).xpath('//*[@class="rail"]//*[@class="drawn"]//a')]


def _bar(link: HtmlElement) -> Bar:
    (told,) = link.xpath("./title")
    said = re.fullmatch(r"(.+): (\d+) events?(?:; (.+))?", text(told))
    assert said, text(told)
    counted = dict(part.rsplit(" ", 1) for part in said[3].split(", ")) if said[3] else {}
    sides = {side: int(counted.pop(str(side.label), 0)) for side in Side}
    assert not counted, text(told)
    return Bar(said[1], link.get("href"), int(said[2]), sides)


def wider(response: HttpResponse) -> list[Link]:
    """The ways from the time asked for to those around it, as the rail names them."""
    found = document(response).xpath('//*[@class="rail"]/nav/p[1]/a')
    return [Link(text(one), one.get("href")) for one in found]


def earlier(response: HttpResponse) -> Link | None:
    return _beside(response, "rail-earlier")


def later(response: HttpResponse) -> Link | None:
    return _beside(response, "rail-later")


def _beside(response: HttpResponse, id: str) -> Link | None:
    found = document(response).xpath(f'//*[@class="rail"]/nav//a[@id="{id}"]')
    return Link(found[0].text.strip("←→ "), found[0].get("href")) if found else None
