"""The list beside TimelineJS and vis-timeline on a slow phone, with the same events: `make bench-browser`.

Of each library a page with 100, 1,000 and 10,000 events, and the site with as many. They are visited in turn, round by
round; those with 10,000 once, for that takes minutes. What is measured stands in `visit.py`. A page that shows another
number of events than the others ends the bench.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from tqdm import tqdm

from bench import answers, data, libraries, report, servers, site_pages

from .answers import Answer, Wrong
from .client import HOST, Client
from .libraries import TIMELINEJS, VERSIONS, VIS, Told
from .measure import Ratio, ratio
from .page_visit import ARGS, Choice, Contender, Visit, visit
from .report import figure

NUMBERS, LARGE = (100, 1_000, 10_000), 10_000  # of events; from LARGE on one visit must do
ROUNDS = 3
SITE = "site"
KB = 1000
Who = tuple[str, int]  # the contender's name, the number of events

UNFOLD = """(topic) => {
  let part = document.getElementById(`topic-${topic}`);
  while ((part = part.parentElement.closest("details"))) part.open = true;
}"""
CLICK = """(topic) => new Promise((swapped) => {
  document.addEventListener("htmx:afterSwap", swapped, { once: true });
  document.getElementById(`topic-${topic}`).click();
})"""
BESIDE = (  # what is measured, of us, of whom, with how many events, at most
    ("lcp", "largest paint", TIMELINEJS, 100, "≤ 0.35"),
    ("lcp", "largest paint", TIMELINEJS, 1_000, "≤ 0.10"),
    ("lcp", "largest paint", VIS, 100, ""),
    ("lcp", "largest paint", VIS, 1_000, ""),
    ("lcp", "largest paint", VIS, 10_000, ""),
    *(("interactive", "interactive", TIMELINEJS, number, "") for number in NUMBERS),
    ("bytes", "bytes of a first visit", TIMELINEJS, 100, "≤ 0.5"),
    ("bytes", "bytes of a first visit", VIS, 100, ""),
    ("nodes", "elements", TIMELINEJS, 100, ""),
    ("nodes", "elements", TIMELINEJS, 1_000, ""),
    ("choice", "a filter until painted", VIS, 100, ""),
    ("choice", "a filter until painted", VIS, 1_000, "≤ 0.3"),
    ("choice", "a filter until painted", VIS, 10_000, ""),
)
LIMITS: tuple[tuple[str, Callable[[Visit], float], float], ...] = (  # of ours, at most, in every visit
    ("kB of a first visit", lambda one: one.bytes / KB, 60),
    ("steps from the document to what it needs", lambda one: one.chain, 1),
    ("layout shift", lambda one: one.shift, 0),
    ("kB of a filter’s swap", lambda one: (one.choice_bytes or 0) / KB, 12),
)


def main() -> None:
    asked = arguments()
    chromium = found_chromium()
    servers.stop_when_told()
    libraries.fetch()
    with ExitStack() as stack:
        contenders = gather(stack, asked.events)
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        stack.callback(browser.close)
        measured = in_turn(browser, contenders, asked.rounds)
        told = surroundings(browser.version, asked.rounds)
    ratios, limits, visits = report.ratio_rows(compared(measured)), limit_rows(measured), visit_rows(measured)
    print("\n\n".join(report.text_table(rows) for rows in (ratios, limits, visits)))
    if asked.write:
        tables = [report.markdown_table(rows) for rows in (ratios, limits, visits)]
        report.write("Measured: in a browser", "\n\n".join([told, *tables]))
        print(f"\nWritten to {report.PAPER.relative_to(servers.ROOT)}.")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-browser", description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", choices=NUMBERS, default=NUMBERS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--write", action="store_true", help="the figures into docs/performance.md too")
    return parser.parse_args()


def found_chromium() -> str:
    from tests.conftest import CHROMIUM

    if not CHROMIUM:
        raise SystemExit("A Chromium is needed (Debian: apt-get install chromium; CHROMIUM=/path/to/it names one).")
    return CHROMIUM


def surroundings(chromium: str, rounds: int) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in VERSIONS.items())
    asked = f"{rounds} rounds, one with {LARGE:,} events"
    phone = "375 × 812 pixels, CPU 4 times slower, slow 4G (562.5 ms, 1.47 Mbit/s; not for filters), nothing cached"
    return report.surroundings(f"Chromium {chromium}", versions, asked, phone)


def gather(stack: ExitStack, numbers: list[int]) -> list[Contender]:
    databases = {number: data.with_events(number) for number in numbers}
    told = {number: libraries.events(file) for number, file in databases.items()}
    libraries.publish(told)
    files = stack.enter_context(servers.gunicorn("libraries", "bench.libraries:files()"))
    contenders = []
    for number, file in databases.items():
        site = stack.enter_context(servers.app(f"site with {number} events", data.address(file)))
        warm(site.port)
        contenders += [
            the_site(number, f"http://{HOST}:{site.port}/", file),
            timelinejs(number, f"http://{HOST}:{files.port}/{libraries.address(TIMELINEJS, number)}"),
            vis(number, f"http://{HOST}:{files.port}/{libraries.address(VIS, number)}", told[number]),
        ]
    return contenders


def warm(port: int) -> None:
    """Every worker has its templates, its record and what it keeps of both pages."""
    for _ in range(10 * servers.WORKERS):
        with Client(port) as client:
            client.get("/")
            client.get(f"/?topic={site_pages.ON}")


def the_site(number: int, address: str, file: Path) -> Contender:
    of_topic = f"{site_pages.PUBLIC} AND {site_pages.ON_TOPIC}"
    with sqlite3.connect(file) as database:
        all_of_it, its_part = site_pages.listed(database, site_pages.PUBLIC), site_pages.listed(database, of_topic)
    choice = Choice(site_pages.ON, CLICK, partial(lists, right=its_part), UNFOLD)
    return Contender(SITE, number, address, partial(lists, right=all_of_it), says_ready=False, choice=choice)


def timelinejs(number: int, address: str) -> Contender:
    return Contender(TIMELINEJS, number, address, partial(draws, number=number, what=".tl-timemarker"))


def vis(number: int, address: str, told: list[Told]) -> Contender:
    box = ".vis-item.vis-box"
    left = sum(one.topic == site_pages.ON for one in told)
    choice = Choice(site_pages.ON, "(topic) => window.choose(topic)", partial(draws, number=left, what=box))
    return Contender(VIS, number, address, partial(draws, number=number, what=box), choice=choice)


def lists(page: Page, right: Answer) -> None:
    difference = answers.differs(answers.listing(page.content()), right)
    if difference:
        raise Wrong(f"{page.url}: {difference}")


def draws(page: Page, number: int, what: str) -> None:
    drawn = page.locator(what).count()
    if drawn != number:
        raise Wrong(f"{page.url} draws {drawn} events, not {number}")


def in_turn(browser: Browser, contenders: list[Contender], rounds: int) -> dict[Who, list[Visit]]:
    measured: dict[Who, list[Visit]] = {(one.name, one.number): [] for one in contenders}
    rest = [one for n in range(rounds) for one in contenders if n == 0 or one.number < LARGE]
    with tqdm(rest, desc=f"{rounds} rounds", unit="visit", leave=False, disable=None) as bar:
        for contender in bar:
            bar.set_postfix_str(f"{contender.name} {contender.number:,}")
            measured[contender.name, contender.number].append(visit(browser, contender))
    return measured


def compared(measured: dict[Who, list[Visit]]) -> list[tuple[str, Ratio, str]]:
    return [
        (f"{label}, {number:,} events / {whose}", ratio(measured[SITE, number], measured[whose, number], measure), goal)
        for measure, label, whose, number, goal in BESIDE
        if (whose, number) in measured
    ]


def limit_rows(measured: dict[Who, list[Visit]]) -> report.Rows:
    numbers = [number for name, number in measured if name == SITE]
    rows = [["ours, the worst visit", *(f"{number:,} events" for number in numbers), "limit"]]
    for label, of, limit in LIMITS:
        worst = [max(map(of, measured[SITE, number])) for number in numbers]
        rows.append([label, *map(figure, worst), f"≤ {limit}" if limit else "0"])
    return rows


def visit_rows(measured: dict[Who, list[Visit]]) -> report.Rows:
    rows = [["medians", "requests", "steps", "kB", "elements", "FCP ms", "LCP ms", "shift", "interactive ms"]]
    rows[0] += ["filter ms", "filter kB"]
    for (name, number), visits in measured.items():
        names = ("requests", "chain", "bytes", "nodes", "fcp", "lcp", "shift", "interactive", "choice", "choice_bytes")
        rows.append([f"{name}, {number:,} events", *(told(visits, name) for name in names)])
    return rows


def told(visits: list[Visit], measure: str) -> str:
    values = [value for value in (getattr(one, measure) for one in visits) if value is not None]
    if not values:
        return "–"
    median = statistics.median(values)
    return f"{median / KB:.1f}" if "bytes" in measure else figure(median)


if __name__ == "__main__":
    try:
        main()
    except Wrong as error:
        raise SystemExit(f"Stopped, for a wrong page is fast too: {error}.") from error
