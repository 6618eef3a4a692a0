"""What the addresses in addresses.txt answer, on the shipped record alone.

    python -m tests.upgrade.links            says what differs from links.json
    python -m tests.upgrade.links --write    writes links.json anew; `make links` does this

The record is loaded into a temporary database. Of each answer what a reader of a shared link would miss is written
down: the status, where it leads, the heading, how many events were found and which records are linked in what order.
Other words are not, so that they may be changed. links.json was first written by the code of commit 8508be2.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import etree, html
from lxml.html import HtmlElement

HERE = Path(__file__).resolve().parent
ADDRESSES, LINKS = HERE / "addresses.txt", HERE / "links.json"

Answer = dict[str, Any]

SITE = "http://localhost"
ENDS = 3  # records that are named at each end of a longer list
MOST_HOPS = 5
PERMANENT = (301, 308)
ATOM = "{http://www.w3.org/2005/Atom}"
# Where these lead, the day or chance decides.
CHANGING = {"/on-this-day/": r"/on-this-day/\d\d-\d\d/", "/random/": r"/events/[-\w]+/"}
# What the pages below these paths list; the others list events and statements.
LISTED = {"/actors/": ("actors",), "/topics/": ("topics",), "/sources/": ("sources",)}
RECORD = re.compile(r"/(events|statements|actors|topics|sources)/([-\w]+)/(?:[?#].*)?")
FOUND = re.compile(r"(No|[\d,]+) events?\b")


@dataclass(frozen=True)
class Address:
    """`target` is the part of the page that htmx asks for, if it does."""

    path: str
    target: str = ""

    def __str__(self) -> str:
        return f"{self.target} {self.path}".strip()

    @property
    def page(self) -> str:
        return self.path.partition("?")[0]


def read_addresses() -> list[Address]:
    lines = ADDRESSES.read_text(encoding="utf-8").splitlines()
    return [Address(*reversed(line.split())) for line in lines if line and not line.startswith("#")]


def read_links() -> dict[str, Answer]:
    found: dict[str, Answer] = json.loads(LINKS.read_text(encoding="utf-8"))
    return found


def write_links(answers: dict[str, Answer]) -> None:
    """An address a line, so that a difference between two versions can be read."""
    lines = [f"{written(address)}: {written(answer)}" for address, answer in answers.items()]
    LINKS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


# ---- asking


def new_client() -> Client:
    """An answer that fails is one that differs, so that the others are still compared."""
    return Client(SERVER_NAME="localhost", raise_request_exception=False)


def ask(client: Client, address: Address) -> Answer:
    """What is answered; of a redirection, also what is answered where it ends."""
    response = get(client, address.path, address.target)
    if pattern := CHANGING.get(address.page):
        leads_there = bool(re.fullmatch(pattern, response.get("Location", "")))
        return {"status": response.status_code, "leads on": leads_there}
    if "Location" not in response:
        return describe(response, address)
    answer = {"status": response.status_code, "to": response["Location"]}
    for _hop in range(MOST_HOPS):
        if "Location" not in response:
            break
        path = response["Location"].removeprefix(SITE)
        response = get(client, path, address.target)
    return answer | {"then": describe(response, Address(path, address.target))}


def get(client: Client, path: str, target: str) -> HttpResponse:
    headers = {"HX-Request": "true", "HX-Target": target} if target else {}
    return client.get(path, headers=headers)  # type: ignore[return-value]


def ask_all(client: Client) -> dict[str, Answer]:
    with without_warnings():
        return {str(address): ask(client, address) for address in read_addresses()}


@contextmanager
def without_warnings() -> Iterator[None]:
    """Some of these addresses are to be answered by 400 or 404; only errors are worth a line in a log."""
    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)


# ---- describing


def describe(response: HttpResponse, address: Address) -> Answer:
    answer: Answer = {"status": response.status_code}
    kind = response.get("Content-Type", "").partition(";")[0]
    if "HX-Push-Url" in response:
        answer["shown as"] = response["HX-Push-Url"]
    if kind == "text/html":
        return answer | describe_page(html.document_fromstring(response.content.decode()), address)
    if kind == "application/atom+xml":
        return answer | describe_feed(response.content)
    if kind == "application/xml":
        return answer | {"addresses": len(etree.fromstring(response.content).findall(".//{*}loc"))}
    return answer | {"type": kind}


def describe_page(page: HtmlElement, address: Address) -> Answer:
    answer: Answer = {}
    for heading in page.xpath("//h1"):
        answer["heading"] = " ".join(heading.text_content().split())
    if found := FOUND.match(answer.get("heading", "")):
        answer["found"] = int(found[1].replace(",", "").replace("No", "0"))
    if address.target.startswith("rest-"):
        return answer | {"links": in_short(page.xpath("//a/@href"))}
    if pairs := page.xpath("//tr[starts-with(@id, 'pair-')]/@id"):
        answer["pairs"] = in_short(pair.removeprefix("pair-") for pair in pairs)
    for kind in LISTED.get(address.page, ("events", "statements")):
        if slugs := linked(page, kind):
            answer[kind] = in_short(slugs)
    return answer


def linked(page: HtmlElement, kind: str) -> list[str]:
    """Slugs of the records of a kind that the page's own content links to, each once, in order."""
    (content,) = page.xpath("//main") or [page]
    found = [RECORD.fullmatch(href.removeprefix(SITE)) for href in content.xpath(".//a/@href")]
    return list(dict.fromkeys(one[2] for one in found if one and one[1] == kind))


def describe_feed(content: bytes) -> Answer:
    feed = etree.fromstring(content)
    ids = (entry.findtext(f"{ATOM}id", "").removeprefix(SITE) for entry in feed.iter(f"{ATOM}entry"))
    return {"heading": feed.findtext(f"{ATOM}title"), "entries": in_short(ids)}


def in_short(names: Iterable[str]) -> str:
    """The number; the names, or of many the first and the last, with a sign that differs if one in between does."""
    every = list(names)
    if len(every) <= 2 * ENDS:
        return f"{len(every)}: {', '.join(every)}".rstrip(": ")
    first, last = ", ".join(every[:ENDS]), ", ".join(every[-ENDS:])
    sign = hashlib.sha256("\n".join(every).encode()).hexdigest()[:6]
    return f"{len(every)}: {first} … {last} #{sign}"


# ---- comparing


def differences(before: dict[str, Answer], now: dict[str, Answer]) -> list[str]:
    """In lines; none if every shared link still leads to what it led to."""
    found = []
    for address, answer in before.items():
        if address not in now:
            found.append(f"{address}\n    is not in {ADDRESSES.name}")
        elif not leads_to_the_same(answer, now[address]):
            found.append(f"{address}\n    was {written(answer)}\n    is  {written(now[address])}")
    return found + [f"{address}\n    is not in {LINKS.name}" for address in now if address not in before]


def leads_to_the_same(before: Answer, now: Answer) -> bool:
    """The same answer, or a permanent redirection to it."""
    moved = now["status"] in PERMANENT and now.get("then") == before.get("then", before)
    return now == before or moved


# ---- the command


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="timeline-links-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"sqlite:///{folder}/links.sqlite3",
            "VAR_DIR": folder,
        }
        answers = ask_all_of_a_new_site()
    if "--write" in sys.argv[1:]:
        write_links(answers)
        return
    if found := differences(read_links(), answers):
        raise SystemExit("\n".join(found))


def ask_all_of_a_new_site() -> dict[str, Answer]:
    import django

    django.setup()
    from django.core.management import call_command

    from tests import datasets

    call_command("migrate", verbosity=0)
    datasets.load_all_data()
    return ask_all(new_client())


if __name__ == "__main__":
    main()
