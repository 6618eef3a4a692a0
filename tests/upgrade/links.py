"""The responses of the addresses in addresses.txt, with the shipped data only.

    python -m tests.upgrade.links            prints the differences from links.json
    python -m tests.upgrade.links --write    rewrites links.json; `make links` does this

The data is loaded into a temporary database. Of each response, links.json records what matters to somebody who opens
a shared link: the status, the target of a redirect, the heading, the number of events, and the linked records in
order. Other words may change. links.json was first written by the code of commit 8508be2.
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
ENDS = 3  # records recorded at each end of a longer list
MAX_REDIRECTS = 5
PERMANENT = (301, 308)
ATOM = "{http://www.w3.org/2005/Atom}"
# The targets of these redirects depend on the day or on chance.
CHANGING = {"/on-this-day/": r"/on-this-day/\d\d-\d\d/", "/random/": r"/events/[-\w]+/"}
# The records that the pages below these paths list; other pages list events and statements.
LISTED = {"/actors/": ("actors",), "/topics/": ("topics",), "/sources/": ("sources",)}
RECORD = re.compile(r"/(events|statements|actors|topics|sources)/([-\w]+)/(?:[?#].*)?")
FOUND = re.compile(r"(No|[\d,]+) events?\b")


@dataclass(frozen=True)
class Address:
    """`target` is the part of the page that htmx requests, if any."""

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
    """One address per line, so that a diff between two versions is readable."""
    lines = [f"{to_json(address)}: {to_json(answer)}" for address, answer in answers.items()]
    LINKS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


# ---- requests


def make_client() -> Client:
    """An exception becomes a response with status 500, so that the others are still compared."""
    return Client(SERVER_NAME="localhost", raise_request_exception=False)


def request_address(client: Client, address: Address) -> Answer:
    """Describe the response and, for a redirect, the response at its target."""
    response = get(client, address.path, address.target)
    if pattern := CHANGING.get(address.page):
        leads_there = bool(re.fullmatch(pattern, response.get("Location", "")))
        return {"status": response.status_code, "leads on": leads_there}
    if "Location" not in response:
        return describe(response, address)
    answer = {"status": response.status_code, "to": response["Location"]}
    for _hop in range(MAX_REDIRECTS):
        if "Location" not in response:
            break
        path = response["Location"].removeprefix(SITE)
        response = get(client, path, address.target)
    return answer | {"then": describe(response, Address(path, address.target))}


def get(client: Client, path: str, target: str) -> HttpResponse:
    headers = {"HX-Request": "true", "HX-Target": target} if target else {}
    return client.get(path, headers=headers)  # type: ignore[return-value]


def request_all(client: Client) -> dict[str, Answer]:
    with silence_warnings():
        return {str(address): request_address(client, address) for address in read_addresses()}


@contextmanager
def silence_warnings() -> Iterator[None]:
    """Some of these addresses answer 400 or 404 as intended; log only errors."""
    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)


# ---- descriptions


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
        return answer | {"links": shorten(page.xpath("//a/@href"))}
    if pairs := page.xpath("//tr[starts-with(@id, 'pair-')]/@id"):
        answer["pairs"] = shorten(pair.removeprefix("pair-") for pair in pairs)
    for kind in LISTED.get(address.page, ("events", "statements")):
        if slugs := list_linked_slugs(page, kind):
            answer[kind] = shorten(slugs)
    return answer


def list_linked_slugs(page: HtmlElement, kind: str) -> list[str]:
    """The slugs of the records of a kind that the page's main content links to, each once, in order."""
    (content,) = page.xpath("//main") or [page]
    found = [RECORD.fullmatch(href.removeprefix(SITE)) for href in content.xpath(".//a/@href")]
    return list(dict.fromkeys(one[2] for one in found if one and one[1] == kind))


def describe_feed(content: bytes) -> Answer:
    feed = etree.fromstring(content)
    ids = (entry.findtext(f"{ATOM}id", "").removeprefix(SITE) for entry in feed.iter(f"{ATOM}entry"))
    return {"heading": feed.findtext(f"{ATOM}title"), "entries": shorten(ids)}


def shorten(names: Iterable[str]) -> str:
    """The number and the names; of a long list the first and last names, with a digest of all."""
    every = list(names)
    if len(every) <= 2 * ENDS:
        return f"{len(every)}: {', '.join(every)}".rstrip(": ")
    first, last = ", ".join(every[:ENDS]), ", ".join(every[-ENDS:])
    digest = hashlib.sha256("\n".join(every).encode()).hexdigest()[:6]
    return f"{len(every)}: {first} … {last} #{digest}"


# ---- comparison


def list_differences(before: dict[str, Answer], now: dict[str, Answer]) -> list[str]:
    """One text for each difference; none if every shared link still shows the same."""
    found = []
    for address, answer in before.items():
        if address not in now:
            found.append(f"{address}\n    is not in {ADDRESSES.name}")
        elif not is_same(answer, now[address]):
            found.append(f"{address}\n    was {to_json(answer)}\n    is  {to_json(now[address])}")
    return found + [f"{address}\n    is not in {LINKS.name}" for address in now if address not in before]


def is_same(before: Answer, now: Answer) -> bool:
    """The same response, or a permanent redirect to it."""
    redirected = now["status"] in PERMANENT and now.get("then") == before.get("then", before)
    return now == before or redirected


# ---- the command


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="timeline-links-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"sqlite:///{folder}/links.sqlite3",
            "VAR_DIR": folder,
        }
        answers = request_all_of_a_new_site()
    if "--write" in sys.argv[1:]:
        write_links(answers)
        return
    if found := list_differences(read_links(), answers):
        raise SystemExit("\n".join(found))


def request_all_of_a_new_site() -> dict[str, Answer]:
    import django

    django.setup()
    from django.core.management import call_command

    from tests import datasets

    call_command("migrate", verbosity=0)
    datasets.load_all_data()
    return request_all(make_client())


if __name__ == "__main__":
    main()
